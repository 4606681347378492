"""Certifying life (生存认证) by a photo taken just now, or by the voice that an officer knew on the phone."""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from backend import clock, database, entitlements, errands, evidence, journal, staff
from backend.entitlements import Award, NothingToCertify
from backend.errands import Errand, ErrandKind, NoSuchErrand
from backend.evidence import Photo
from backend.journal import Signature
from backend.programmes import PhotoKind
from backend.refusals import NotAcceptable
from backend.residents import Resident
from backend.staff import Officer, Power

_FRESH = timedelta(days=1)  # an older picture proves that the person lived then


class PhotoNotFresh(NotAcceptable):
    """Not a portrait, or one that was not taken just now: an old date, or a picture that came before."""

    sentence = "请现在拍一张本人的近照（类别选「本人近照」），不要用以前的照片。"


class KnownBy(StrEnum):
    """How the officer knew that it was the person themselves."""

    VOICE = "voice"
    ANSWERS = "answers"

    @property
    def shown(self) -> str:
        """As the form says it."""
        return {KnownBy.VOICE: "听得出本人声音", KnownBy.ANSWERS: "答对了只有本人知道的问题"}[self]


async def certify_by_photo(
    resident: Resident, photo_id: UUID, by: Signature, *, seen_at: datetime | None = None
) -> list[Award]:
    """Certify every benefit of the person that asks for it; the awards with their next due dates.

    `seen_at` if that was earlier, where there was no signal. Twice on a day is once. Refuses with PhotoNotFresh,
    NothingToCertify and as `entitlements.certify_life`.
    """
    seen_at = seen_at or clock.now()
    await must_be_taken_now(await evidence.get_photo(photo_id), seen_at)
    on = clock.in_county_time(seen_at).date()
    return [await entitlements.certify_life(each.id, by, photo_id, on=on) for each in await _asking(resident.id)]


async def must_be_taken_now(photo: Photo, seen_at: datetime) -> None:
    """PhotoNotFresh unless it is a portrait, taken when the person was seen, and no picture that came before."""
    taken_at = photo.captured_at or photo.received_at
    if photo.kind != PhotoKind.PORTRAIT.value or taken_at < seen_at - _FRESH or await evidence.came_before(photo):
        raise PhotoNotFresh


async def certify_by_voice(errand_id: UUID, officer: Officer, *, known_by: KnownBy) -> list[Award]:
    """Certify who was rung up, instead of the visit that was asked for; the cadre need not go.

    Refuses with NoSuchPower, NoSuchErrand (also for other places and errands), YourOwnKin and NothingToCertify.
    """
    staff.must_have(officer, Power.REVIEW)
    errand = await Errand.get_or_none(id=errand_id, kind=ErrandKind.CERTIFY_LIFE.value, done_at=None)
    if errand is None or errand.county != officer.county or not officer.scope.covers(errand.village):
        raise NoSuchErrand
    await staff.must_not_be_kin(officer.signature, errand.resident_id)
    async with database.transaction():
        awards = await _asking(errand.resident_id)
        certified = [await entitlements.certify_life(each.id, officer.signature) for each in awards]
        line = journal.Line(
            journal.Deed.LIFE_HEARD, errand.county, "resident", errand.resident_id, resident_id=errand.resident_id,
            village=errand.village, facts={"known_by": known_by.value},
        )  # fmt: skip
        await journal.record(line, by=officer.signature)
        await errands.call_off([errand.because], by=officer.signature)
    return certified


async def _asking(resident_id: UUID) -> list[Award]:
    """The person's running awards that ask for certification; NothingToCertify."""
    running = [each for each in await entitlements.awards_of(resident_id) if each.stopped_from is None]
    asking = [each for each in running if each.certification_due_on is not None]
    if not asking:
        raise NothingToCertify
    return asking
