"""丧葬费用 (《社会救助暂行办法》 art. 15): who may have it, by whose hands, how much, and once for a person."""

import asyncio
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tortoise.exceptions import IntegrityError

from backend import database, entitlements, residents, sealing, staff, statements
from backend.entitlements import FUNERAL, Award, FactKind, FuneralAid, FuneralAidState, PayeeKind, Reason, Which
from backend.journal import Deed, Entry
from backend.programmes import PhotoKind
from backend.residents import AccountKind, Resident
from backend.residents.changing_account import PersonDeceased
from backend.staff import Relation, Relative, Role
from tests.backend.entitlements.funerals import (
    COMMITTEE,
    DIED,
    FIGURE,
    given,
    proposed,
    the_dead,
    the_figure,
    the_proof,
)
from tests.backend.payouts.awards import an_award, card
from tests.people import COUNTY, OTHER_TOWNSHIP, a_resident, an_officer, seed_parameters

RELATIVE = replace(COMMITTEE, kind=PayeeKind.RELATIVE, name="王建国", relation="侄子")


@pytest.fixture(autouse=True)
async def april(empty_database: str, at: Any) -> None:
    at("2026-04-02 09:00")
    await seed_parameters()


async def test_it_is_owed_once_by_the_figure_of_the_day_of_death_and_told_to_the_journal() -> None:
    await the_figure(500_000, date(2025, 1, 1), date(2026, 3, 20))
    await the_figure(FIGURE, date(2026, 3, 20))
    clerk, reviewer = await an_officer(), await an_officer(Role.COUNTY_REVIEWER)
    award, dead = await the_dead(clerk)
    assert [each.id for each in await entitlements.awards_for(clerk, Which.FUNERAL_OPEN)] == [award.id]
    aid = await proposed(award, dead, clerk, RELATIVE)
    assert (aid.fen, aid.died_on, aid.state) == (FIGURE, DIED, FuneralAidState.PROPOSED)
    assert [each.id for each in await entitlements.awards_for(reviewer, Which.WAITING)] == [award.id]
    assert await entitlements.awards_for(clerk, Which.FUNERAL_OPEN) == []
    aid = await entitlements.give_funeral_aid(aid.id, reviewer)
    made = await Award.get(id=aid.award_id)
    assert (made.programme, made.monthly_fen, made.from_month, made.stopped_from, made.resident_id) == (
        FUNERAL, FIGURE, date(2026, 4, 1), date(2026, 5, 1), dead.id,
    )  # fmt: skip
    owed = await entitlements.owed_months(made, dead, date(2026, 12, 1))
    assert [(each.month, each.amount_fen) for each in owed] == [(date(2026, 4, 1), FIGURE)]
    deeds = await Entry.filter(deed__contains="funeral").order_by("id").values_list("deed", flat=True)
    assert list(deeds) == [Deed.FUNERAL_AID_PROPOSED.value, Deed.FUNERAL_AID_GIVEN.value]
    told = str([each.facts for each in await Entry.all()])
    assert "王建国" not in told
    assert "侄子" not in told
    replayed = await statements.replay(COUNTY)
    assert [each.which for each in replayed.differing if each.which == str(made.id)] == []
    assert replayed.awards == 1, "the other was made behind the journal's back"
    # Their own account stays what it was, and receives nothing of it.
    own = await residents.current_account(dead.id)
    assert own is not None
    assert own.holder_name == dead.name


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({"name": " "}, entitlements.FuneralPayeeIncomplete),
        ({"bank": ""}, entitlements.FuneralPayeeIncomplete),
        ({"relation": ""}, entitlements.FuneralPayeeIncomplete),
        ({"name": "王秀英"}, entitlements.FuneralPayeeIsDead),
        ({"name": "赵敏"}, entitlements.FuneralPayeeIsYou),
        ({"number": "6.22848E+18"}, residents.BadAccountNumber),
        ({"number": "尾号1234"}, residents.BadAccountNumber),
    ],
)
async def test_a_payee_who_cannot_be(change: dict[str, Any], refused: type[Exception]) -> None:
    await the_figure()
    clerk = await an_officer()
    award, dead = await the_dead(clerk)
    with pytest.raises(refused):
        await proposed(award, dead, clerk, replace(RELATIVE, **change))
    assert not await FuneralAid.all().exists()


async def test_no_funeral_without_a_death_a_figure_or_a_proof() -> None:
    clerk = await an_officer()
    living = await a_resident(account=card(3))
    of_living = await an_award(living, programme="tekun", monthly_fen=57_200)
    with pytest.raises(entitlements.NotDead):
        await proposed(of_living, living, clerk)
    award, dead = await the_dead(clerk)
    with pytest.raises(entitlements.FuneralFigureNotSet):
        await proposed(award, dead, clerk)
    await the_figure(FIGURE, date(2026, 3, 21))  # from the day after
    with pytest.raises(entitlements.FuneralFigureNotSet):
        await proposed(award, dead, clerk)
    await the_figure(FIGURE, date(2026, 1, 1), date(2026, 3, 21))
    paper = await the_proof(dead, clerk, PhotoKind.BANK_CARD)
    with pytest.raises(entitlements.FuneralPayeeIncomplete):
        await entitlements.propose_funeral_aid(award.id, COMMITTEE, paper, clerk)
    anothers = await the_proof(living, clerk)
    with pytest.raises(entitlements.FuneralPayeeIncomplete):
        await entitlements.propose_funeral_aid(award.id, COMMITTEE, anothers, clerk)
    assert (await proposed(award, dead, clerk)).state is FuneralAidState.PROPOSED


@pytest.mark.parametrize(
    ("terms", "tekun"),
    [
        ({}, True),
        ({"programme": "rural_dibao"}, False),
        ({"stopped_from": date(2026, 3, 1), "stop_reason": "given_up"}, False),
        ({"stopped_from": date(2026, 4, 1), "stop_reason": "given_up"}, True),
        ({"suspended_from": date(2026, 2, 1)}, True),
        ({"from_month": date(2026, 4, 1)}, False),
    ],
    ids=["cared for", "of dibao", "left before", "left from the month after", "held back", "confirmed after the death"],
)
async def test_who_was_tekun_on_the_day_of_death(terms: dict[str, Any], tekun: bool) -> None:
    await the_figure()
    clerk, dead = await an_officer(), await a_resident(deceased_on=DIED)
    given_terms = {"programme": "tekun", "monthly_fen": 57_200, "from_month": date(2026, 1, 1), **terms}
    award = await an_award(dead, **given_terms)
    if tekun:
        assert (await proposed(award, dead, clerk)).fen == FIGURE
    else:
        with pytest.raises(entitlements.NotTekunAtDeath):
            await proposed(award, dead, clerk)


async def test_who_was_confirmed_before_dying_is_tekun_though_the_first_month_never_came(at: Any) -> None:
    await the_figure()
    at("2026-03-10 09:00")
    dead = await a_resident()
    award = await an_award(dead, programme="tekun", monthly_fen=57_200, from_month=date(2026, 4, 1))
    at("2026-04-02 09:00")
    clerk = await an_officer()
    await entitlements.stop_for_death(dead.id, DIED, clerk, reason="村里上报")
    assert (await proposed(award, dead, clerk)).fen == FIGURE


async def test_it_is_asked_for_once_and_given_once() -> None:
    await the_figure()
    clerk = await an_officer()
    award, dead = await the_dead(clerk)
    aid = await proposed(award, dead, clerk)
    with pytest.raises(entitlements.FuneralAidWaiting):
        await proposed(award, dead, clerk)
    reviewers = [await an_officer(Role.COUNTY_REVIEWER, name=name) for name in ("孙敏", "钱芳")]
    outcomes = await asyncio.gather(
        *(entitlements.give_funeral_aid(aid.id, each) for each in reviewers), return_exceptions=True
    )
    assert sum(isinstance(each, FuneralAid) for each in outcomes) == 1, outcomes
    assert await Award.filter(programme=FUNERAL).count() == 1
    with pytest.raises(entitlements.FuneralAidGiven):
        await proposed(award, dead, clerk)
    with pytest.raises(IntegrityError):  # the table itself would not have it
        await database.execute(
            """INSERT INTO funeral_aid SELECT (jsonb_populate_record(f, jsonb_build_object('id', gen_random_uuid()))).*
               FROM funeral_aid f WHERE state = 'given'"""
        )


async def test_of_proposals_at_once_one_stands() -> None:
    await the_figure()
    clerk = await an_officer()
    award, dead = await the_dead(clerk)
    paper = await the_proof(dead, clerk)
    outcomes = await asyncio.gather(
        *(entitlements.propose_funeral_aid(award.id, COMMITTEE, paper, clerk) for _ in range(3)), return_exceptions=True
    )
    assert sum(isinstance(each, entitlements.FuneralAidWaiting) for each in outcomes) == 2


async def test_by_whose_hands_and_not_by_kin() -> None:
    await the_figure()
    clerk, reviewer = await an_officer(), await an_officer(Role.COUNTY_REVIEWER)
    award, dead = await the_dead(clerk)
    elsewhere = await an_officer(Role.TOWNSHIP_CLERK, OTHER_TOWNSHIP, name="周敏")
    with pytest.raises(entitlements.NoSuchAward):
        await proposed(award, dead, elsewhere)
    with pytest.raises(staff.NoSuchPower):
        await proposed(award, dead, await an_officer(Role.COUNTY_PAYER))
    aid = await proposed(award, dead, reviewer)
    with pytest.raises(entitlements.OwnFuneralAid):
        await entitlements.give_funeral_aid(aid.id, reviewer)
    with pytest.raises(staff.NoSuchPower):
        await entitlements.give_funeral_aid(aid.id, clerk)
    with pytest.raises(staff.NoSuchPower):
        await entitlements.decline_funeral_aid(aid.id, clerk)
    assert (await entitlements.decline_funeral_aid(aid.id, reviewer)).state is FuneralAidState.WITHDRAWN
    aid = await proposed(award, dead, clerk)
    another = await an_officer(Role.COUNTY_REVIEWER, name="孙敏")
    nephew = await a_resident("王建国", date(1970, 1, 1), sex="male", account=card(77))
    for officer, relative in ((clerk, dead), (reviewer, dead), (another, nephew)):
        number = sealing.unseal(bytes(relative.identity_sealed), "identity")
        await staff.declare_own_kin(officer, [Relative(Relation.GRANDPARENT, relative.name, number)])
    with pytest.raises(staff.YourOwnKin):
        await entitlements.give_funeral_aid(aid.id, reviewer)
    declined = await entitlements.decline_funeral_aid(aid.id, another)
    assert declined.state is FuneralAidState.DECLINED
    with pytest.raises(entitlements.FuneralAidDecided):
        await entitlements.decline_funeral_aid(aid.id, another)
    with pytest.raises(staff.YourOwnKin):
        await proposed(award, dead, clerk)
    with pytest.raises(staff.YourOwnKin):  # by the account, whatever name is written
        await proposed(award, dead, another, replace(RELATIVE, name="王建军", number=card(77)))


async def test_a_changed_figure_or_death_is_proposed_anew_and_never_paid_as_it_was() -> None:
    await the_figure()
    clerk, reviewer = await an_officer(), await an_officer(Role.COUNTY_REVIEWER)
    award, dead = await the_dead(clerk)
    aid = await proposed(award, dead, clerk)
    await database.execute("UPDATE parameter SET value = '700000' WHERE key = 'tekun.funeral'")
    with pytest.raises(entitlements.FuneralAidOutdated):
        await entitlements.give_funeral_aid(aid.id, reviewer)
    await entitlements.decline_funeral_aid(aid.id, reviewer)
    assert (await proposed(award, dead, clerk)).fen == 700_000


async def corrected(award: Award, day: date | None, clerk: Any) -> None:
    """The death put on another day, or taken back."""
    reason = Reason.WRONG_DAY if day else Reason.WRONG_PERSON
    change = await entitlements.propose_death_correction(award.id, day, clerk, reason=reason, basis="核对火化证明")
    await entitlements.confirm_change(change.id, await an_officer(Role.COUNTY_REVIEWER, name="吴静"))


async def test_a_corrected_death_takes_the_funeral_with_it() -> None:
    await the_figure(FIGURE, date(2026, 3, 10))
    await the_figure(400_000, date(2026, 3, 1), date(2026, 3, 10))
    clerk = await an_officer()
    award, dead = await the_dead(clerk)
    aid = await given(award, dead, clerk)
    await corrected(award, date(2026, 3, 5), clerk)
    assert (await Award.get(id=aid.award_id)).monthly_fen == 400_000, "by the figure of the right day"
    await corrected(award, None, clerk)
    made = await Award.get(id=aid.award_id)
    assert (made.stopped_from, made.stop_reason) == (made.from_month, "put_right")
    assert (await FuneralAid.get()).state is FuneralAidState.CALLED_OFF
    own = await residents.current_account(dead.id)
    assert own is not None
    assert own.holder_name == dead.name
    assert not await residents.Account.filter(only_for=made.id, closed_at=None).exists()
    assert [each.which for each in (await statements.replay(COUNTY)).differing if each.which == str(made.id)] == []
    # They do die in the end, and are buried at the county's cost, once.
    await entitlements.stop_for_death(dead.id, date(2026, 4, 1), clerk, reason="火化证明")
    again = await given(award, await Resident.get(id=dead.id), clerk)
    assert (again.state, again.died_on) == (FuneralAidState.GIVEN, date(2026, 4, 1))


async def test_an_undecided_one_is_called_off_with_the_death() -> None:
    await the_figure()
    clerk = await an_officer()
    award, dead = await the_dead(clerk)
    aid = await proposed(award, dead, clerk)
    await corrected(award, None, clerk)
    assert (await FuneralAid.get(id=aid.id)).state is FuneralAidState.CALLED_OFF
    with pytest.raises(entitlements.FuneralAidDecided):
        await entitlements.decline_funeral_aid(aid.id, clerk)


async def test_the_relatives_own_account_stays_their_own(at: Any) -> None:
    await the_figure()
    clerk = await an_officer()
    nephew = await a_resident("王建国", date(1970, 1, 1), sex="male")
    award, dead = await the_dead(clerk)
    await given(award, dead, clerk, replace(RELATIVE, number=card(77), account_kind=AccountKind.CARD))
    account = await residents.change_account(
        nephew.id, holder_name="王建国", number=card(77), bank="嵩县农商银行", kind=AccountKind.CARD, by=clerk.signature
    )
    assert account.only_for is None
    with pytest.raises(PersonDeceased):
        await residents.change_account(
            dead.id, holder_name=dead.name, number=card(78), bank="嵩县农商银行", kind=AccountKind.CARD,
            by=clerk.signature,
        )  # fmt: skip


async def test_its_sum_is_the_figure_and_no_officers_to_change() -> None:
    await the_figure()
    clerk = await an_officer()
    award, dead = await the_dead(clerk)
    aid = await given(award, dead, clerk)
    assert aid.award_id is not None
    of_april, reason = date(2026, 4, 1), Reason.PUT_RIGHT
    with pytest.raises(entitlements.FuneralFollowsFigure):
        await entitlements.propose_change(
            aid.award_id, FactKind.ADJUSTED, clerk, month=of_april, reason=reason, basis="更正", fen=900_000
        )
    with pytest.raises(entitlements.FuneralFollowsFigure):
        await entitlements.suspend(aid.award_id, of_april, clerk, reason=Reason.CHECKS_OPEN, basis="核对")
    with pytest.raises(entitlements.FuneralFollowsFigure):
        await entitlements.propose_death_correction(aid.award_id, None, clerk, reason=Reason.WRONG_PERSON, basis="更正")
    (line,) = [each for each in await entitlements.lines_of(await Award.get(id=aid.award_id), dead) if each.fen]
    assert (line.first, line.last, line.words) == (of_april, of_april, "一次性")


async def test_another_account_instead_needs_one_to_replace() -> None:
    await the_figure()
    clerk, reviewer = await an_officer(), await an_officer(Role.COUNTY_REVIEWER)
    award, dead = await the_dead(clerk)
    paper = await the_proof(dead, clerk)
    with pytest.raises(entitlements.NoFuneralAidYet):
        await entitlements.propose_funeral_aid(award.id, COMMITTEE, paper, clerk, instead=True)
    first = await given(award, dead, clerk)
    other = replace(COMMITTEE, number=card(902))
    second = await entitlements.propose_funeral_aid(award.id, other, paper, clerk, instead=True)
    second = await entitlements.give_funeral_aid(second.id, reviewer)
    assert (second.award_id, second.fen) == (first.award_id, first.fen)
    assert (await FuneralAid.get(id=first.id)).state is FuneralAidState.REPLACED
    (open_one,) = await residents.Account.filter(only_for=first.award_id, closed_at=None)
    assert open_one.last_four == card(902)[-4:]
