"""Money goes to another's account by a signed agreement that the county has looked at, and by nothing less."""

import asyncio
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from backend import database, entitlements, evidence, journal, payouts, residents
from backend.entitlements import AgreementState, Award, Payee, Which
from backend.errands import Errand
from backend.identifiers import new_id
from backend.payouts import FlagDecision, FlagKind
from backend.programmes import PhotoKind
from backend.residents import AccountKind, Resident
from backend.staff import Officer, Relation, Relative, Role, YourOwnKin, declare_own_kin
from tests.backend.applications.cases import a_jpeg
from tests.backend.payouts.awards import MARCH, a_payer, an_approver, an_award, card
from tests.people import OTHER_TOWNSHIP, a_resident, an_officer, seed_parameters

SON = Payee("王建国", "儿子", card(77), "嵩县农商银行", AccountKind.CARD, date(2026, 12, 31))


@pytest.fixture(autouse=True)
async def county(empty_database: str, at: Any) -> None:
    at("2026-03-05 09:00")
    await seed_parameters()


async def an_elder() -> tuple[Award, Resident]:
    elder = await a_resident("王秀英", account=card(1))
    return await an_award(elder), elder


async def the_paper(elder: Resident, by: Officer, kind: PhotoKind = PhotoKind.PAYEE_AGREEMENT) -> UUID:
    taken = await evidence.receive(a_jpeg(), upload_id=new_id(), resident=elder, kind=kind, by=by.signature)
    return taken.photo.id


async def flags_of_a_new_batch() -> list[str]:
    batch = await payouts.draw_up("old_age_allowance", MARCH, await a_payer())
    kinds = [total.kind.value for total in await payouts.flag_totals(batch.id)]
    await payouts.discard(batch.id, await a_payer())
    return kinds


async def test_filed_then_looked_at_by_the_county_then_used_then_ended(at: Any) -> None:
    award, elder = await an_elder()
    clerk, reviewer = await an_officer(), await an_officer(Role.COUNTY_REVIEWER)
    filed = await entitlements.file_agreement(award.id, SON, await the_paper(elder, clerk), clerk)
    before = await residents.current_account(elder.id)
    assert before is not None
    assert (filed.state, before.holder_name) == (AgreementState.FILED, "王秀英"), "nothing is used unseen"
    with pytest.raises(entitlements.AgreementStands):
        await entitlements.file_agreement(award.id, SON, filed.photo_id, clerk)
    outcomes = await asyncio.gather(
        *(entitlements.confirm_agreement(filed.id, reviewer) for _ in range(2)), return_exceptions=True
    )
    assert sum(isinstance(each, entitlements.AgreementDecided) for each in outcomes) == 1
    account = await residents.current_account(elder.id)
    assert account is not None
    assert (account.holder_name, account.last_four) == ("王建国", filed.last_four)
    assert await flags_of_a_new_batch() == []
    at("2027-01-01 09:00")  # the day after its last
    assert await flags_of_a_new_batch() == ["holder_differs"]
    payer = await a_payer()
    on_its_way = await payouts.draw_up("old_age_allowance", MARCH, payer)
    await payouts.decide_flag(on_its_way.id, elder.id, FlagKind.HOLDER_DIFFERS, FlagDecision.PAY, "续签中", payer)
    await entitlements.end_agreement(filed.id, clerk)
    with pytest.raises(entitlements.AgreementDecided):
        await entitlements.end_agreement(filed.id, clerk)
    with pytest.raises(payouts.BatchOutdated):
        await payouts.approve(on_its_way.id, await an_approver())
    await payouts.discard(on_its_way.id, payer)
    with pytest.raises(payouts.EmptyBatch):
        await payouts.draw_up("old_age_allowance", MARCH, payer)
    assert await Errand.filter(because__startswith="no_account:").count() == 1
    kinds = [each.kind.value for each in await entitlements.facts_of(award)]
    assert kinds == ["granted", "card_kept", "card_returned"]
    told = await journal.Entry.filter(deed__startswith="entitlements.").order_by("id")
    assert "王建国" not in str([each.facts for each in told])
    assert [each.deed for each in told] == [
        "entitlements.agreement_filed", "entitlements.card_kept", "entitlements.card_returned"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({"holder_name": " "}, entitlements.AgreementIncomplete),
        ({"relation": ""}, entitlements.AgreementIncomplete),
        ({"holder_name": "王秀英"}, entitlements.AgreementNeedless),
        ({"until": date(2026, 3, 5)}, entitlements.AgreementTermImpossible),
        ({"number": "6.22848E+18"}, residents.BadAccountNumber),
    ],
)
async def test_what_is_no_agreement_is_not_filed(change: dict[str, Any], refused: type[Exception]) -> None:
    award, elder = await an_elder()
    clerk = await an_officer()
    with pytest.raises(refused):
        await entitlements.file_agreement(award.id, replace(SON, **change), await the_paper(elder, clerk), clerk)


async def test_it_is_looked_at_by_another_hand_and_only_with_its_own_paper() -> None:
    award, elder = await an_elder()
    reviewer = await an_officer(Role.COUNTY_REVIEWER)
    paper = await the_paper(elder, reviewer, PhotoKind.BANK_CARD)
    with pytest.raises(entitlements.AgreementIncomplete):
        await entitlements.file_agreement(award.id, SON, paper, reviewer)
    filed = await entitlements.file_agreement(award.id, SON, await the_paper(elder, reviewer), reviewer)
    for deed in (entitlements.confirm_agreement, entitlements.decline_agreement):
        with pytest.raises(entitlements.OwnAgreement):
            await deed(filed.id, reviewer)
    elsewhere = await an_officer(Role.TOWNSHIP_CLERK, OTHER_TOWNSHIP)
    with pytest.raises(entitlements.NoSuchAward):
        await entitlements.end_agreement(filed.id, elsewhere)
    kin = await an_officer(Role.COUNTY_REVIEWER, name="王敏")
    await declare_own_kin(kin, [Relative(Relation.PARENT, elder.name, elder.identity_number)])
    for deed in (entitlements.confirm_agreement, entitlements.decline_agreement):
        with pytest.raises(YourOwnKin):
            await deed(filed.id, kin)
    declined = await entitlements.decline_agreement(filed.id, await an_officer(Role.COUNTY_REVIEWER, name="孙敏"))
    assert declined.state is AgreementState.DECLINED
    account = await residents.current_account(elder.id)
    assert account is not None
    assert account.holder_name == "王秀英"


async def test_who_lacks_one_waits_for_a_decision_and_somebody_goes_to_the_door() -> None:
    _, elder = await an_elder()
    await database.execute("UPDATE account SET holder_name = '王建国' WHERE resident_id = $1", elder.id)
    payer = await a_payer()
    batch = await payouts.draw_up("old_age_allowance", MARCH, payer)
    errand = await Errand.get(resident_id=elder.id)
    assert (errand.kind, errand.because.startswith("agreement:")) == ("fix_account", True)
    assert "代领协议" in errand.reason
    await payouts.decide_flag(batch.id, elder.id, FlagKind.HOLDER_DIFFERS, FlagDecision.WITHHOLD, "没有协议", payer)
    await payouts.discard(batch.id, payer)
    await payouts.draw_up("old_age_allowance", MARCH, payer)
    assert await Errand.all().count() == 1, "once a month"


async def test_before_it_ends_person_cadre_and_office_hear_once(at: Any) -> None:
    award, elder = await an_elder()
    clerk = await an_officer()
    filed = await entitlements.file_agreement(award.id, SON, await the_paper(elder, clerk), clerk)
    await entitlements.confirm_agreement(filed.id, await an_officer(Role.COUNTY_REVIEWER))
    at("2026-11-30 09:00")  # 31 days before its last
    assert await entitlements.remind_of_agreements() == 0
    assert await entitlements.awards_for(clerk, Which.AGREEMENT_ENDING) == []
    at("2026-12-01 09:00")
    assert [await entitlements.remind_of_agreements() for _ in range(2)] == [1, 0]
    (errand,) = await Errand.filter(because__startswith="agreement_ends:")
    assert (errand.resident_id, errand.due_on, "12月31日到期" in errand.reason) == (elder.id, SON.until, True)
    told = await journal.Entry.get(deed=journal.Deed.AGREEMENT_ENDING.value)
    assert (told.resident_id, told.facts["until"]) == (elder.id, "2026-12-31")
    (listed,) = await entitlements.awards_for(clerk, Which.AGREEMENT_ENDING)
    assert (listed.id, listed.payee_until) == (award.id, SON.until)
    at("2027-01-05 09:00")  # it has run out, and nobody has seen to it
    assert [each.id for each in await entitlements.awards_for(clerk, Which.AGREEMENT_ENDING)] == [award.id]
    await entitlements.end_agreement(filed.id, clerk)
    assert await entitlements.awards_for(clerk, Which.AGREEMENT_ENDING) == []
    assert await entitlements.remind_of_agreements() == 0
