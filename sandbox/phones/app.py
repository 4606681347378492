"""The door of the wall and of the control calls."""

from pathlib import Path

from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from sandbox.phones.control import control_routes
from sandbox.phones.control_wechat import wechat_control_routes
from sandbox.phones.wall import wall_routes
from sandbox.world import World


def phones_app(world: World) -> Starlette:
    """Return the application."""
    static = Mount("/static", StaticFiles(directory=Path(__file__).with_name("static")))
    return Starlette(routes=[*wall_routes(world), *control_routes(world), *wechat_control_routes(world), static])
