"""Who is asking: every page names it in its signature, and a form without its token asks for nothing."""

import hmac
from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends, Request

from backend.refusals import NotAllowed, NotSignedIn
from backend.staff import Officer, Power, must_have
from console.sessions import COOKIE, Session, Sessions


class StaleForm(NotAllowed):
    """The form's token is not this session's: an old page, or another site's form."""

    sentence = "页面已过期，请刷新页面后重新提交。"


async def session_of(request: Request) -> Session:
    """The session behind the cookie; NotSignedIn otherwise."""
    sessions: Sessions = request.app.state.sessions
    token = request.cookies.get(COOKIE)
    session = await sessions.find(token) if token else None
    if session is None:
        raise NotSignedIn
    request.state.csrf = session.csrf
    return session


async def officer_asking(request: Request, session: Annotated[Session, Depends(session_of)]) -> Officer:
    """The signed-in officer. A change (POST) must carry the session's form token."""
    officer = await Officer.get_or_none(id=session.officer_id, left_on=None)
    if officer is None:
        raise NotSignedIn
    if request.method not in ("GET", "HEAD"):
        form = await request.form()
        given = request.headers.get("X-Form-Token") or form.get("form_token")
        if not isinstance(given, str) or not hmac.compare_digest(given.encode(), session.csrf.encode()):
            raise StaleForm
    request.state.officer = officer
    return officer


OfficerAsking = Annotated[Officer, Depends(officer_asking)]


def with_power(power: Power) -> Callable[[Officer], Awaitable[Officer]]:
    """For pages that only some roles may open."""

    async def officer_with_power(officer: OfficerAsking) -> Officer:
        must_have(officer, power)
        return officer

    return officer_with_power
