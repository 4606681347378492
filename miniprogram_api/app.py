"""The whole door on one page: what it opens, how it refuses, which rooms it leads to."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import structlog
from fastapi import FastAPI, Response
from fastapi.routing import APIRouter
from pydantic import BaseModel

from backend import database, eligibility
from miniprogram_api import refusing
from miniprogram_api.asking import AnyoneMayAsk
from miniprogram_api.body_limit import BodyLimit
from miniprogram_api.going_on import go_on_behind, let_finish
from miniprogram_api.route import NamedRoute, describe_problem
from miniprogram_api.routes import (
    applications,
    awards,
    errands,
    evidence,
    fieldwork,
    letters,
    life,
    links,
    news,
    obligors,
    payouts,
    postings,
    programmes,
    questions,
    residents,
    samples,
    sessions,
    staff,
    uploads,
)
from miniprogram_api.routes import eligibility as checks
from miniprogram_api.store import close_store, open_store, store_is_up
from miniprogram_api.wechat import close_wechat, open_wechat

structlog.configure(
    processors=[
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]
)

# What is asked most comes first: FastAPI tries one route after another.
ROOMS = (
    checks,
    applications,
    evidence,
    sessions,
    residents,
    staff,
    programmes,
    questions,
    payouts,
    awards,
    postings,
    errands,
    fieldwork,
    uploads,
    life,
    samples,
    letters,
    obligors,
    links,
    news,
)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Open what every request shares; give it back at the end."""
    eligibility.programmes()  # a rule file that may not be put in force stops the start, not somebody's check
    await database.connect()
    open_store()
    open_wechat()
    # What is loaded now stays: a full collection would walk all of it again and again, 100 ms at a time.
    gc.collect()
    gc.freeze()
    go_on_behind()  # with what the process before left
    yield
    await let_finish()
    close_wechat()
    await close_store()
    await database.close()


class Health(BaseModel):
    """Whether this door can do its work."""

    ok: bool
    database: bool
    redis: bool


house = APIRouter(tags=["house"], route_class=NamedRoute)


@house.get("/healthz", summary="健康检查", responses={503: {"model": Health}})
async def healthz(response: Response, asker: AnyoneMayAsk) -> Health:
    """200 when PostgreSQL and Redis answer, else 503."""
    database_up, redis_up = await database.is_up(), await store_is_up()
    if not (database_up and redis_up):
        response.status_code = 503
    return Health(ok=database_up and redis_up, database=database_up, redis=redis_up)


class Door(FastAPI):
    """FastAPI with the schema of our refusals in its document."""

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI document."""
        if self.openapi_schema is None:
            self.openapi_schema = describe_problem(super().openapi())
        return self.openapi_schema


app = Door(title="乡音", version="1", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url="/v1/openapi.json")
refusing.install(app)
app.add_middleware(BodyLimit)
for place in (house, *(each.router for each in ROOMS)):
    app.include_router(place)
