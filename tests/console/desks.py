"""Officers at their desks in tests: a browser each, signed in, forms sent with their token."""

import html
import re
from typing import Any

import httpx
from fastapi import FastAPI

from backend.staff import Officer, Role
from console.sessions import COOKIE, Sessions
from tests.people import an_officer

ADDRESS = "https://console"  # TLS, so that the browser sends the cookie marked Secure
_SENTENCE = re.compile(r'<p class="fs-5">([^<]+)</p>')
Form = dict[str, Any]


class Desk:
    """One officer's browser."""

    def __init__(self, client: httpx.AsyncClient, officer: Officer, cookie: str, form_token: str) -> None:
        self._client, self.officer, self.form_token = client, officer, form_token
        self.cookie = {"Cookie": f"{COOKIE}={cookie}"}

    async def get(self, path: str) -> httpx.Response:
        """A page."""
        return await self._client.get(path, headers=self.cookie)

    async def post(self, path: str, **form: Any) -> httpx.Response:
        """A form with its token; the answer itself, not where it leads."""
        return await self.post_without_token(path, {"form_token": self.form_token, **form})

    async def post_from(self, page: str, path: str, **form: Any) -> httpx.Response:
        """A form with its token, and the page it is on, as a browser tells it."""
        return await self.post_without_token(path, {"form_token": self.form_token, **form}, Referer=ADDRESS + page)

    async def post_without_token(self, path: str, form: Form, **headers: str) -> httpx.Response:
        """A form as another site would send it."""
        return await self._client.post(path, data=form, headers={**self.cookie, **headers})

    async def post_file(
        self, path: str, content: bytes, *, form_token: str | None = None, field: str = "file", **form: str
    ) -> httpx.Response:
        """A form with a file in a field."""
        form = {"form_token": self.form_token if form_token is None else form_token, **form}
        return await self._client.post(
            path, data=form, files={field: ("return.csv", content, "text/csv")}, headers=self.cookie
        )

    async def post_bytes(self, path: str, content: bytes, content_type: str) -> httpx.Response:
        """Whatever a program may send; the token in htmx's header."""
        headers = {**self.cookie, "Content-Type": content_type, "X-Form-Token": self.form_token}
        return await self._client.post(path, content=content, headers=headers)


class Console:
    """Makes desks."""

    def __init__(self, client: httpx.AsyncClient, app: FastAPI) -> None:
        self.client, self.app = client, app

    @property
    def sessions(self) -> Sessions:
        """Who is signed in."""
        sessions: Sessions = self.app.state.sessions
        return sessions

    async def desk(self, role: Role = Role.TOWNSHIP_CLERK, place: str | None = None, *, name: str = "赵敏") -> Desk:
        """A new officer, signed in."""
        return await self.desk_of(await an_officer(role, place, name=name))

    async def desk_of(self, officer: Officer) -> Desk:
        """An officer, signed in; by the back door, for a password takes its time."""
        session = await self.sessions.open(officer.id)
        return Desk(self.client, officer, session.token, session.csrf)


def sentence_of(answer: httpx.Response) -> str:
    """What a refusal tells the officer."""
    found = _SENTENCE.search(answer.text)
    return html.unescape(found[1]) if found else answer.text


def words_of(answer: httpx.Response) -> str:
    """The page's text without tags and blanks."""
    return re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]+>", "", answer.text)))
