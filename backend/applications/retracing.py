"""Retracing (台账比对): cases whose row says another state or date than the journal, which only deeds write."""

from dataclasses import dataclass

from backend import database

_OTHERWISE = """
SELECT a.county, coalesce(a.case_number, a.id::text) AS case_number, told.stands ->> 'state' AS told_state, a.state
FROM application a JOIN LATERAL (
    SELECT j.facts -> 'stands' AS stands FROM journal_entry j
    WHERE j.subject_id = a.id AND j.facts ? 'stands' ORDER BY j.id DESC LIMIT 1
) AS told ON true
WHERE (told.stands ->> 'state', told.stands ->> 'step_due_on', told.stands ->> 'decision_due_on',
       told.stands ->> 'promised_due_on')
      IS DISTINCT FROM (a.state, a.step_due_on::text, a.decision_due_on::text, a.promised_due_on::text)
ORDER BY a.id
"""


@dataclass(frozen=True)
class Strayed:
    """A case that no deed on record brought to where its row has it, or whose dates no deed on record set."""

    case_number: str
    told_state: str
    state: str

    @property
    def only_its_clock(self) -> bool:
        """Whether the state is as told, and a date is not."""
        return self.told_state == self.state


async def strayed_cases() -> list[Strayed]:
    """All of them, for the auditor; a case whose deeds are older than these records is not judged."""
    return [Strayed(each["case_number"], each["told_state"], each["state"]) for each in await database.rows(_OTHERWISE)]
