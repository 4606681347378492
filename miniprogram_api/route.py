"""A route of this door: it cannot be made without naming who may ask, and its refusals are in the OpenAPI document."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from miniprogram_api.asking import Guard, Open, WhoMayAsk
from miniprogram_api.refusing import MEDIA_TYPE, Problem

_MEANING = {
    401: "请先登录",
    403: "没有权限",
    404: "没有找到，或不在您能看的范围",
    409: "现在的状态不能这样办理",
    422: "填写的内容有误",
    429: "太频繁",
    503: "数据库或缓存暂时不可用，请稍后再试",
}


class NamedRoute(APIRoute):
    """Reads who may ask off its own dependencies, and says so in `security` and `x-who-may-ask`."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **given: Any) -> None:
        super().__init__(path, endpoint, **given)
        who = _who_may_ask(self.dependant)
        extra = {"x-who-may-ask": who.value, **(self.openapi_extra or {})}
        if who is WhoMayAsk.ANYONE:
            extra["security"] = []
        self.openapi_extra = extra
        self.responses = {**{status: _described(status) for status in self._refusals(who)}, **self.responses}

    def _refusals(self, who: WhoMayAsk) -> list[int]:
        statuses = [401, 422, 503]
        if who not in (WhoMayAsk.ANYONE, WhoMayAsk.ACCOUNT):
            statuses.append(403)
        if "{" in self.path or self.body_field or self.dependant.query_params:
            statuses.append(404)
        if self.methods != {"GET"}:
            statuses += [403, 409, 429]
        return sorted(set(statuses))


def room(tag: str) -> APIRouter:
    """The routes of one room."""
    return APIRouter(prefix="/v1", tags=[tag], route_class=NamedRoute)


def _who_may_ask(dependant: Dependant) -> WhoMayAsk:
    guards = [needed.call for needed in dependant.dependencies if isinstance(needed.call, Guard | Open)]
    if len(guards) != 1:
        raise TypeError(
            "a route takes exactly one of AnyoneMayAsk, AsAccount, AsResident, AsCadre, AsWhoActs and so on"
        )
    return guards[0].who


def _described(status: int) -> dict[str, Any]:
    return {
        "description": _MEANING[status],
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def describe_problem(document: dict[str, Any]) -> dict[str, Any]:
    """Add the schema of problems, which no route returns as its model, to an OpenAPI document."""
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas = document["components"].setdefault("schemas", {})
    schemas.update(schema.pop("$defs", {}))
    schemas["Problem"] = schema
    return document
