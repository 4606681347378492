"""What hangs on the village's notice board, and objections to it."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from backend.journal import By, Signature
from backend.postings import object_to, open_notices, own_objections, prove_board, whose_board
from miniprogram_api.asking import AnyoneMayAsk, AsCadre, Asker, AsResidentOrCadre
from miniprogram_api.given import Asked, LongText, VillageCode
from miniprogram_api.idempotency import OnlyOnce
from miniprogram_api.limits import WRITES
from miniprogram_api.notice_page import NOT_KEPT, page_of
from miniprogram_api.page import Page
from miniprogram_api.proving import PhoneTyped
from miniprogram_api.route import room
from miniprogram_api.routes.evidence import TAKES_PHOTO, PhotoShown, take_photo

router = room("postings")


class NoticeLine(BaseModel):
    """One case, masked for good when it was posted."""

    id: UUID
    shown_name: str = Field(title="姓名（已遮挡）")
    shown_detail: str = Field(title="情况")


class Notice(BaseModel):
    """A notice as it hangs."""

    id: UUID
    village: str = Field(title="村代码")
    village_name: str = Field(title="村名")
    programme_title: str = Field(title="待遇名称")
    posted_on: date = Field(title="公示开始")
    ends_on: date = Field(title="公示最后一天")
    lines: list[NoticeLine]


class AskObjection(Asked):
    """What is not right."""

    notice_line_id: UUID = Field(title="对哪一条有异议")
    body: LongText = Field(title="哪里不对")
    named: bool = Field(False, title="愿不愿意让核实的工作人员知道我是谁；别人都不会知道")
    phone: PhoneTyped | None = Field(
        None, title="受没有小程序的人之托提的，填他的手机号，核实完发一条短信，不写是谁家；自己提的不用填，随时可以看"
    )


class ObjectionRaised(BaseModel):
    """What became of an objection of one's own."""

    id: UUID
    village_name: str = Field(title="村名")
    programme_title: str = Field(title="待遇名称")
    shown_name: str = Field(title="对谁（已遮挡）")
    raised_at: datetime = Field(title="什么时候提的")
    named: bool = Field(title="有没有让核实的工作人员知道是谁提的")
    upheld: bool | None = Field(title="核实下来是不是成立；还在核实的为空")
    result_title: str = Field(title="核实的结果，给用户看的一句话")
    answered_at: datetime | None = Field(title="什么时候核实完的")


class ObjectionTaken(BaseModel):
    """The township will look into it."""

    id: UUID


@router.get("/notices", summary="村里的公示")
async def notices(
    asker: AnyoneMayAsk, village: Annotated[VillageCode, Query(description="12位村代码")]
) -> Page[Notice]:
    """What hangs in a village today, with masked names; open to everyone, as the board itself is."""
    found = await open_notices(village)
    return Page[Notice](items=[Notice.model_validate(notice, from_attributes=True) for notice in found])


@router.get(
    "/notice-boards/{village}",
    summary="村里的公示（网页，公示栏上的二维码打开它）",
    response_class=HTMLResponse,
)
async def notice_board(village: VillageCode, asker: AnyoneMayAsk) -> HTMLResponse:
    """What hangs today, as a page for any phone; kept by no search engine, gone when the notice is over."""
    return HTMLResponse(page_of(await open_notices(village)), headers=NOT_KEPT)


@router.post(
    "/notices/{notice_id}/board-photos",
    status_code=201,
    summary="上传公示栏照片（张榜时、期满时）",
    responses={200: {"model": PhotoShown, "description": "之前已收到"}},
    openapi_extra=TAKES_PHOTO,
)
async def prove(notice_id: UUID, request: Request, response: Response, asker: AsCadre) -> PhotoShown:
    """The cadre's proof that the notice hung; `kind` is notice_board."""
    resident = await whose_board(notice_id, asker.cadre)
    photo = await take_photo(request, resident, asker, asker.cadre.signature)
    await prove_board(notice_id, photo.id, asker.cadre)
    response.status_code = 200 if photo.already_known else 201
    return photo


@router.post("/objections", status_code=201, summary="对公示提出异议", response_model=ObjectionTaken)
async def objections(asked: AskObjection, asker: AsResidentOrCadre, once: OnlyOnce) -> Response:
    """Known people of the county may object while the notice hangs. Who did, only the officer who answers may learn,
    and only where they wish it."""
    await WRITES.count_account(asker.account_id)

    async def deed() -> ObjectionTaken:
        taken = await object_to(
            asked.notice_line_id, asked.body, _hand(asker), named=asked.named, phone=asked.phone or ""
        )
        return ObjectionTaken(id=taken.id)

    return await once(asker.account_id.hex, deed)


@router.get("/objections", summary="我提的异议")
async def raised(asker: AsResidentOrCadre) -> Page[ObjectionRaised]:
    """What became of the latest ones; the township's words stay in the office."""
    found = await own_objections(_hand(asker))
    return Page[ObjectionRaised](items=[ObjectionRaised.model_validate(each, from_attributes=True) for each in found])


def _hand(asker: Asker) -> Signature:
    if asker.bound_resident is not None:
        return Signature(By.RESIDENT, asker.bound_resident.id)
    return asker.cadre.signature
