"""One officer offers a roster, another takes it in as it was shown; the file is gone once that is decided."""

import asyncio
from datetime import date

import pytest

from backend import journal, rosters
from backend.entitlements import Award
from backend.journal import Deed
from backend.residents import Resident
from backend.rosters import (
    Choice,
    FoundOtherwise,
    HasMistakes,
    NoSuchRoster,
    OwnRoster,
    Roster,
    RosterFinding,
    RosterState,
    SheetMapping,
    WrongRosterState,
)
from backend.staff import NoSuchPower, Officer, Role
from tests.backend.rosters.sheets import a_file, a_row
from tests.people import an_officer, some_id, the_map


@pytest.fixture
async def reviewer(empty_database: str, at: object) -> Officer:
    await the_map()
    at("2026-03-02 09:30")
    return await an_officer(Role.COUNTY_REVIEWER)


async def offered(content: bytes, officer: Officer, choice: Choice = Choice.ALL) -> Roster:
    roster = await rosters.upload(content, "rural_dibao", officer)
    mappings = [SheetMapping.of(each) for each in roster.mappings]
    return await rosters.examine_offered(
        roster.id, officer, mappings=mappings, paid_here_from=date(2026, 4, 1), choice=choice
    )


async def test_offered_by_one_and_taken_in_by_another(reviewer: Officer) -> None:
    roster = await offered(a_file(a_row(), a_row("李桂兰", 起保年月="")), reviewer)
    assert (roster.state, roster.rows, roster.outcomes, roster.fen) == (
        RosterState.EXAMINED, 2, {"person_and_award": 2}, 70_000
    )  # fmt: skip
    assert [each.at for each in await rosters.findings_of(roster)] == ["农村低保!H4"]
    assert b"\xe7\x8e\x8b" not in bytes(roster.content_sealed or b"")
    done = await rosters.confirm(roster.id, await an_officer(Role.COUNTY_APPROVER))
    assert (done.state, done.content_sealed) == (RosterState.TAKEN_IN, None)
    assert {each.paid_here_from for each in await Award.all()} == {date(2026, 4, 1)}
    deeds = [each.deed for each in await journal.Entry.filter(subject_id=roster.id).order_by("at")]
    assert deeds == [Deed.ROSTER_OFFERED.value, Deed.ROSTER_TAKEN_IN.value]


async def test_of_two_officers_at_once_one_takes_it_in(reviewer: Officer) -> None:
    roster = await offered(a_file(a_row()), reviewer)
    hands = [await an_officer(Role.COUNTY_APPROVER) for _ in range(2)]
    done = await asyncio.gather(*(rosters.confirm(roster.id, hand) for hand in hands), return_exceptions=True)
    assert sorted(type(each).__name__ for each in done) == ["Roster", "WrongRosterState"]
    assert await Award.all().count() == 1


async def test_the_same_file_offered_twice_is_paid_once(reviewer: Officer) -> None:
    content, approver = a_file(a_row()), await an_officer(Role.COUNTY_APPROVER)
    first, second = await offered(content, reviewer), await offered(content, reviewer)
    await rosters.confirm(first.id, approver)
    with pytest.raises(FoundOtherwise):
        await rosters.confirm(second.id, approver)
    assert (await rosters.get_roster(second.id, approver)).state is RosterState.EXAMINED
    assert await Award.all().count() == 1


async def test_nobody_confirms_their_own_and_no_other_desk_may(reviewer: Officer) -> None:
    roster = await offered(a_file(a_row()), reviewer)
    with pytest.raises(NoSuchPower):
        await rosters.confirm(roster.id, reviewer)
    moved = await an_officer(Role.COUNTY_APPROVER)
    await Roster.filter(id=roster.id).update(offered_by=moved.id)
    with pytest.raises(OwnRoster):
        await rosters.confirm(roster.id, moved)
    with pytest.raises(NoSuchPower):
        await rosters.upload(a_file(a_row()), "rural_dibao", await an_officer(Role.TOWNSHIP_CLERK))
    with pytest.raises(NoSuchRoster):
        await rosters.confirm(some_id(), moved)


async def test_mistakes_hold_up_all_or_only_their_rows(reviewer: Officer) -> None:
    content, approver = a_file(a_row(), a_row("坏号码", 身份证号码="123")), await an_officer(Role.COUNTY_APPROVER)
    with pytest.raises(HasMistakes):
        await rosters.confirm((await offered(content, reviewer)).id, approver)
    assert await Resident.all().count() == 0
    done = await rosters.confirm((await offered(content, reviewer, Choice.ROWS)).id, approver)
    assert (done.state, await Award.all().count()) == (RosterState.TAKEN_IN, 1)


async def test_withdrawn_the_file_is_gone_and_nothing_more_can_be_done(reviewer: Officer) -> None:
    roster = await offered(a_file(a_row()), reviewer)
    await rosters.withdraw(roster.id, reviewer)
    assert (await rosters.get_roster(roster.id, reviewer)).content_sealed is None
    for again in (
        rosters.withdraw(roster.id, reviewer),
        rosters.confirm(roster.id, await an_officer(Role.COUNTY_APPROVER)),
        rosters.remap(roster.id, reviewer, []),
    ):
        with pytest.raises(WrongRosterState):
            await again
    assert await journal.Entry.filter(deed=Deed.ROSTER_WITHDRAWN.value).count() == 1


async def test_looked_at_again_the_findings_are_the_last_ones(reviewer: Officer) -> None:
    roster = await offered(a_file(a_row(起保年月="", 联系电话="1")), reviewer)
    mappings = [SheetMapping.of(each) for each in roster.mappings]
    without_phone = [
        SheetMapping(each.sheet, each.heading, {at: key for at, key in each.columns.items() if key != "phone"})
        for each in mappings
    ]
    await rosters.examine_offered(
        roster.id, reviewer, mappings=without_phone, paid_here_from=date(2026, 3, 1), choice=Choice.ALL
    )
    assert [each.title for each in await RosterFinding.filter(roster_id=roster.id)] == ["起始年月"]
