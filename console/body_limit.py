"""No form may be larger than its purpose needs; what is larger is cut off while it arrives."""

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FORM_LIMIT = 64 * 1024  # bytes; the largest honest form is a notice for 1,000 cases
RETURN_FILE_LIMIT = 20 * 1024 * 1024  # bytes; 32,000 lines are 3 MB
STATEMENT_LIMIT = 3 * RETURN_FILE_LIMIT  # bytes; a month of half a million texts, in several files
PHOTO_LIMIT = 10 * 1024 * 1024  # bytes; as the evidence room takes them
_TAKE_FILES = ("/return-file", "/rosters/files", "/replies")
_TAKES_STATEMENTS = "/messages/statements"
_TAKE_PHOTOS = (
    "/visit-photos",
    "/letter-receipts",
    "/deliberation-photos",
    "/agreement",
    "/funeral-aid",
    "/care-agreement",
    "/signature",
)
_TAKE_A_FILES_PAPERS = ("/papers",)
_PAPERS_AT_MOST = 4  # the photos of a whole file that another county sent
_AROUND_A_FILE = 8 * 1024  # bytes of multipart headers and form token


class BodyLimit:
    """Counts the bytes of each request's body, whatever its header claims."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI has it."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
            await self._app(scope, receive, send)
            return
        limit = limit_of(scope["path"])
        claimed = Headers(scope=scope).get("content-length", "0")
        arrived = 0

        async def counted() -> Message:
            nonlocal arrived
            if claimed.isdecimal() and int(claimed[:12]) > limit:
                raise HTTPException(413)
            message = await receive()
            arrived += len(message.get("body", b""))
            if arrived > limit:
                raise HTTPException(413)
            return message

        await self._app(scope, counted, send)


def limit_of(path: str) -> int:
    """How many bytes the body of a form may have that is sent there."""
    if path.endswith(_TAKE_FILES):
        return RETURN_FILE_LIMIT + _AROUND_A_FILE
    if path.endswith(_TAKES_STATEMENTS):
        return STATEMENT_LIMIT + _AROUND_A_FILE
    if path.endswith(_TAKE_A_FILES_PAPERS):
        return PHOTO_LIMIT * _PAPERS_AT_MOST + _AROUND_A_FILE
    return PHOTO_LIMIT + _AROUND_A_FILE if path.endswith(_TAKE_PHOTOS) else FORM_LIMIT
