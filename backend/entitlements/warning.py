"""Warning of life certifications that come due: somebody goes to the door, and again if nobody was seen there."""

from datetime import date

from backend import clock, database, errands, journal, workdays
from backend.entitlements.award import Award
from backend.entitlements.certification_term import WARN_BEFORE
from backend.residents import Resident
from backend.workdays import Deadline

_GO_AGAIN_WITHIN = 5  # working days, once the due date is near or past; ours, no rule sets it

# Where the cadre heard that the person has died, the township looks into it first.
_DUE = """
SELECT a.id, visits.number AS visits FROM award a JOIN resident r ON r.id = a.resident_id
CROSS JOIN LATERAL (
    SELECT count(*) AS number, coalesce(bool_or(e.done_at IS NULL OR e.outcome IN ('done', 'died')), false) AS settled
    FROM errand e WHERE e.resident_id = a.resident_id AND e.kind = 'certify_life'
     AND starts_with(e.because, 'certification:' || a.id || ':' || a.certification_due_on)) AS visits
WHERE a.certification_due_on <= $1 AND a.stopped_from IS NULL AND NOT a.read_only AND r.deceased_on IS NULL
  AND NOT visits.settled
ORDER BY a.certification_due_on, a.id
"""


async def warn_of_certification_due() -> int:
    """Ask, 30 days ahead, that each person be seen, and ask again when a visit ended without; how many were asked for.

    The person is told once for each due date, the cadre for each visit. For the timetable: any number of passes at
    the same time ask once. Who is not seen by the due date is not paid until they are (policy §4).
    """
    due = await database.rows(_DUE, clock.today() + WARN_BEFORE)
    awards = {each.id: each for each in await Award.filter(id__in=[each["id"] for each in due])}
    return sum([await _ask(awards[each["id"]], each["visits"]) for each in due])


async def _ask(award: Award, visits: int) -> int:
    due_on = award.certification_due_on
    if due_on is None:  # changed since the query
        return 0
    resident = await Resident.get(id=award.resident_id)
    by = journal.Signature(journal.By.CLOCK)
    again = workdays.after_workdays(clock.today(), _GO_AGAIN_WITHIN)
    async with database.transaction():
        # The errand's cause is unique, and so is the lock: who raises it also tells.
        because = f"certification:{award.id}:{due_on.isoformat()}"
        raised = await errands.raise_errand(
            errands.ErrandKind.CERTIFY_LIFE, resident, reason=_reason(due_on, visits), by=by,
            because=f"{because}:{visits + 1}" if visits else because,
            due_on=max(Deadline(due_on), again) if visits else due_on,
        )  # fmt: skip
        if raised is None:
            return 0
        if not visits:
            await journal.record(award.line(journal.Deed.LIFE_CERTIFICATION_DUE, due_on=due_on.isoformat()), by=by)
    return 1


def _reason(due_on: date, visits: int) -> str:
    if due_on < clock.today():
        return f"生存认证{due_on.month}月{due_on.day}日已到期，认证前暂不发钱。请见到老人本人，拍一张近照，认证后补发。"
    again = "上次没有认证成。" if visits else ""
    return f"{again}请在{due_on.month}月{due_on.day}日前见到老人本人，拍一张近照，完成生存认证。"
