"""Reading a control call: a JSON body of a known shape, or 422 saying what is wrong."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

Asked = TypeVar("Asked", bound=BaseModel)


class Asking(BaseModel):
    """A control call's body; unknown words are refused, so that a typing error is not silence."""

    model_config = ConfigDict(extra="forbid")


def post(path: str, shape: type[Asked], deed: Callable[[Asked], Any]) -> Route:
    """Return a route that gives a validated body to `deed` and answers its result."""

    async def handle(request: Request) -> JSONResponse:
        try:
            done = deed(shape.model_validate_json(await request.body() or b"{}"))
        except ValidationError as error:
            return JSONResponse(
                {"wrong": error.errors(include_url=False, include_context=False, include_input=False)}, 422
            )
        return JSONResponse(done)

    return Route(path, handle, methods=["POST"])


def get(path: str, question: Callable[[Request], Any]) -> Route:
    """Return a route that answers `question`."""

    async def handle(request: Request) -> JSONResponse:
        try:
            return JSONResponse(question(request))
        except ValueError as error:
            return JSONResponse({"wrong": str(error)}, 422)

    handler: Callable[[Request], Awaitable[JSONResponse]] = handle
    return Route(path, handler, methods=["GET"])


def number(request: Request, name: str, default: int, highest: int) -> int:
    """Return a whole number of the query, within 0 and `highest`; raises ValueError."""
    return min(highest, max(0, int(request.query_params.get(name, default))))
