"""Finishing an errand with its proof looked at: somebody was there since it was asked, and who lives was seen now."""

from datetime import datetime, timedelta
from uuid import UUID

from backend import clock, errands, evidence
from backend.errands import Errand, ErrandKind, Outcome, Proof
from backend.evidence import Photo
from backend.fieldwork.certifying import must_be_taken_now
from backend.refusals import NotAcceptable
from backend.staff import Cadre

_THAT_DAY = timedelta(days=1)  # who was at the door in the morning need not go again for what came at noon


class PhotoOfBefore(NotAcceptable):
    """Taken before anybody was asked to go, or a picture that came before: it proves no way to this door."""

    sentence = "这张照片是交办这个任务以前拍的（或者以前传过），请在现场重新拍一张（本人或者家门口），上传后再办结。"


async def finish_errand(
    errand_id: UUID,
    cadre: Cadre,
    *,
    outcome: Outcome,
    note: str = "",
    photo_id: UUID | None = None,
    done_at: datetime | None = None,
) -> None:
    """As `errands.finish`; where a portrait is wanted it also refuses with PhotoNotFresh, else where a photo is with
    PhotoOfBefore.

    An earlier photo, or one of a card, would keep the benefit of who has died running.
    """
    errand = await Errand.get_or_none(id=errand_id, done_at=None, of_children=False)
    if errand is not None and photo_id is not None and outcome is Outcome.DONE:
        await cadre.must_serve(errand.village)
        photo = await Photo.get_or_none(id=photo_id, resident_id=errand.resident_id)
        if photo is not None:  # another's is refused below
            await _must_prove(errand, photo, done_at or clock.now())
    await errands.finish(errand_id, cadre, outcome=outcome, note=note, photo_id=photo_id, done_at=done_at)


async def _must_prove(errand: Errand, photo: Photo, done_at: datetime) -> None:
    match ErrandKind(errand.kind).proof:
        case Proof.PORTRAIT:
            await must_be_taken_now(photo, done_at)
        case Proof.PHOTO:
            taken_at = photo.captured_at or photo.received_at
            if taken_at < errand.raised_at - _THAT_DAY or await evidence.came_before(photo):
                raise PhotoOfBefore
