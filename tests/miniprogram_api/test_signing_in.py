"""Signing in with WeChat's codes, and out again."""

import pytest

from backend.residents import WechatAccount
from miniprogram_api.store import store
from tests.miniprogram_api.clients import Door
from tests.wechat_platform.phone import Phone


async def test_a_code_opens_a_session_and_the_session_knows_who(door: Door, phone: Phone) -> None:
    answer = await door.stranger.post("/sessions", {"code": phone.login()})
    assert answer.status_code == 201
    session = answer.json()
    assert session["bound_as_resident"] is False
    me = await door.with_token(session["token"]).get("/me")
    assert me.json() == {"resident": None, "cadre": None, "helper": None}
    assert (await WechatAccount.all())[0].openid == phone.openid()


async def test_signing_in_again_is_the_same_account(door: Door, phone: Phone) -> None:
    for _ in range(2):
        assert (await door.stranger.post("/sessions", {"code": phone.login()})).status_code == 201
    assert await WechatAccount.all().count() == 1


async def test_an_unknown_code_is_refused(door: Door, phone: Phone) -> None:
    answer = await door.stranger.post("/sessions", {"code": "not-one-of-wechats"})
    assert (answer.status_code, answer.json()["code"]) == (422, "wechat.WechatCodeRefused")


async def test_a_replayed_code_is_refused(door: Door, phone: Phone) -> None:
    code = phone.login()
    assert (await door.stranger.post("/sessions", {"code": code})).status_code == 201
    answer = await door.stranger.post("/sessions", {"code": code})
    assert (answer.status_code, answer.json()["code"]) == (422, "wechat.WechatCodeUsed")


async def test_a_code_of_more_than_five_minutes_is_refused(door: Door, phone: Phone) -> None:
    code = phone.login()
    phone.wait(301)
    answer = await door.stranger.post("/sessions", {"code": code})
    assert (answer.status_code, answer.json()["code"]) == (422, "wechat.WechatCodeRefused")


async def test_someone_whom_wechat_blocks_is_told_so(door: Door, phone: Phone) -> None:
    phone.tell("wechat/user", user="wang", blocked=True)
    answer = await door.stranger.post("/sessions", {"code": phone.login()})
    assert (answer.status_code, answer.json()["code"]) == (403, "wechat.WechatBlocked")


@pytest.mark.parametrize("fault", ["html_200", "reset_after", "truncate"])
async def test_while_wechat_is_broken_the_answer_is_503_and_then_all_is_well(
    door: Door, phone: Phone, fault: str
) -> None:
    phone.faults(**{fault: True})
    answer = await door.stranger.post("/sessions", {"code": phone.login()})
    assert (answer.status_code, answer.json()["code"]) == (503, "wechat.WechatBusy")
    assert answer.headers["retry-after"]
    phone.faults()
    assert (await door.stranger.post("/sessions", {"code": phone.login()})).status_code == 201


async def test_no_token_and_a_made_up_token_are_refused_alike(door: Door) -> None:
    for knocker in (door.stranger, door.with_token("A" * 43), door.with_token("short")):
        answer = await knocker.get("/me")
        assert (answer.status_code, answer.json()["code"]) == (401, "asking.SignInFirst")
        assert answer.headers["www-authenticate"] == "Bearer"
        assert answer.headers["content-type"] == "application/problem+json"


async def test_signing_out_ends_this_session_only(door: Door) -> None:
    here = await door.account()
    assert here.account is not None
    from miniprogram_api.sessions import open_session

    elsewhere = door.with_token(await open_session(here.account.id))
    assert (await here.delete("/sessions/current")).status_code == 204
    assert (await here.get("/me")).status_code == 401
    assert (await elsewhere.get("/me")).status_code == 200


async def test_redis_never_holds_the_token_and_a_look_prolongs_the_session(door: Door) -> None:
    knocker = await door.account()
    (name,) = await store().keys("session:*")
    assert knocker.token is not None
    assert knocker.token.encode() not in name
    await store().expire(name, 60)
    await knocker.get("/me")
    assert await store().ttl(name) > 29 * 86_400
