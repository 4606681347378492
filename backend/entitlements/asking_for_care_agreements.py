"""Asking for care agreements (养育协议没有签): a child's handlers are asked until it is signed, and the guardian hears.

Who cares for the child may change: with a death, or another guardian by a court, the agreement ends, and the next one
is asked for (民发〔2010〕161号: a change of guardian is a new procedure).
"""

from datetime import date
from typing import Any

from backend import clock, database, errands, journal, workdays
from backend.entitlements.award import Award
from backend.entitlements.care_agreement import AGREED, ASKED_FOR, WhyEnded
from backend.entitlements.keeping_care_agreements import end
from backend.journal import By, Signature
from backend.programmes import OF_CHILDREN
from backend.workdays import Deadline

_ONE_AT_A_TIME = 0x43415245  # "CARE": a second timetable waits, and then finds what the first one raised
_CLOCK = Signature(By.CLOCK)
_WITHIN = 10  # working days; ours, no rule sets it
_NEEDLESS = "协议已经签好，或者待遇已经停发，不用再办。"
_OVER = """
SELECT g.id, g.award_id, c.deceased_on IS NOT NULL AS died FROM care_agreement g
JOIN award a ON a.id = g.award_id AND a.stopped_from IS NULL
LEFT JOIN resident c ON c.id = g.carer_id
WHERE g.state <> 'ended' AND (c.deceased_on IS NOT NULL OR EXISTS (
    SELECT FROM guardianship s WHERE s.resident_id = g.resident_id AND s.ended_at IS NULL
      AND s.guardian_id IS DISTINCT FROM g.carer_id AND s.recorded_at > g.filed_at))
ORDER BY g.id
"""
_MISSING = """
SELECT a.id, a.county, a.village, a.resident_id, a.programme, asked.times, before.number AS before,
       (a.origin = 'decided' OR before.number > 0) AND NOT EXISTS (
           SELECT FROM journal_entry j WHERE j.subject_id = a.id AND j.deed = $2
             AND j.facts ->> 'before' = before.number::text) AS to_tell
FROM award a JOIN resident r ON r.id = a.resident_id AND r.deceased_on IS NULL
CROSS JOIN LATERAL (SELECT count(*) AS number FROM care_agreement g WHERE g.award_id = a.id) AS before
CROSS JOIN LATERAL (
    SELECT count(*) AS times, coalesce(bool_or(e.done_at IS NULL), false) AS waits FROM errand e
    WHERE e.resident_id = a.resident_id AND starts_with(e.because, 'care_agreement:' || a.id || ':')) AS asked
WHERE a.programme = ANY ($1) AND a.stopped_from IS NULL AND NOT a.read_only AND NOT asked.waits
  AND NOT EXISTS (SELECT FROM care_agreement g WHERE g.award_id = a.id AND g.state <> 'ended')
ORDER BY a.id
"""
_IDLE = """
SELECT e.because FROM errand e JOIN award a ON a.resident_id = e.resident_id
 AND starts_with(e.because, 'care_agreement:' || a.id || ':')
WHERE e.kind = 'sign_agreement' AND e.done_at IS NULL AND (a.stopped_from IS NOT NULL
   OR EXISTS (SELECT FROM care_agreement g WHERE g.award_id = a.id AND g.state = 'in_force'))
"""


async def ask_for_care_agreements() -> int:
    """End what a death or another guardian has ended, and ask for what is missing; how many were asked for.

    For the timetable: while it is asked for, a second pass asks for nothing.
    """
    async with database.transaction():
        await database.rows("SELECT pg_advisory_xact_lock($1)", _ONE_AT_A_TIME)
        for each in await database.rows(_OVER):
            why = WhyEnded.CARER_DIED if each["died"] else WhyEnded.CARER_CHANGED
            await end(await Award.get(id=each["award_id"]), each["id"], why, _CLOCK)
        idle = await database.rows(_IDLE)
        await errands.close_needless([each["because"] for each in idle], words=_NEEDLESS, by=_CLOCK)
        missing = await database.rows(_MISSING, list(ASKED_FOR), journal.Deed.CARE_AGREEMENT_WANTED.value)
        due = workdays.after_workdays(clock.today(), _WITHIN)
        await errands.raise_many([_asked(each, due) for each in missing], by=_CLOCK)
        # Who cares for a child whom a roster brought may have signed long ago: its handlers look into the files.
        await journal.record_many([_told(each, due.day) for each in missing if each["to_tell"]], by=_CLOCK)
    return len(missing)


def _asked(award: dict[str, Any], due: Deadline) -> errands.Wanted:
    agreed = AGREED[award["programme"]]
    again = "换了监护人，原来的协议已经终止，代领协议、收款账户也请一起核对。" if award["before"] else ""
    reason = (
        f"{again}还没有{agreed.title}：请{agreed.carer}带身份证来签，{agreed.organ}签好以后拍照登记；已经签过的，请找出来"
        "拍照登记。签以前钱照发。"
    )
    return errands.Wanted(
        errands.ErrandKind.SIGN_AGREEMENT, award["county"], award["village"], award["resident_id"], reason,
        f"care_agreement:{award['id']}:{award['times']}", due, of_children=award["programme"] in OF_CHILDREN,
    )  # fmt: skip


def _told(award: dict[str, Any], due_on: date) -> journal.Line:
    return journal.Line(
        journal.Deed.CARE_AGREEMENT_WANTED, award["county"], "award", award["id"], resident_id=award["resident_id"],
        village=award["village"],
        facts={"programme": award["programme"], "due_on": due_on.isoformat(), "before": award["before"]},
    )  # fmt: skip
