"""A WeChat account is bound to the person it belongs to, and every wrong try is kept."""

import asyncio
from datetime import date

import pytest

from backend import journal
from backend.residents import (
    AlreadyBound,
    BadIdentityNumber,
    Contact,
    IdentityNotMatched,
    PhoneNotOnFile,
    Resident,
    WechatAccount,
    WrongPhoneCode,
    bind_resident,
    request_phone_code,
    verify_phone_code,
)
from backend.residents.phone_code import PhoneCode
from backend.residents.requesting_phone_code import CodeJustSent
from tests.people import COUNTY, a_contact, a_resident, a_wechat_account, an_identity_number

PHONE = "13812345670"


async def attempts() -> list[str]:
    entries = await journal.Entry.filter(deed=journal.Deed.WECHAT_BINDING_REFUSED.value)
    return [str(entry.facts["reason"]) for entry in entries]


async def test_name_number_and_phone_of_one_person_bind(empty_database: str) -> None:
    number = an_identity_number(date(1942, 5, 6))
    resident = await a_resident("王秀英", identity_number=number)
    account = await a_wechat_account()
    bound = await bind_resident(account.id, name="王秀英", identity_number=f" {number} ", phone=PHONE)
    assert bound.id == resident.id
    assert (await WechatAccount.get(id=account.id)).resident_id == resident.id


@pytest.mark.parametrize("name", ["王秀", "张秀英"])
async def test_a_name_that_differs_is_refused_and_journaled(empty_database: str, name: str) -> None:
    number = an_identity_number(date(1942, 5, 6))
    await a_resident("王秀英", identity_number=number)
    account = await a_wechat_account()
    with pytest.raises(IdentityNotMatched):
        await bind_resident(account.id, name=name, identity_number=number, phone=PHONE)
    assert await attempts() == ["identity_not_matched"]


async def test_an_unknown_number_and_a_wrong_name_are_refused_in_the_same_words(empty_database: str) -> None:
    account = await a_wechat_account()
    with pytest.raises(IdentityNotMatched) as unknown:
        await bind_resident(
            account.id, name="王秀英", identity_number=an_identity_number(date(1942, 5, 6)), phone=PHONE
        )
    assert unknown.value.shown == IdentityNotMatched.sentence


async def test_the_dead_are_not_bound(empty_database: str) -> None:
    number = an_identity_number(date(1942, 5, 6))
    await a_resident("王秀英", identity_number=number, deceased_on=date(2026, 1, 1))
    account = await a_wechat_account()
    with pytest.raises(IdentityNotMatched):
        await bind_resident(account.id, name="王秀英", identity_number=number, phone=PHONE)


async def test_a_phone_on_file_as_anothers_own_is_refused_and_journaled(empty_database: str) -> None:
    await a_resident("刘大山", phone=PHONE)
    number = an_identity_number(date(1942, 5, 6))
    await a_resident("王秀英", identity_number=number)
    account = await a_wechat_account()
    with pytest.raises(PhoneNotOnFile):
        await bind_resident(account.id, name="王秀英", identity_number=number, phone=PHONE)
    assert await attempts() == ["phone_of_another"]


async def test_a_malformed_number_is_refused_before_anyone_is_looked_up(empty_database: str) -> None:
    account = await a_wechat_account()
    with pytest.raises(BadIdentityNumber):
        await bind_resident(account.id, name="王秀英", identity_number="410325194205061235", phone=PHONE)
    assert await attempts() == []


async def test_two_accounts_at_once_bind_one_person_once(empty_database: str) -> None:
    number = an_identity_number(date(1942, 5, 6))
    resident = await a_resident("王秀英", identity_number=number)
    accounts = [await a_wechat_account() for _ in range(5)]
    outcomes = await asyncio.gather(
        *(bind_resident(each.id, name="王秀英", identity_number=number, phone=PHONE) for each in accounts),
        return_exceptions=True,
    )
    assert sum(isinstance(outcome, AlreadyBound) for outcome in outcomes) == 4
    assert await WechatAccount.filter(resident_id=resident.id).count() == 1
    assert await attempts() == ["already_bound"] * 4


async def test_a_code_proves_a_phone_once(empty_database: str) -> None:
    account = await a_wechat_account()
    await request_phone_code(account.id, COUNTY, "+86 138-1234-5670")
    code = (await PhoneCode.get(account_id=account.id)).code
    assert await verify_phone_code(account.id, PHONE, code) == PHONE
    with pytest.raises(WrongPhoneCode):
        await verify_phone_code(account.id, PHONE, code)


async def test_five_wrong_tries_end_a_code(empty_database: str) -> None:
    account = await a_wechat_account()
    await request_phone_code(account.id, COUNTY, PHONE)
    code = (await PhoneCode.get(account_id=account.id)).code
    for _ in range(5):
        with pytest.raises(WrongPhoneCode):
            await verify_phone_code(account.id, PHONE, "not it")
    with pytest.raises(WrongPhoneCode):
        await verify_phone_code(account.id, PHONE, code)


async def test_a_code_dies_after_ten_minutes(empty_database: str, at: object) -> None:
    account = await a_wechat_account()
    at("2026-03-02 09:00")
    await request_phone_code(account.id, COUNTY, PHONE)
    code = (await PhoneCode.get(account_id=account.id)).code
    at("2026-03-02 09:11")
    with pytest.raises(WrongPhoneCode):
        await verify_phone_code(account.id, PHONE, code)


async def test_a_number_gets_one_code_a_minute_even_when_asked_at_once(empty_database: str) -> None:
    account = await a_wechat_account()
    outcomes = await asyncio.gather(
        *(request_phone_code(account.id, COUNTY, PHONE) for _ in range(5)), return_exceptions=True
    )
    assert sum(isinstance(outcome, CodeJustSent) for outcome in outcomes) == 4


async def test_who_has_an_own_phone_on_file_is_bound_by_that_phone_only(empty_database: str) -> None:
    """Name and number are known to many; only the phone on file shows that it is she."""
    number = an_identity_number(date(1942, 5, 6))
    resident = await a_resident("王秀英", identity_number=number, phone="13800000001")
    account = await a_wechat_account()
    with pytest.raises(PhoneNotOnFile):
        await bind_resident(account.id, name="王秀英", identity_number=number, phone=PHONE)
    assert await attempts() == ["phone_of_another"]
    assert (
        await bind_resident(account.id, name="王秀英", identity_number=number, phone="13800000001")
    ).id == resident.id
    assert await Contact.filter(resident_id=resident.id).count() == 1


@pytest.mark.parametrize("owner", ["relative", "neighbour", "cadre"])
async def test_a_phone_on_file_for_passing_messages_on_binds_nobody(empty_database: str, owner: str) -> None:
    number = an_identity_number(date(1942, 5, 6))
    await a_resident("王秀英", identity_number=number, phone=PHONE, phone_owner=owner)
    account = await a_wechat_account()
    with pytest.raises(PhoneNotOnFile):
        await bind_resident(account.id, name="王秀英", identity_number=number, phone=PHONE)
    assert await attempts() == ["phone_of_another"]


async def test_a_new_phone_is_texted_after_those_on_file(empty_database: str) -> None:
    number = an_identity_number(date(1942, 5, 6))
    resident = await a_resident("王秀英", identity_number=number)
    await a_contact(resident, "13800000002", owner="relative")
    await bind_resident((await a_wechat_account()).id, name="王秀英", identity_number=number, phone=PHONE)
    bound = await Contact.get(resident_id=resident.id, owner="self")
    assert bound.priority > (await Contact.get(resident_id=resident.id, owner="relative")).priority


async def registered_in(county: str, number: str, phone: str | None = None) -> Resident:
    resident = await a_resident("王秀英", identity_number=number)
    await Resident.filter(id=resident.id).update(county=county)
    if phone:
        await a_contact(resident, phone)
        await Contact.filter(resident_id=resident.id).update(county=county)
    return await Resident.get(id=resident.id)


async def test_somebody_of_another_county_of_the_house_binds_and_the_account_is_theirs(empty_database: str) -> None:
    number = an_identity_number(date(1942, 5, 6))
    resident = await registered_in("410326", number, PHONE)
    account = await a_wechat_account()
    with pytest.raises(PhoneNotOnFile):
        await bind_resident(account.id, name="王秀英", identity_number=number, phone="13711112222")
    assert (await journal.Entry.get(deed=journal.Deed.WECHAT_BINDING_REFUSED.value)).county == "410326"
    assert (await bind_resident(account.id, name="王秀英", identity_number=number, phone=PHONE)).id == resident.id
    assert (await WechatAccount.get()).county == "410326"


async def test_who_stands_on_two_registers_is_bound_where_the_phone_is(empty_database: str) -> None:
    number = an_identity_number(date(1942, 5, 6))
    where_it_is = await registered_in("410326", number, PHONE)
    await registered_in(COUNTY, number)
    account = await a_wechat_account()
    with pytest.raises(PhoneNotOnFile):  # a new phone is no proof where one register knows another
        await bind_resident(account.id, name="王秀英", identity_number=number, phone="13711112222")
    assert (await bind_resident(account.id, name="王秀英", identity_number=number, phone=PHONE)).id == where_it_is.id


async def test_a_phone_on_file_for_somebody_in_another_county_is_no_new_one(empty_database: str) -> None:
    await registered_in("410326", an_identity_number(date(1942, 5, 6)), PHONE)
    number = an_identity_number(date(1950, 1, 1))
    await a_resident("李四", identity_number=number)
    with pytest.raises(PhoneNotOnFile):
        await bind_resident((await a_wechat_account()).id, name="李四", identity_number=number, phone=PHONE)
