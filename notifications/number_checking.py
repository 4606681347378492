"""Checking numbers (核对号码): once a year an elder is asked by text whether the phone is still theirs; who does not
answer is asked at the door. A number that was passed on to a stranger takes texts as gladly as before."""

from datetime import datetime, timedelta
from typing import Any

from backend import clock, database, journal, programmes
from backend.residents import Contact, Resident
from backend.settings import settings
from notifications.knocking import ask_for_visit

_DOORS_A_DAY = 50  # of the county: a cadre's list must not be all about phones
_MEANS_YES = timedelta(days=30)  # later a 1 asks again how far a case is
_NOT_ASKED_FOR_EVER = timedelta(days=90)  # after that an answer that never came is left to the next year's question

_ASK = """
UPDATE contact SET asked_at = $1 WHERE id = ANY (ARRAY(
    SELECT c.id FROM contact c JOIN resident r ON r.id = c.resident_id AND r.deceased_on IS NULL
    WHERE c.county = $2 AND c.owner = 'self' AND c.kind = 'mobile' AND c.sms_ok AND c.dead_since IS NULL
      AND c.opted_out_at IS NULL AND coalesce(greatest(c.verified_at, c.asked_at), '-infinity') < $3
      AND EXISTS (SELECT 1 FROM award a WHERE a.resident_id = r.id AND a.stopped_from IS NULL)
      AND NOT EXISTS (SELECT 1 FROM contact other WHERE other.county = c.county AND other.phone_index = c.phone_index
                      AND other.id <> c.id)
    ORDER BY greatest(c.verified_at, c.asked_at) NULLS FIRST, c.id LIMIT $4 FOR UPDATE OF c SKIP LOCKED))
RETURNING id, resident_id, (SELECT village FROM resident r WHERE r.id = resident_id) AS village
"""
_SILENT = """
SELECT c.id, c.resident_id, c.asked_at FROM contact c
WHERE c.county = $1 AND c.asked_at < $2 AND c.asked_at > $3 AND (c.verified_at IS NULL OR c.verified_at < c.asked_at)
  AND NOT EXISTS (SELECT 1 FROM errand e WHERE e.resident_id = c.resident_id
                  AND e.because = 'number:' || c.id || ':' || (c.asked_at AT TIME ZONE 'Asia/Shanghai')::date)
ORDER BY c.asked_at, c.id LIMIT $4
"""


async def check_numbers() -> int:
    """Ask as many as the county lets us a day, and send somebody to who has been silent; how many of both."""
    county, now = settings().county, clock.now()
    terms = await programmes.parameters_on(county, clock.today())
    asked = await _ask(county, now, _number(terms, "outreach.number_checks_a_day"),
                       timedelta(days=30 * _number(terms, "outreach.number_check_months")))  # fmt: skip
    patience = timedelta(days=_number(terms, "outreach.number_answer_days"))
    silent = await database.rows(_SILENT, county, now - patience, now - _NOT_ASKED_FOR_EVER, _DOORS_A_DAY)
    return asked + sum([await _knock(each) for each in silent])


async def confirm_number(contact: Contact) -> bool:
    """Take a 1 from that phone for the yes that we asked for; False when nothing was asked, or it was answered."""
    return bool(
        await database.execute(
            """UPDATE contact SET verified_at = $2
               WHERE id = $1 AND asked_at <= $2 AND asked_at > $3
                 AND (verified_at IS NULL OR verified_at < asked_at)""",
            contact.id,
            clock.now(),
            clock.now() - _MEANS_YES,
        )
    )


async def _ask(county: str, now: datetime, most: int, every: timedelta) -> int:
    async with database.transaction():
        asked = await database.rows(_ASK, now, county, now - every, most)
        lines = [
            journal.Line(
                journal.Deed.NUMBER_CHECKED, county, "contact", each["id"], resident_id=each["resident_id"],
                village=each["village"],
            )
            for each in asked
        ]  # fmt: skip
        await journal.record_many(lines, by=journal.Signature(journal.By.CLOCK))
    return len(asked)


async def _knock(silent: dict[str, Any]) -> int:
    resident = await Resident.get(id=silent["resident_id"])
    if resident.deceased_on is not None:
        return 0
    day = clock.in_county_time(silent["asked_at"]).date()
    await ask_for_visit(
        resident, because=f"number:{silent['id']}:{day}",
        reason=f"{resident.name}登记的手机发短信核对没有回，请见面问一问现在用哪个号码，报乡镇更新。",
    )  # fmt: skip
    return 1


async def ask_for_number(contact: Contact) -> None:
    """Somebody asks the owner for another number, once a day: whoever holds this one says that it is not theirs."""
    resident = await Resident.get(id=contact.resident_id)
    if resident.deceased_on is None:
        await ask_for_visit(
            resident, because=f"number:{contact.id}:{clock.today()}",
            reason=f"{resident.name}登记的手机已经是别人在用，请问一问现在用哪个号码，报乡镇更新。",
        )  # fmt: skip


def _number(terms: dict[str, Any], key: str) -> int:
    value = terms.get(key)
    return int(programmes.get_declaration(key).default if value is None else value)
