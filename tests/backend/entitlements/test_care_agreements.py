"""养育协议: asked for with each orphan's award, signed by both with day and photo, ended and asked for anew."""

import asyncio
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from backend import clock, entitlements, errands, journal, postings, staff
from backend.entitlements import (
    Award,
    CareAgreement,
    CareAgreementIncomplete,
    CareAgreementMoved,
    CareAgreementStands,
    CareAgreementState,
    CarerImpossible,
    NoCareAgreement,
    NoSuchAward,
    SigningDayImpossible,
    Which,
    WhyEnded,
)
from backend.errands import Errand, ErrandKind, Outcome
from backend.journal import Deed, Entry
from backend.programmes import PhotoKind
from backend.residents import Capacity, Resident
from backend.staff import NoSuchPower, Officer, Role
from tests.backend.applications.cases import a_photo
from tests.backend.payouts.awards import an_award
from tests.people import OTHER_TOWNSHIP, VILLAGE, a_household, a_resident, an_officer, seed_parameters

TODAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
async def monday(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-03-02 09:00")


async def an_orphan() -> tuple[Award, Resident]:
    """An orphan's award, and the grandmother at home."""
    home = await a_household()
    grandmother = await a_resident("王秀英", date(1960, 5, 6), household=home)
    child = await a_resident("小田", date(2017, 5, 6), household=home)
    return await an_award(child, programme="orphan", monthly_fen=105_000), grandmother


async def a_page(award: Award, officer: Officer) -> UUID:
    child = await Resident.get(id=award.resident_id)
    return await a_photo(child, PhotoKind.CARE_AGREEMENT, by=officer.signature)


async def filed(award: Award, officer: Officer, name: str = "王秀英", signed_on: date | None = TODAY) -> CareAgreement:
    return await entitlements.file_care_agreement(
        award.id, officer, carer_name=name, relation="祖母", signed_on=signed_on, photo_id=await a_page(award, officer)
    )


async def in_force(award: Award, name: str = "王秀英") -> CareAgreement:
    agreement = await filed(award, await an_officer(Role.TOWNSHIP_LEADER), name)
    county = await an_officer(Role.COUNTY_REVIEWER)
    return await entitlements.sign_care_agreement(
        agreement.id, county, signed_on=clock.today(), photo_id=await a_page(award, county)
    )


async def test_it_is_asked_for_until_both_have_signed_and_no_money_waits_for_it() -> None:
    award, grandmother = await an_orphan()
    assert [await entitlements.ask_for_care_agreements() for _ in range(2)] == [1, 0]
    errand = await Errand.get()
    assert (errand.kind, errand.of_children) == (ErrandKind.SIGN_AGREEMENT.value, True)
    assert errand.due_on == date(2026, 3, 16)
    assert await errands.open_errands([VILLAGE]) == [], "no cadre reads that a child is an orphan"
    assert await Entry.filter(deed=Deed.CARE_AGREEMENT_WANTED.value, resident_id=award.resident_id).count() == 1
    leader, county = await an_officer(Role.TOWNSHIP_LEADER), await an_officer(Role.COUNTY_REVIEWER)
    missing = await entitlements.awards_for(leader, Which.CARE_AGREEMENT_MISSING)
    assert [each.id for each in missing] == [award.id]
    assert await entitlements.awards_for(await an_officer(), Which.CARE_AGREEMENT_MISSING) == []
    agreement = await filed(award, leader)
    assert (agreement.state, agreement.carer_id) == (CareAgreementState.FILED, grandmother.id)
    assert [each.id for each in await entitlements.awards_for(county, Which.WAITING)] == [award.id]
    assert await entitlements.ask_for_care_agreements() == 0
    signed = await entitlements.sign_care_agreement(
        agreement.id, county, signed_on=TODAY, photo_id=await a_page(award, county)
    )
    assert (signed.state, signed.signed_by, signed.organ_signed_on) == (CareAgreementState.IN_FORCE, county.id, TODAY)
    assert (await Errand.get()).outcome == errands.NEEDLESS
    assert await entitlements.awards_for(leader, Which.CARE_AGREEMENT_MISSING) == []
    told = await Entry.filter(deed__startswith="entitlements.care_agreement").order_by("id")
    assert [each.deed.split("_")[-1] for each in told] == ["wanted", "filed", "signed"]
    assert "王秀英" not in str([each.facts for each in told])


async def test_what_was_ticked_without_the_paper_is_asked_for_again_and_the_guardian_told_once(at: Any) -> None:
    await an_orphan()
    await entitlements.ask_for_care_agreements()
    leader = await an_officer(Role.TOWNSHIP_LEADER)
    await errands.finish_in_office((await Errand.get()).id, leader, outcome=Outcome.NOT_FOUND, note="外出务工")
    at("2026-03-17 10:05")
    assert await entitlements.ask_for_care_agreements() == 1
    assert await Errand.filter(done_at=None).count() == 1
    assert await Entry.filter(deed=Deed.CARE_AGREEMENT_WANTED.value).count() == 1


async def test_of_whom_a_roster_brought_the_handlers_look_first_and_of_who_left_nobody_is_asked() -> None:
    award, _ = await an_orphan()
    await Award.filter(id=award.id).update(origin="imported")
    left, _ = await an_orphan()
    await Award.filter(id=left.id).update(stopped_from=date(2026, 2, 1), stop_reason="given_up")
    assert await entitlements.ask_for_care_agreements() == 1
    assert not await Entry.exists(deed=Deed.CARE_AGREEMENT_WANTED.value)
    await Award.filter(id=award.id).update(stopped_from=date(2026, 3, 1), stop_reason="given_up")
    assert await entitlements.ask_for_care_agreements() == 0
    assert (await Errand.get()).outcome == errands.NEEDLESS


@pytest.mark.parametrize("why", ["died", "by a court", "by an officer"])
async def test_with_another_guardian_it_ends_and_the_next_one_is_asked_for(at: Any, why: str) -> None:
    award, grandmother = await an_orphan()
    agreement = await in_force(award)
    uncle, clerk = await a_resident("刘大山", date(1980, 1, 1)), await an_officer()
    at("2026-05-06 09:00")
    if why == "died":
        await entitlements.stop_for_death(grandmother.id, clock.today(), clerk, reason="村里报告")
    elif why == "by a court":
        await staff.record_guardian(
            award.resident_id, clerk, capacity=Capacity.LIMITED, guardian_number=uncle.identity_number,
            basis="（2026）豫0325民特3号",
        )  # fmt: skip
    else:
        leader = await an_officer(Role.TOWNSHIP_LEADER)
        await entitlements.end_care_agreement(agreement.id, leader, why=WhyEnded.CARER_CHANGED)
        with pytest.raises(CareAgreementMoved):
            await entitlements.end_care_agreement(agreement.id, leader, why=WhyEnded.CARER_CHANGED)
    assert [await entitlements.ask_for_care_agreements() for _ in range(2)] == [1, 0]
    ended = await CareAgreement.get(id=agreement.id)
    assert (ended.state, ended.ended_on) == (CareAgreementState.ENDED, date(2026, 5, 6))
    assert ended.ended_because is (WhyEnded.CARER_DIED if why == "died" else WhyEnded.CARER_CHANGED)
    assert "换了监护人" in (await Errand.get(done_at=None)).reason
    assert await Entry.filter(deed=Deed.CARE_AGREEMENT_WANTED.value).count() == 1, "the new guardian is told"
    renewed = await in_force(award, "刘大山")
    assert renewed.carer_id == (uncle.id if why == "by a court" else None)
    assert [each.id for each in await entitlements.care_agreements_before(award)] == [agreement.id]
    assert await entitlements.ask_for_care_agreements() == 0, "the ruling of before ends no later agreement"


async def test_each_no_has_its_sentence() -> None:
    award, _ = await an_orphan()
    leader, county, clerk = [
        await an_officer(role) for role in (Role.TOWNSHIP_LEADER, Role.COUNTY_REVIEWER, Role.TOWNSHIP_CLERK)
    ]
    page = await a_page(award, leader)
    for name, relation in (("", "祖母"), ("王秀英", " ")):
        with pytest.raises(CareAgreementIncomplete):
            await entitlements.file_care_agreement(
                award.id, leader, carer_name=name, relation=relation, signed_on=TODAY, photo_id=page
            )
    portrait = await a_photo(await Resident.get(id=award.resident_id), PhotoKind.PORTRAIT, by=leader.signature)
    with pytest.raises(CareAgreementIncomplete):
        await entitlements.file_care_agreement(
            award.id, leader, carer_name="王秀英", relation="祖母", signed_on=TODAY, photo_id=portrait
        )
    with pytest.raises(CarerImpossible):
        await filed(award, leader, "小田")
    for day in (None, TODAY + timedelta(days=1)):
        with pytest.raises(SigningDayImpossible):
            await filed(award, leader, signed_on=day)
    for stranger, no in ((clerk, NoSuchAward), (await an_officer(Role.TOWNSHIP_LEADER, OTHER_TOWNSHIP), NoSuchAward)):
        with pytest.raises(no):
            await filed(award, stranger)
    agreement = await filed(award, leader)
    with pytest.raises(CareAgreementStands):
        await filed(award, leader)
    with pytest.raises(NoSuchPower):
        await entitlements.sign_care_agreement(agreement.id, leader, signed_on=TODAY, photo_id=page)
    with pytest.raises(SigningDayImpossible):
        await entitlements.sign_care_agreement(
            agreement.id, county, signed_on=TODAY - timedelta(days=1), photo_id=await a_page(award, county)
        )
    with pytest.raises(CareAgreementIncomplete):
        await entitlements.sign_care_agreement(agreement.id, county, signed_on=TODAY, photo_id=agreement.carer_photo_id)
    elder = await an_award()
    with pytest.raises(NoCareAgreement):
        await filed(elder, clerk)


async def test_of_two_officers_one_signs() -> None:
    award, _ = await an_orphan()
    agreement = await filed(award, await an_officer(Role.TOWNSHIP_LEADER))
    county = [await an_officer(Role.COUNTY_REVIEWER) for _ in range(3)]
    pages = [await a_page(award, each) for each in county]
    signed = await asyncio.gather(
        *(
            entitlements.sign_care_agreement(agreement.id, each, signed_on=TODAY, photo_id=page)
            for each, page in zip(county, pages, strict=True)
        ),
        return_exceptions=True,
    )
    assert [type(each) for each in signed if isinstance(each, Exception)] == [CareAgreementMoved] * 2


async def test_who_is_cared_for_at_home_as_tekun_may_have_one_and_nobody_asks_for_it() -> None:
    elder = await a_resident("王秀英", date(1950, 5, 6))
    award = await an_award(elder, programme="tekun", monthly_fen=57_200)
    assert await entitlements.ask_for_care_agreements() == 0
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    agreement = await filed(award, clerk, "刘大山")
    with pytest.raises(NoSuchPower):
        await entitlements.sign_care_agreement(
            agreement.id, clerk, signed_on=TODAY, photo_id=await a_page(award, clerk)
        )
    signed = await entitlements.sign_care_agreement(
        agreement.id, leader, signed_on=TODAY, photo_id=await a_page(award, leader)
    )
    assert signed.state is CareAgreementState.IN_FORCE
    assert (await entitlements.print_care_agreement(award)).startswith(b"%PDF")


async def test_the_paper_is_drawn_up_before_it_is_signed_and_after() -> None:
    award, _ = await an_orphan()
    assert (await entitlements.print_care_agreement(award)).startswith(b"%PDF")
    await in_force(award)
    assert (await entitlements.print_care_agreement(award)).startswith(b"%PDF")
    with pytest.raises(NoCareAgreement):
        await entitlements.print_care_agreement(await an_award())


async def test_the_townships_leader_keeps_a_childs_award_and_the_clerk_does_not() -> None:
    award, _ = await an_orphan()
    leader, clerk, county = [
        await an_officer(role) for role in (Role.TOWNSHIP_LEADER, Role.TOWNSHIP_CLERK, Role.COUNTY_REVIEWER)
    ]
    stop: dict[str, Any] = {
        "month": date(2026, 4, 1), "reason": entitlements.Reason.NO_LONGER_FITS, "basis": "父亲回来了，能抚养",
    }  # fmt: skip
    with pytest.raises(NoSuchAward):
        await entitlements.propose_change(award.id, entitlements.FactKind.STOPPED, clerk, **stop)
    change = await entitlements.propose_change(award.id, entitlements.FactKind.STOPPED, leader, **stop)
    await entitlements.confirm_change(change.id, county)
    assert (await Award.get(id=award.id)).stopped_from == date(2026, 4, 1)
    elder = await an_award(programme="rural_dibao", monthly_fen=22_000)
    with pytest.raises(NoSuchPower):
        await entitlements.propose_change(elder.id, entitlements.FactKind.STOPPED, leader, **stop)
    assert not await postings.Posting.all().exists()
    assert await journal.Entry.filter(deed=Deed.AWARD_CHANGE_PROPOSED.value).count() == 1
