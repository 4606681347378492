"""No request may be larger than its purpose needs; what is larger is cut off while it arrives."""

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.evidence import CHUNK_AT_MOST, PhotoTooLarge
from backend.refusals import NotAcceptable

FORM_LIMIT = 64 * 1024  # bytes of JSON; the largest honest one is an objection of 1,000 characters
SYNC_LIMIT = 512 * 1024  # bytes of JSON: 200 items with notes
PHOTO_LIMIT = 10 * 1024 * 1024 + FORM_LIMIT  # bytes: a photo of 10 MB and the form around it


class TooLarge(NotAcceptable):
    """More than the purpose needs."""

    sentence = "提交的内容太多了，请删减后再提交。"


class BodyLimit:
    """Counts the bytes of each request's body, whatever its header claims."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI has it."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        takes_photo = scope["path"].endswith(("/photos", "/board-photos", "/life-certifications"))
        limit = PHOTO_LIMIT if takes_photo else _limit_of(scope["path"])
        claimed = Headers(scope=scope).get("content-length", "0")
        arrived = 0

        async def counted() -> Message:
            nonlocal arrived
            if claimed.isdecimal() and int(claimed[:12]) > limit:
                raise _refusal(takes_photo)
            message = await receive()
            arrived += len(message.get("body", b""))
            if arrived > limit:
                raise _refusal(takes_photo)
            return message

        await self._app(scope, counted, send)


class TooLargeHTTP(HTTPException):
    """FastAPI passes only HTTPExceptions on while it reads a body; `refusal` is what it means."""

    def __init__(self, refusal: NotAcceptable) -> None:
        super().__init__(413)
        self.refusal = refusal


def _limit_of(path: str) -> int:
    if path == "/v1/field/sync":
        return SYNC_LIMIT
    return CHUNK_AT_MOST if path.startswith("/v1/field/uploads/") else FORM_LIMIT


def _refusal(takes_photo: bool) -> TooLargeHTTP:
    return TooLargeHTTP(PhotoTooLarge() if takes_photo else TooLarge())
