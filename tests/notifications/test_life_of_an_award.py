"""What a person reads when a benefit is held back, changed or ended, through the real rooms."""

from collections.abc import Callable
from datetime import date

from backend import entitlements
from backend.entitlements import FactKind, Reason
from backend.journal import Deed
from backend.residents import Resident
from backend.staff import Role
from tests.backend.payouts.awards import an_award
from tests.notifications.occasions import happened
from tests.notifications.outreach_steps import Outreach
from tests.notifications.sandbox_process import Sandbox
from tests.people import a_resident, an_officer, seed_parameters

PHONE, BASIS = "13800009999", "复核记录2026-3号"
MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)


async def test_whoever_receives_hears_of_every_change_and_first_that_it_may_end(
    outreach: Outreach, sandbox: Sandbox, travel: Callable[[str], None]
) -> None:
    await seed_parameters()
    elder = await a_resident(phone=PHONE, account="6228480000000000018")
    award = await an_award(elder, programme="rural_dibao", monthly_fen=22000)
    clerk, reviewer = await an_officer(), await an_officer(Role.COUNTY_REVIEWER)
    read: list[str] = []

    async def newest() -> str:
        async def arrived() -> bool:
            return len(sandbox.texts(PHONE)) > len(read)

        await outreach.until(arrived)
        new = sandbox.texts(PHONE)[len(read) :]
        assert len(new) == 1, new
        read.append(new[0]["text"])
        return read[-1].removeprefix("【嵩县民政局】王秀英您好，")

    async def proposed(kind: FactKind, reason: Reason, month: date, fen: int | None = None) -> entitlements.AwardChange:
        return await entitlements.propose_change(
            award.id, kind, clerk, month=month, reason=reason, basis=BASIS, fen=fen
        )

    await entitlements.suspend(award.id, MARCH, clerk, reason=Reason.NOT_FOUND, basis=BASIS)
    assert await newest() == "您的补贴从2026年3月起先暂停。请找乡镇或村干部说明情况，核实清楚了接着发。"

    resuming = await proposed(FactKind.RESUMED, Reason.CLEARED, MARCH)
    await entitlements.confirm_change(resuming.id, reviewer)
    assert await newest() == "您的补贴核实清楚了，从2026年3月起接着发，请留意到账。"

    raising = await proposed(FactKind.ADJUSTED, Reason.PEOPLE_CHANGED, APRIL, 25000)
    await entitlements.confirm_change(raising.id, reviewer)
    assert await newest() == "补贴2026年4月起每月250元，理由问乡镇。不服可60日内复议或6个月内起诉。"

    stopping = await proposed(FactKind.STOPPED, Reason.MOVED_AWAY, MAY)
    assert "可能要停发" in await newest(), "heard before the county decides"
    await entitlements.decline_change(stopping.id, reviewer)
    assert await newest() == "停发您补贴的事县里没有同意，补贴照常发，请放心。"

    stopping = await proposed(FactKind.STOPPED, Reason.MOVED_AWAY, MAY)
    assert "可能要停发" in await newest()
    await entitlements.decline_change(stopping.id, clerk)
    assert await newest() == "停发您补贴的事已经撤回，补贴照常发，请放心。"

    dying = await a_resident(phone="13800009998")
    await an_award(dying)
    await entitlements.stop_for_death(dying.id, MARCH, clerk, reason="村里上报")
    await Resident.filter(id=dying.id).update(deceased_on=None)  # put right at once: the journal still says death
    await outreach.step()
    assert sandbox.texts("13800009998") == []


async def test_who_was_asked_for_money_hears_that_it_is_not_owed_and_nobody_else(
    outreach: Outreach, sandbox: Sandbox, travel: Callable[[str], None]
) -> None:
    asked, never = await a_resident(phone=PHONE), await a_resident("李桂芳", phone="13800009998")
    await happened(Deed.OVERPAYMENT_RELEASED, never, fen=1000, was_told=False)
    await happened(Deed.OVERPAYMENT_RELEASED, asked, fen=1000, was_told=True)

    async def arrived() -> bool:
        return bool(sandbox.texts(PHONE))

    await outreach.until(arrived)
    assert "以前请您退回的钱重新核定了，其中10元不用退了" in sandbox.texts(PHONE)[0]["text"]
    assert sandbox.texts("13800009998") == []


HELD_BACK = {
    "agreement_over": "请到乡镇续签代领协议，或登记本人账户。",
    "account_closed": "账户有变动，请核对登记的新账户。",
    "withheld": "有件事要核实，请找乡镇问清楚。",
    "died": None,
}


async def test_whose_month_did_not_go_hears_so_and_what_to_do(outreach: Outreach, sandbox: Sandbox) -> None:
    for number, why in enumerate(HELD_BACK):
        elder = await a_resident(phone=f"1380000990{number}")
        await happened(Deed.PAYOUT_HELD_BACK, elder, why=why, month="2026-03-01", amount_fen=5000)
    await outreach.until_states("delivered", "delivered", "delivered")
    texts = {each["phone"]: each["text"] for each in sandbox.texts()}
    for number, todo in enumerate(HELD_BACK.values()):
        said = f"【嵩县民政局】王秀英您好，您2026年3月的补贴这次没发，钱留着。{todo}不明白请问村干部。"
        assert texts.get(f"1380000990{number}") == (said if todo else None)
