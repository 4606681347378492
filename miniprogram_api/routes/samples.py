"""County samples (县级抽查), open to everyone: announced in advance, and to be drawn again by anybody."""

from datetime import date, datetime
from typing import Annotated

from fastapi import Path, Query
from fastapi.responses import HTMLResponse, PlainTextResponse
from pydantic import BaseModel, Field

from backend import inquiries
from miniprogram_api.asking import AnyoneMayAsk, county_of
from miniprogram_api.notice_page import NOT_KEPT
from miniprogram_api.page import Page
from miniprogram_api.route import room
from miniprogram_api.sample_page import page_of_sample

router = room("inquiries")

SampleNumber = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{8,60}$", description="抽查编号")]
County = Annotated[str | None, Query(pattern=r"^\d{6}$", description="县级行政区划代码")]


class SampleShown(BaseModel):
    """A sample without its list; the page of it has that."""

    number: str = Field(title="抽查编号")
    programme_title: str = Field(title="待遇名称")
    ratio: int = Field(title="抽查比例，百分数")
    draws_on: date = Field(title="从哪天起抽取")
    announced_at: datetime = Field(title="公布时间")
    commitment: str = Field(title="承诺值：种子的 SHA-256")
    drawn_at: datetime | None = Field(title="抽取时间")
    seed: str | None = Field(title="种子，抽取以后公开")
    list_digest: str | None = Field(title="名单摘要")


@router.get("/samples", summary="县级抽查")
async def samples(asker: AnyoneMayAsk, county: County = None) -> Page[SampleShown]:
    """The latest ones, announced and drawn; no names. Of the asker's county where none is named."""
    found = await inquiries.public_samples(county or county_of(asker))
    return Page[SampleShown](items=[SampleShown.model_validate(each, from_attributes=True) for each in found])


@router.get(
    "/samples/{number}/list",
    summary="抽查的名单：受理编号从小到大，每行一个；这个文件的 SHA-256 就是名单摘要",
    response_class=PlainTextResponse,
)
async def numbers(number: SampleNumber, asker: AnyoneMayAsk) -> PlainTextResponse:
    """Byte for byte what was digested; 404 before the draw."""
    found = await inquiries.public_sample(number)
    if found.seed is None:
        raise inquiries.NoSuchSample
    return PlainTextResponse(found.listed, headers=NOT_KEPT)


@router.get("/samples/{number}", summary="一次县级抽查（网页）", response_class=HTMLResponse)
async def sample(number: SampleNumber, asker: AnyoneMayAsk) -> HTMLResponse:
    """Commitment, seed and list, as a page for any phone, with how to draw it again."""
    found = await inquiries.public_sample(number)
    return HTMLResponse(page_of_sample(found), headers=NOT_KEPT)
