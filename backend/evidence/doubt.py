"""Doubt: the same photo was handed in for two people; somebody has to look."""

from uuid import UUID

from tortoise import fields
from tortoise.expressions import Q
from tortoise.models import Model

from backend import clock, database
from backend.evidence.photo import Photo
from backend.journal import Deed, Line, record
from backend.refusals import NotAcceptable, NotNow
from backend.staff import Officer, Power, must_have

_REASON_AT_LEAST, _REASON_AT_MOST = 4, 200  # characters


class DoubtNotOpen(NotNow):
    """No such doubt, or somebody cleared it."""

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

    Of photos in the officer's places. Refuses with staff.NoSuchPower, ReasonMissing and DoubtNotOpen.
    """
    must_have(officer, Power.REVIEW)
    reason = reason.strip()
    if not _REASON_AT_LEAST <= len(reason) <= _REASON_AT_MOST:
        raise ReasonMissing
    async with database.transaction():
        cleared = await database.rows(
            """UPDATE photo_doubt d SET cleared_at = $2, cleared_by = $3, reason = $4
               FROM photo one, photo other
               WHERE d.id = $1 AND d.cleared_at IS NULL AND one.id = d.photo_id AND other.id = d.like_photo_id
                 AND (one.village LIKE $5 OR other.village LIKE $5) RETURNING d.photo_id""",
            doubt_id, clock.now(), officer.id, reason, f"{officer.scope.prefix}%",
        )  # fmt: skip
        if not cleared:
            raise DoubtNotOpen
        photo = await Photo.get(id=cleared[0]["photo_id"])
        line = Line(
            Deed.PHOTO_DOUBT_CLEARED, photo.county, "photo", photo.id, resident_id=photo.resident_id,
            village=photo.village, facts={"doubt_id": doubt_id, "reason": reason},
        )  # fmt: skip
        await record(line, by=officer.signature)
