"""Every route of every door names who may ask; nothing is open by having been forgotten."""

from typing import Any

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

KNOWN_ASKERS = {"anyone", "account", "resident", "cadre", "resident_or_cadre", "who_acts"}
# Console pages that must work before anyone is signed in.
BEFORE_SIGN_IN = {("GET", "/sign-in"), ("POST", "/sign-in"), ("POST", "/sign-out"), ("GET", "/"), ("GET", "/healthz")}


def test_every_operation_of_the_api_names_who_may_ask() -> None:
    from miniprogram_api.app import app

    operations = [
        (method, path, operation)
        for path, methods in app.openapi()["paths"].items()
        for method, operation in methods.items()
    ]
    assert len(operations) > 25, "the document is empty: nothing was checked"
    silent = [f"{method} {path}" for method, path, operation in operations if not asker(operation)]
    assert silent == []
    unknown = {asker(operation) for _, _, operation in operations} - KNOWN_ASKERS
    assert unknown == set()
    unguarded = [
        f"{method} {path}"
        for method, path, operation in operations
        if asker(operation) != "anyone" and not operation.get("security")
    ]
    assert unguarded == []


def asker(operation: dict[str, Any]) -> str:
    return str(operation.get("x-who-may-ask", ""))


def test_every_console_page_asks_for_an_officer() -> None:
    from console.app import app
    from console.asking import officer_asking

    routes = list(api_routes(app.routes))
    assert len(routes) > 15, "no routes were found: nothing was checked"
    open_pages = {
        (method, route.path)
        for route in routes
        for method in route.methods or ()
        if officer_asking not in set(calls(route.dependant))
    }
    assert open_pages == BEFORE_SIGN_IN


def api_routes(routes: Any) -> Any:
    """FastAPI keeps included routers as one entry of the list: look inside."""
    for route in routes:
        if isinstance(route, APIRoute):
            yield route
        elif hasattr(route, "original_router"):
            yield from api_routes(route.original_router.routes)
        elif hasattr(route, "routes") and route.routes:
            yield from api_routes(route.routes)


def calls(dependant: Dependant) -> Any:
    yield dependant.call
    for inner in dependant.dependencies:
        yield from calls(inner)
