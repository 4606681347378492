"""The OpenAPI document says who may ask, and how each operation refuses."""

from typing import Any

import pytest

from miniprogram_api.app import app
from miniprogram_api.asking import WhoMayAsk
from miniprogram_api.route import room

OPERATIONS: list[tuple[str, str, dict[str, Any]]] = [
    (method, path, operation)
    for path, operations in app.openapi()["paths"].items()
    for method, operation in operations.items()
]


def test_there_are_operations_to_look_at() -> None:
    assert len(OPERATIONS) > 25


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS)
def test_every_operation_names_who_may_ask(method: str, path: str, operation: dict[str, Any]) -> None:
    who = WhoMayAsk(operation["x-who-may-ask"])
    assert operation["security"] == ([] if who is WhoMayAsk.ANYONE else [{who.value: []}])
    assert path in ("/healthz", "/s/{token}") or path.startswith("/v1/")  # a letter's address is to be short


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS)
def test_every_refusal_is_described_as_a_problem(method: str, path: str, operation: dict[str, Any]) -> None:
    refusals = {status: answer for status, answer in operation["responses"].items() if status >= "4"}
    assert {"401", "422", "503"} <= set(refusals)
    if path not in ("/healthz", "/s/{token}"):  # the one for machines, the other for the eyes of who opens a link
        assert {media for answer in refusals.values() for media in answer["content"]} == {"application/problem+json"}


def test_only_what_the_public_board_and_the_law_show_is_open_to_anyone() -> None:
    anyone = {path for _, path, operation in OPERATIONS if operation["x-who-may-ask"] == "anyone"}
    assert anyone == {
        "/healthz", "/s/{token}", "/v1/sessions", "/v1/programmes", "/v1/programmes/{code}",
        "/v1/programmes/{code}/policy",
        "/v1/eligibility-checks", "/v1/eligibility-intakes", "/v1/notice-boards/{village}", "/v1/notices",
        "/v1/samples", "/v1/samples/{number}", "/v1/samples/{number}/list",
    }  # fmt: skip


def test_a_route_that_does_not_say_who_may_ask_cannot_be_made() -> None:
    with pytest.raises(TypeError):

        @room("nobody").get("/secret")
        async def secret() -> None:
            """Nobody said who may ask."""
