"""Doubt: the same photo was handed in for two people; somebody has to look."""

from uuid import UUID

from tortoise import fields
from tortoise.expressions import Q
from tortoise.models import Model

from backend import clock, database
from backend.evidence.photo import Photo
from backend.journal import Deed, Line, record
from backend.refusals import NotAcceptable, NotFound, NotNow
from backend.staff import Officer, Power, must_have, who_and_when

_REASON_AT_LEAST, _REASON_AT_MOST = 4, 200  # characters


class NoSuchDoubt(NotFound):
    """None about photos of the officer's places."""

    sentence = "没有找到这条疑点，请刷新页面再看。"


class DoubtNotOpen(NotNow):
    """A colleague was faster."""

    sentence = "这条疑点已经处理过了，请刷新页面查看。"


class ReasonMissing(NotAcceptable):
    """A doubt is cleared with what was found."""

    sentence = f"请写明核实的情况，{_REASON_AT_LEAST}到{_REASON_AT_MOST}个字。"


class PhotoDoubt(Model):
    """`photo_id` came after `like_photo_id`; open until an officer writes what was found."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    photo_id = fields.UUIDField()
    like_photo_id = fields.UUIDField()
    found_at = fields.DatetimeField()
    cleared_at = fields.DatetimeField(null=True)
    cleared_by = fields.UUIDField(null=True)
    reason = fields.TextField(null=True)

    class Meta:
        table = "photo_doubt"
        unique_together = (("photo_id", "like_photo_id"),)


async def doubts_about(photo_ids: list[UUID]) -> list[PhotoDoubt]:
    """Doubts in which these photos take part, on either side, oldest first."""
    return await PhotoDoubt.filter(Q(photo_id__in=photo_ids) | Q(like_photo_id__in=photo_ids)).order_by("id")


async def clear_doubt(doubt_id: UUID, officer: Officer, *, reason: str) -> None:
    """Write down why one photo may stand for two people, or what was done about it.

    Of photos in the officer's places. Refuses with staff.NoSuchPower, ReasonMissing, NoSuchDoubt and
    DoubtNotOpen.
    """
    must_have(officer, Power.REVIEW)
    reason = reason.strip()
    if not _REASON_AT_LEAST <= len(reason) <= _REASON_AT_MOST:
        raise ReasonMissing
    async with database.transaction():
        await _must_be_in_their_places(doubt_id, officer)
        cleared = await database.rows(
            """UPDATE photo_doubt SET cleared_at = $2, cleared_by = $3, reason = $4
               WHERE id = $1 AND cleared_at IS NULL RETURNING photo_id""",
            doubt_id, clock.now(), officer.id, reason,
        )  # fmt: skip
        if not cleared:
            done = await PhotoDoubt.get(id=doubt_id)
            who = await who_and_when(done.cleared_by, done.cleared_at)
            raise DoubtNotOpen(f"这条疑点已经处理过了（{who}），请刷新页面查看。")
        photo = await Photo.get(id=cleared[0]["photo_id"])
        line = Line(
            Deed.PHOTO_DOUBT_CLEARED, photo.county, "photo", photo.id, resident_id=photo.resident_id,
            village=photo.village, facts={"doubt_id": doubt_id, "reason": reason},
        )  # fmt: skip
        await record(line, by=officer.signature)


async def _must_be_in_their_places(doubt_id: UUID, officer: Officer) -> None:
    """NoSuchDoubt; of two people in two townships either township may look."""
    found = await database.rows(
        """SELECT FROM photo_doubt d JOIN photo p ON p.id IN (d.photo_id, d.like_photo_id)
           WHERE d.id = $1 AND p.county = $2 AND p.village LIKE $3 LIMIT 1""",
        doubt_id, officer.county, officer.scope.like,
    )  # fmt: skip
    if not found:
        raise NoSuchDoubt
