"""解除微信绑定: a lost phone, or an account that is somebody else's, acts for nobody from that moment on."""

from datetime import date
from typing import Any

import pytest

from backend import journal
from backend.residents import WechatAccount, bind_resident
from backend.staff import account_holders
from tests.console.desks import Console, sentence_of
from tests.people import OTHER_VILLAGE, a_resident, a_wechat_account, an_identity_number, seed_parameters

PHONE = "13812345670"
NUMBER = an_identity_number(date(1942, 5, 6))


@pytest.fixture(autouse=True)
async def march(console: Console, at: Any) -> None:
    at("2026-03-15 09:30")
    await seed_parameters()


async def bound(name: str = "王秀英", **where: Any) -> tuple[Any, WechatAccount]:
    elder, account = await a_resident(name, identity_number=NUMBER, phone=PHONE, **where), await a_wechat_account()
    await bind_resident(account.id, name=name, identity_number=NUMBER, phone=PHONE)
    return elder, account


async def test_who_lost_the_phone_binds_another_and_the_old_one_is_nobody(console: Console) -> None:
    (elder, lost), clerk = await bound(), await console.desk()
    page = await clerk.get(f"/residents/{elder.id}")
    assert "2026年3月15日绑定" in page.text
    await clerk.post(f"/residents/{elder.id}/wechat/unbinding", reason="手机丢了，本人来所里说的")
    assert (await account_holders([lost.id]))[lost.id].resident is None
    entry = await journal.Entry.get(deed=journal.Deed.WECHAT_UNBOUND.value)
    assert (entry.by_id, entry.resident_id) == (clerk.officer.id, elder.id)
    assert entry.facts["reason"] == "手机丢了，本人来所里说的"
    assert "没有绑定" in (await clerk.get(f"/residents/{elder.id}")).text
    new = await a_wechat_account()
    assert (await bind_resident(new.id, name="王秀英", identity_number=NUMBER, phone=PHONE)).id == elder.id


async def test_it_needs_a_reason_and_somebody_bound(console: Console) -> None:
    (elder, account), clerk = await bound(), await console.desk()
    path = f"/residents/{elder.id}/wechat/unbinding"
    silent = await clerk.post(path, reason=" ")
    assert (silent.status_code, "怎么核实" in sentence_of(silent)) == (422, True)
    assert (await WechatAccount.get(id=account.id)).resident_id == elder.id
    await clerk.post(path, reason="不是本人绑的")
    again = await clerk.post(path, reason="不是本人绑的")
    assert (again.status_code, "没有微信绑定" in sentence_of(again)) == (409, True)


async def test_nobody_elsewhere_does_it(console: Console) -> None:
    (elder, account), clerk = await bound(village=OTHER_VILLAGE), await console.desk()
    answer = await clerk.post(f"/residents/{elder.id}/wechat/unbinding", reason="手机丢了")
    assert answer.status_code == 404
    assert (await WechatAccount.get(id=account.id)).resident_id == elder.id
