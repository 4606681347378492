"""Posting again (再公示): whether a case to which somebody objected hangs once more after the new opinion."""

from backend import clock, database, programmes
from backend.applications import Application, State

# 低保: the national text asks for no second notice, some cities do (policy §1.8 step 8b). 特困 is posted again by law,
# and where nothing is known the village sees the new result, too.
_SET_BY = dict.fromkeys(("rural_dibao", "urban_dibao"), "dibao.repost_after_objection")

_UNANSWERED = """
SELECT 1 FROM objection o JOIN posting_line l ON l.id = o.posting_line_id
WHERE l.application_id = $1 AND o.answered_at IS NULL LIMIT 1
"""
# A later room's rows, read as rows. What is not over yet may not be shortened (policy §18): it is posted anew.
_HANGS_STILL = """
SELECT 1 FROM posting p JOIN posting_line l ON l.posting_id = p.id
WHERE l.application_id = $1 GROUP BY l.application_id HAVING max(p.ends_on) >= $2
"""


async def goes_on_unposted(case: Application) -> bool:
    """Whether a new yes takes an objected case to the county at once.

    All of its objections are answered, and its notice has hung for all of its days.
    """
    key = _SET_BY.get(case.programme)
    if case.state is not State.OBJECTED or key is None:
        return False
    rates = await programmes.parameters_on(case.county, clock.today())
    again = rates.get(key, programmes.get_declaration(key).default)
    if again != "no" or await database.rows(_UNANSWERED, case.id):
        return False
    return not await database.rows(_HANGS_STILL, case.id, clock.today())
