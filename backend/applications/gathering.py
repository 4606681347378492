"""Gathering the papers: photos handed in with a case, and what is still missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from backend import clock, database, evidence, programmes
from backend.applications.application import Application, State
from backend.applications.attachment import Attachment
from backend.applications.decision import Decision, DecisionKind
from backend.applications.promise import promises_in
from backend.applications.transitions import Move, hold
from backend.identifiers import new_id
from backend.journal import Deed, Signature, record
from backend.programmes import PhotoKind
from backend.refusals import NotAcceptable

PAPER_TITLES: dict[PhotoKind, str] = {
    PhotoKind.IDENTITY_CARD: "身份证照片",
    PhotoKind.HOUSEHOLD_BOOKLET: "户口簿照片",
    PhotoKind.BANK_CARD: "社保卡或存折照片",
    PhotoKind.PORTRAIT: "本人近照",
    PhotoKind.MANDATE: "委托书照片",
    PhotoKind.HOME_VISIT: "入户照片",
    PhotoKind.VISIT_SIGNATURE: "入户调查签字页",
    PhotoKind.NOTICE_BOARD: "公示栏照片",
    PhotoKind.DECLARATION: "申请书和申报表照片",
    PhotoKind.CHECK_AUTHORISATION: "核对授权书照片",
    PhotoKind.SPENDING_PROOF: "支出凭证照片",
    PhotoKind.LETTER_RECEIPT: "送达回证照片",
}
_PHOTOS_AT_MOST = 40  # a household booklet has some 20 pages


class PhotoOfAnother(NotAcceptable):
    """The photo was taken for another person's case."""

    sentence = "这张照片是别人的，不能用在这件申请里，请重新拍照上传。"


class TooManyPhotos(NotAcceptable):
    """More photos than any case needs."""

    sentence = f"一件申请最多{_PHOTOS_AT_MOST}张照片，请先删掉重复的。"


@dataclass(frozen=True)
class Missing:
    """A paper still to be handed in."""

    kind: PhotoKind
    title: str
    may_be_promised: bool = False


async def attach(application_id: UUID, photo_id: UUID, by: Signature) -> None:
    """Hand in a photo of the same person; twice is once. Only before submission and after a return.

    Refuses with evidence.NoSuchPhoto, PhotoOfAnother, TooManyPhotos, WrongState and as `must_reach`.
    """
    photo = await evidence.get_photo(photo_id)
    async with database.transaction():
        application = await hold(application_id, Move.SUBMIT, by)
        if photo.resident_id != application.resident_id:
            raise PhotoOfAnother
        if await Attachment.filter(application_id=application_id).count() >= _PHOTOS_AT_MOST:
            raise TooManyPhotos
        new = await database.execute(
            """INSERT INTO application_photo (id, application_id, photo_id, kind, attached_at)
               VALUES ($1, $2, $3, $4, $5) ON CONFLICT (application_id, photo_id) DO NOTHING""",
            new_id(), application_id, photo_id, photo.kind, clock.now(),
        )  # fmt: skip
        if new:
            await record(application.line(Deed.PAPER_HANDED_IN, photo_id=photo_id, kind=photo.kind), by=by)


async def detach(application_id: UUID, photo_id: UUID, by: Signature) -> None:
    """Take a photo out again, before submission and after a return; evidence.NoSuchPhoto if it was not there."""
    async with database.transaction():
        application = await hold(application_id, Move.SUBMIT, by)
        taken_out = await Attachment.filter(application_id=application_id, photo_id=photo_id).delete()
        if not taken_out:
            raise evidence.NoSuchPhoto
        await record(application.line(Deed.PAPER_TAKEN_BACK, photo_id=photo_id), by=by)


async def attached(application_id: UUID) -> list[Attachment]:
    """The photos handed in, oldest first."""
    return await Attachment.filter(application_id=application_id).order_by("attached_at", "id")


async def missing(application: Application) -> list[Missing]:
    """What must still be handed in before the case can be submitted, in the order of the form.

    What was promised instead (告知承诺) is not missing. After a return these are also the papers asked for, unless a
    newer photo of the kind has come since.
    """
    programme = programmes.get_programme(application.programme)
    handed_in = await attached(application.id)
    lacking = programme.required_kinds - {PhotoKind(each.kind) for each in handed_in}
    lacking -= {PhotoKind(each.kind) for each in await promises_in(application.id)}
    lacking |= await _asked_for_again(application, handed_in)
    titles = {material.kind: material.title for material in programme.materials}
    may = programme.promisable_kinds
    return [Missing(kind, titles.get(kind, PAPER_TITLES[kind]), kind in may) for kind in PhotoKind if kind in lacking]


async def _asked_for_again(application: Application, handed_in: Sequence[Attachment]) -> set[PhotoKind]:
    if application.state is not State.RETURNED:
        return set()
    returns = Decision.filter(application_id=application.id, kind=DecisionKind.RETURNED.value)
    last = await returns.order_by("-id").first()
    if last is None:
        return set()
    renewed = {each.kind for each in handed_in if each.attached_at > last.at}
    return {PhotoKind(kind) for kind in last.reasons if kind not in renewed}
