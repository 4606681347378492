"""A refused form comes back on the page it was on, with what was typed still in it."""

import re
from html import escape
from urllib.parse import quote, unquote, urlsplit

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData
from starlette.types import Message

from console.filled_form import filled

_TOP = '<div class="app-content"><div class="container-fluid">'  # base.html; what the reader meets first
_OURS = re.compile(r"/(?![/\\])[!-~]*")  # "//" and "/\\" lead elsewhere
_FROM = "from"  # of a form that came back once: the page it is on, for the next refusal


async def given_back(request: Request, status: int, sentence: str, reasons: list[str]) -> Response | None:
    """The page with the form filled in and the refusal on top; None where page or form is not there any more."""
    before = page_before(request)
    if request.method != "POST" or before is None:
        return None
    shown = await _opened(request, before)
    if shown is None or _TOP not in shown:
        return None
    action = request.url.path
    form = filled(
        shown, action, _typed(await request.form()), said=sentence, instead=f"{action}?{_FROM}={quote(before, safe='')}"
    )
    if form is None:
        return None
    answer = form.replace(_TOP, _TOP + _alert(sentence, reasons), 1).replace("<title>", "<title>没有办成：", 1)
    return HTMLResponse(answer, status, headers={"Vary": "HX-Request"})


def page_before(request: Request) -> str | None:
    """Path and query of the page of ours on which the form was; None where the browser does not say."""
    told = request.query_params.get(_FROM)
    if told is None:
        try:
            came_from = urlsplit(request.headers.get("referer", ""))
        except ValueError:
            return None
        if not came_from.netloc or came_from.netloc != request.headers.get("host"):
            return None
        told = came_from.path + (f"?{came_from.query}" if came_from.query else "")
    return told if _OURS.fullmatch(told) else None


async def _opened(request: Request, address: str) -> str | None:
    """The page as this reader sees it now, asked of ourselves; None unless it opens."""
    path, _, query = address.partition("?")
    kept = {name: request.scope[name] for name in ("type", "asgi", "http_version", "scheme", "client", "server")}
    scope = kept | {
        "method": "GET", "path": unquote(path), "raw_path": path.encode(), "query_string": query.encode(),
        "root_path": "", "headers": [each for each in request.scope["headers"] if each[0] in (b"cookie", b"host")],
    }  # fmt: skip
    status, body = 0, bytearray()

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        nonlocal status
        status = message.get("status", status)
        body.extend(message.get("body", b""))

    await request.app(scope, receive, send)
    return body.decode() if status == 200 else None


def _typed(form: FormData) -> dict[str, list[str]]:
    typed: dict[str, list[str]] = {}
    for name, value in form.multi_items():
        if isinstance(value, str):
            typed.setdefault(name, []).append(value)
    return typed


def _alert(sentence: str, reasons: list[str]) -> str:
    more = "".join(f"<li>{escape(each)}</li>" for each in reasons)
    return (
        f'<div class="alert alert-warning" role="alert"><p class="fs-5">{escape(sentence)}</p>'
        f"{f'<ul>{more}</ul>' if more else ''}"
        '<a href="#given-back">您刚才填的还在，改好再提交</a>（要上传的文件重新选）。</div>'
    )
