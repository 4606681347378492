"""Awards change by dated facts: proposed by one officer, confirmed by another, never edited."""

import asyncio
from datetime import date
from typing import Any

import pytest

from backend import database, entitlements
from backend.entitlements import Award, AwardFact, FactKind, Reason, Which
from backend.journal import Deed, Entry
from backend.residents import Household, Resident
from backend.staff import NoSuchPower, Officer, Role
from tests.backend.discovery.lives import a_card
from tests.backend.payouts.awards import an_award
from tests.people import OTHER_TOWNSHIP, OTHER_VILLAGE, a_resident, an_officer, seed_parameters

BASIS = "复核记录2026-3号"
APRIL, MAY = date(2026, 4, 1), date(2026, 5, 1)


@pytest.fixture(autouse=True)
async def march(empty_database: str, at: Any) -> None:
    at("2026-03-15 09:00")
    await seed_parameters()


async def a_dibao(resident: Resident | None = None, **terms: Any) -> Award:
    given: dict[str, Any] = {"programme": "rural_dibao", "monthly_fen": 22000, "from_month": date(2026, 1, 1), **terms}
    return await an_award(resident or await a_resident(), **given)


async def a_reviewer() -> Officer:
    return await an_officer(Role.COUNTY_REVIEWER)


async def changed(award: Award, kind: FactKind, reason: Reason, month: date, **terms: Any) -> Award:
    """Proposed by a clerk, confirmed by the county."""
    change = await entitlements.propose_change(
        award.id, kind, await an_officer(), month=month, reason=reason, basis=BASIS, **terms
    )
    return await entitlements.confirm_change(change.id, await a_reviewer())


async def owed_in(award: Award, first: date, last: date) -> list[int]:
    resident = await Resident.get(id=award.resident_id)
    owed = {each.month: each.amount_fen for each in await entitlements.owed_months(award, resident, last)}
    return [owed.get(month, 0) for month in entitlements.each_month(first, last)]


async def test_an_amount_changes_only_when_a_second_officer_says_so() -> None:
    award, clerk, reviewer = await a_dibao(), await an_officer(), await a_reviewer()
    change = await entitlements.propose_change(
        award.id, FactKind.ADJUSTED, clerk, month=date(2026, 2, 1), fen=30000, reason=Reason.INCOME_CHANGED,
        basis=f" {BASIS} ",
    )  # fmt: skip
    assert await owed_in(await Award.get(), date(2026, 1, 1), APRIL) == [22000] * 4
    officers = [await a_reviewer() for _ in range(3)]
    outcomes = await asyncio.gather(
        *(entitlements.confirm_change(change.id, each) for each in officers), return_exceptions=True
    )
    assert sum(isinstance(each, Award) for each in outcomes) == 1
    award = await Award.get()
    assert await owed_in(award, date(2026, 1, 1), APRIL) == [22000, 30000, 30000, 30000]
    assert [each.kind for each in await entitlements.facts_of(award)] == [FactKind.GRANTED, FactKind.ADJUSTED]
    entry = await Entry.get(deed=Deed.AWARD_ADJUSTED.value)
    assert (entry.facts["fen"], entry.facts["month"]) == (30000, "2026-02-01")
    with pytest.raises(entitlements.ChangeDecided):
        await entitlements.confirm_change(change.id, reviewer)


async def test_what_was_held_back_is_owed_again_once_cleared_or_stays_unpaid() -> None:
    award, clerk = await a_dibao(), await an_officer()
    award = await entitlements.suspend(award.id, APRIL, clerk, reason=Reason.NOT_FOUND, basis=BASIS)
    assert award.suspended_from == APRIL
    assert await owed_in(award, date(2026, 3, 1), MAY) == [22000, 0, 0]
    with pytest.raises(entitlements.SuspendedAlready):
        await entitlements.suspend(award.id, APRIL, clerk, reason=Reason.NOT_FOUND, basis=BASIS)
    whole = await changed(award, FactKind.RESUMED, Reason.CLEARED, APRIL)
    assert await owed_in(whole, date(2026, 3, 1), MAY) == [22000, 22000, 22000]
    await entitlements.suspend(award.id, APRIL, clerk, reason=Reason.CHECKS_OPEN, basis=BASIS)
    later = await changed(award, FactKind.RESUMED, Reason.CLEARED, MAY)
    assert await owed_in(later, date(2026, 3, 1), MAY) == [22000, 0, 22000]


async def test_whose_card_ran_out_is_listed_and_suspended_alone_or_with_all_others() -> None:
    clerk, cards = (
        await an_officer(),
        {"expired": date(2026, 1, 31), "lately": date(2026, 3, 14), "valid": date(2026, 3, 15)},
    )
    awards = {}
    for name, until in cards.items():
        elder = await a_resident(name)
        await a_card(elder, valid_to=until)
        awards[name] = await a_dibao(elder, programme="disability_care")
        await a_dibao(elder)  # hangs on no card

    async def listed(officer: Officer) -> set[str]:
        return {each.name for each in await entitlements.awards_for(officer, Which.CARD_EXPIRED)}

    assert await listed(clerk) == {"expired", "lately"}
    assert await listed(await an_officer(place=OTHER_TOWNSHIP)) == set()
    with pytest.raises(entitlements.CardNotExpired):
        await entitlements.suspend_for_expired_card(awards["valid"].id, clerk)
    with pytest.raises(entitlements.NoSuchAward):
        await entitlements.suspend_for_expired_card(awards["lately"].id, await an_officer(place=OTHER_TOWNSHIP))
    lately = await entitlements.suspend_for_expired_card(awards["lately"].id, clerk)
    assert lately.suspended_from == APRIL, "the month after the card's last"
    assert await entitlements.suspend_all_for_expired_cards(clerk) == 1
    assert (await Award.get(id=awards["expired"].id)).suspended_from == date(2026, 3, 1)
    assert await listed(clerk) == set()
    assert await entitlements.suspend_all_for_expired_cards(clerk) == 0
    facts = (await Entry.filter(deed=Deed.AWARD_SUSPENDED.value).order_by("-id"))[0].facts
    assert facts["reason"] == Reason.CARD_EXPIRED.value
    back = await changed(lately, FactKind.RESUMED, Reason.CARD_RENEWED, APRIL)
    assert await owed_in(back, APRIL, APRIL) == [22000]


async def test_grace_pays_on_for_its_months_and_then_stops() -> None:
    ended = await changed(await a_dibao(), FactKind.GRACE, Reason.EMPLOYED, APRIL, amounts=[22000, 22000])
    assert (ended.stopped_from, ended.stop_reason) == (date(2026, 6, 1), "employed")
    assert await owed_in(ended, APRIL, date(2026, 7, 1)) == [22000, 22000, 0, 0]


async def test_destitute_support_stops_after_seven_days_on_the_board(at: Any) -> None:
    award, reviewer = await a_dibao(programme="tekun", monthly_fen=60000), await a_reviewer()
    change = await entitlements.propose_change(
        award.id, FactKind.STOPPED, await an_officer(), month=APRIL, reason=Reason.NO_LONGER_FITS, basis=BASIS,
        posted_on=date(2026, 3, 15),
    )  # fmt: skip
    at("2026-03-21 09:00")
    with pytest.raises(entitlements.NoticeFirst):
        await entitlements.confirm_change(change.id, reviewer)
    at("2026-03-22 09:00")
    assert (await entitlements.confirm_change(change.id, reviewer)).stopped_from == APRIL


async def test_a_wrong_death_is_corrected_for_everything_it_stopped() -> None:
    resident, clerk = await a_resident(), await an_officer()
    award = await a_dibao(resident)
    await an_award(resident, from_month=date(2026, 1, 1))
    await entitlements.stop_for_death(resident.id, date(2026, 1, 20), clerk, reason="村里上报")
    with pytest.raises(entitlements.DeathDateImpossible):
        await entitlements.propose_death_correction(award.id, None, clerk, reason=Reason.WRONG_DAY, basis=BASIS)
    change = await entitlements.propose_death_correction(
        award.id, date(2026, 2, 20), clerk, reason=Reason.WRONG_DAY, basis="火化证明"
    )
    await entitlements.confirm_change(change.id, await a_reviewer())
    assert (await Resident.get()).deceased_on == date(2026, 2, 20)
    assert {each.stopped_from for each in await Award.all()} == {date(2026, 3, 1)}
    alive = await entitlements.propose_death_correction(award.id, None, clerk, reason=Reason.WRONG_PERSON, basis=BASIS)
    await entitlements.confirm_change(alive.id, await a_reviewer())
    assert (await Resident.get()).deceased_on is None
    assert {each.stopped_from for each in await Award.all()} == {None}
    assert await Entry.filter(deed=Deed.DEATH_CORRECTED.value).count() == 4


async def test_a_death_put_on_an_earlier_day_has_the_household_looked_at_earlier() -> None:
    """Within three months of the right day (民发〔2022〕83号); a later day takes nothing back of what was asked for."""
    dead, clerk = await a_resident(), await an_officer()
    home = await Household.get(id=dead.household_id)
    wife = await a_dibao(await a_resident("李桂兰", date(1944, 5, 6), household=home))
    ended = await a_dibao(dead)
    await entitlements.stop_for_death(dead.id, date(2026, 2, 20), clerk, reason="村里上报")
    assert (await Award.get(id=wife.id)).recheck_due_on == date(2026, 5, 20)
    for right, due in ((date(2026, 1, 10), date(2026, 4, 10)), (date(2026, 3, 1), date(2026, 4, 10))):
        change = await entitlements.propose_death_correction(
            ended.id, right, clerk, reason=Reason.WRONG_DAY, basis="火化证明"
        )
        await entitlements.confirm_change(change.id, await a_reviewer())
        assert (await Award.get(id=wife.id)).recheck_due_on == due
    assert [each.month for each in await AwardFact.filter(kind=FactKind.RECHECK_CALLED).order_by("number")] == [
        date(2026, 2, 1), date(2026, 1, 1),
    ]  # fmt: skip


async def test_who_has_the_benefit_anew_does_not_rise_twice() -> None:
    resident, clerk = await a_resident(), await an_officer()
    award = await a_dibao(resident)
    await entitlements.stop_for_death(resident.id, date(2026, 1, 20), clerk, reason="村里上报")
    await a_dibao(resident, from_month=MAY)
    change = await entitlements.propose_death_correction(award.id, None, clerk, reason=Reason.WRONG_PERSON, basis=BASIS)
    with pytest.raises(entitlements.ReceivesAnew):
        await entitlements.confirm_change(change.id, await a_reviewer())
    assert (await Resident.get()).deceased_on == date(2026, 1, 20)


STOP = {"kind": FactKind.STOPPED, "reason": Reason.MOVED_AWAY, "month": APRIL}
ADJUST = {"kind": FactKind.ADJUSTED, "reason": Reason.PUT_RIGHT, "month": APRIL, "fen": 100}


@pytest.mark.parametrize(
    ("asked", "terms", "refusal"),
    [
        ({**STOP, "month": date(2026, 3, 1)}, {}, entitlements.MonthImpossible),  # the law: from the next month
        ({**STOP, "month": date(2025, 12, 1)}, {}, entitlements.MonthImpossible),
        ({**STOP, "month": date(9999, 12, 1)}, {}, entitlements.MonthImpossible),
        ({**STOP, "month": MAY}, {"stopped_from": APRIL}, entitlements.StoppedAlready),
        (STOP, {"read_only": True}, entitlements.RunByOthers),
        ({**STOP, "reason": Reason.EMPLOYED}, {}, entitlements.ReasonUnfit),
        ({**STOP, "basis": " "}, {}, entitlements.BasisMissing),
        ({**STOP, "basis": "长" * 201}, {}, entitlements.BasisMissing),
        ({**ADJUST, "fen": 0}, {}, entitlements.AmountImpossible),
        ({**ADJUST, "fen": -1}, {}, entitlements.AmountImpossible),
        ({**ADJUST, "fen": 10**10}, {}, entitlements.AmountImpossible),
        ({**ADJUST, "fen": 22000}, {}, entitlements.AmountImpossible),  # what holds anyway
        (ADJUST, {"monthly_fen": None, "programme": "old_age_allowance"}, entitlements.AmountByAge),
        ({"kind": FactKind.RESUMED, "reason": Reason.CLEARED, "month": APRIL}, {}, entitlements.NotSuspended),
        (
            {"kind": FactKind.RESUMED, "reason": Reason.CLEARED, "month": APRIL},
            {"suspended_from": MAY},
            entitlements.MonthImpossible,
        ),
        (
            {"kind": FactKind.GRACE, "reason": Reason.EMPLOYED, "month": APRIL, "amounts": [22000] * 7},
            {},
            entitlements.GraceTooLong,
        ),
        (
            {"kind": FactKind.GRACE, "reason": Reason.EMPLOYED, "month": APRIL, "amounts": [22001]},
            {},
            entitlements.AmountImpossible,
        ),
        (
            {"kind": FactKind.GRACE, "reason": Reason.EMPLOYED, "month": APRIL, "amounts": [1]},
            {"programme": "tekun"},
            entitlements.NoGrace,
        ),
    ],
)
async def test_what_the_law_or_reason_does_not_allow(
    asked: dict[str, Any], terms: dict[str, Any], refusal: type[Exception]
) -> None:
    award = await a_dibao(**terms)
    with pytest.raises(refusal):
        await entitlements.propose_change(award.id, officer=await an_officer(), **{"basis": BASIS, **asked})
    assert await entitlements.AwardChange.all().count() == 0


async def test_who_may_not() -> None:
    award, clerk, reviewer = await a_dibao(), await an_officer(), await a_reviewer()
    elsewhere = await a_dibao(await a_resident(village=OTHER_VILLAGE))
    child = await a_dibao(await a_resident(), programme="orphan")
    for role in set(Role) - {Role.TOWNSHIP_CLERK, Role.COUNTY_REVIEWER}:
        with pytest.raises(NoSuchPower):
            await entitlements.propose_change(award.id, officer=await an_officer(role), basis=BASIS, **STOP)
    for hidden in (elsewhere, child):
        with pytest.raises(entitlements.NoSuchAward):
            await entitlements.propose_change(hidden.id, officer=clerk, basis=BASIS, **STOP)
    change = await entitlements.propose_change(award.id, officer=reviewer, basis=BASIS, **STOP)
    with pytest.raises(entitlements.ChangeWaiting):
        await entitlements.propose_change(award.id, officer=clerk, basis=BASIS, **STOP)
    with pytest.raises(entitlements.OwnAwardChange):
        await entitlements.confirm_change(change.id, reviewer)
    with pytest.raises(NoSuchPower):
        await entitlements.confirm_change(change.id, clerk)
    assert (await entitlements.decline_change(change.id, reviewer)).state == "withdrawn"
    change = await entitlements.propose_change(award.id, officer=clerk, basis=BASIS, **STOP)
    assert (await entitlements.decline_change(change.id, reviewer)).state == "declined"
    assert (await Award.get(id=award.id)).stopped_from is None


async def test_facts_are_added_never_edited() -> None:
    await changed(await a_dibao(), FactKind.STOPPED, Reason.GIVEN_UP, APRIL)
    for edit in ("UPDATE award_fact SET month = '2026-09-01'", "DELETE FROM award_fact"):
        with pytest.raises(Exception, match="never edited"):
            await database.execute(edit)
