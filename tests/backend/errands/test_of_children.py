"""What is to be done about a child's aid: its handlers see to it, and nobody else learns that it is so."""

from datetime import date
from typing import Any

import pytest

from backend import clock, digests, entitlements, errands, fieldwork, payouts, residents
from backend.entitlements import Award, Payee
from backend.errands import (
    BankMissing,
    Errand,
    ErrandDone,
    ErrandKind,
    ForTheCadre,
    NoAccountAskedFor,
    NoSuchErrand,
    Outcome,
)
from backend.journal import By, Deed, Entry, Signature
from backend.payouts import Batch, Payout
from backend.programmes import PhotoKind
from backend.residents import AccountKind, Resident
from backend.staff import NoSuchPower, Role
from notifications.wording import OCCASIONS
from sandbox import bank
from tests.backend.applications.cases import a_photo
from tests.backend.fieldwork.offline import OfflineCase
from tests.backend.payouts.awards import a_payer, an_award, card, let_go
from tests.people import VILLAGE, a_cadre, a_household, a_resident, an_officer, seed_parameters

BROKEN = "6228480000000000001"  # the bank knows no such account
CLOCK = Signature(By.CLOCK)


@pytest.fixture(autouse=True)
async def a_thursday(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-03-05 09:00")


async def an_orphan(account: str | None = BROKEN, *, born: date = date(2015, 5, 6)) -> Award:
    child = await a_resident("小田", born, account=account)
    return await an_award(child, programme="orphan", monthly_fen=105_000)


async def bounced() -> tuple[Award, Batch, bytes]:
    award, payer = await an_orphan(), await a_payer()
    batch = await payouts.draw_up("orphan", clock.today(), payer)
    await let_go(batch)
    file = (await payouts.export(batch.id, payer)).content
    await payouts.read_return_file(batch.id, bank.answer(file, paid_on=clock.today()), payer)
    return award, batch, file


async def test_money_that_came_back_is_its_handlers_to_put_right_and_nobody_elses(at: Any) -> None:
    award, _, _ = await bounced()
    cadre, leader, clerk = await a_cadre(), await an_officer(Role.TOWNSHIP_LEADER), await an_officer()
    errand = await Errand.get()
    assert (errand.kind, errand.of_children) == (ErrandKind.FIX_ACCOUNT.value, True)
    at("2026-03-20 09:00")  # long overdue
    await errands.remind_of_errands_overdue()
    await errands.escalate_errands()
    package = await fieldwork.village_package(VILLAGE, cadre)
    assert package is not None
    assert (await errands.open_errands([VILLAGE]), await errands.day_list([VILLAGE]), package.errands) == (
        [],
        ([], 0),
        [],
    )
    for deed in (errands.take(errand.id, cadre), errands.finish(errand.id, cadre, outcome=Outcome.DONE, note="好了")):
        with pytest.raises(NoSuchErrand):
            await deed
    with pytest.raises(NoSuchErrand):
        await errands.assign(errand.id, cadre.id, leader)
    raised = await Entry.get(deed=Deed.ERRAND_RAISED.value)
    assert not OCCASIONS["errand_raised"].concerns(raised), "no cadre is texted"
    assert not await Entry.exists(deed=Deed.ERRAND_OVERDUE.value)
    assert await errands.late_by_village([VILLAGE]) == []
    with pytest.raises(NoSuchErrand):
        await errands.errand_for(errand.id, clerk)
    assert (await errands.children_waiting(clerk), await errands.children_waiting(leader)) == (0, 1)
    await digests.draw_up_digests()
    told = {each.officer_id: each.matters for each in await digests.Digest.all()}
    assert clerk.id not in told
    assert told[leader.id] == {"errand_overdue": 1, "errand_escalated": 1}
    payer = await a_payer()
    await an_award(await a_resident("小妹", date(2016, 1, 1), account=card(7)), programme="orphan", monthly_fen=105_000)
    skipped = (await payouts.draw_up("orphan", date(2026, 3, 1), payer)).skipped
    assert [each.award_id for each in skipped] == [award.id], "no money goes there before it is put right"
    with pytest.raises(NoSuchPower):
        await errands.finish_in_office(errand.id, clerk, outcome=Outcome.DONE, note="改好了")
    await errands.finish_in_office(errand.id, leader, outcome=Outcome.DONE, note="监护人到银行重新激活了卡")
    assert await errands.finished_errands(clerk) == []
    (done,) = await errands.finished_errands(leader)
    assert (done.outcome, done.hand, done.note) == (Outcome.DONE, leader.name, "监护人到银行重新激活了卡")
    again = await payouts.draw_up("orphan", date(2026, 3, 1), payer)
    assert [each.award_id for each in await Payout.filter(batch_id=again.id)] == [award.id]


async def test_what_ended_without_the_account_put_right_stays_with_the_handlers() -> None:
    await bounced()
    reviewer = await an_officer(Role.COUNTY_REVIEWER)
    await errands.finish_in_office((await Errand.get()).id, reviewer, outcome=Outcome.NOT_FOUND, note="联系不上")
    await an_award(await a_resident("小妹", date(2016, 1, 1), account=card(7)), programme="orphan", monthly_fen=105_000)
    await payouts.draw_up("orphan", date(2026, 3, 1), await a_payer())
    assert await Errand.filter(done_at=None, of_children=True).count() == 1
    assert await errands.open_errands([VILLAGE]) == []


async def test_an_account_that_is_missing_is_theirs_too_also_when_the_orphan_has_grown_up() -> None:
    await an_orphan(None, born=date(2006, 5, 6))
    await an_orphan(card(7))
    await payouts.draw_up("orphan", date(2026, 3, 1), await a_payer())
    assert await Errand.filter(of_children=True).count() == 1
    assert await errands.finished_errands(await an_officer()) == []
    with pytest.raises(NoSuchErrand):
        await errands.errand_for((await Errand.get()).id, await an_officer())


async def test_the_guardian_brings_the_childs_own_card_to_the_office() -> None:
    award, _, _ = await bounced()
    errand, leader, clerk = await Errand.get(), await an_officer(Role.TOWNSHIP_LEADER), await an_officer()
    brought: dict[str, Any] = {"number": card(9), "bank": "嵩县农商银行", "kind": AccountKind.CARD}
    with pytest.raises(NoSuchPower):
        await errands.finish_with_account(errand.id, clerk, **brought)
    with pytest.raises(BankMissing):
        await errands.finish_with_account(errand.id, leader, **{**brought, "bank": " "})
    with pytest.raises(residents.BadAccountNumber):
        await errands.finish_with_account(errand.id, leader, **{**brought, "number": "6217"})
    await errands.finish_with_account(errand.id, leader, **brought)
    account = await residents.current_account(award.resident_id)
    assert account is not None
    assert (account.holder_name, account.last_four) == ("小田", card(9)[-4:])
    with pytest.raises(ErrandDone):
        await errands.finish_with_account(errand.id, leader, **{**brought, "number": card(8)})
    assert (await residents.current_account(award.resident_id)) == account, "all of it or nothing"
    again = await payouts.draw_up("orphan", date(2026, 3, 1), await a_payer())
    assert [each.account_id for each in await Payout.filter(batch_id=again.id)] == [account.id]
    other = await errands.raise_errand(
        ErrandKind.CALL_BACK, await Resident.get(id=award.resident_id), reason="请回电话", because="reply:1",
        due_on=date(2026, 3, 9), by=CLOCK, of_children=True,
    )  # fmt: skip
    assert other is not None
    with pytest.raises(NoAccountAskedFor):
        await errands.finish_with_account(other.id, leader, **brought)


async def test_a_payees_agreement_that_runs_out_and_their_dead_number() -> None:
    award = await an_orphan(card(1))
    child = await Resident.get(id=award.resident_id)
    reviewer, other = await an_officer(Role.COUNTY_REVIEWER), await an_officer(Role.COUNTY_REVIEWER)
    photo = await a_photo(child, PhotoKind.PAYEE_AGREEMENT, by=reviewer.signature)
    payee = Payee("王秀英", "祖母", card(2), "农商行", AccountKind.CARD, date(2026, 3, 20), "13800005555")
    agreement = await entitlements.file_agreement(award.id, payee, photo, reviewer)
    await entitlements.confirm_agreement(agreement.id, other)
    assert await entitlements.remind_of_agreements() == 1
    assert await Errand.filter(of_children=True).count() == 1
    assert await entitlements.is_of_a_child(agreement.id)
    assert await errands.open_errands([VILLAGE]) == []


async def test_a_childs_case_that_a_phone_never_sent_whole_is_told_to_no_other_cadre(at: Any) -> None:
    cadre = await a_cadre(name="李建国")
    child = await a_resident("小田", date(2015, 5, 6), household=await a_household())
    offline = OfflineCase(child, programme="unsupported_child")
    await fieldwork.sync(offline.items, cadre)
    at("2026-05-05 12:00")
    assert await fieldwork.ask_for_the_rest() > 0
    errand = await Errand.get()
    assert (errand.kind, errand.of_children) == (ErrandKind.COLLECT_PAPERS.value, True)
    assert await errands.open_errands([VILLAGE]) == []


async def test_the_cadres_errands_are_not_finished_in_the_office() -> None:
    elder = await a_resident()
    errand = await errands.raise_errand(
        ErrandKind.FIX_ACCOUNT, elder, reason="钱没有到账。", because="bounce:1", due_on=date(2026, 3, 9), by=CLOCK
    )
    assert errand is not None
    with pytest.raises(ForTheCadre):
        await errands.finish_in_office(
            errand.id, await an_officer(Role.TOWNSHIP_LEADER), outcome=Outcome.DONE, note="好了"
        )


async def test_when_a_death_is_taken_back_the_childs_errand_is_its_handlers_again() -> None:
    award, clerk, leader = await an_orphan(), await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    child = await Resident.get(id=award.resident_id)
    await errands.raise_errand(
        ErrandKind.FIX_ACCOUNT, child, reason="请带账户来", because="account", due_on=date(2026, 3, 9), by=CLOCK,
        of_children=True,
    )  # fmt: skip
    await entitlements.stop_for_death(child.id, date(2026, 3, 1), clerk, reason="村里上报")
    change = await entitlements.propose_death_correction(
        award.id, None, leader, reason=entitlements.Reason.WRONG_PERSON, basis="核对户口簿"
    )
    await entitlements.confirm_change(change.id, await an_officer(Role.COUNTY_REVIEWER))
    assert (await Errand.get(because="account")).done_at is None
    told = OCCASIONS["errand_raised"].concerns
    raised = await Entry.filter(deed=Deed.ERRAND_RAISED.value, resident_id=child.id)
    assert len(raised) > 1
    assert [told(each) for each in raised if each.facts["kind"] == ErrandKind.FIX_ACCOUNT.value] == [False, False]
