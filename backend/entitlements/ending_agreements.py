"""Ending agreements (代领协议快到期): before its last day the person, a cadre and the office hear of it."""

from typing import Any

from backend import clock, database, errands, journal
from backend.errands import ErrandKind, Wanted
from backend.journal import By, Signature
from backend.programmes import OF_CHILDREN
from backend.settings import settings

_ONE_REMINDER = 0x41475245  # "AGRE": a second timetable waits, and then finds what the first one journaled
_CLOCK = Signature(By.CLOCK)
_ENDING = """
SELECT g.id, g.county, g.award_id, g.resident_id, g.until, a.programme, r.village
FROM payee_agreement g JOIN award a ON a.id = g.award_id
JOIN resident r ON r.id = g.resident_id AND r.deceased_on IS NULL
WHERE g.state = 'in_force' AND g.until BETWEEN $1 AND $1 + $2::int
  AND EXISTS (SELECT FROM award runs WHERE runs.resident_id = g.resident_id AND runs.stopped_from IS NULL)
  AND NOT EXISTS (SELECT FROM journal_entry j WHERE j.subject_id = g.award_id AND j.deed = $3
                  AND j.facts ->> 'until' = g.until::text)
ORDER BY g.id
"""


async def remind_of_agreements() -> int:
    """Journal AGREEMENT_ENDING and ask a cadre to the door, once for each last day; how many agreements.

    AGREEMENT_REMINDER_DAYS ahead; of a child's aid its handlers are asked. After its last day nothing goes to the
    account (`payouts.hold_back_overtaken`).
    """
    async with database.transaction():
        await database.rows("SELECT pg_advisory_xact_lock($1)", _ONE_REMINDER)
        ending = await database.rows(
            _ENDING, clock.today(), settings().agreement_reminder_days, journal.Deed.AGREEMENT_ENDING.value
        )
        await errands.raise_many([_visit(each) for each in ending], by=_CLOCK)
        await journal.record_many([_told(each) for each in ending], by=_CLOCK)
    return len(ending)


def _told(ending: dict[str, Any]) -> journal.Line:
    return journal.Line(
        journal.Deed.AGREEMENT_ENDING, ending["county"], "award", ending["award_id"],
        resident_id=ending["resident_id"], village=ending["village"],
        facts={"programme": ending["programme"], "until": ending["until"].isoformat()},
    )  # fmt: skip


def _visit(ending: dict[str, Any]) -> Wanted:
    until = ending["until"]
    reason = (
        f"代领协议{until.month}月{until.day}日到期，到期以后不再往代领人的账户发钱。仍需代领的，请双方带身份证到乡镇续签；"
        "本人有账户的，请看卡（存折）拍照，登记本人账户。"
    )
    return Wanted(
        ErrandKind.FIX_ACCOUNT, ending["county"], ending["village"], ending["resident_id"], reason,
        f"agreement_ends:{ending['id']}", until, of_children=ending["programme"] in OF_CHILDREN,
    )  # fmt: skip
