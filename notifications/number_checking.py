"""Checking numbers (核对号码): once a year an elder is asked by text whether the phone is still theirs, and asked again
who does not answer; payees and cadres, too (`checking_beside`). Who is silent twice is asked at the door, and the
number is in doubt until then: a number that was passed on to a stranger takes texts as gladly as before."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from backend import clock, database, errands, journal, programmes, staff
from backend.residents import Contact, Resident
from notifications.checking_beside import ask_beside, doubt_beside
from notifications.knocking import ask_for_visit

_DOORS_A_DAY = 50  # of the county: a cadre's list must not be all about phones
_MEANS_YES = timedelta(days=30)  # later a 1 asks again how far a case is
_NOT_ASKED_FOR_EVER = timedelta(days=90)  # after that an answer that never came is left to the next year's question

_ASK = """
UPDATE contact SET asked_at = $1 WHERE id = ANY (ARRAY(
    SELECT c.id FROM contact c JOIN resident r ON r.id = c.resident_id AND r.deceased_on IS NULL
    WHERE c.county = $2 AND c.owner = 'self' AND c.kind = 'mobile' AND c.sms_ok AND c.dead_since IS NULL
      AND c.opted_out_at IS NULL AND c.doubted_since IS NULL
      AND coalesce(greatest(c.verified_at, c.asked_at), '-infinity') < $3
      AND EXISTS (SELECT 1 FROM award a WHERE a.resident_id = r.id AND a.stopped_from IS NULL)
      AND r.birth_date + interval '18 years' <= $1 AT TIME ZONE 'Asia/Shanghai'
      AND NOT EXISTS (SELECT FROM guardianship g WHERE g.resident_id = r.id AND g.ended_at IS NULL)
      AND NOT EXISTS (SELECT 1 FROM contact other WHERE other.phone_index = c.phone_index AND other.id <> c.id)
    ORDER BY greatest(c.verified_at, c.asked_at) NULLS FIRST, c.id LIMIT $4 FOR UPDATE OF c SKIP LOCKED))
RETURNING id, resident_id, (SELECT village FROM resident r WHERE r.id = resident_id) AS village
"""
_UNANSWERED = "(c.verified_at IS NULL OR c.verified_at < c.asked_at) AND c.dead_since IS NULL"
_ASK_AGAIN = f"""
UPDATE contact SET asked_again_at = $1 WHERE id = ANY (ARRAY(
    SELECT c.id FROM contact c JOIN resident r ON r.id = c.resident_id AND r.deceased_on IS NULL
    WHERE c.county = $2 AND c.asked_at < $3 AND c.asked_at > $4 AND {_UNANSWERED} AND c.opted_out_at IS NULL
      AND (c.asked_again_at IS NULL OR c.asked_again_at < c.asked_at)
    ORDER BY c.asked_at, c.id LIMIT $5 FOR UPDATE OF c SKIP LOCKED))
RETURNING id, resident_id, (SELECT village FROM resident r WHERE r.id = resident_id) AS village
"""
_DOUBT = f"""
UPDATE contact SET doubted_since = $1 WHERE id = ANY (ARRAY(
    SELECT c.id FROM contact c JOIN resident r ON r.id = c.resident_id AND r.deceased_on IS NULL
    WHERE c.county = $2 AND c.asked_again_at > c.asked_at AND c.asked_again_at < $3 AND c.asked_at > $4
      AND {_UNANSWERED} AND c.doubted_since IS NULL
    ORDER BY c.asked_again_at, c.id LIMIT $5 FOR UPDATE OF c SKIP LOCKED))
RETURNING id, resident_id, asked_at, (SELECT village FROM resident r WHERE r.id = resident_id) AS village
"""
_CONFIRM = """
UPDATE contact SET verified_at = $2, doubted_since = NULL
WHERE id = $1 AND (doubted_since IS NOT NULL
    OR asked_at <= $2 AND greatest(asked_at, asked_again_at) > $3 AND (verified_at IS NULL OR verified_at < asked_at))
RETURNING county, resident_id, asked_at, (SELECT village FROM resident r WHERE r.id = resident_id) AS village
"""
# By the county's day, and not by the run: one that failed half-way is done again.
_ASKED_TODAY = """
SELECT (SELECT count(*) FROM contact WHERE county = $1 AND (asked_at >= $2 OR asked_again_at >= $2))
     + (SELECT count(*) FROM number_beside WHERE county = $1 AND (asked_at >= $2 OR asked_again_at >= $2)) AS numbers
"""
_ANSWERED = "号码已经由本人回短信核对过了，不用再上门问。"
_BY_CLOCK, _BY_CARRIER = journal.Signature(journal.By.CLOCK), journal.Signature(journal.By.CARRIER)


async def check_numbers() -> int:
    """Ask again, then ask, as many as each county lets us a day, and send somebody to who was silent twice; how many
    of all."""
    return await staff.in_each_county(_check_numbers)


async def _check_numbers(county: str) -> int:
    now = clock.now()
    terms = await programmes.parameters_on(county, clock.today())
    most = max(0, _number(terms, "outreach.number_checks_a_day") - await _asked_today(county))
    every = timedelta(days=30 * _number(terms, "outreach.number_check_months"))
    patience = timedelta(days=_number(terms, "outreach.number_answer_days"))
    again = await _ask(_ASK_AGAIN, county, now, now - patience, now - _NOT_ASKED_FOR_EVER, most)
    asked = await _ask(_ASK, county, now, now - every, most - again)
    beside = await ask_beside(county, every=every, patience=patience, most=most - again - asked)
    doubted = await doubt_beside(county, patience=patience, most=_DOORS_A_DAY)
    return again + asked + beside + doubted + await _doubt(county, now, patience)


async def _asked_today(county: str) -> int:
    begin = datetime.combine(clock.today(), time(), tzinfo=clock.COUNTY_TIME)
    row = await database.row(_ASKED_TODAY, county, begin)
    return int(row["numbers"]) if row else 0


async def confirm_number(contact: Contact) -> bool:
    """Take a 1 from that phone for the yes that we asked for; False when nothing was asked, or it was answered.

    From a number in doubt it is never too late, and nobody need go there any more.
    """
    async with database.transaction():
        yes = await database.row(_CONFIRM, contact.id, clock.now(), clock.now() - _MEANS_YES)
        if yes is None:
            return False
        await journal.record(_line(journal.Deed.NUMBER_CONFIRMED, contact.id, yes), by=_BY_CARRIER)
        await errands.close_needless([_cause(contact.id, yes["asked_at"])], words=_ANSWERED, by=_BY_CARRIER)
    return True


async def _ask(statement: str, county: str, now: datetime, *terms: object) -> int:
    async with database.transaction():
        asked = await database.rows(statement, now, county, *terms)
        lines = [_line(journal.Deed.NUMBER_CHECKED, each["id"], {**each, "county": county}) for each in asked]
        await journal.record_many(lines, by=_BY_CLOCK)
    return len(asked)


async def _doubt(county: str, now: datetime, patience: timedelta) -> int:
    """From now on a word is left there and no more is said, and somebody goes and asks."""
    async with database.transaction():
        silent = await database.rows(
            _DOUBT, now, county, now - patience, now - patience - _NOT_ASKED_FOR_EVER, _DOORS_A_DAY
        )
        lines = [_line(journal.Deed.NUMBER_DOUBTED, each["id"], {**each, "county": county}) for each in silent]
        await journal.record_many(lines, by=_BY_CLOCK)
        for each in silent:
            await _knock(each)
    return len(silent)


def _line(deed: journal.Deed, contact_id: UUID, row: dict[str, Any]) -> journal.Line:
    return journal.Line(
        deed, row["county"], "contact", contact_id, resident_id=row["resident_id"], village=row["village"]
    )


def _cause(contact_id: UUID, asked_at: datetime) -> str:
    return f"number:{contact_id}:{clock.in_county_time(asked_at).date()}"


async def _knock(silent: dict[str, Any]) -> None:
    resident = await Resident.get(id=silent["resident_id"])
    await ask_for_visit(
        resident, because=_cause(silent["id"], silent["asked_at"]),
        reason=f"{resident.name}登记的手机发短信核对了两次都没有回，请见面问一问现在用哪个号码，报乡镇更新。",
    )  # fmt: skip


def _number(terms: dict[str, Any], key: str) -> int:
    value = terms.get(key)
    return int(programmes.get_declaration(key).default if value is None else value)
