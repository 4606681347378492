"""Overtaking: when news of one case waits at once, after a night or an outage, the older steps are not sent any more.

「已收到」 after 「已批准」 would only confuse. What binds or grants (returned, refused, confirmed, withdrawn) is sent
all the same, and so is what is no step of a case: a payout, or that something is to be explained, which itself
overtakes nothing.
"""

from collections.abc import Iterable
from uuid import UUID

from backend import clock, database
from backend.journal import Entry
from notifications.wording import OCCASIONS, Occasion

_PASSING = [each.code for each in OCCASIONS.values() if each.passing]
_STEPS = [each.code for each in OCCASIONS.values() if each.step]


def case_of(entry: Entry, occasion: Occasion) -> UUID | None:
    """The case that the entry is of; None when it is of none."""
    if not (occasion.step or occasion.beside):
        return None
    if entry.subject_kind == "application":
        return entry.subject_id
    named = entry.facts.get("application_id")  # an award names the case that it comes from
    return UUID(str(named)) if named else None


def newest_of_cases(told: Iterable[tuple[Entry, Occasion]]) -> dict[UUID, UUID]:
    """The id of the newest step of each case; `told` in the journal's order."""
    steps = (each for each in told if each[1].step)
    return {case: entry.id for entry, occasion in steps if (case := case_of(entry, occasion)) is not None}


async def withdraw_overtaken(newest: dict[UUID, UUID]) -> int:
    """Take back the waiting steps of these cases that are older than `newest`; how many. Nothing follows them up."""
    if not newest:
        return 0
    return await database.execute(
        """UPDATE message SET state = 'rejected', code = 'superseded', finished_at = $4, followed_up_at = $4
           FROM unnest($1::uuid[], $2::uuid[]) AS newest (case_id, entry_id)
           WHERE message.case_id = newest.case_id AND message.entry_id < newest.entry_id
             AND message.state = 'waiting' AND message.occasion = ANY ($3)""",
        list(newest),
        list(newest.values()),
        _PASSING,
        clock.now(),
    )


async def is_overtaken(case_id: UUID | None, entry_id: UUID, occasion: Occasion) -> bool:
    """Whether newer news of the same case has been written meanwhile, and this need not be told any more."""
    if case_id is None or not occasion.passing:
        return False
    newer = await database.rows(
        "SELECT 1 FROM every_message WHERE case_id = $1 AND entry_id > $2 AND occasion = ANY ($3) LIMIT 1",
        case_id, entry_id, _STEPS,
    )  # fmt: skip
    return bool(newer)
