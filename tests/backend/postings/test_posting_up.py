"""A notice hangs seven days, shows a masked name and an age band, and cannot be shortened."""

import asyncio
from datetime import date
from typing import Any

import pytest

from backend import applications, journal, postings
from backend.applications import State
from backend.journal import By, Signature
from backend.postings.showing import age_band
from backend.programmes import BadValue, Enactment, enact, parameters_on
from backend.staff import OutsideYourPlace, Role
from backend.staff.powers import NoSuchPower
from tests.backend.applications.cases import accepted, hand, submitted
from tests.people import (
    COUNTY,
    OTHER_TOWNSHIP,
    OTHER_VILLAGE,
    VILLAGE,
    a_resident,
    an_officer,
    seed_parameters,
    some_id,
)


@pytest.mark.parametrize(
    ("posted", "ends_on"),
    [
        ("2026-03-02", date(2026, 3, 9)),  # Monday to Monday
        ("2026-03-06", date(2026, 3, 13)),
        ("2026-03-07", date(2026, 3, 16)),  # the seventh day is a Saturday: on to Monday
        ("2026-02-07", date(2026, 2, 14)),  # a Saturday that is a working day (make-up)
        ("2026-02-09", date(2026, 2, 24)),  # the seventh day lies in the Spring Festival, 15–23 February
        ("2026-09-24", date(2026, 10, 8)),  # 1 October and the week after it are off
        ("2026-09-28", date(2026, 10, 8)),
        ("2026-09-30", date(2026, 10, 8)),
        ("2026-10-03", date(2026, 10, 10)),  # a Saturday that is a working day (make-up)
    ],
)
async def test_the_last_day_follows_the_calendar_of_2026(
    empty_database: str, at: Any, posted: str, ends_on: date
) -> None:
    await seed_parameters()
    at(f"{posted} 09:00")
    clerk = await an_officer()
    case = await accepted(await a_resident(), clerk)
    posting = await postings.post([case.id], clerk)
    assert (posting.posted_on, posting.ends_on) == (date.fromisoformat(posted), ends_on)
    assert (await applications.get_application(case.id)).step_due_on == ends_on


async def test_a_notice_is_not_ended_on_its_last_day_but_on_the_day_after(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-09-28 09:00")
    clerk = await an_officer()
    case = await accepted(await a_resident(), clerk)
    await postings.post([case.id], clerk)
    for day in (date(2026, 9, 28), date(2026, 10, 5), date(2026, 10, 6), date(2026, 10, 8)):
        assert await postings.end_due(day) == 0
    assert (await applications.get_application(case.id)).state is State.POSTED
    at("2026-10-09 00:10")
    assert await postings.end_due(date(2026, 10, 9)) == 1
    ended = await applications.get_application(case.id)
    assert (ended.state, ended.step_due_on) == (State.COUNTY_REVIEW, date(2026, 10, 22))
    assert await postings.end_due(date(2026, 10, 9)) == 0


async def test_many_timetables_end_a_notice_once(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-03-02 09:00")
    clerk = await an_officer()
    cases = [await accepted(await a_resident(), clerk) for _ in range(3)]
    await postings.post([case.id for case in cases], clerk)
    at("2026-03-10 00:10")
    assert sorted(await asyncio.gather(*(postings.end_due(date(2026, 3, 10)) for _ in range(5)))) == [0, 0, 0, 0, 3]
    assert await journal.Entry.filter(deed=journal.Deed.NOTICE_ENDED.value).count() == 3


async def test_a_notice_shows_a_masked_name_and_an_age_band_and_nothing_else(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-03-02 09:00")
    clerk = await an_officer()
    case = await accepted(await a_resident("欧阳秀英", date(1936, 3, 2), phone="13800000001"), clerk)
    await postings.post([case.id], clerk)
    (notice,) = await postings.open_notices(VILLAGE)
    (line,) = notice.lines
    assert (line.shown_name, line.shown_detail) == ("欧**英", "90—99周岁")
    assert notice.programme_title == "高龄津贴"
    assert "秀" not in repr(notice)


@pytest.mark.parametrize(
    ("age", "shown"), [(79, ""), (80, "80—89周岁"), (89, "80—89周岁"), (90, "90—99周岁"), (100, "100周岁及以上")]
)
def test_an_age_is_shown_as_its_band(age: int, shown: str) -> None:
    assert age_band(age, [80, 90, 100]) == shown


async def test_posting_is_told_to_each_person_once(empty_database: str) -> None:
    await seed_parameters()
    clerk = await an_officer()
    residents = [await a_resident() for _ in range(2)]
    cases = [await accepted(resident, clerk) for resident in residents]
    await postings.post([*(case.id for case in cases), cases[0].id], clerk)
    told = await journal.Entry.filter(deed=journal.Deed.NOTICE_POSTED.value)
    assert {each.resident_id for each in told} == {resident.id for resident in residents}
    assert len(told) == 2


async def test_who_takes_the_case_back_is_no_longer_named_and_does_not_reach_the_county(
    empty_database: str, at: Any
) -> None:
    await seed_parameters()
    at("2026-03-02 09:00")
    clerk, resident = await an_officer(), await a_resident()
    case = await accepted(resident, clerk)
    await postings.post([case.id], clerk)
    await applications.withdraw(case.id, hand(resident))
    assert await postings.open_notices(VILLAGE) == []
    at("2026-03-10 00:10")
    assert await postings.end_due(date(2026, 3, 10)) == 0
    line = await postings.line_of(case.id)
    assert line is not None
    assert line.ended == "withdrawn"


async def test_a_case_that_is_not_accepted_is_not_posted_and_neither_are_those_beside_it(empty_database: str) -> None:
    await seed_parameters()
    clerk = await an_officer()
    good, early = await accepted(await a_resident(), clerk), await submitted(await a_resident())
    with pytest.raises(applications.WrongState):
        await postings.post([good.id, early.id], clerk)
    assert (await applications.get_application(good.id)).state is State.ACCEPTED
    assert await postings.Posting.all().count() == 0


async def test_two_officers_post_the_same_case_at_once_and_one_notice_hangs(empty_database: str) -> None:
    await seed_parameters()
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    case = await accepted(await a_resident(), clerk)
    outcomes = await asyncio.gather(
        postings.post([case.id], clerk), postings.post([case.id], leader), return_exceptions=True
    )
    assert sum(isinstance(each, postings.Posting) for each in outcomes) == 1
    assert sum(isinstance(each, applications.WrongState | postings.AlreadyPosted) for each in outcomes) == 1
    assert await postings.Posting.all().count() == 1


async def test_nothing_chosen_is_refused(empty_database: str) -> None:
    with pytest.raises(postings.NothingToPost):
        await postings.post([], await an_officer())


async def test_an_unknown_case_is_refused(empty_database: str) -> None:
    with pytest.raises(applications.NoSuchApplication):
        await postings.post([some_id()], await an_officer())


async def test_cases_of_two_villages_are_refused_on_one_notice(empty_database: str) -> None:
    await seed_parameters()
    clerk, reviewer = await an_officer(), await an_officer(place="410325000000")
    here = await accepted(await a_resident(), clerk)
    there = await accepted(await a_resident(village=OTHER_VILLAGE), await an_officer(place=OTHER_TOWNSHIP))
    with pytest.raises(postings.MixedNotice):
        await postings.post([here.id, there.id], reviewer)


async def test_another_townships_case_is_refused(empty_database: str) -> None:
    await seed_parameters()
    case = await accepted(await a_resident(), await an_officer())
    with pytest.raises(OutsideYourPlace):
        await postings.post([case.id], await an_officer(place=OTHER_TOWNSHIP))


async def test_the_county_reviewer_does_not_post(empty_database: str) -> None:
    await seed_parameters()
    case = await accepted(await a_resident(), await an_officer())
    with pytest.raises(NoSuchPower):
        await postings.post([case.id], await an_officer(Role.COUNTY_REVIEWER))


async def test_officers_see_their_own_places_notices(empty_database: str) -> None:
    await seed_parameters()
    clerk = await an_officer()
    case = await accepted(await a_resident(), clerk)
    await postings.post([case.id], clerk)
    assert len(await postings.postings_for(clerk)) == 1
    assert len(await postings.postings_for(await an_officer(Role.COUNTY_REVIEWER))) == 1
    assert await postings.postings_for(await an_officer(place=OTHER_TOWNSHIP)) == []
    (notice,) = await postings.postings_for(clerk)
    assert await postings.postings_for(clerk, notice.id) == []


@pytest.mark.parametrize(
    ("days", "said", "ends_on"),
    [
        (3, "3天", date(2026, 3, 9)),  # from Friday the 6th: calendar days, not working days
        (8, "8天", date(2026, 3, 16)),  # the eighth is a Saturday: on to Monday
    ],
)
async def test_days_that_the_county_sets_are_counted_in_the_unit_they_are_set_in(
    empty_database: str, at: Any, days: int, said: str, ends_on: date
) -> None:
    at("2026-03-06 09:00")
    await seed_parameters()
    set_here = Enactment(f"{COUNTY}000000", "aged.posting_days", days, date(2026, 3, 1), None, "嵩民〔2026〕1号", True)
    await enact(set_here, by=Signature(By.IMPORT))
    rates = await parameters_on(COUNTY, date(2026, 3, 6))
    told = [postings.posting_time(each, rates) for each in ("old_age_allowance", "disability_living", "orphan")]
    assert told == [said, "5个工作日", ""]
    clerk = await an_officer()
    case = await accepted(await a_resident(), clerk)
    assert (await postings.post([case.id], clerk)).ends_on == ends_on


@pytest.mark.parametrize("key", ["aged.posting_days", "dis.posting_workdays"])
async def test_no_county_sets_a_notice_of_no_days(empty_database: str, key: str) -> None:
    """Only emergencies, children and mere recognition go unposted (policy §18)."""
    await seed_parameters()
    none = Enactment(f"{COUNTY}000000", key, 0, date(2026, 3, 1), None, "嵩民〔2026〕1号", True)
    with pytest.raises(BadValue):
        await enact(none, by=Signature(By.IMPORT))
