"""The case page says who acts for the person, and how the office knows them."""

from datetime import date

import pytest

from backend import applications, residents
from backend.entitlements import PayeeAgreement
from backend.programmes import PhotoKind
from backend.residents import Resident
from backend.staff import Relation, Relative, Role, declare_own_kin
from tests.backend.applications.cases import a_draft, a_jpeg, a_photo, hand
from tests.backend.payouts.awards import an_award
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


async def test_a_handlers_relative_who_helps_is_pointed_out_to_who_keeps_the_register(
    console: Console, at: object
) -> None:
    at("2026-03-02 09:30")  # type: ignore[operator]
    await seed_parameters()
    (elder, _), number = await an_elder(), an_identity_number(date(1970, 1, 1), "male")
    page, clerk = await for_the_son(elder, number), await console.desk(name="赵敏")
    assert "请注意回避" not in (await clerk.get(page)).text
    await declare_own_kin(clerk.officer, [Relative(Relation.SIBLING, "王建军", number)])
    assert "是赵敏备案的兄弟姐妹，请注意回避" in (await clerk.get(page)).text


async def test_where_the_helper_is_to_be_paid_the_county_asks_the_person(console: Console, at: object) -> None:
    at("2026-03-02 09:30")  # type: ignore[operator]
    await seed_parameters()
    (elder, _), number = await an_elder(), an_identity_number(date(1970, 1, 1), "male")
    await for_the_son(elder, number)
    award, clerk = await an_award(elder, programme="rural_dibao", monthly_fen=22000), await console.desk(name="赵敏")
    reviewer, path = await console.desk(Role.COUNTY_REVIEWER), f"/awards/{award.id}"
    form = {
        "relation": "儿子", "number": "6217000000000000012", "bank": "农商银行", "kind": "card", "until": "2026-12-31",
    }  # fmt: skip
    for holder, helps in (("王建国", False), ("王建军", True)):
        await PayeeAgreement.all().delete()
        await clerk.post_file(f"{path}/agreement", a_jpeg(), holder_name=holder, **form)
        assert ("代领人就是替本人代办申请的人" in (await reviewer.get(path)).text) is helps
