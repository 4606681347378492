"""Every no is a problem with a stable code and a sentence; nothing that was given comes back."""

import json
from collections.abc import AsyncIterator

import pytest
from structlog.testing import capture_logs

from miniprogram_api.routes import programmes
from tests.miniprogram_api.clients import Door, Knocker
from tests.people import a_resident, seed_parameters

JSON = {"Content-Type": "application/json"}


@pytest.fixture
async def wang(door: Door) -> Knocker:
    await seed_parameters()
    return await door.account(resident=await a_resident())


async def test_a_problem_has_all_its_parts(door: Door) -> None:
    answer = await door.stranger.get("/programmes/moon_rent")
    problem = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["status"] == answer.status_code == 404
    assert problem["code"] == "programmes.NoSuchProgramme"
    assert problem["title"] == "没有找到"
    assert problem["detail"] == "没有这项待遇，请从列表里选择。"
    assert problem["instance"].startswith("urn:uuid:")


async def test_each_field_is_told_what_to_do(door: Door) -> None:
    answer = await (await door.account()).post("/bindings", {"name": "", "identity_number": "x" * 200, "more": 1})
    errors = {each["field"]: each["detail"] for each in answer.json()["errors"]}
    assert errors == {
        "body.name": "这一项还没有填。",
        "body.identity_number": "写得太长了，最多40个字。",
        "body.more": "多了一项不认识的内容，请更新到最新版再试。",
    }
    assert "xxx" not in answer.text


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b'{"code": 1}',
        b'{"code": "\\u0000"}',
        b'{"code": "\\ud800"}',
        b'{"code": ' + b"9" * 5000 + b"}",
        b"[" * 20_000,
        b"\xff\xfe",
        b'{"code": NaN}',
    ],
)
async def test_a_body_that_makes_no_sense_is_a_422(door: Door, body: bytes) -> None:
    answer = await door.client.post("/v1/sessions", content=body, headers=JSON)
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "a\x1bb", "\x7f" * 51])
async def test_text_that_cannot_be_stored_is_refused(door: Door, wang: Knocker, text: str) -> None:
    body = {"holder_name": text, "number": "62284800000018", "bank": "嵩县农商银行", "kind": "card"}
    content = json.dumps(body).encode()
    headers = {**JSON, "Authorization": f"Bearer {wang.token}"}
    answer = await door.client.put("/v1/account", content=content, headers=headers)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["field"] == "body.holder_name"


async def test_more_than_a_form_needs_is_cut_off(door: Door, wang: Knocker) -> None:
    answer = await wang.put("/account", {"holder_name": "王" * 40_000})
    assert (answer.status_code, answer.json()["code"]) == (422, "body_limit.TooLarge")


async def test_a_length_that_lies_is_counted(door: Door) -> None:
    async def forever() -> AsyncIterator[bytes]:
        while True:
            yield b" " * 10_000

    answer = await door.client.post("/v1/sessions", content=forever(), headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (422, "body_limit.TooLarge")


async def test_an_unknown_address_and_a_wrong_method_are_problems_too(door: Door) -> None:
    unknown = await door.stranger.get("/nothing-here")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "request.NoSuchAddress")
    wrong = await door.stranger.delete("/programmes")
    assert (wrong.status_code, wrong.json()["code"]) == (405, "request.MethodNotAllowed")
    assert wrong.headers["allow"] == "GET"


async def test_a_fault_is_a_500_with_an_id_and_a_log_line_that_tells_nobodys_secrets(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(code: str) -> None:
        raise RuntimeError("王秀英 410325194205061234")

    monkeypatch.setattr(programmes, "get_programme", broken)
    with capture_logs() as logs:
        answer = await door.stranger.get("/programmes/old_age_allowance")
    assert (answer.status_code, answer.json()["code"]) == (500, "house.Fault")
    (line,) = logs
    assert (line["error_type"], line["instance"]) == ("RuntimeError", answer.json()["instance"])
    assert "王秀英" not in str(logs) + answer.text
    assert "410325194205061234" not in str(logs) + answer.text
