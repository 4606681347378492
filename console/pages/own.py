"""本人设置: an officer's own work phone, proved by a code and masked ever after."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from backend import staff
from console.asking import OfficerAsking
from console.limits import count_phone_code
from console.rendering import page

router = APIRouter(prefix="/own")


@router.get("")
async def own(request: Request, officer: OfficerAsking) -> HTMLResponse:
    """What is on file, and the form for the code while one is awaited."""
    return page(request, "own.html", sent_to=await staff.code_sent_to(officer))


@router.post("/phone-codes")
async def send_code(request: Request, officer: OfficerAsking, number: Annotated[str, Form(max_length=30)]) -> Response:
    """发送验证码."""
    await count_phone_code(request, officer.id)
    await staff.ask_for_code(officer, number)
    return _back()


@router.post("/phone")
async def prove(officer: OfficerAsking, code: Annotated[str, Form(max_length=16)]) -> Response:
    """确认号码."""
    await staff.prove_own_phone(officer, code)
    return _back()


@router.post("/phone/dropping")
async def drop(officer: OfficerAsking) -> Response:
    """不再发短信."""
    await staff.drop_own_phone(officer)
    return _back()


def _back() -> Response:
    return RedirectResponse("/own", 303)
