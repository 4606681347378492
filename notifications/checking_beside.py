"""Checking numbers beside: the yearly question at numbers that are no contact, a payee's in an agreement and a cadre's.

As with a person's own (`number_checking`): asked, asked again, and silent twice the number is in doubt. A payee is then
asked for at the door of the person whose money it is, and hears only that there is something to ask about; a cadre is
named to the township (号码质量) and hears on, for what a cadre is texted names nobody.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from backend import clock, database, errands, journal
from backend.journal import By, Deed, Signature
from notifications.asking_for_numbers import ask_for_payees_number

_MEANS_YES = timedelta(days=30)  # later a 1 asks again how far a case is
_NOT_ASKED_FOR_EVER = timedelta(days=90)  # after that an answer that never came is left to the next year's question
_BY_CLOCK, _BY_CARRIER = Signature(By.CLOCK), Signature(By.CARRIER)
_SILENT = "发短信核对了两次都没有回"
_ANSWERED = "代领人已经回短信核对过号码，不用再上门问。"

# A payee's before a cadre's where one is both. A number that is out of use, or wants nothing, is asked nothing.
_ON_FILE = """
WITH line AS (
    SELECT p.phone_index, 'payee_agreement' AS subject, p.id, p.resident_id, r.village, p.filed_at AS given_at
    FROM payee_agreement p JOIN resident r ON r.id = p.resident_id AND r.deceased_on IS NULL
    WHERE p.county = $1 AND p.state = 'in_force' AND p.phone_index IS NOT NULL
    UNION ALL
    SELECT phone_index, 'cadre', id, NULL, NULL, NULL FROM cadre WHERE county = $1 AND left_on IS NULL
), on_file AS (
    SELECT DISTINCT ON (phone_index) * FROM line
    WHERE NOT EXISTS (SELECT FROM dead_number d WHERE d.county = $1 AND d.phone_index = line.phone_index)
      AND NOT EXISTS (SELECT FROM stopped_number s WHERE s.county = $1 AND s.phone_index = line.phone_index)
    ORDER BY phone_index, subject DESC, id
)
"""
# Whose own number it is besides is asked as that person.
_DUE = f"""{_ON_FILE}
SELECT f.* FROM on_file f LEFT JOIN number_beside n ON n.county = $1 AND n.phone_index = f.phone_index
WHERE n.doubted_since IS NULL AND coalesce(greatest(f.given_at, n.verified_at, n.asked_at), '-infinity') < $2
  AND NOT EXISTS (SELECT FROM contact c WHERE c.county = $1 AND c.phone_index = f.phone_index AND c.owner = 'self'
                  AND greatest(c.verified_at, c.asked_at) >= $2)
ORDER BY greatest(n.verified_at, n.asked_at) NULLS FIRST, f.phone_index LIMIT $3
"""
# Two at it at once ask once.
_ASKED = """
INSERT INTO number_beside AS n (county, phone_index, asked_at) SELECT $1, number, $3 FROM unnest($2::bytea[]) AS number
ON CONFLICT (county, phone_index) DO UPDATE SET asked_at = excluded.asked_at
WHERE n.asked_at IS NULL OR n.asked_at < $4 RETURNING phone_index
"""
_UNANSWERED = """
FROM on_file f JOIN number_beside n ON n.county = $1 AND n.phone_index = f.phone_index
WHERE n.doubted_since IS NULL AND (n.verified_at IS NULL OR n.verified_at < n.asked_at) AND n.asked_at > $3
"""
_DUE_AGAIN = f"""{_ON_FILE}
SELECT f.* {_UNANSWERED} AND n.asked_at < $2 AND (n.asked_again_at IS NULL OR n.asked_again_at < n.asked_at)
ORDER BY n.asked_at, f.phone_index LIMIT $4 FOR UPDATE OF n SKIP LOCKED
"""
_ASKED_AGAIN = "UPDATE number_beside SET asked_again_at = $3 WHERE county = $1 AND phone_index = ANY ($2)"
_DUE_TO_DOUBT = f"""{_ON_FILE}
SELECT f.* {_UNANSWERED} AND n.asked_again_at > n.asked_at AND n.asked_again_at < $2
ORDER BY n.asked_again_at, f.phone_index LIMIT $4 FOR UPDATE OF n SKIP LOCKED
"""
_DOUBTED = "UPDATE number_beside SET doubted_since = $3 WHERE county = $1 AND phone_index = ANY ($2)"
_CONFIRM = """
UPDATE number_beside n SET verified_at = $3, doubted_since = NULL
FROM (SELECT doubted_since FROM number_beside WHERE county = $1 AND phone_index = $2 FOR UPDATE) AS before
WHERE n.county = $1 AND n.phone_index = $2 AND (n.doubted_since IS NOT NULL
    OR n.asked_at <= $3 AND greatest(n.asked_at, n.asked_again_at) > $4
       AND (n.verified_at IS NULL OR n.verified_at < n.asked_at))
RETURNING before.doubted_since
"""

Line = dict[str, Any]  # of `on_file`


async def ask_beside(county: str, *, every: timedelta, patience: timedelta, most: int) -> int:
    """Ask again, then ask, at most so many numbers; how many."""
    now = clock.now()
    async with database.transaction():
        again = await database.rows(_DUE_AGAIN, county, now - patience, now - _NOT_ASKED_FOR_EVER, most)
        await database.execute(_ASKED_AGAIN, county, [each["phone_index"] for each in again], now)
        due = {each["phone_index"]: each for each in await database.rows(_DUE, county, now - every, most - len(again))}
        asked = await database.rows(_ASKED, county, list(due), now, now - every)
        lines = [*again, *(due[each["phone_index"]] for each in asked)]
        await _record(Deed.NUMBER_CHECKED, county, lines, _BY_CLOCK)
    return len(lines)


async def doubt_beside(county: str, *, patience: timedelta, most: int) -> int:
    """Who was silent twice: from now on the number is in doubt, and payees are asked for; how many numbers."""
    now = clock.now()
    async with database.transaction():
        silent = await database.rows(_DUE_TO_DOUBT, county, now - patience, now - patience - _NOT_ASKED_FOR_EVER, most)
        await database.execute(_DOUBTED, county, [each["phone_index"] for each in silent], now)
        await _record(Deed.NUMBER_DOUBTED, county, silent, _BY_CLOCK)
        for each in silent:
            if each["resident_id"] is not None:
                await ask_for_payees_number(each["id"], each["resident_id"], why=_SILENT)
    return len(silent)


async def confirm_beside(county: str, phone_index: bytes) -> bool:
    """Take a 1 from that phone for the yes that we asked for; False when nothing was asked, or it was answered."""
    async with database.transaction():
        yes = await database.row(_CONFIRM, county, phone_index, clock.now(), clock.now() - _MEANS_YES)
        if yes is None:
            return False
        of = await database.rows(f"{_ON_FILE} SELECT * FROM on_file WHERE phone_index = $2", county, phone_index)
        await _record(Deed.NUMBER_CONFIRMED, county, of, _BY_CARRIER)
        await errands.close_needless(_causes(of, yes["doubted_since"]), words=_ANSWERED, by=_BY_CARRIER)
    return True


def _causes(lines: list[Line], doubted_since: datetime | None) -> list[str]:
    """Of the errand that `ask_for_payees_number` asked for."""
    if doubted_since is None:
        return []
    day = clock.in_county_time(doubted_since).date()
    return [f"payee:{each['id']}:{day}" for each in lines if each["resident_id"] is not None]


async def _record(deed: Deed, county: str, lines: list[Line], by: Signature) -> None:
    await journal.record_many(
        [
            journal.Line(
                deed, county, each["subject"], UUID(str(each["id"])), resident_id=each["resident_id"],
                village=each["village"],
            )
            for each in lines
        ],
        by=by,
    )  # fmt: skip
