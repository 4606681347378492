"""What an elder reads while her case goes through the real rooms: every fact that a wording needs is really there."""

from collections.abc import Callable
from datetime import date

from backend import applications, clock, entitlements, payouts, postings, residents
from backend.journal import By, Signature
from backend.programmes import PhotoKind
from backend.staff import Role
from notifications.hearing_back import hear_back
from notifications.timetable import timetable
from sandbox import bank
from tests.backend.applications.cases import a_draft, a_photo, hand
from tests.backend.entitlements.test_aiding import in_need
from tests.backend.payouts.awards import a_payer, an_approver
from tests.notifications.outreach_steps import Outreach
from tests.notifications.sandbox_process import Sandbox
from tests.people import a_cadre, a_resident, an_officer, seed_parameters

PHONE = "13800009999"
CADRE = "13900009999"


async def test_an_elder_hears_of_every_step(
    outreach: Outreach, sandbox: Sandbox, travel: Callable[[str], None]
) -> None:
    await seed_parameters()
    await a_cadre(phone=CADRE)
    clerk, reviewer = await an_officer(), await an_officer(Role.COUNTY_REVIEWER)
    elder = await a_resident(phone=PHONE, account="6228480000000000018")
    read: list[str] = []

    async def newest() -> str:
        """What came since the last look, without the signature."""

        async def arrived() -> bool:
            return len(sandbox.texts(PHONE)) > len(read)

        await outreach.until(arrived)
        new = sandbox.texts(PHONE)[len(read) :]
        assert len(new) == 1, new
        read.append(new[0]["text"])
        return read[-1].removeprefix("【嵩县民政局】王秀英您好，")

    draft = await a_draft(elder)
    case = await applications.submit(draft.id, by=hand(elder))
    assert await newest() == f"申请已收到，编号{case.case_number}，2026年3月5日前答复，不用再跑。"

    await applications.return_for_more(case.id, clerk, [PhotoKind.PORTRAIT])
    assert await newest() == "您的申请还缺本人近照。补齐就接着办，可请村干部上门代拍。"

    travel("2026-03-09 09:01")
    duties = {duty.name: duty for duty in timetable(outreach.reconciler)}
    assert await duties["remind_of_papers"].deed() == 1
    assert await newest() == "申请还缺本人近照，补齐才能接着办，可请村干部帮忙。"

    await applications.attach(case.id, await a_photo(elder, PhotoKind.PORTRAIT), hand(elder))
    await applications.submit(case.id, by=hand(elder))
    assert "申请已收到" in await newest()
    accepted = await applications.accept(case.id, clerk)
    assert accepted.decision_due_on
    due = accepted.decision_due_on
    assert await newest() == f"您的申请已受理，{due.year}年{due.month}月{due.day}日前办结，不用再跑。有事问村干部。"

    posting = await postings.post([case.id], clerk)
    ends = posting.ends_on
    day = f"{ends.year}年{ends.month}月{ends.day}日"
    assert await newest() == f"您的申请乡镇已通过，正在村里公示到{day}，之后报县里确认，不用再跑。"

    travel("2026-03-20 09:00")
    assert await duties["end_notices"].deed() == 1
    award = await entitlements.grant(case.id, reviewer)
    assert award.from_month == date(2026, 3, 1)
    assert await newest() == "您的申请批准了，从2026年3月起每月50元，会发到您的账户。告知书到乡镇领。"

    await _paid(date(2026, 3, 1))
    assert await newest() == "您2026年3月的补贴50元已到账，账户尾号0018，请查收。"

    await residents.change_account(
        elder.id, holder_name="王秀英", number="6228480000000000001", bank="嵩县农商银行",
        kind=residents.AccountKind.CARD, by=Signature(By.CLOCK),
    )  # fmt: skip
    assert await newest() == "您的收款账户登记为尾号0001了。如果不是您的意思，请马上联系村干部或乡镇。"
    travel("2026-04-07 10:00")
    await _paid(date(2026, 4, 1))
    assert await newest() == "您2026年4月的补贴没有到账，钱还给您留着。请备好身份证和社保卡，村干部会联系您。"
    assert [text["text"] for text in sandbox.texts(CADRE)][-1].startswith(
        "【嵩县民政局】李建国您好，村里有一件上门的事：核对收款账户，请在2026年4月"
    )

    travel("2027-03-01 10:00")
    assert await duties["warn_of_certification"].deed() == 1
    assert await newest() == "请在2027年3月20日前做一次本人确认，补贴才能接着发。村干部会上门帮您办。"
    assert sandbox.ask("accounting")["duplicates"] == []


async def test_refused_with_the_way_to_appeal_and_withdrawn(outreach: Outreach, sandbox: Sandbox) -> None:
    await seed_parameters()
    clerk = await an_officer()
    elder = await a_resident(phone=PHONE)
    refused = await applications.submit((await a_draft(elder)).id, by=hand(elder))
    reason = next(iter(applications.REFUSAL_REASONS["old_age_allowance"]))
    await applications.refuse(refused.id, clerk, [reason])
    again = await applications.submit((await a_draft(elder)).id, by=hand(elder))
    await applications.withdraw(again.id, by=hand(elder))
    await outreach.until_states("rejected", "delivered", "rejected", "delivered")
    texts = [text["text"].removeprefix("【嵩县民政局】王秀英您好，") for text in sandbox.texts(PHONE)]
    assert "您的申请不予受理，理由写在告知书里，可到乡镇领取。不服可在60日内申请复议，或6个月内起诉。" in texts
    assert "您的申请已撤回。如果不是您的意思，或想重新申请，请找村干部。" in texts


async def test_1_tells_how_far_the_running_case_is(outreach: Outreach, sandbox: Sandbox) -> None:
    await seed_parameters()
    elder = await a_resident(phone=PHONE)
    await applications.submit((await a_draft(elder)).id, by=hand(elder))
    await outreach.until_states("delivered")
    sandbox.tell("reply", phone=PHONE, text="1")

    async def answered() -> bool:
        await hear_back()
        return len(sandbox.texts(PHONE)) == 2

    await outreach.until(answered)
    assert sandbox.texts(PHONE)[1]["text"] == (
        "【嵩县民政局】王秀英您好，您问的申请现在：已提交，等待受理。有不明白的，请问村干部。"
    )


async def _paid(month: date) -> None:
    """The month's batch through all hands and the bank."""
    payer, approver = await a_payer(), await an_approver()
    batch = await payouts.draw_up("old_age_allowance", month, payer)
    await payouts.approve(batch.id, approver)
    await payouts.release(batch.id, await an_approver())
    file = await payouts.export(batch.id, payer)
    await payouts.read_return_file(batch.id, bank.answer(file.content, paid_on=clock.today()), payer)


async def test_who_was_helped_first_is_told_which_papers_follow(outreach: Outreach, sandbox: Sandbox) -> None:
    await seed_parameters()
    elder = await a_resident(phone=PHONE, account="6228480000000000018")
    case = await in_need(elder, await an_officer(), 150_000)
    await entitlements.give_aid(case.id, 150_000, await an_officer(Role.TOWNSHIP_LEADER))

    async def told() -> bool:
        said = "【嵩县民政局】王秀英您好，2026年3月9日前请补身份证照片、急难情形的证明照片，村干部会来帮您。"
        return said in [each["text"] for each in sandbox.texts(PHONE)]

    await outreach.until(told)
