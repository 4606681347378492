"""The same request twice is one deed; a key stands for one content."""

import asyncio

import pytest

from backend.applications import Application
from miniprogram_api.store import store
from tests.miniprogram_api.clients import Door, Knocker
from tests.people import a_resident, seed_parameters

BODY = {"programme": "old_age_allowance"}
KEY = "a-key-made-by-a-phone"


@pytest.fixture
async def wang(door: Door) -> Knocker:
    await seed_parameters()
    return await door.account(resident=await a_resident())


async def test_the_same_answer_again_without_a_second_deed(wang: Knocker) -> None:
    first = await wang.post("/applications", BODY, key=KEY)
    again = await wang.post("/applications", BODY, key=KEY)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert await Application.all().count() == 1


async def test_another_body_under_the_key_is_refused(wang: Knocker) -> None:
    await wang.post("/applications", BODY, key=KEY)
    answer = await wang.post("/applications", {"programme": "rural_dibao"}, key=KEY)
    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency.KeyReused")


async def test_without_a_key_nothing_is_created(door: Door, wang: Knocker) -> None:
    answer = await door.client.post("/v1/applications", json=BODY, headers={"Authorization": f"Bearer {wang.token}"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "header.Idempotency-Key")
    assert await Application.all().count() == 0


async def test_a_key_of_one_account_means_nothing_to_another(door: Door, wang: Knocker) -> None:
    neighbour = await door.account(resident=await a_resident("刘大山"))
    answers = [await knocker.post("/applications", BODY, key=KEY) for knocker in (wang, neighbour)]
    assert answers[0].json()["id"] != answers[1].json()["id"]


async def test_a_refusal_is_not_kept(wang: Knocker) -> None:
    refused = await wang.post("/applications", {"programme": "moon_allowance"}, key=KEY)
    assert refused.status_code == 404
    assert (await wang.post("/applications", BODY, key=KEY)).status_code == 201


async def test_sent_twice_at_once_one_waits_or_repeats(wang: Knocker) -> None:
    answers = await asyncio.gather(*(wang.post("/applications", BODY, key=KEY) for _ in range(5)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} <= {"idempotency.StillRunning"}
    assert len({answer.json()["id"] for answer in answers if answer.status_code == 201}) == 1


async def test_answers_are_kept_for_a_day(wang: Knocker) -> None:
    await wang.post("/applications", BODY, key=KEY)
    (name,) = await store().keys("once:*")
    assert 86_000 < await store().ttl(name) <= 86_400
