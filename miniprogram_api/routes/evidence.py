"""Photos in, and watermarked photos out."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError
from starlette.datastructures import FormData, UploadFile

from backend import evidence
from backend.evidence import FLAW_SENTENCES, Flaw
from backend.journal import Signature
from backend.programmes import PhotoKind
from backend.residents import Resident
from backend.staff import villages_served
from miniprogram_api.asking import AsCadre, Asker, AsResidentOrCadre
from miniprogram_api.limits import PHOTOS
from miniprogram_api.route import room
from miniprogram_api.routes.staff import served_resident

router = room("evidence")

_FIELDS = 5  # of the form, beside the file
_OLDEST = datetime(2000, 1, 1, tzinfo=UTC)  # before phones had cameras


def _believable(moment: datetime) -> datetime:
    if moment < _OLDEST:  # one in the future is taken, and remarked
        raise PydanticCustomError("capture_time", "before cameras")
    return moment


class PhotoForm(BaseModel):
    """The multipart form of a photo. The client makes `upload_id`, so that sending again is safe."""

    model_config = ConfigDict(extra="forbid")

    upload_id: UUID = Field(title="上传编号，客户端生成，重发时不变")
    kind: PhotoKind = Field(title="照片类别")
    captured_at: Annotated[AwareDatetime, AfterValidator(_believable)] | None = Field(None, title="拍摄时间，带时区")
    latitude: float | None = Field(None, ge=-90, le=90, allow_inf_nan=False, title="纬度 WGS 84")
    longitude: float | None = Field(None, ge=-180, le=180, allow_inf_nan=False, title="经度 WGS 84")


_PURPOSE = "办理申请"


class Remark(BaseModel):
    """What makes a photo hard to read; the photo was taken all the same."""

    code: Flaw
    sentence: str = Field(title="给用户看的一句话")


class PhotoShown(BaseModel):
    """A photo that was taken in; look at it under /v1/photos/{id}."""

    id: UUID
    kind: PhotoKind
    sha256: str = Field(title="收到的文件的 SHA-256，客户端可核对")
    already_known: bool = Field(title="同一张之前已收到")
    remarks: list[Remark] = Field(title="照片看不清的地方，可以马上重拍")


def _form_schema() -> dict[str, object]:
    schema = PhotoForm.model_json_schema(ref_template="#/components/schemas/{model}")
    schema.pop("$defs", None)
    schema["properties"] = {**schema["properties"], "file": {"type": "string", "format": "binary", "title": "照片"}}
    schema["required"] = [*schema["required"], "file"]
    return {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": schema}}}}


TAKES_PHOTO = _form_schema()


@router.post(
    "/elders/{elder_id}/photos",
    status_code=201,
    summary="上传现场照片（不属于某件申请）",
    responses={200: {"model": PhotoShown, "description": "之前已收到"}},
    openapi_extra=TAKES_PHOTO,
)
async def send_elders_photo(elder_id: UUID, request: Request, response: Response, asker: AsCadre) -> PhotoShown:
    """The proof of an errand, such as the elder at their door."""
    resident = await served_resident(elder_id, asker.cadre)
    shown = await take_photo(request, resident, asker, asker.cadre.signature)
    response.status_code = 200 if shown.already_known else 201
    return shown


@router.get(
    "/photos/{photo_id}",
    summary="看照片（带水印）",
    response_class=Response,
    responses={200: {"content": {"image/jpeg": {}}}},
)
async def photo(photo_id: UUID, asker: AsResidentOrCadre) -> Response:
    """Of oneself, or of a person of one's own villages."""
    by = await _may_look(photo_id, asker)
    return _jpeg(await evidence.show(photo_id, viewer=_name_of(asker, by), purpose=_PURPOSE, by=by))


@router.get(
    "/photos/{photo_id}/thumbnail",
    summary="看缩略图（带水印）",
    response_class=Response,
    responses={200: {"content": {"image/jpeg": {}}}},
)
async def thumbnail(photo_id: UUID, asker: AsResidentOrCadre) -> Response:
    """At most 320 pixels, watermarked too."""
    by = await _may_look(photo_id, asker)
    return _jpeg(await evidence.thumbnail(photo_id, viewer=_name_of(asker, by), purpose=_PURPOSE))


def _name_of(asker: Asker, by: Signature) -> str:
    return asker.resident.name if asker.bound_resident and by.id == asker.bound_resident.id else asker.cadre.name


async def take_photo(request: Request, resident: Resident, asker: Asker, by: Signature) -> PhotoShown:
    """Read the form only now that the asker is known to be allowed. Refuses as `evidence.receive`."""
    await PHOTOS.count_account(asker.account_id)
    async with request.form(max_files=1, max_fields=_FIELDS, max_part_size=1024) as form:
        asked, content = await _read(form)
    received = await evidence.receive(content, resident=resident, by=by, **dict(asked))
    return PhotoShown(
        id=received.photo.id,
        kind=PhotoKind(received.photo.kind),
        sha256=received.photo.sent_digest,
        already_known=received.already_known,
        remarks=[Remark(code=flaw, sentence=FLAW_SENTENCES[flaw]) for flaw in map(Flaw, received.photo.flaws)],
    )


async def _read(form: FormData) -> tuple[PhotoForm, bytes]:
    file = form.get("file")
    if not isinstance(file, UploadFile):
        raise RequestValidationError([{"type": "missing", "loc": ("body", "file"), "msg": "", "input": None}])
    fields = {name: value for name, value in form.multi_items() if name != "file"}
    try:
        asked = PhotoForm.model_validate({name: value for name, value in fields.items() if value != ""})
    except ValidationError as mistakes:
        errors = [{**mistake, "loc": ("body", *mistake["loc"])} for mistake in mistakes.errors()]
        raise RequestValidationError(errors) from None
    return asked, await file.read()


async def _may_look(photo_id: UUID, asker: Asker) -> Signature:
    """As whom the asker may look; NoSuchPhoto otherwise, whether or not there is one."""
    photo = await evidence.get_photo(photo_id)
    own = asker.bound_resident is not None and asker.bound_resident.id == photo.resident_id
    if own:
        return asker.signature_for(photo.resident_id)
    if asker.bound_cadre is not None and photo.village in await villages_served(asker.bound_cadre.id):
        return asker.bound_cadre.signature
    raise evidence.NoSuchPhoto


def _jpeg(content: bytes) -> Response:
    return Response(content, media_type="image/jpeg", headers={"Cache-Control": "private, no-store"})
