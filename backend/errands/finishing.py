"""Finishing an errand: what came of it at the door."""

from datetime import datetime
from typing import NoReturn
from uuid import UUID

from tortoise.exceptions import IntegrityError

from backend import clock, database
from backend.errands.errand import NEEDLESS, Errand, ErrandKind, Outcome, Proof
from backend.journal import Deed, Line, record
from backend.refusals import NotAcceptable, NotFound, NotNow
from backend.staff import Cadre

NOTE_AT_MOST = 500  # characters


class NoSuchErrand(NotFound):
    """No errand of that id."""

    sentence = "没有找到这个任务，请回到任务列表重新选择。"


class ErrandDone(NotNow):
    """Somebody has finished it already; `details` hold `outcome` and `at`."""

    sentence = "这个任务已经办过了，请刷新任务列表。"


class ErrandNoteTooLong(NotAcceptable):
    """More than a note."""

    sentence = f"说明不能超过{NOTE_AT_MOST}个字，请写得简短些。"


class BoardPhotoFirst(NotAcceptable):
    """Only the photo itself proves that the notice hangs; with it the errand is done."""

    sentence = "请到「公示」里给公示栏拍照上传，上传好了这个任务就办结了。"


class PhotoMissing(NotAcceptable):
    """Nobody can see that somebody was there."""

    sentence = "这个任务办好了要附一张现场照片（本人或者家门口），请拍照上传后再办结。"


class WordsMissing(NotAcceptable):
    """Nobody can read what came of it."""

    sentence = "请写一句是怎么办的，再办结。"


class DeathWordsMissing(NotAcceptable):
    """Nobody is reported dead without a word on how that is known: the township looks into it."""

    sentence = "请写一句是怎么知道的，比如谁说的、哪天去世，再报给乡镇。"


class NotAPhotoOfThisPerson(NotAcceptable):
    """The proof shows another person, or there is no such photo."""

    sentence = "这张照片不是这位居民的，请在现场重新拍照上传。"


async def finish(
    errand_id: UUID,
    cadre: Cadre,
    *,
    outcome: Outcome,
    note: str = "",
    photo_id: UUID | None = None,
    done_at: datetime | None = None,
) -> None:
    """Close an errand of one's own village, once; `done_at` if that was earlier, where there was no signal.

    What is done needs its kind's proof. Refuses with NoSuchErrand, OutsideYourVillage, ErrandDone, ErrandNoteTooLong,
    BoardPhotoFirst, PhotoMissing, WordsMissing, DeathWordsMissing and NotAPhotoOfThisPerson.
    """
    if len(note) > NOTE_AT_MOST:
        raise ErrandNoteTooLong
    errand = await Errand.get_or_none(id=errand_id, of_children=False)
    if errand is None:
        raise NoSuchErrand
    await cadre.must_serve(errand.village)
    if outcome is Outcome.DIED and not note.strip():
        raise DeathWordsMissing
    if outcome is Outcome.DONE and errand.done_at is None:
        _must_be_proved(ErrandKind(errand.kind).proof, note, photo_id)
    try:
        async with database.transaction():
            await _close(errand_id, cadre, outcome, note, photo_id, done_at or clock.now())
            await record(done_line(errand, outcome), by=cadre.signature)
    except IntegrityError:
        raise NotAPhotoOfThisPerson from None


def _must_be_proved(proof: Proof, note: str, photo_id: UUID | None) -> None:
    if proof is Proof.BOARD:
        raise BoardPhotoFirst
    if proof is Proof.PHOTO and photo_id is None:
        raise PhotoMissing
    if proof is Proof.PORTRAIT and photo_id is None:
        raise PhotoMissing("这个任务要见到本人，当场拍一张近照（照片类别选「本人近照」），上传后再办结。")
    if proof is Proof.WORDS and photo_id is None and not note.strip():
        raise WordsMissing


async def finish_by_proof(because: str, cadre: Cadre, photo_id: UUID) -> None:
    """Close what a photo has just done, in the caller's transaction; nothing where no such errand is open."""
    errand = await Errand.select_for_update().get_or_none(because=because, done_at=None)
    if errand is None:
        return
    await _close(errand.id, cadre, Outcome.DONE, "", photo_id, clock.now())
    await record(done_line(errand, Outcome.DONE), by=cadre.signature)


def done_line(errand: Errand, outcome: Outcome) -> Line:
    """That it has ended, and how, whoever saw to it."""
    return Line(
        Deed.ERRAND_DONE, errand.county, "errand", errand.id, resident_id=errand.resident_id, village=errand.village,
        facts={"kind": ErrandKind(errand.kind).value, "outcome": outcome.value},
    )  # fmt: skip


async def tell_it_is_done(errand_id: UUID) -> NoReturn:
    """ErrandDone, with what became of it; of one that nobody need do any more, why."""
    done = await Errand.get(id=errand_id)
    why = done.note if done.outcome == NEEDLESS else None
    raise ErrandDone(why, outcome=done.outcome, at=done.done_at.isoformat() if done.done_at else None)


async def _close(
    errand_id: UUID, cadre: Cadre, outcome: Outcome, note: str, photo_id: UUID | None, done_at: datetime
) -> None:
    closed = await database.execute(
        """UPDATE errand SET done_at = $2, done_by = $3, outcome = $4, note = $5, photo_id = $6
           WHERE id = $1 AND done_at IS NULL""",
        errand_id, done_at, cadre.id, outcome.value, note.strip() or None, photo_id,
    )  # fmt: skip
    if not closed:
        await tell_it_is_done(errand_id)
