"""The case page says who acts for the person, and how the office knows them."""

from datetime import date

import pytest

from backend import applications, residents
from backend.programmes import PhotoKind
from backend.residents import Resident
from tests.backend.applications.cases import a_draft, a_photo, hand
from tests.console.cases import an_elder
from tests.console.desks import Console, words_of
from tests.people import a_resident, a_wechat_account, an_identity_number, seed_parameters

PHONE = "13822220000"


async def for_the_son(elder: Resident, number: str) -> str:
    case = await a_draft(elder)
    await applications.give_mandate(
        case.id, relation="儿子", scope="申请高龄津贴", expires_on=date(2027, 1, 1), by=hand(elder),
        photo_id=await a_photo(elder, PhotoKind.MANDATE),
        agent=await applications.known_agent("王建军", number, PHONE, case.county),
    )  # fmt: skip
    card = await a_photo(elder, PhotoKind.HELPER_IDENTITY, width=60)
    await applications.attach(case.id, card, hand(elder))
    await applications.submit(case.id, by=hand(elder))
    return f"/cases/{case.id}"


@pytest.mark.parametrize("on_the_register", [False, True])
async def test_how_a_helper_is_known_stands_on_the_case(console: Console, at: object, on_the_register: bool) -> None:
    at("2026-03-02 09:30")  # type: ignore[operator]
    await seed_parameters()
    (elder, _), number = await an_elder(), an_identity_number(date(1970, 1, 1), "male")
    if on_the_register:
        await a_resident("王建军", date(1970, 1, 1), identity_number=number)
    page = await for_the_son(elder, number)
    clerk = await console.desk(name="赵敏")
    shown = (await clerk.get(page)).text
    assert number not in shown
    assert PHONE not in shown
    assert "王建军（儿子；" in words_of(await clerk.get(page))
    if on_the_register:
        assert "本县在册" in shown
        return
    assert "不在册" in shown
    assert "手机138****0000（本人还没有绑定微信，手机号没有验证）" in shown
    assert "代办人身份证照片" in shown
    await residents.bind_outsider((await a_wechat_account()).id, name="王建军", identity_number=number, phone=PHONE)
    assert "2026-03-02 09:30本人微信绑定，手机号已验证" in (await clerk.get(page)).text
