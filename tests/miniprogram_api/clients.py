"""Who knocks at the door in tests."""

from typing import Any
from uuid import uuid4

import httpx

from backend.residents import Resident, WechatAccount
from backend.staff import Cadre
from miniprogram_api.sessions import open_session
from tests.people import a_wechat_account


class Knocker:
    """A client with or without a session; `post` makes a new Idempotency-Key unless told one."""

    def __init__(self, client: httpx.AsyncClient, token: str | None, account: WechatAccount | None) -> None:
        self._client, self.token, self.account = client, token, account

    async def get(self, path: str, **query: Any) -> httpx.Response:
        """GET under /v1."""
        given = {name: value for name, value in query.items() if value is not None}
        return await self._client.get(f"/v1{path}", params=given, headers=self._headers())

    async def post(self, path: str, body: Any = None, *, key: str | None = None) -> httpx.Response:
        """POST JSON under /v1."""
        headers = {**self._headers(), "Idempotency-Key": key or uuid4().hex}
        return await self._client.post(f"/v1{path}", json={} if body is None else body, headers=headers)

    async def put(self, path: str, body: Any) -> httpx.Response:
        """PUT JSON under /v1."""
        return await self._client.put(f"/v1{path}", json=body, headers=self._headers())

    async def delete(self, path: str) -> httpx.Response:
        """DELETE under /v1."""
        return await self._client.delete(f"/v1{path}", headers=self._headers())

    async def send_photo(
        self, path: str, content: bytes, *, kind: str = "identity_card", upload_id: str | None = None, **fields: str
    ) -> httpx.Response:
        """A photo as wx.uploadFile sends it."""
        form = {"upload_id": upload_id or str(uuid4()), "kind": kind, **fields}
        return await self._client.post(
            f"/v1{path}", data=form, files={"file": ("p.jpg", content, "image/jpeg")}, headers=self._headers()
        )

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}


class Door:
    """Makes clients."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client
        self.stranger = Knocker(client, None, None)

    async def account(self, *, resident: Resident | None = None, cadre: Cadre | None = None) -> Knocker:
        """Someone signed in, bound if told to whom."""
        account = await a_wechat_account(resident=resident, cadre=cadre)
        return Knocker(self.client, await open_session(account.id), account)

    def with_token(self, token: str) -> Knocker:
        """Someone with this token."""
        return Knocker(self.client, token, None)
