"""Attaching: a photo is handed in with a case, or taken out again."""

from uuid import UUID

from backend import clock, database, evidence
from backend.applications.acting import must_reach
from backend.applications.application import Application, NoSuchApplication
from backend.applications.attachment import Attachment
from backend.applications.papers_following import note_if_complete
from backend.applications.transitions import TRANSITIONS, Move, hold
from backend.applications.wrong_state import tell_what_happened
from backend.identifiers import new_id
from backend.journal import Deed, Signature, record
from backend.refusals import NotAcceptable

_PHOTOS_AT_MOST = 40  # a household booklet has some 20 pages
# Counted under the case's lock.
_ATTACH = """
INSERT INTO application_photo (id, application_id, photo_id, kind, attached_at)
SELECT $1::uuid, $2::uuid, $3::uuid, $4::text, $5::timestamptz
WHERE (SELECT count(*) FROM application_photo WHERE application_id = $2) < $6::int
ON CONFLICT (application_id, photo_id) DO NOTHING
"""


class TooManyPhotos(NotAcceptable):
    """More photos than any case needs."""

    sentence = f"一件申请最多{_PHOTOS_AT_MOST}张照片，请先删掉重复的。"


class PhotoOfAnother(NotAcceptable):
    """The photo was taken for another person's case."""

    sentence = "这张照片是别人的，不能用在这件申请里，请重新拍照上传。"


async def attach(application_id: UUID, photo_id: UUID, by: Signature) -> None:
    """Hand in a photo of the same person; twice is once. Before submission, after a return, after help came first.

    Refuses with evidence.NoSuchPhoto, PhotoOfAnother, TooManyPhotos, WrongState and as `must_reach`.
    """
    photo = await evidence.get_photo(photo_id)
    async with database.transaction():
        application = await hold_for_papers(application_id, by)
        if photo.resident_id != application.resident_id:
            raise PhotoOfAnother
        new = await database.execute(
            _ATTACH, new_id(), application_id, photo_id, photo.kind, clock.now(), _PHOTOS_AT_MOST
        )
        if not new and not await Attachment.exists(application_id=application_id, photo_id=photo_id):
            raise TooManyPhotos
        if new:
            await record(application.line(Deed.PAPER_HANDED_IN, photo_id=photo_id, kind=photo.kind), by=by)
        if new and application.papers_follow:
            await note_if_complete(application, by)


async def detach(application_id: UUID, photo_id: UUID, by: Signature) -> None:
    """Take a photo out again, before submission and after a return; evidence.NoSuchPhoto if it was not there."""
    async with database.transaction():
        application = await hold(application_id, Move.SUBMIT, by)
        taken_out = await Attachment.filter(application_id=application_id, photo_id=photo_id).delete()
        if not taken_out:
            raise evidence.NoSuchPhoto
        await record(application.line(Deed.PAPER_TAKEN_BACK, photo_id=photo_id), by=by)


async def hold_for_papers(application_id: UUID, by: Signature) -> Application:
    """The case, locked, where papers may be handed in; refuses as `transitions.hold`."""
    case = await Application.select_for_update().get_or_none(id=application_id)
    if case is None:
        raise NoSuchApplication
    await must_reach(case, by)
    if case.state not in TRANSITIONS[Move.SUBMIT].allowed and not case.papers_follow:
        await tell_what_happened(application_id, by)
    return case
