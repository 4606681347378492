"""Notices in the villages, and objections to them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from backend import postings
from backend.staff import Officer, Power
from console.asking import with_power
from console.rendering import page

router = APIRouter()

_NOTICES_A_PAGE = 30  # as `postings.postings_for` gives them
ENDINGS = {
    None: "公示中",
    "unopposed": "无异议",
    "upheld": "异议成立",
    "dismissed": "异议不成立",
    "withdrawn": "已撤回",
}


@router.get("/notices")
async def notices(
    request: Request, officer: Annotated[Officer, Depends(with_power(Power.SEE_CASES))], after: UUID | None = None
) -> HTMLResponse:
    """The notices of the officer's places, newest first."""
    found = await postings.postings_for(officer, after)
    lines = [line.id for notice in found for line in notice.lines]
    objections: dict[UUID, list[postings.Objection]] = {}
    for objection in await postings.Objection.filter(posting_line_id__in=lines).order_by("id"):
        objections.setdefault(objection.posting_line_id, []).append(objection)
    return page(
        request, "notices/list.html", notices=found, objections=objections, endings=ENDINGS,
        boards=await postings.board_photos([notice.id for notice in found]), sides=list(postings.Side),
        next=found[-1].id if len(found) == _NOTICES_A_PAGE else None,
    )  # fmt: skip


@router.get("/notices/{posting_id}/poster")
async def poster(posting_id: UUID, officer: Annotated[Officer, Depends(with_power(Power.SEE_CASES))]) -> Response:
    """张贴稿 as PDF."""
    content = await postings.poster(posting_id, officer)
    return Response(
        content, media_type="application/pdf", headers={"Content-Disposition": 'attachment; filename="notice.pdf"'}
    )


@router.post("/notices")
async def post(
    officer: Annotated[Officer, Depends(with_power(Power.POST_NOTICE))],
    application_id: Annotated[list[UUID], Form(default_factory=list)],
) -> Response:
    """张榜公示 for the chosen cases."""
    await postings.post(application_id, officer)
    return RedirectResponse("/notices", 303)


@router.post("/objections/{objection_id}/answer")
async def answer(
    objection_id: UUID,
    officer: Annotated[Officer, Depends(with_power(Power.ANSWER_OBJECTION))],
    answer: Annotated[str, Form(max_length=1000)],
    upheld: Annotated[bool, Form()],
) -> Response:
    """What the township found."""
    await postings.answer(objection_id, officer, upheld, answer)
    return RedirectResponse("/notices", 303)
