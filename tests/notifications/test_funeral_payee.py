"""Whoever buried somebody of 特困 hears of the money where they gave a phone, in words that name no death."""

from dataclasses import replace
from typing import Any

import pytest

from backend import entitlements, residents, sealing
from backend.entitlements import FuneralPayee, PayeeKind
from backend.errands import Errand
from backend.journal import Deed
from backend.messages import notices
from backend.residents import AccountKind
from notifications.message import Message
from tests.backend.entitlements.funerals import given, the_dead, the_figure, the_proof
from tests.backend.payouts.awards import a_payer, card
from tests.backend.payouts.test_funerals import paid
from tests.notifications.occasions import happened
from tests.notifications.outreach_steps import Outreach
from tests.notifications.sandbox_process import Sandbox
from tests.people import an_officer, seed_parameters

PHONE = "13800005555"
NEPHEW = FuneralPayee(PayeeKind.RELATIVE, "王建国", card(5), "嵩县农商银行", AccountKind.CARD, "侄子", "138 0000 5555")


@pytest.fixture(autouse=True)
async def april(outreach: Outreach, travel: Any) -> None:
    travel("2026-04-02 10:00")
    await seed_parameters()
    await the_figure()


def said(sandbox: Sandbox, phone: str = PHONE) -> list[str]:
    return [each["text"].removeprefix("【嵩县民政局】") for each in sandbox.texts(phone)]


async def all_sent(outreach: Outreach) -> None:
    async def quiet() -> bool:
        return await Message.all().count() > 0 and not await Message.filter(finished_at=None).exists()

    await outreach.until(quiet)


async def test_approved_and_arrived_is_told_to_who_buried_them_and_to_nobody_else(
    outreach: Outreach, sandbox: Sandbox
) -> None:
    clerk, payer = await an_officer(), await a_payer()
    award, dead = await the_dead(clerk)
    await given(award, dead, clerk, NEPHEW)
    await paid(payer)
    await all_sent(outreach)
    tail = card(5)[-4:]
    assert set(said(sandbox)) == {
        f"王建国您好，您经办的一次性费用6,000元批准了，会发到尾号{tail}的账户。",
        f"王建国您好，您经办的一次性费用6,000元已到账，账户尾号{tail}，请查收。",
    }
    assert len(sandbox.texts()) == 2, "the dead hear nothing"
    shown = [each.hearer for each in await notices(clerk)]
    assert shown == ["王秀英的料理后事的收款人"] * 2


async def test_what_came_back_is_told_with_what_to_bring(outreach: Outreach, sandbox: Sandbox) -> None:
    clerk, payer = await an_officer(), await a_payer()
    award, dead = await the_dead(clerk)
    await given(award, dead, clerk, replace(NEPHEW, number="6228480000000000001"))
    await paid(payer)
    await all_sent(outreach)
    assert "王建国您好，您经办的一次性费用6,000元没到账，钱留着，请到乡镇更正尾号0001的账户。" in said(sandbox)


async def test_after_another_account_was_approved_only_its_payee_hears(outreach: Outreach, sandbox: Sandbox) -> None:
    clerk, payer = await an_officer(), await a_payer()
    award, dead = await the_dead(clerk)
    first = await given(award, dead, clerk, replace(NEPHEW, number="6228480000000000001"))
    await paid(payer)
    await all_sent(outreach)
    heard = len(said(sandbox))
    await happened(
        Deed.PAYOUT_SETTLED, dead, programme=entitlements.FUNERAL, award_id=str(first.award_id), amount_fen=600_000,
        account_last_four="9999",
    )  # fmt: skip
    await outreach.step()
    assert len(said(sandbox)) == heard, "another account is another's affair"


@pytest.mark.parametrize("phone", ["", PHONE])
async def test_without_a_phone_or_at_a_dead_one_nobody_is_texted_or_visited(
    outreach: Outreach, sandbox: Sandbox, phone: str
) -> None:
    clerk, payer = await an_officer(), await a_payer()
    award, dead = await the_dead(clerk)
    await given(award, dead, clerk, replace(NEPHEW, phone=phone))
    if phone:
        index = sealing.blind_index(PHONE, "phone")
        await residents.bury_number("410325", index, reason="MK:0001", by=clerk.signature)
    await paid(payer)
    for _ in range(3):
        await outreach.step()
    assert (sandbox.texts(), await Message.all().count()) == ([], 0)
    assert await Errand.filter(kind="deliver_message").count() == 0


async def test_a_number_that_is_none_is_refused_before_anything_is_kept(outreach: Outreach) -> None:
    clerk = await an_officer()
    award, dead = await the_dead(clerk)
    proof = await the_proof(dead, clerk)
    with pytest.raises(residents.BadPhone):
        await entitlements.propose_funeral_aid(award.id, replace(NEPHEW, phone="3721"), proof, clerk)
    assert await entitlements.funeral_aids_of(dead.id) == []
