"""One person's mini-program: the client side of the resident's and cadre's door."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import httpx

from xiangyin.journey.phones import Phones
from xiangyin.journey.telling import StepFailed


class MiniProgram:
    """Signed in as a WeChat user of the sandbox; every answer is JSON."""

    def __init__(self, port: int, phones: Phones, user: str) -> None:
        self.user = user
        self._phones = phones
        self._http = httpx.Client(base_url=f"http://127.0.0.1:{port}/v1", timeout=30, trust_env=False)

    def sign_in(self) -> dict[str, Any]:
        """wx.login, then a session of ours."""
        answer: dict[str, Any] = self.post("/sessions", code=self._phones.login_code(self.user))
        self._http.headers["Authorization"] = f"Bearer {answer['token']}"
        return answer

    def bind_resident(self, name: str, identity_number: str, phone: str) -> Any:
        """绑定本人."""
        code = self._phones.phone_code(self.user, phone)
        return self.post("/bindings", name=name, identity_number=identity_number, wechat_phone_code=code)

    def bind_cadre(self, phone: str) -> Any:
        """村干部 binds by the phone that the township registered."""
        return self.post("/cadre-bindings", wechat_phone_code=self._phones.phone_code(self.user, phone))

    def get(self, path: str, **query: Any) -> Any:
        """An answer of 2xx; StepFailed otherwise."""
        return self._answer(self._http.get(path, params=query))

    def post(self, path: str, **body: Any) -> Any:
        """An answer of 2xx; StepFailed otherwise. Each call has a key of its own, as the client makes one a tap."""
        return self._answer(self._http.post(path, json=body, headers={"Idempotency-Key": str(uuid4())}))

    def put(self, path: str, **body: Any) -> Any:
        """An answer of 2xx; StepFailed otherwise."""
        return self._answer(self._http.put(path, json=body))

    def upload(self, path: str, content: bytes, *, upload_id: str = "", **fields: str) -> Any:
        """A photo as wx.uploadFile sends it."""
        form = {"upload_id": upload_id or str(uuid4()), **fields}
        return self._answer(self._http.post(path, data=form, files={"file": ("photo.jpg", content, "image/jpeg")}))

    def is_refused(self, because: str, method: str, path: str, **body: Any) -> str:
        """The refusal as a person reads it; StepFailed unless it is the one with the code `because`."""
        answer = self._http.request(
            method, path, json=body if method != "GET" else None, headers={"Idempotency-Key": str(uuid4())}
        )
        return self._refusal(answer, because)

    def is_not_taken(self, because: str, path: str, content: bytes, **fields: str) -> str:
        """The refusal of an upload; StepFailed unless it is the one with the code `because`."""
        form, file = {"upload_id": str(uuid4()), **fields}, ("photo.jpg", content, "image/jpeg")
        return self._refusal(self._http.post(path, data=form, files={"file": file}), because)

    def _refusal(self, answer: httpx.Response, because: str) -> str:
        if not 400 <= answer.status_code < 500:
            raise StepFailed(f"answered {answer.status_code} where {because} was due: {answer.text[:300]}")
        problem = answer.json()
        if problem["code"] != because:
            raise StepFailed(f"refused with {problem['code']} where {because} was due")
        lacking = "、".join(each["title"] for each in (problem.get("facts") or {}).get("missing", []))
        return f"{answer.status_code} {because}: {problem['detail']}{lacking}"

    def _answer(self, answer: httpx.Response) -> Any:
        if answer.status_code >= 300:
            raise StepFailed(f"{answer.request.method} answered {answer.status_code}: {answer.text[:500]}")
        return answer.json() if answer.content else None
