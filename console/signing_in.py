"""Signing in and out."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from backend import staff
from console.asking import must_be_text, session_of
from console.limits import count_sign_in
from console.rendering import page
from console.sessions import COOKIE, Session
from console.settings import settings

router = APIRouter()


@router.get("/sign-in")
async def sign_in_page(request: Request) -> Response:
    """Where everyone begins."""
    return page(request, "sign_in.html", username="", sentence="")


@router.post("/sign-in")
async def sign_in(
    request: Request,
    username: Annotated[str, Form(max_length=64)],
    password: Annotated[str, Form(max_length=200)],
    code: Annotated[str, Form(max_length=16)],
) -> Response:
    """Password and code right: a session in a cookie. Wrong: the same page with one sentence for every reason."""
    await must_be_text(request)
    await count_sign_in(request)
    try:
        officer = await staff.sign_in(username, password, code)
    except staff.SignInRefused as refused:
        return page(request, "sign_in.html", http_status=401, username=username, sentence=refused.shown)
    if COOKIE in request.cookies:  # whoever sat here before is signed out
        await request.app.state.sessions.end(request.cookies[COOKIE])
    session = await request.app.state.sessions.open(officer.id)
    answer = RedirectResponse("/", 303)
    answer.set_cookie(
        COOKIE, session.token, httponly=True, samesite="strict", secure=settings().console_cookie_secure, path="/"
    )
    return answer


@router.post("/sign-out")
async def sign_out(request: Request, session: Annotated[Session, Depends(session_of)]) -> Response:
    """End the session here and in Redis."""
    await request.app.state.sessions.end(session.token)
    answer = RedirectResponse("/sign-in", 303)
    answer.delete_cookie(COOKIE, path="/")
    return answer
