"""One proposes, another confirms what was shown; in one transaction, on record, and once."""

import asyncio
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from backend import journal, programmes, rate_changes, staff
from backend.journal import Entry
from backend.programmes import Parameter
from backend.rate_changes import ChangeState, Proposal
from backend.residents import Household
from backend.staff import Officer, Role
from tests.backend.payouts.awards import an_award
from tests.people import (
    COUNTY,
    OTHER_TOWNSHIP,
    OTHER_VILLAGE,
    TOWNSHIP,
    a_household,
    a_resident,
    an_officer,
    seed_parameters,
    some_id,
)

DOUBLED = [[80, 10000], [90, 20000], [100, 30000]]
RAISE = Proposal("aged.bands", DOUBLED, date(2026, 1, 1), None, "洛民〔2026〕1号《关于提高高龄津贴标准的通知》")


@pytest.fixture(autouse=True)
async def county(empty_database: str, at: Any) -> None:
    at("2026-03-05 09:30")
    await seed_parameters()
    await an_award(await a_resident(birth_date=date(1943, 5, 6)), from_month=date(2025, 6, 1))
    await an_award(await a_resident("刘大山", village=OTHER_VILLAGE, birth_date=date(1930, 5, 6)))


@pytest.fixture
async def proposer() -> Officer:
    return await an_officer(Role.COUNTY_REVIEWER)


@pytest.fixture
async def checker() -> Officer:
    return await an_officer(Role.COUNTY_APPROVER)


async def in_force(key: str = "aged.bands") -> object:
    return (await programmes.parameters_on(COUNTY, date(2026, 3, 5)))[key]


async def seen_and_confirmed(change_id: UUID, officer: Officer) -> rate_changes.RateChange:
    return await rate_changes.confirm(change_id, officer, shown=await rate_changes.digest_of(change_id))


async def test_nothing_holds_before_another_officer_confirms(proposer: Officer, checker: Officer) -> None:
    before = await in_force()
    change = await rate_changes.propose(RAISE, proposer)
    assert (change.state, await in_force()) == (ChangeState.PROPOSED, before)
    confirmed = await seen_and_confirmed(change.id, checker)
    assert (confirmed.state, confirmed.decided_by, await in_force()) == (ChangeState.CONFIRMED, checker.id, DOUBLED)
    row = await Parameter.get(place=f"{COUNTY}000000", key="aged.bands", superseded_at=None)
    assert (row.confirmed, row.source) == (True, RAISE.source)
    deeds = [entry.deed for entry in await journal.history_of(change.id)]
    assert deeds == ["rate_changes.proposed", "rate_changes.confirmed"]


async def test_the_list_is_kept_with_totals_by_township(proposer: Officer, checker: Officer) -> None:
    change = await rate_changes.propose(RAISE, proposer)
    before = await rate_changes.effects_of(change, proposer), await rate_changes.lines_of(change, proposer)
    away, here = before[0]
    assert (here.township, here.gain, here.lose, here.back_fen, here.monthly_fen) == (TOWNSHIP, 1, 0, 15000, 5000)
    assert (away.township, away.gain, away.recover_fen) == (OTHER_TOWNSHIP, 1, 0)
    confirmed = await seen_and_confirmed(change.id, checker)
    assert (
        await rate_changes.effects_of(confirmed, checker),
        await rate_changes.lines_of(confirmed, checker),
    ) == before


async def test_a_cut_is_recovered(proposer: Officer) -> None:
    change = await rate_changes.propose(replace(RAISE, value=[[80, 4000], [90, 8000]]), proposer)
    here = (await rate_changes.effects_of(change, proposer))[-1]
    assert (here.gain, here.lose, here.back_fen, here.recover_fen, here.monthly_fen) == (0, 1, 0, 3000, -1000)


async def test_a_township_sees_its_own_people_only(proposer: Officer) -> None:
    change = await rate_changes.propose(RAISE, proposer)
    clerk = await an_officer(Role.TOWNSHIP_CLERK, TOWNSHIP)
    assert {each.township for each in await rate_changes.effects_of(change, clerk)} == {TOWNSHIP}
    assert {line.name for line in await rate_changes.lines_of(change, clerk)} == {"王秀英"}


async def test_no_name_stands_on_a_childrens_award(proposer: Officer) -> None:
    """Of an age that the bands pay, for no child's amount hangs on them: it is the programme that hides the name."""
    await an_award(
        await a_resident("小明", birth_date=date(1940, 1, 1)), programme="orphan", from_month=date(2025, 1, 1)
    )
    change = await rate_changes.propose(RAISE, proposer)
    names = {line.programme: line.name for line in await rate_changes.lines_of(change, proposer)}
    assert names["orphan"] == "儿童，不显示姓名"


async def test_the_list_pages_by_its_last_line(proposer: Officer) -> None:
    change = await rate_changes.propose(RAISE, proposer)
    lines = await rate_changes.lines_of(change, proposer)
    first = lines[0]
    assert await rate_changes.lines_of(change, proposer, f"{first.award_id}_{first.from_month}") == lines[1:]
    assert await rate_changes.lines_of(change, proposer, "nonsense") == lines


async def test_maker_and_checker_are_two(proposer: Officer, checker: Officer) -> None:
    change = await rate_changes.propose(RAISE, proposer)
    await Officer.filter(id=proposer.id).update(role=Role.COUNTY_APPROVER.value)
    with pytest.raises(rate_changes.OwnChange):
        await seen_and_confirmed(change.id, await Officer.get(id=proposer.id))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COUNTY_REVIEWER])
async def test_only_the_reviewer_proposes(role: Role) -> None:
    with pytest.raises(staff.NoSuchPower):
        await rate_changes.propose(RAISE, await an_officer(role))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COUNTY_APPROVER])
async def test_only_the_approver_confirms(proposer: Officer, role: Role) -> None:
    change = await rate_changes.propose(RAISE, proposer)
    with pytest.raises(staff.NoSuchPower):
        await seen_and_confirmed(change.id, await an_officer(role))


async def test_who_came_since_makes_the_list_another(proposer: Officer, checker: Officer) -> None:
    change = await rate_changes.propose(RAISE, proposer)
    await an_award(await a_resident("赵有田", birth_date=date(1940, 1, 1)), from_month=date(2025, 1, 1))
    with pytest.raises(rate_changes.ForeseenOtherwise):
        await seen_and_confirmed(change.id, checker)
    assert (await rate_changes.get_change(change.id, checker)).state is ChangeState.PROPOSED
    await rate_changes.foresee_again(change.id, proposer)
    assert (await seen_and_confirmed(change.id, checker)).state is ChangeState.CONFIRMED
    assert len({line.award_id for line in await rate_changes.lines_of(change, checker)}) == 3


async def test_a_corrected_register_does_not_hold_up_the_second_officer(proposer: Officer, checker: Officer) -> None:
    """What is for review anyway may be estimated otherwise today; no money moves by it."""
    home = await a_household(members_counted=1, monthly_income_fen=40000, financial_assets_fen=0, vehicles=0, homes=1)
    award = await an_award(await a_resident(household=home), programme="rural_dibao", monthly_fen=5000)
    raised = Proposal("dibao.standard.rural", 46000, date(2026, 1, 1), None, "洛民〔2026〕1号")
    change = await rate_changes.propose(raised, proposer)
    lines = await rate_changes.lines_of(change, proposer)
    assert [(line.award_id, line.by_review) for line in lines] == [(award.id, True)] * 2
    await Household.filter(id=home.id).update(monthly_income_fen=45000)
    assert (await seen_and_confirmed(change.id, checker)).state is ChangeState.CONFIRMED


async def test_a_list_drawn_up_anew_since_it_was_shown_is_not_confirmed(proposer: Officer, checker: Officer) -> None:
    change = await rate_changes.propose(RAISE, proposer)
    shown = await rate_changes.digest_of(change.id)
    await an_award(await a_resident("赵有田", birth_date=date(1940, 1, 1)))
    await rate_changes.foresee_again(change.id, proposer)
    for seen in (shown, "", "0" * 64):
        with pytest.raises(rate_changes.ListChanged):
            await rate_changes.confirm(change.id, checker, shown=seen)
    assert await Entry.filter(deed="programmes.enacted").count() == 0
    assert (await seen_and_confirmed(change.id, checker)).state is ChangeState.CONFIRMED


async def test_the_same_list_drawn_up_twice_is_the_same(proposer: Officer, checker: Officer) -> None:
    change = await rate_changes.propose(RAISE, proposer)
    shown = await rate_changes.digest_of(change.id)
    await rate_changes.foresee_again(change.id, proposer)
    assert (await rate_changes.confirm(change.id, checker, shown=shown)).state is ChangeState.CONFIRMED


async def test_two_confirm_at_once_and_one_does(proposer: Officer, checker: Officer) -> None:
    change = await rate_changes.propose(RAISE, proposer)
    other = await an_officer(Role.COUNTY_APPROVER)
    answers = await asyncio.gather(
        *(seen_and_confirmed(change.id, officer) for officer in (checker, other)), return_exceptions=True
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["RateChange", "WrongChangeState"]
    assert await Entry.filter(deed="programmes.enacted").count() == 1


async def test_a_withdrawn_change_is_over(proposer: Officer, checker: Officer) -> None:
    change = await rate_changes.propose(RAISE, proposer)
    await rate_changes.withdraw(change.id, proposer)
    for deed in (seen_and_confirmed, rate_changes.withdraw):
        with pytest.raises(rate_changes.WrongChangeState):
            await deed(change.id, checker)
    with pytest.raises(rate_changes.WrongChangeState):
        await rate_changes.foresee_again(change.id, proposer)
    assert (await rate_changes.propose(RAISE, proposer)).state is ChangeState.PROPOSED


async def test_one_open_change_of_a_standard(proposer: Officer) -> None:
    await rate_changes.propose(RAISE, proposer)
    with pytest.raises(rate_changes.AlreadyProposed):
        await rate_changes.propose(RAISE, proposer)


async def test_another_countys_change_is_none(proposer: Officer) -> None:
    change = await rate_changes.propose(RAISE, proposer)
    stranger = await an_officer(Role.COUNTY_APPROVER)
    stranger.county = "410326"
    for officer, change_id in ((stranger, change.id), (proposer, some_id())):
        with pytest.raises(rate_changes.NoSuchChange):
            await rate_changes.get_change(change_id, officer)


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"key": "moon.rent"}, programmes.NoSuchParameter), ({"value": [[80, -1]]}, programmes.BadValue),
        ({"value": [[80, 50.5]]}, programmes.BadValue), ({"value": 10_000_000_000}, programmes.BadValue),
        ({"valid_to": date(2025, 12, 1)}, programmes.BadPeriod), ({"source": "  "}, programmes.SourceMissing),
        ({"valid_from": date(1026, 1, 1)}, rate_changes.UnlikelyDate),
        ({"valid_from": date(9999, 12, 31)}, rate_changes.UnlikelyDate),
    ],
)  # fmt: skip
async def test_what_makes_no_sense_is_refused(
    proposer: Officer, wrong: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        await rate_changes.propose(replace(RAISE, **wrong), proposer)
    assert await Entry.filter(subject_kind="rate_change").count() == 0


LOWER = [
    ("dibao.standard.rural", 43_999, 44_000),  # 440 by the province
    ("dibao.standard.urban", 62_999, 63_000),
    ("tekun.base.rural", 57_199, 57_200),  # 1.3 times the city's 440
]


async def test_no_standard_goes_below_what_the_province_lets_it_be(proposer: Officer) -> None:
    for key, below, floor in LOWER:
        asked = Proposal(key, below, date(2026, 4, 1), None, "嵩民〔2026〕9号")
        with pytest.raises(rate_changes.BelowTheFloor) as refused:
            await rate_changes.propose(asked, proposer)
        assert refused.value.details["floor_fen"] == floor
        await rate_changes.propose(replace(asked, value=floor), proposer)
