"""Photo: something proved by a picture; of whom, by whom, when and where."""

from uuid import UUID

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.models import Model

from backend import database
from backend.journal import Signature
from backend.refusals import NotFound

_SENT = "SELECT FROM photo WHERE by_kind = $1 AND by_id = $2 AND sent_digest = $3 LIMIT 1"


class NoSuchPhoto(NotFound):
    """No such photo, or its bytes are gone."""

    sentence = "没有找到这张照片，请重新上传。"


class Photo(Model):
    """`width`, `height` and `bytes` are of what is kept; `latitude` and `longitude` degrees WGS 84.

    `flaws` are words of `judging.Flaw`: what makes it hard to read or to believe.
    """

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    village = fields.CharField(12)
    resident_id = fields.UUIDField()
    kind = fields.TextField()
    by_kind = fields.TextField()
    by_id = fields.UUIDField()
    upload_id = fields.UUIDField()
    digest = fields.CharField(64)
    thumbnail = fields.CharField(64)
    sent_digest = fields.CharField(64)
    format = fields.TextField()
    width = fields.IntField()
    height = fields.IntField()
    bytes = fields.IntField()
    captured_at = fields.DatetimeField(null=True)
    latitude = fields.FloatField(null=True)
    longitude = fields.FloatField(null=True)
    received_at = fields.DatetimeField()
    flaws: fields.Field[list[str]] = ArrayField("text")

    class Meta:
        table = "photo"
        unique_together = (("by_kind", "by_id", "upload_id"),)


async def get_photo(photo_id: UUID) -> Photo:
    """The photo's row; NoSuchPhoto otherwise. Whether the asker may see it is asked of the case it belongs to."""
    found = await database.models(Photo, "SELECT * FROM photo WHERE id = $1", photo_id)
    if not found:
        raise NoSuchPhoto
    return found[0]


async def is_photo(sent_digest: str, by: Signature) -> bool:
    """Whether a file that one sent oneself has become a photo, of whomever."""
    return bool(await database.rows(_SENT, by.kind.value, by.id, sent_digest))
