"""Signing in: a fresh session in a cookie that only the browser sees, gone when nobody clicks."""

import pyotp
import pytest
import redis.asyncio as redis

from backend import clock
from backend.staff import Officer
from console.sessions import COOKIE
from console.settings import settings
from tests.console.desks import Console, sentence_of
from tests.people import PASSWORD, an_officer

REFUSED = "用户名、密码或动态码不对。连续输错5次将锁定15分钟。"


def right(officer: Officer) -> dict[str, str]:
    return {"username": officer.username, "password": PASSWORD, "code": pyotp.TOTP(officer.totp_secret).now()}


async def test_password_and_code_open_the_work_queue(console: Console) -> None:
    answer = await console.client.post("/sign-in", data=right(await an_officer()))
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert (await console.client.get("/cases")).status_code == 200


async def test_the_cookie_is_the_browsers_alone(console: Console) -> None:
    answer = await console.client.post("/sign-in", data=right(await an_officer()))
    flags = {part.strip().lower() for part in answer.headers["set-cookie"].split(";")[1:]}
    assert {"httponly", "secure", "samesite=strict", "path=/"} <= flags
    assert not any(flag.startswith(("max-age", "expires", "domain")) for flag in flags)


async def test_redis_does_not_hold_the_token(console: Console, redis_url: str) -> None:
    answer = await console.client.post("/sign-in", data=right(await an_officer()))
    async with redis.Redis.from_url(redis_url, decode_responses=True) as store:
        kept = [(key, await store.get(key)) for key in await store.keys("console:session:*")]
    assert len(kept) == 1
    assert answer.cookies[COOKIE] not in str(kept)


@pytest.mark.parametrize("wrong", [{"password": "guess"}, {"code": "000000"}, {"username": "nobody"}])
async def test_whatever_is_wrong_the_sentence_is_one(console: Console, wrong: dict[str, str]) -> None:
    answer = await console.client.post("/sign-in", data={**right(await an_officer()), **wrong})
    assert answer.status_code == 401
    assert REFUSED in answer.text
    assert "set-cookie" not in answer.headers
    assert (await console.client.get("/cases")).headers["location"] == "/sign-in"


async def test_a_token_known_before_is_worth_nothing_after(console: Console) -> None:
    planted = await console.sessions.open((await an_officer()).id)
    answer = await console.client.post(
        "/sign-in", data=right(await an_officer()), headers={"Cookie": f"{COOKIE}={planted.token}"}
    )
    assert answer.cookies[COOKIE] != planted.token
    assert await console.sessions.find(planted.token) is None


async def test_a_code_is_good_once(console: Console) -> None:
    form = right(await an_officer())
    assert (await console.client.post("/sign-in", data=form)).status_code == 303
    assert (await console.client.post("/sign-in", data=form)).status_code == 401


async def test_nobody_clicking_ends_the_session(console: Console, redis_url: str) -> None:
    desk = await console.desk()
    async with redis.Redis.from_url(redis_url) as store:
        (key,) = await store.keys("console:session:*")
        allowed = settings().console_idle_minutes * 60
        await store.expire(key, allowed - 600)
        await desk.get("/cases")
        assert allowed - 10 <= await store.ttl(key) <= allowed, "a click begins the time anew"
        await store.expire(key, 0)
    assert (await desk.get("/cases")).headers["location"] == "/sign-in"


async def test_htmx_is_led_to_the_sign_in_too(console: Console) -> None:
    answer = await console.client.post("/residents/x/revealing", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["hx-redirect"]) == (204, "/sign-in")


async def test_signing_out_ends_it_here_and_in_redis(console: Console) -> None:
    desk = await console.desk()
    answer = await desk.post("/sign-out")
    assert answer.headers["location"] == "/sign-in"
    assert f'{COOKIE}=""' in answer.headers["set-cookie"]
    assert (await desk.get("/cases")).headers["location"] == "/sign-in"


async def test_another_site_cannot_sign_anyone_out(console: Console) -> None:
    desk = await console.desk()
    assert (await desk.post_without_token("/sign-out", {})).status_code == 403
    assert (await desk.get("/cases")).status_code == 200


async def test_who_left_the_office_is_out_at_once(console: Console) -> None:
    desk = await console.desk()
    await Officer.filter(id=desk.officer.id).update(left_on=clock.today())
    assert (await desk.get("/cases")).headers["location"] == "/sign-in"


async def test_one_address_may_not_guess_on_and_on(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("console.limits.time.time", lambda: 1_800_000_000.0)
    form = {"username": "nobody", "password": "x" * 3, "code": "1"}
    monkeypatch.setattr(settings(), "console_sign_ins_a_minute", 3)
    answers = [await console.client.post("/sign-in", data=form) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 429]
    assert sentence_of(answers[-1]) == "登录尝试太频繁，请等一分钟再试。"
    assert int(answers[-1].headers["retry-after"]) <= 61
    monkeypatch.setattr("console.limits.time.time", lambda: 1_800_000_060.0)
    assert (await console.client.post("/sign-in", data=form)).status_code == 401
