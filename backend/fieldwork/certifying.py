"""Certifying by photo (生存认证): the person was photographed just now, by themselves or by a cadre who saw them."""

from datetime import timedelta
from uuid import UUID

from backend import clock, entitlements, evidence
from backend.entitlements import Award, NothingToCertify
from backend.journal import Signature
from backend.programmes import PhotoKind
from backend.refusals import NotAcceptable
from backend.residents import Resident

_FRESH = timedelta(days=1)  # an older picture proves that the person lived then


class PhotoNotFresh(NotAcceptable):
    """Not a portrait, or one that was not taken just now."""

    sentence = "请现在拍一张本人的近照（类别选「本人近照」），不要用以前的照片。"


async def certify_by_photo(resident: Resident, photo_id: UUID, by: Signature) -> list[Award]:
    """Certify every benefit of the person that asks for it; the awards with their next due dates.

    Twice on a day is once. Refuses with PhotoNotFresh, NothingToCertify and as `entitlements.certify_life`.
    """
    photo = await evidence.get_photo(photo_id)
    taken_at = photo.captured_at or photo.received_at
    if photo.kind != PhotoKind.PORTRAIT.value or not clock.now() - _FRESH <= taken_at <= clock.now() + _FRESH:
        raise PhotoNotFresh
    running = [each for each in await entitlements.awards_of(resident.id) if each.stopped_from is None]
    asking = [each for each in running if each.certification_due_on is not None]
    if not asking:
        raise NothingToCertify
    return [await entitlements.certify_life(each.id, by, photo_id) for each in asking]
