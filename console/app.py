"""The whole console on one page: what it connects to, who may reach it, which pages it has."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import ip_address
from pathlib import Path

import structlog
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from backend import database
from console.body_limit import BodyLimit
from console.fault import FaultPages
from console.pages import (
    amendments,
    awards,
    batch_parts,
    batches,
    campaigns,
    care_agreements,
    cases,
    checks,
    complaints,
    digests,
    errands,
    funds,
    funeral_aid,
    hits,
    inquiries,
    kin,
    letters,
    messages,
    notices,
    obligors,
    own,
    parameters,
    photos,
    providers,
    rate_changes,
    reckonings,
    recoveries,
    relays,
    residents,
    rosters,
    rules,
    samples,
    statements,
    today,
)
from console.refusing import refuse_with_pages
from console.sessions import Sessions
from console.settings import settings
from console.signing_in import router as signing_in

structlog.configure(
    processors=[
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]
)

# Old office browsers, no scripts but ours, nothing from elsewhere, never inside another site's frame.
_HEADERS = [
    (
        b"content-security-policy",
        b"default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
        b"form-action 'self'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
]
# Offices share computers: what a page or a photo showed must not be in the browser after the sign-out.
_MAY_NOT_KEEP = (b"cache-control", b"no-store")
_MAY_KEEP = (b"cache-control", b"public, max-age=3600")


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Open the pools for as long as the process serves."""
    await database.connect(plan_anew=True)
    app.state.sessions = Sessions(settings().redis_url)
    yield
    await app.state.sessions.close()
    await database.close()


class Doorkeeper:
    """Sends away who comes from outside the county's networks, and puts the safety headers on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._networks = settings().console_networks

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pure ASGI: no copy of the body, no task of its own."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if self._networks and not self._from_inside(scope):
            await Response("此系统仅限单位内网访问。", 403, media_type="text/plain")(scope, receive, send)
            return

        async def send_with_headers(message: dict[str, object]) -> None:
            if message["type"] == "http.response.start":
                keeping = _MAY_KEEP if scope["path"].startswith("/static/") else _MAY_NOT_KEEP
                message["headers"] = [*message["headers"], *_HEADERS, keeping]  # type: ignore[misc]
            await send(message)

        await self._app(scope, receive, send_with_headers)  # type: ignore[arg-type]

    def _from_inside(self, scope: Scope) -> bool:
        client = scope.get("client")
        return client is not None and any(ip_address(client[0]) in network for network in self._networks)


app = FastAPI(title="乡音工作台", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
# The last added is the outermost: the doorkeeper's headers are on a fault's page, too.
for layer in (BodyLimit, FaultPages, Doorkeeper):
    app.add_middleware(layer)
refuse_with_pages(app)
app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
app.include_router(signing_in)
for room in (
    awards, care_agreements, funeral_aid, cases, amendments, inquiries, checks, samples, photos, notices, batches,
    batch_parts, funds,
    recoveries, statements, rosters, errands, letters, relays, providers, messages, hits, kin, residents, parameters,
    rate_changes, reckonings, rules, today, digests, obligors, complaints, own,
):  # fmt: skip
    app.include_router(room.router)
app.include_router(campaigns.router)


@app.get("/")
async def home() -> Response:
    """The work queue is where a day begins."""
    return RedirectResponse("/cases", 303)


@app.get("/healthz")
async def health(request: Request) -> Response:
    """For the supervisor and the load balancer."""
    up = {"database": await database.is_up(), "redis": await request.app.state.sessions.is_up()}
    return JSONResponse({"ok": all(up.values()), **up}, 200 if all(up.values()) else 503)
