"""Confirming (确认): a second officer lets the value hold, having seen exactly whom it touches."""

from uuid import UUID

from backend import clock, database, journal, programmes, staff
from backend.programmes import Enactment
from backend.rate_changes.change import ForeseenOtherwise, ListChanged, OwnChange, RateChange, WrongChangeState
from backend.rate_changes.foreseeing import Foreseen, foresee
from backend.rate_changes.reading import digest_of, get_change
from backend.staff import Officer, Power

_STORED = """
SELECT award_id, resident_id, village, programme, from_month, through_month, months, before_fen, after_fen, by_review
FROM rate_change_line WHERE change_id = $1 AND NOT by_review
"""


async def confirm(change_id: UUID, officer: Officer, *, shown: str) -> RateChange:
    """Enact the proposed value, confirmed by the county; its list of people is kept.

    `shown` is `digest_of` the list that the officer looked at. Refuses with NoSuchPower, OutsideYourPlace,
    NoSuchChange, OwnChange, WrongChangeState, with ListChanged where the list was drawn up anew since, and with
    ForeseenOtherwise where it would be another today. Of two officers at once one confirms.
    """
    staff.must_have(officer, Power.CONFIRM_RATE)
    change = await get_change(change_id, officer)
    staff.must_cover(officer, change.place)
    if change.proposed_by == officer.id:
        raise OwnChange
    # What is for review anyway moves with every correction of the registers, and moves no money by itself.
    now_foreseen = {each for each in await foresee(change.county, change.span) if not each.by_review}
    async with database.transaction():
        confirmed = await database.execute(
            """UPDATE rate_change SET state = 'confirmed', decided_by = $2, decided_at = $3
               WHERE id = $1 AND state = 'proposed' AND proposed_by <> $2""",
            change_id, officer.id, clock.now(),
        )  # fmt: skip
        if not confirmed:
            raise WrongChangeState
        if await digest_of(change_id) != shown:
            raise ListChanged
        if {Foreseen(**row) for row in await database.rows(_STORED, change_id)} != now_foreseen:
            raise ForeseenOtherwise
        parameter_id = await programmes.enact(
            Enactment(change.place, change.key, change.value, change.valid_from, change.valid_to, change.source, True),
            by=officer.signature,
        )
        line = change.line(journal.Deed.RATE_CHANGE_CONFIRMED, lines=len(now_foreseen), parameter_id=parameter_id)
        await journal.record(line, by=officer.signature)
    return await RateChange.get(id=change_id)
