"""One officer's desk: the console in a browser that keeps cookies and sends forms."""

from __future__ import annotations

import re

import httpx
import pyotp

from xiangyin.journey.telling import StepFailed
from xiangyin.sign_ins import SignIn

_FORM_TOKEN = re.compile(r'name="form_token" value="([^"]+)"')
_SENTENCE = re.compile(r'<p class="fs-5">([^<]+)</p>')


class Desk:
    """Signed in with password and second factor."""

    def __init__(self, port: int, sign_in: SignIn) -> None:
        self._http = httpx.Client(
            base_url=f"http://127.0.0.1:{port}", timeout=30, trust_env=False, follow_redirects=True
        )
        code = pyotp.TOTP(sign_in.totp_secret).now()
        answer = self._http.post(
            "/sign-in", data={"username": sign_in.account, "password": sign_in.password, "code": code}
        )
        if answer.status_code != 200 or "/cases" not in str(answer.url):
            raise StepFailed(f"{sign_in.account} could not sign in: {answer.status_code}")
        found = _FORM_TOKEN.search(answer.text)
        if found is None:
            raise StepFailed("the page has no form token")
        self._token = found[1]

    def open(self, path: str) -> str:
        """A page's HTML."""
        return self._page(self._http.get(path))

    def fetch(self, path: str) -> bytes:
        """A file."""
        answer = self._http.get(path)
        if answer.status_code != 200:
            raise StepFailed(f"{path} answered {answer.status_code}")
        return answer.content

    def send(self, path: str, **form: str | list[str]) -> str:
        """Send a form and follow to the page it leads to."""
        return self._page(self._http.post(path, data={"form_token": self._token, **form}))

    def send_for_file(self, path: str) -> bytes:
        """Send a form that answers with a file."""
        answer = self._http.post(path, data={"form_token": self._token})
        if answer.status_code != 200:
            raise StepFailed(f"{path} answered {answer.status_code}: {_sentence(answer.text)}")
        return answer.content

    def send_file(self, path: str, name: str, content: bytes) -> str:
        """Send a form with a file."""
        return self._page(
            self._http.post(path, data={"form_token": self._token}, files={name: ("return.csv", content, "text/csv")})
        )

    def is_refused(self, because: str, method: str, path: str, **form: str | list[str]) -> str:
        """The sentence of a refusal; StepFailed unless it is one, and has the words `because` in it."""
        data = {"form_token": self._token, **form} if method == "POST" else None
        answer = self._http.request(method, path, data=data)
        sentence = _sentence(answer.text)
        if not 400 <= answer.status_code < 500 or because not in sentence:
            raise StepFailed(f"answered {answer.status_code} {sentence} where 「{because}」 was due")
        return f"{answer.status_code} {sentence}"

    def _page(self, answer: httpx.Response) -> str:
        if answer.status_code != 200:
            raise StepFailed(f"the console answered {answer.status_code}: {_sentence(answer.text)}")
        return answer.text


def _sentence(page: str) -> str:
    found = _SENTENCE.search(page)
    return found[1] if found else page[:200]
