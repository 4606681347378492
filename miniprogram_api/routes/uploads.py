"""Photos that arrive in parts over a bad network."""

from typing import Annotated
from uuid import UUID

from fastapi import Header, Request
from pydantic import BaseModel, Field

from backend import evidence, fieldwork
from miniprogram_api.asking import AsCadre
from miniprogram_api.given import Asked
from miniprogram_api.going_on import go_on_behind
from miniprogram_api.limits import PHOTOS
from miniprogram_api.route import room

router = room("uploads")

_HEX64 = r"^[0-9a-f]{64}$"


class AskUpload(Asked):
    """Before the first part. The same again answers where to go on."""

    upload_id: UUID = Field(title="上传编号，手机生成，重发时不变")
    sha256: str = Field(pattern=_HEX64, title="整个文件的 SHA-256")
    bytes: int = Field(ge=0, le=2**31 - 1, title="整个文件的字节数")


class UploadShown(BaseModel):
    """How much is safe here."""

    upload_id: UUID
    arrived: int = Field(title="已收到的字节数，从这里继续传")
    bytes: int
    whole: bool = Field(title="整个文件已收到并核对无误")
    sha256: str


@router.post("/field/uploads", status_code=201, summary="开始（或继续）分段上传一张照片")
async def begin_upload(asked: AskUpload, asker: AsCadre) -> UploadShown:
    """For networks on which a whole photo never gets through.

    503 with `Retry-After` while too many files wait, 409 while too many of one's own belong to nothing yet.
    """
    await PHOTOS.count_account(asker.account_id)
    cadre = asker.cadre
    await fieldwork.must_have_room(cadre, asked.upload_id, asked.bytes)
    upload = await evidence.begin_upload(
        asked.upload_id, cadre.signature, county=cadre.county, digest=asked.sha256, size=asked.bytes
    )
    return _upload_shown(upload)


@router.get("/field/uploads/{upload_id}", summary="分段上传到了哪里")
async def read_upload(upload_id: UUID, asker: AsCadre) -> UploadShown:
    """Where to go on."""
    return _upload_shown(await evidence.get_upload(upload_id, asker.cadre.signature))


@router.put(
    "/field/uploads/{upload_id}",
    summary="上传一段",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
async def take_chunk(
    upload_id: UUID,
    request: Request,
    asker: AsCadre,
    offset: Annotated[int, Header(alias="Upload-Offset", ge=0, le=2**31 - 1, description="这一段从第几个字节开始")],
    digest: Annotated[str, Header(alias="Chunk-SHA256", pattern=_HEX64, description="这一段的 SHA-256")],
) -> UploadShown:
    """At most 1 MB a part. With the last one the whole is checked, and what waited for it has its turn."""
    signature = asker.cadre.signature
    upload = await evidence.take_chunk(upload_id, signature, offset=offset, digest=digest, content=await request.body())
    if upload.whole_at is not None:
        await fieldwork.file_arrived(upload.digest, asker.cadre)
        go_on_behind()
    return _upload_shown(upload)


def _upload_shown(upload: evidence.Upload) -> UploadShown:
    return UploadShown(
        upload_id=upload.upload_id, arrived=upload.arrived, bytes=upload.bytes, whole=upload.whole_at is not None,
        sha256=upload.digest,
    )  # fmt: skip
