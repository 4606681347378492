"""A cadre's powers go to the phone that the township registered, and every wrong try is kept."""

import pytest

from backend import journal
from backend.residents import AlreadyBound, WechatAccount, bury_number, is_dead_number
from backend.staff import Cadre, NotACadresPhone, bind_cadre
from tests.people import COUNTY, a_cadre, a_wechat_account

PHONE = "13911112222"


async def attempts() -> list[str]:
    entries = await journal.Entry.filter(deed=journal.Deed.WECHAT_BINDING_REFUSED.value)
    return [str(entry.facts["reason"]) for entry in entries]


async def test_the_registered_phone_binds_its_cadre(empty_database: str) -> None:
    cadre = await a_cadre(phone=PHONE)
    await bury_number(COUNTY, bytes(cadre.phone_index), reason="MK:0001", by=cadre.signature)
    assert (await bind_cadre((await a_wechat_account()).id, COUNTY, PHONE)).id == cadre.id
    assert await attempts() == []
    assert not await is_dead_number(COUNTY, bytes(cadre.phone_index)), "whoever proves a phone is reached there"


async def test_another_phone_binds_nobody_and_is_journaled(empty_database: str) -> None:
    await a_cadre(phone=PHONE)
    account = await a_wechat_account()
    with pytest.raises(NotACadresPhone):
        await bind_cadre(account.id, COUNTY, "13911113333")
    assert await attempts() == ["not_a_cadres_phone"]


async def test_a_cadre_is_bound_to_one_account(empty_database: str) -> None:
    await a_cadre(phone=PHONE)
    await bind_cadre((await a_wechat_account()).id, COUNTY, PHONE)
    second = await a_wechat_account()
    with pytest.raises(AlreadyBound):
        await bind_cadre(second.id, COUNTY, PHONE)
    assert await attempts() == ["already_bound"]


async def test_a_cadre_of_another_county_of_the_house_is_bound_and_the_account_is_theirs(empty_database: str) -> None:
    cadre = await a_cadre(phone=PHONE)
    await Cadre.filter(id=cadre.id).update(county="410326")
    assert (await bind_cadre((await a_wechat_account()).id, COUNTY, PHONE)).id == cadre.id
    assert (await WechatAccount.get()).county == "410326"
    with pytest.raises(AlreadyBound):
        await bind_cadre((await a_wechat_account()).id, COUNTY, PHONE)
    assert (await journal.Entry.get(deed=journal.Deed.WECHAT_BINDING_REFUSED.value)).county == "410326"
    here = await a_cadre(phone=PHONE)
    assert (await bind_cadre((await a_wechat_account()).id, COUNTY, PHONE)).id == here.id, "the account's county first"
