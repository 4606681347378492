"""Posting again (再公示): whether a case to which somebody objected hangs once more after the new opinion."""

from backend import clock, database, programmes
from backend.applications import Application, State

# 低保: the national text asks for no second notice, some cities do (policy §1.8 step 8b). 特困 is posted again by law,
# and where nothing is known the village sees the new result, too.
_SET_BY = dict.fromkeys(("rural_dibao", "urban_dibao"), "dibao.repost_after_objection")
_BY_LAW = "tekun"  # 民发〔2021〕43号 art. 15

_UNANSWERED = """
SELECT 1 FROM objection o JOIN posting_line l ON l.id = o.posting_line_id
WHERE l.application_id = $1 AND o.answered_at IS NULL LIMIT 1
"""
# A later room's rows, read as rows. What is not over yet may not be shortened (policy §18): it is posted anew.
_HANGS_STILL = """
SELECT 1 FROM posting p JOIN posting_line l ON l.posting_id = p.id
WHERE l.application_id = $1 GROUP BY l.application_id HAVING max(p.ends_on) >= $2
"""


def looks_again(programme: str) -> bool:
    """Whether the law has the township look again at every objection, and say anew what it thinks.

    民发〔2021〕57号 art. 19, 43号 art. 15 (policy §1.8 step 8b, §2.3); of other programmes it says nothing.
    """
    return programme == _BY_LAW or programme in _SET_BY


async def hangs_again(case: Application) -> bool:
    """Whether the village sees it once more though no objection was right: 特困 by law, 低保 where the city says so."""
    return case.programme == _BY_LAW or (case.programme in _SET_BY and await _set_here(case) != "no")


async def goes_on_unposted(case: Application) -> bool:
    """Whether a new yes takes an objected case to the county at once.

    All of its objections are answered, and its notice has hung for all of its days.
    """
    if case.state is not State.OBJECTED or case.programme not in _SET_BY:
        return False
    if await _set_here(case) != "no" or await database.rows(_UNANSWERED, case.id):
        return False
    return not await database.rows(_HANGS_STILL, case.id, clock.today())


async def _set_here(case: Application) -> object:
    key = _SET_BY[case.programme]
    rates = await programmes.parameters_on(case.county, clock.today())
    return rates.get(key, programmes.get_declaration(key).default)
