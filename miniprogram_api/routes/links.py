"""Short links off paper: one tap, and the mini program opens."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from backend.links import LinkOver, open_link
from backend.refusals import Refusal
from miniprogram_api.asking import AnyoneMayAsk
from miniprogram_api.limits import LINKS
from miniprogram_api.notice_page import NOT_KEPT, shell
from miniprogram_api.route import NamedRoute
from miniprogram_api.wechat import WechatBusy, address_of_page

router = APIRouter(tags=["links"], route_class=NamedRoute)


@router.get(
    "/s/{token}",
    summary="打开短链接（跳到小程序）",
    response_class=HTMLResponse,
    responses={
        302: {"description": "去微信打开小程序"},
        404: {"description": "链接过期或者没有这个链接", "content": {"text/html": {}}},
        503: {"description": "微信暂时不通", "content": {"text/html": {}, "application/problem+json": {}}},
    },
)
async def short_link(token: Annotated[str, Path(max_length=32)], request: Request, asker: AnyoneMayAsk) -> Response:
    """Leads to WeChat's own link, made now; a sentence in large letters where it cannot."""
    await LINKS.count_address(request)
    try:
        link = await open_link(token)
        return RedirectResponse(await address_of_page(link.page, link.query), 302, headers=NOT_KEPT)
    except LinkOver as over:
        return _said(over, 404)
    except WechatBusy as busy:
        return _said(busy, 503)


def _said(refusal: Refusal, status: int) -> HTMLResponse:
    return HTMLResponse(shell("乡音", f"<h1>打不开</h1><p>{refusal.shown}</p>"), status, headers=NOT_KEPT)
