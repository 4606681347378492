"""Finishing an errand with its proof looked at: that somebody lives is shown by a portrait taken now."""

from datetime import datetime
from uuid import UUID

from backend import clock, errands, evidence
from backend.errands import Errand, Outcome, Proof
from backend.fieldwork.certifying import must_be_taken_now
from backend.staff import Cadre


async def finish_errand(
    errand_id: UUID,
    cadre: Cadre,
    *,
    outcome: Outcome,
    note: str = "",
    photo_id: UUID | None = None,
    done_at: datetime | None = None,
) -> None:
    """As `errands.finish`; where a portrait is wanted it also refuses with PhotoNotFresh.

    An earlier photo, or one of a card, would keep the benefit of who has died running.
    """
    errand = await Errand.get_or_none(id=errand_id, done_at=None)
    if errand is not None and photo_id is not None and outcome is Outcome.DONE and _wants_portrait(errand):
        await cadre.must_serve(errand.village)
        photo = await evidence.Photo.get_or_none(id=photo_id, resident_id=errand.resident_id)
        if photo is not None:  # another's is refused below
            await must_be_taken_now(photo, done_at or clock.now())
    await errands.finish(errand_id, cadre, outcome=outcome, note=note, photo_id=photo_id, done_at=done_at)


def _wants_portrait(errand: Errand) -> bool:
    return errands.ErrandKind(errand.kind).proof is Proof.PORTRAIT
