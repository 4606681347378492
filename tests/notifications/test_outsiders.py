"""A helper who is on no register: told nothing of the case before the phone is proved, and the same as she is after."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from backend import applications, residents
from backend.applications import Mandate
from backend.messages import notices
from backend.programmes import PhotoKind
from backend.residents import Outsider, Resident
from backend.staff import Role
from notifications.announcing import announce
from notifications.message import Message, RecipientKind
from tests.backend.applications.cases import a_draft, a_photo, hand
from tests.people import a_resident, a_wechat_account, an_identity_number, an_officer, seed_parameters

HERS, HIS = "13811110000", "13822220000"


@pytest.fixture
async def number(empty_database: str, at: Any) -> str:
    at("2026-03-02 09:30")
    await seed_parameters()
    return an_identity_number(date(1970, 1, 1), "male")


async def a_case_by_the_son(elder: Resident, number: str) -> UUID:
    case = await a_draft(elder)
    await applications.give_mandate(
        case.id, relation="儿子", scope="申请高龄津贴", expires_on=date(2026, 12, 1), by=hand(elder),
        photo_id=await a_photo(elder, PhotoKind.MANDATE),
        agent=await applications.known_agent("王建军", number, HIS, case.county),
    )  # fmt: skip
    return case.id


async def told() -> dict[str, list[str]]:
    """By whom it went to, the occasions since the last look."""
    found: dict[str, list[str]] = {}
    for each in await Message.all().order_by("id"):
        found.setdefault(each.recipient_kind, []).append(each.occasion)
    await Message.all().delete()
    return found


async def test_his_phone_learns_of_the_case_once_it_is_proved_to_be_his(number: str) -> None:
    elder = await a_resident(phone=HERS)
    case = await a_case_by_the_son(elder, number)
    await announce()
    (first,) = await Message.filter(recipient_kind=RecipientKind.HELPER.value)
    assert first.case_id is None
    assert first.village is None, "nobody of the village is shown it"
    auditor = await an_officer(Role.AUDITOR)
    assert [each.hearer for each in await notices(auditor) if each.occasion == "helper_named"] == [
        "委托书上写的代办人王建军"
    ]
    assert await told() == {"resident": ["mandate_asked"], "helper": ["helper_named"]}
    await applications.submit(case, by=hand(elder))
    await announce()
    assert await told() == {"resident": ["submitted"]}, "whoever holds that phone learns nothing"
    account = await a_wechat_account()
    (son,) = await residents.bind_outsider(account.id, name="王建军", identity_number=number, phone=HIS)
    await applications.accept(case, await an_officer())
    await announce()
    (beside,) = await Message.filter(recipient_kind=RecipientKind.HELPER.value)
    assert (bytes(beside.address_index), beside.case_id) == (bytes(son.phone_index), case)
    heard = await told()
    assert heard["helper"] == heard["resident"], "helper and helped get the same facts"


async def test_a_stop_and_the_end_of_the_mandate_hold_for_him_too(number: str) -> None:
    elder = await a_resident(phone=HERS)
    case = await a_case_by_the_son(elder, number)
    account = await a_wechat_account()
    (son,) = await residents.bind_outsider(account.id, name="王建军", identity_number=number, phone=HIS)
    await announce()
    await Message.all().delete()
    await residents.stop_number(son.county, bytes(son.phone_index), by=son.signature)
    await applications.submit(case, by=hand(elder))
    await announce()
    assert "helper" not in await told(), "退订"
    await residents.resume_number(son.county, bytes(son.phone_index), by=son.signature)
    await applications.revoke_mandate(case, hand(elder))
    await applications.accept(case, await an_officer())
    await announce()
    assert "helper" not in await told(), "taken back"
    assert await Mandate.filter(revoked_at=None).count() == 0
    assert await Outsider.all().count() == 1, "who acted stays on file with the case"
