"""Board photo: a cadre's picture of the notice on the village's board, at its start and at its end."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from backend import clock, database, errands, evidence, journal
from backend.applications import Application
from backend.identifiers import new_id
from backend.postings.posting import Posting, PostingLine
from backend.programmes import PhotoKind
from backend.refusals import NotAcceptable, NotFound
from backend.residents import Resident
from backend.staff import Cadre

_EARLIER = """
SELECT b.photo_id FROM posting p JOIN board_photo b ON b.posting_id = p.id JOIN photo f ON f.id = b.photo_id
WHERE p.village = $1 AND f.id <> $3 AND (coalesce(f.captured_at, f.received_at) AT TIME ZONE 'Asia/Shanghai')::date
                                        < ($2::timestamptz AT TIME ZONE 'Asia/Shanghai')::date
"""


class NoSuchNotice(NotFound):
    """No such notice, or none of one's own places."""

    sentence = "没有找到这张公示，请刷新后再选。"


class NotABoardPhoto(NotAcceptable):
    """A photo of something else, of another village's notice, or from before this one hung."""

    sentence = "请在公示栏前拍下这张公示，照片类别选「公示栏照片」。"


class BoardPictureUsed(NotAcceptable):
    """The picture of an earlier day, of this board or of another notice on it, be it sent in anew."""

    sentence = "这张照片前些天已经证明过公示（重新上传的也算同一张）。请今天到公示栏前，换个角度再拍一张。"


class Side(StrEnum):
    """What it proves."""

    START = "start"
    END = "end"

    @property
    def shown(self) -> str:
        """As the notice's page says it."""
        return {Side.START: "张榜时", Side.END: "期满时"}[self]


class BoardPhoto(Model):
    """`side` is the end's from the notice's last day on, by when it was taken."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    posting_id = fields.UUIDField()
    photo_id = fields.UUIDField()
    side = fields.CharEnumField(Side, max_length=5)
    cadre_id = fields.UUIDField()
    kept_at = fields.DatetimeField()

    class Meta:
        table = "board_photo"
        unique_together = (("posting_id", "photo_id"),)


async def whose_board(posting_id: UUID, cadre: Cadre) -> Resident:
    """In whose file a photo of this board is kept: the first person's on it. NoSuchNotice, OutsideYourVillage."""
    posting = await Posting.get_or_none(id=posting_id)
    line = await PostingLine.filter(posting_id=posting_id).order_by("id").first()
    if posting is None or line is None:
        raise NoSuchNotice
    await cadre.must_serve(posting.village)
    case = await Application.get(id=line.application_id)
    return await Resident.get(id=case.resident_id)


async def prove_board(posting_id: UUID, photo_id: UUID, cadre: Cadre) -> BoardPhoto:
    """Keep a photo as proof that the notice hung; twice is once.

    Refuses with NotABoardPhoto, BoardPictureUsed and as `whose_board`.
    Source: policy §13.1 (photos of start and end are kept).
    """
    resident = await whose_board(posting_id, cadre)
    posting = await Posting.get(id=posting_id)
    photo = await evidence.get_photo(photo_id)
    taken_on = clock.in_county_time(photo.captured_at or photo.received_at).date()
    right = photo.kind == PhotoKind.NOTICE_BOARD.value and photo.resident_id == resident.id
    if not right or taken_on < posting.posted_on:
        raise NotABoardPhoto
    if await _hung_on_an_earlier_day(posting, photo):
        raise BoardPictureUsed
    side = Side.END if taken_on >= posting.ends_on else Side.START
    async with database.transaction():
        await database.rows("SELECT FROM posting WHERE id = $1 FOR UPDATE", posting_id)  # as in asking for it
        new = await database.execute(
            """INSERT INTO board_photo (id, county, posting_id, photo_id, side, cadre_id, kept_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (posting_id, photo_id) DO NOTHING""",
            new_id(), posting.county, posting_id, photo_id, side.value, cadre.id, clock.now(),
        )  # fmt: skip
        if new:
            facts = {"photo_id": photo_id, "side": side.value}
            line = journal.Line(
                journal.Deed.BOARD_PROVED, posting.county, "posting", posting_id, village=posting.village, facts=facts
            )
            await journal.record(line, by=cadre.signature)
            await errands.finish_by_proof(because_of(posting_id, side), cadre, photo_id)
    return await BoardPhoto.get(posting_id=posting_id, photo_id=photo_id)


async def _hung_on_an_earlier_day(posting: Posting, photo: evidence.Photo) -> bool:
    """Of several notices on one board one picture of a day may prove all."""
    before = await database.rows(_EARLIER, posting.village, (photo.captured_at or photo.received_at), photo.id)
    return bool(await evidence.same_pictures([photo.id], [each["photo_id"] for each in before]))


def because_of(posting_id: UUID, side: Side) -> str:
    """The cause of the errand that asks for this photo."""
    return f"board:{posting_id}:{side.value}"


async def board_photos(posting_ids: list[UUID]) -> dict[UUID, list[BoardPhoto]]:
    """By notice, oldest first, for those who have asked already whether they may be seen."""
    found: dict[UUID, list[BoardPhoto]] = {}
    for each in await BoardPhoto.filter(posting_id__in=posting_ids).order_by("id"):
        found.setdefault(each.posting_id, []).append(each)
    return found
