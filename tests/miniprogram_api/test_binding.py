"""Whom an account is bound to: the right person, the right cadre, once, and every wrong try is kept."""

from datetime import date

import pytest

from backend import journal
from backend.residents import PhoneCode, Subscription
from tests.miniprogram_api.clients import Door
from tests.people import VILLAGE, a_cadre, a_resident, an_identity_number, the_map
from tests.wechat_platform.phone import Phone

NUMBER = "13812345670"


async def refusals_kept() -> list[str]:
    entries = await journal.Entry.filter(deed=journal.Deed.WECHAT_BINDING_REFUSED.value)
    return [str(entry.facts["reason"]) for entry in entries]


async def test_name_number_and_wechats_word_for_the_phone_bind(door: Door, phone: Phone) -> None:
    await the_map()
    number = an_identity_number(date(1942, 5, 6))
    resident = await a_resident("王秀英", identity_number=number)
    knocker = await door.account()
    answer = await knocker.post(
        "/bindings",
        {"name": " 王秀英 ", "identity_number": number.lower(), "wechat_phone_code": phone.phone_code(NUMBER)},
    )
    assert answer.status_code == 201, answer.text
    assert answer.json()["id"] == str(resident.id)
    assert number not in answer.text
    assert (await knocker.get("/me")).json()["resident"]["village"]["name"] == "车村村民委员会"


async def test_a_texted_code_proves_the_phone_too(door: Door) -> None:
    number = an_identity_number(date(1942, 5, 6))
    await a_resident("王秀英", identity_number=number)
    knocker = await door.account()
    assert (await knocker.post("/phone-codes", {"phone": "+86 138-1234-5670"})).status_code == 202
    code = (await PhoneCode.all())[0].code
    body = {"name": "王秀英", "identity_number": number, "phone": NUMBER, "sms_code": code}
    assert (await knocker.post("/bindings", {**body, "sms_code": "000000"})).json()[
        "code"
    ] == "residents.WrongPhoneCode"
    assert (await knocker.post("/bindings", body)).status_code == 201


async def test_another_code_within_a_minute_is_refused_with_a_time(door: Door) -> None:
    knocker = await door.account()
    await knocker.post("/phone-codes", {"phone": NUMBER})
    answer = await knocker.post("/phone-codes", {"phone": NUMBER})
    assert (answer.status_code, answer.json()["code"]) == (429, "residents.CodeJustSent")
    assert int(answer.headers["retry-after"]) > 0


async def test_an_identity_that_is_not_theirs_is_refused_and_kept(door: Door, phone: Phone) -> None:
    number = an_identity_number(date(1942, 5, 6))
    await a_resident("王秀英", identity_number=number)
    knocker = await door.account()
    answer = await knocker.post(
        "/bindings", {"name": "张伟", "identity_number": number, "wechat_phone_code": phone.phone_code(NUMBER)}
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "residents.IdentityNotMatched")
    assert await refusals_kept() == ["identity_not_matched"]
    assert (await knocker.get("/me")).json()["resident"] is None


async def test_someone_bound_already_is_not_bound_again(door: Door, phone: Phone) -> None:
    number = an_identity_number(date(1942, 5, 6))
    resident = await a_resident("王秀英", identity_number=number)
    await door.account(resident=resident)
    answer = await (await door.account()).post(
        "/bindings", {"name": "王秀英", "identity_number": number, "wechat_phone_code": phone.phone_code(NUMBER)}
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "residents.AlreadyBound")
    assert await refusals_kept() == ["already_bound"]


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("410325194205061235", "输错了"),
        ("410325420506123", "15位"),
        ("410325194213061234", "日期"),
        ("41032519420506", "18位"),
    ],
)
async def test_a_bad_number_is_refused_with_what_is_wrong(door: Door, phone: Phone, typed: str, part: str) -> None:
    answer = await (await door.account()).post(
        "/bindings", {"name": "王秀英", "identity_number": typed, "wechat_phone_code": phone.phone_code(NUMBER)}
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "residents.BadIdentityNumber")
    assert part in answer.json()["detail"]
    assert typed not in answer.text


async def test_full_width_digits_are_forgiven(door: Door, phone: Phone) -> None:
    number = an_identity_number(date(1942, 5, 6))
    await a_resident("王秀英", identity_number=number)
    wide = number.translate({ord("0") + digit: chr(0xFF10 + digit) for digit in range(10)})
    answer = await (await door.account()).post(
        "/bindings", {"name": "王秀英", "identity_number": wide, "wechat_phone_code": phone.phone_code(NUMBER)}
    )
    assert answer.status_code == 201


@pytest.mark.parametrize(
    "proof", [{}, {"phone": NUMBER}, {"wechat_phone_code": "x", "phone": NUMBER, "sms_code": "123456"}]
)
async def test_one_proof_of_the_phone_is_asked_for(door: Door, proof: dict[str, str]) -> None:
    answer = await (await door.account()).post("/bindings", {"name": "王秀英", "identity_number": "x", **proof})
    assert answer.status_code == 422
    assert "短信验证码" in answer.json()["detail"]


async def test_a_cadre_is_known_by_the_phone_that_the_township_registered(door: Door, phone: Phone) -> None:
    await a_cadre(phone=NUMBER)
    knocker = await door.account()
    answer = await knocker.post("/cadre-bindings", {"wechat_phone_code": phone.phone_code(NUMBER)})
    assert answer.status_code == 201
    assert [village["code"] for village in answer.json()["villages"]] == [VILLAGE]
    stranger = await (await door.account()).post(
        "/cadre-bindings", {"wechat_phone_code": phone.phone_code("13900000001", user="li")}
    )
    assert (stranger.status_code, stranger.json()["code"]) == (403, "staff.NotACadresPhone")


async def test_a_phone_code_of_wechat_is_good_once_and_for_five_minutes(door: Door, phone: Phone) -> None:
    await a_cadre(phone=NUMBER)
    used, old = phone.phone_code(NUMBER), phone.phone_code(NUMBER)
    knocker = await door.account()
    assert (await knocker.post("/cadre-bindings", {"wechat_phone_code": used})).status_code == 201
    phone.wait(301)
    for code in (used, old):
        answer = await knocker.post("/cadre-bindings", {"wechat_phone_code": code})
        assert (answer.status_code, answer.json()["code"]) == (422, "wechat.WechatCodeRefused")


async def test_identities_cannot_be_tried_out(door: Door, phone: Phone) -> None:
    knocker = await door.account()
    body = {"name": "王秀英", "identity_number": an_identity_number(date(1942, 5, 6)), "wechat_phone_code": "x"}
    answers = [await knocker.post("/bindings", body) for _ in range(11)]
    assert [answer.status_code for answer in answers[-2:]] == [422, 429]
    assert answers[-1].json()["code"] == "limits.TooManyRequests"
    assert int(answers[-1].headers["retry-after"]) > 0


async def test_only_an_accepted_tap_is_counted(door: Door) -> None:
    knocker = await door.account()
    for answer in ("accept", "reject", "accept", "ban", "filter"):
        told = await knocker.post("/subscriptions", {"template": "demo-payment", "answer": answer})
        assert told.status_code == 204
    assert knocker.account is not None
    assert (await Subscription.get(account_id=knocker.account.id)).quota == 2
    assert (await knocker.post("/subscriptions", {"template": "a b", "answer": "accept"})).status_code == 422
