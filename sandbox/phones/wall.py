"""The wall of phones: pages for a person's eyes."""

import itertools
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from sandbox.phones.asking import number
from sandbox.phones.handset import Handset, handset
from sandbox.virtual_clock import beijing
from sandbox.world import World

A_PAGE = 24
ON_THE_WALL = 3  # newest bubbles of a phone on the wall
ON_ITS_OWN_PAGE = 200
PHONE = re.compile(r"1[3-9]\d{9}")


class Wall:
    """Renders the pages; a fragment asked for again with the same version is answered 204."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._jinja = Environment(
            loader=FileSystemLoader(Path(__file__).with_name("templates")), autoescape=select_autoescape()
        )

    async def wall(self, request: Request) -> Response:
        """GET /: the whole page."""
        return self._page("wall.html", **self._shown(request))

    async def wall_fragment(self, request: Request) -> Response:
        """GET /wall: the phones alone, for polling."""
        return self._fragment(request, "phones.html", **self._shown(request))

    async def phone(self, request: Request) -> Response:
        """GET /phones/{key}: one phone with everything on it."""
        if (found := self._handset(request)) is None:
            return self._page("nobody.html", status=404, q="")
        return self._page("phone.html", phone=found, bubbles=found.bubbles, q="")

    async def thread(self, request: Request) -> Response:
        """GET /phones/{key}/thread: its bubbles alone, for polling."""
        if (found := self._handset(request)) is None:
            return PlainTextResponse("", 404)
        return self._fragment(request, "bubbles.html", bubbles=found.bubbles)

    async def reply(self, request: Request) -> Response:
        """POST /phones/{key}/reply: the owner answers by SMS."""
        key = request.path_params["key"]
        text = parse_qs((await request.body()).decode("utf-8", "replace")).get("text", [""])[0].strip()
        if PHONE.fullmatch(key) and text:
            self._world.aliyun.replying.answer(key, text[:500])
        return RedirectResponse(f"/phones/{key}#end", 303)

    def _shown(self, request: Request) -> dict[str, Any]:
        part = re.sub(r"\s", "", request.query_params.get("q", ""))[:40]
        try:
            page = max(1, number(request, "page", 1, 100_000))
        except ValueError:
            page = 1
        keys = self._world.stage.recent_phones.newest(part)
        found = (one for key in keys if (one := handset(self._world, key, ON_THE_WALL)))
        phones = list(itertools.islice(found, (page - 1) * A_PAGE, page * A_PAGE + 1))
        return {
            "phones": phones[:A_PAGE],
            "more": len(phones) > A_PAGE,
            "page": page,
            "q": part,
        }

    def _handset(self, request: Request) -> Handset | None:
        key = request.path_params["key"]
        found = handset(self._world, key, ON_ITS_OWN_PAGE)
        if found is None and PHONE.fullmatch(key):
            return Handset(key, False, "", [], "")
        return found

    def _page(self, name: str, status: int = 200, **facts: Any) -> HTMLResponse:
        version = self._world.stage.recent_phones.version
        html = self._jinja.get_template(name).render(version=version, **self._figures(), **facts)
        return HTMLResponse(html, status)

    def _fragment(self, request: Request, name: str, **facts: Any) -> Response:
        version = str(self._world.stage.recent_phones.version)
        headers = {"X-Version": version, "X-Figures": json.dumps(self._figures())}
        if request.query_params.get("version") == version:
            return Response(status_code=204, headers=headers)
        return HTMLResponse(self._jinja.get_template(name).render(facts), headers=headers)

    def _figures(self) -> dict[str, int | str]:
        world = self._world
        return {
            "now": beijing(world.stage.clock.now()).strftime("%Y-%m-%d %H:%M"),
            "known": len(world.stage.recent_phones),
            "accepted": world.aliyun.accounting.total_accepted,
            "cards": world.wechat.messages.sent,
        }


def wall_routes(world: World) -> list[Route]:
    """Return the routes."""
    wall = Wall(world)
    return [
        Route("/", wall.wall),
        Route("/wall", wall.wall_fragment),
        Route("/phones/{key}", wall.phone),
        Route("/phones/{key}/thread", wall.thread),
        Route("/phones/{key}/reply", wall.reply, methods=["POST"]),
    ]
