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


async def goes_on_unposted(case: Application) -> bool:
    """Whether a new yes takes an objected case, all of whose objections are answered, to the county at once."""
    key = _SET_BY.get(case.programme)
    if case.state is not State.OBJECTED or key is None:
        return False
    rates = await programmes.parameters_on(case.county, clock.today())
    again = rates.get(key, programmes.get_declaration(key).default)
    return again == "no" and not await database.rows(_UNANSWERED, case.id)
