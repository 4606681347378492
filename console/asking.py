"""Who is asking: every page names it in its signature, and a form without its token asks for nothing."""

import hmac
from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends, Request

from backend import digests, places
from backend.refusals import NotAcceptable, NotAllowed, NotSignedIn
from backend.staff import Officer, Power, has_power, must_have
from console.sessions import COOKIE, Session, Sessions


class StaleForm(NotAllowed):
    """The form's token is not this session's: an old page, or another site's form."""

    sentence = "页面已过期，请刷新页面后重新提交。"


class NotText(NotAcceptable):
    """A field holds what no keyboard types, and PostgreSQL does not take: a NUL or half a character."""

    sentence = "填写的内容里有无法识别的字符，请删掉后重新填写。"


async def session_of(request: Request) -> Session:
    """The session behind the cookie; NotSignedIn otherwise. A change (POST) must carry its form token, too."""
    sessions: Sessions = request.app.state.sessions
    token = request.cookies.get(COOKIE)
    session = await sessions.find(token) if token else None
    if session is None:
        raise NotSignedIn
    request.state.csrf = session.csrf
    if request.method not in ("GET", "HEAD"):
        await _must_carry_token(request, session)
    return session


async def officer_asking(request: Request, session: Annotated[Session, Depends(session_of)]) -> Officer:
    """The signed-in officer, as long as they are in office."""
    officer = await Officer.get_or_none(id=session.officer_id, left_on=None)
    if officer is None:
        raise NotSignedIn
    request.state.officer = officer
    request.state.place_name = await places.name_of(officer.place)
    request.state.unseen = await digests.unseen(officer)
    return officer


OfficerAsking = Annotated[Officer, Depends(officer_asking)]


def with_power(power: Power, *others: Power) -> Callable[[Officer], Awaitable[Officer]]:
    """For pages that only some roles may open; any of the powers will do."""

    async def officer_with_power(officer: OfficerAsking) -> Officer:
        if not any(has_power(officer, other) for other in others):
            must_have(officer, power)
        return officer

    return officer_with_power


async def must_be_text(request: Request) -> None:
    """NotText if a field of the form cannot be kept as text."""
    for _, value in (await request.form()).multi_items():
        if isinstance(value, str) and not _is_text(value):
            raise NotText


async def _must_carry_token(request: Request, session: Session) -> None:
    await must_be_text(request)
    given = request.headers.get("X-Form-Token") or (await request.form()).get("form_token")
    if not isinstance(given, str) or not hmac.compare_digest(given.encode(), session.csrf.encode()):
        raise StaleForm


def _is_text(value: str) -> bool:
    # "replace" stands a question mark in for a lone surrogate, which UTF-8 cannot hold.
    return "\0" not in value and value.encode("utf-8", "replace").decode() == value
