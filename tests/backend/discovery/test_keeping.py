"""From night to night: a hit is found once, refreshed, passes, rests when closed, and opens when facts change."""

import asyncio
from datetime import date
from typing import Any
from unittest.mock import patch

import pytest

from backend import database, discovery, errands
from backend.discovery import Hit, HitOutcome, Screening, ScreeningUnderWay
from backend.errands import Errand, Outcome
from backend.journal import Deed, Entry
from backend.residents import Household
from backend.staff import Role
from tests.backend.applications.cases import submitted
from tests.backend.discovery.lives import NIGHT, a_card, a_home, receiving, relative, somebody
from tests.people import COUNTY, VILLAGE, a_cadre, a_resident, an_officer, seed_parameters

ELDER = date(1942, 5, 6)


@pytest.fixture(autouse=True)
async def night(empty_database: str, at: Any) -> None:
    at(NIGHT)
    await seed_parameters()


async def kept() -> list[dict[str, Any]]:
    return await database.rows("SELECT * FROM hit ORDER BY id")


async def set_county(key: str, value: str) -> None:
    await database.execute("DELETE FROM parameter WHERE key = $1", key)
    await database.execute(
        """INSERT INTO parameter (id, place, key, value, valid_from, source)
           VALUES (gen_random_uuid(), '410325000000', $1, $2, '2020-01-01', '县级设定')""",
        key,
        value,
    )


async def test_twice_in_a_night_changes_nothing(at: Any) -> None:
    await somebody(ELDER)
    await somebody(home=await a_home(38_000))
    first = await discovery.screen(COUNTY)
    before, errands_before = await kept(), await Errand.all().count()
    second = await discovery.screen(COUNTY)
    assert (first.found, first.new, second.found, second.new, second.passed) == (2, 2, 2, 0, 0)
    assert await kept() == before
    assert await Errand.all().count() == errands_before


async def test_the_next_night_refreshes_and_keeps_the_day_it_is_due(at: Any) -> None:
    await somebody(ELDER)
    await discovery.screen(COUNTY)
    at("2026-03-03 02:00")
    await discovery.screen(COUNTY)
    (hit,) = await Hit.all()
    assert (hit.found_on, hit.seen_on, hit.due_on) == (date(2026, 3, 2), date(2026, 3, 3), date(2026, 4, 1))


async def test_what_is_true_no_longer_passes_and_may_come_again(at: Any) -> None:
    home = await a_home(38_000)
    await somebody(home=home)
    await discovery.screen(COUNTY)
    await Household.filter(id=home.id).update(monthly_income_fen=70_000)  # above 低保边缘, too
    assert (await discovery.screen(COUNTY)).passed == 1
    assert (await Hit.get()).state == "passed"
    await Household.filter(id=home.id).update(monthly_income_fen=38_000)
    at("2026-05-02 02:00")
    assert (await discovery.screen(COUNTY)).new == 1
    hit = await Hit.get()
    assert (hit.state, hit.found_on, hit.due_on) == ("open", date(2026, 5, 2), date(2026, 6, 1))


async def test_a_closed_hit_rests_until_what_it_stood_on_changes(at: Any) -> None:
    home = await a_home(38_000)
    await somebody(home=home)
    await discovery.screen(COUNTY)
    hit = await Hit.get()
    await discovery.close(hit.id, HitOutcome.REFUSED_BY_PERSON, await an_officer())
    at("2026-03-03 02:00")
    assert (await discovery.screen(COUNTY)).new == 0
    assert (await Hit.get()).state == "closed"
    await Household.filter(id=home.id).update(monthly_income_fen=20_000)
    assert (await discovery.screen(COUNTY)).new == 1
    again = await Hit.get()
    assert (again.id, again.state, again.outcome, again.closed_by) == (hit.id, "open", None, None)


async def test_a_higher_standard_opens_it_again_but_another_day_does_not(at: Any) -> None:
    await somebody(home=await a_home(38_000))
    await discovery.screen(COUNTY)
    await discovery.close((await Hit.get()).id, HitOutcome.NOT_ELIGIBLE, await an_officer())
    at("2027-06-02 02:00")
    assert (await discovery.screen(COUNTY)).new == 0
    await database.execute("UPDATE parameter SET value = '50000' WHERE key = 'dibao.standard.rural'")
    assert (await discovery.screen(COUNTY)).new == 1


async def test_whoever_applies_is_off_the_list_and_counted(at: Any) -> None:
    person = await a_resident(birth_date=ELDER)
    await discovery.screen(COUNTY)
    await submitted(person)
    await discovery.screen(COUNTY)
    hit = await Hit.get()
    assert (hit.state, hit.outcome) == ("closed", "applied")


async def test_whoever_receives_meanwhile_is_off_the_list_and_counted() -> None:
    person = await somebody(ELDER)
    await discovery.screen(COUNTY)
    await receiving(person, "old_age_allowance")
    await discovery.screen(COUNTY)
    hit = await Hit.get()
    assert (hit.state, hit.outcome) == ("closed", "already_has")


async def test_one_programme_alone_leaves_the_others_hits_as_they_are() -> None:
    person = await somebody(ELDER)
    await somebody(home=await a_home(38_000))
    await discovery.screen(COUNTY)
    await receiving(person, "old_age_allowance")
    screening = await discovery.screen(COUNTY, programme="rural_dibao")
    assert (screening.found, screening.new, screening.passed) == (1, 0, 0)
    assert await Hit.filter(state="open").count() == 2


async def test_a_programme_of_nobody_is_refused() -> None:
    from backend.eligibility import NoSuchProgramme

    with pytest.raises(NoSuchProgramme):
        await discovery.screen(COUNTY, programme="moon_rent")


async def test_a_standard_that_nobody_set_is_named_and_holds_up_nothing_else() -> None:
    await somebody(ELDER)
    await database.execute("DELETE FROM parameter WHERE key IN ('dibao.standard.rural', 'discovery.medical_times')")
    screening = await discovery.screen(COUNTY)
    missing = {(each["what"], each["key"]) for each in screening.unscreened}
    assert ("rural_dibao", "dibao.standard.rural") in missing
    assert ("high_medical_cost", "discovery.medical_times") in missing
    assert [hit.programme for hit in await Hit.all()] == ["old_age_allowance"]


async def test_a_night_that_breaks_off_leaves_no_half_night() -> None:
    await somebody(ELDER)
    await discovery.screen(COUNTY)
    before = await kept()
    await somebody(date(1930, 1, 1))
    with (
        patch("backend.discovery.keeping.send_to_doors", side_effect=RuntimeError("killed")),
        pytest.raises(RuntimeError),
    ):
        await discovery.screen(COUNTY)
    assert await kept() == before
    assert await Screening.all().count() == 1
    assert (await discovery.screen(COUNTY)).new == 1


async def test_two_at_once_are_one() -> None:
    await somebody(ELDER)
    results = await asyncio.gather(*(discovery.screen(COUNTY) for _ in range(4)), return_exceptions=True)
    done = [each for each in results if isinstance(each, Screening)]
    assert done
    assert all(isinstance(each, (Screening, ScreeningUnderWay)) for each in results)
    assert sum(each.new for each in done) == 1
    assert await Hit.all().count() == 1
    assert await Errand.all().count() == 1


async def test_a_screening_is_recorded_in_numbers_only() -> None:
    await somebody(ELDER)
    screening = await discovery.screen(COUNTY)
    entry = await Entry.get(deed=Deed.COUNTY_SCREENED.value)
    assert entry.subject_id == screening.id
    assert entry.facts == {"found": 1, "new": 1, "passed": 0, "errands": 1}
    assert await discovery.latest_screening(COUNTY) == screening


async def test_nothing_is_decided_by_it() -> None:
    await receiving(await somebody(date(1940, 1, 1), registered_here=False), "old_age_allowance")
    await discovery.screen(COUNTY)
    (award,) = await database.rows("SELECT stopped_from, suspended_from FROM award")
    assert award == {"stopped_from": None, "suspended_from": None}
    assert await database.rows("SELECT 1 FROM application") == []


async def test_the_cadre_reads_why_without_income_illness_or_amount() -> None:
    await a_cadre([VILLAGE])
    await somebody(home=await a_home(38_123))
    await discovery.screen(COUNTY)
    (errand,) = await errands.open_errands([VILLAGE])
    assert errand.kind is errands.ErrandKind.ASK_AFTER
    assert "低保" in errand.reason
    assert not any(figure in errand.reason for figure in ("381", "440", "元"))
    assert any("381.23" in reason["sentence"] for reason in (await Hit.get()).reasons)


async def test_a_village_gets_only_so_many_and_the_next_when_some_are_done() -> None:
    await set_county("discovery.errands_per_village", "2")
    for year in range(1930, 1935):
        await somebody(date(year, 1, 1))
    assert (await discovery.screen(COUNTY)).errands == 2
    assert (await discovery.screen(COUNTY)).errands == 0
    cadre = await a_cadre([VILLAGE])
    (first, _) = await errands.open_errands([VILLAGE])
    await errands.finish(first.id, cadre, outcome=Outcome.DONE, note="见到了本人。")
    assert (await discovery.screen(COUNTY)).errands == 1


async def test_the_county_chooses_what_goes_to_the_door() -> None:
    await set_county("discovery.by_errand", '[{"rule": "card_expiring"}]')
    await a_card(await somebody(ELDER), 4, valid_to=date(2026, 4, 1))
    await discovery.screen(COUNTY)
    (errand,) = await Errand.all()
    assert "残疾人证" in errand.reason
    assert await Hit.all().count() == 2


async def test_nobody_is_sent_to_the_door_of_the_dead() -> None:
    await set_county("discovery.by_errand", '[{"rule": "no_longer_fits"}]')
    await receiving(await somebody(ELDER, deceased_on=date(2026, 1, 5)), "old_age_allowance")
    assert (await discovery.screen(COUNTY)).errands == 0
    assert await Hit.all().count() == 1


async def test_a_childs_hit_never_goes_to_the_village() -> None:
    home = await a_home(members=2)
    minor = await somebody(date(2012, 6, 1), home)
    await somebody(date(1960, 1, 1), home)
    for parent in ("father", "mother"):
        await relative(minor, parent, "detained")
    await a_card(minor, 1)
    await set_county("discovery.by_errand", '[{"rule": "entitled"}, {"rule": "card_expiring"}]')
    assert (await discovery.screen(COUNTY)).errands == 0
    hits = await Hit.all()
    assert {hit.programme for hit in hits} == {"unsupported_child", "disability_care"}
    assert all(hit.restricted for hit in hits)


@pytest.mark.parametrize(
    ("at_the_door", "outcome"),
    [(Outcome.REFUSED, "refused_by_person"), (Outcome.NOT_FOUND, "unreachable"), (Outcome.MOVED_AWAY, "unreachable")],
)
async def test_what_the_cadre_found_closes_it(at: Any, at_the_door: Outcome, outcome: str) -> None:
    await somebody(ELDER)
    await discovery.screen(COUNTY)
    (errand,) = await errands.open_errands([VILLAGE])
    await errands.finish(errand.id, await a_cadre([VILLAGE]), outcome=at_the_door)
    at("2026-03-03 02:00")
    await discovery.screen(COUNTY)
    hit = await Hit.get()
    assert (hit.state, hit.outcome) == ("closed", outcome)


async def test_a_visit_that_was_made_leaves_it_to_the_officer() -> None:
    await somebody(ELDER)
    await discovery.screen(COUNTY)
    (errand,) = await errands.open_errands([VILLAGE])
    await errands.finish(errand.id, await a_cadre([VILLAGE]), outcome=Outcome.DONE, note="见到了本人。")
    await discovery.screen(COUNTY)
    assert (await Hit.get()).state == "open"
    assert await Errand.all().count() == 1


async def test_an_errand_goes_with_its_hit() -> None:
    home = await a_home(38_000)
    await somebody(home=home)
    await somebody(ELDER)
    await discovery.screen(COUNTY)
    await Household.filter(id=home.id).update(monthly_income_fen=70_000)  # above 低保边缘, too
    await discovery.screen(COUNTY)
    (left,) = await Errand.all()
    assert "高龄津贴" in left.reason
    await discovery.close((await Hit.get(state="open")).id, HitOutcome.APPLIED, await an_officer())
    assert await Errand.all().count() == 0
    assert await Entry.filter(deed=Deed.ERRAND_CALLED_OFF.value).count() == 2


async def test_only_who_may_closes_and_only_once() -> None:
    await somebody(ELDER)
    await discovery.screen(COUNTY)
    hit = await Hit.get()
    from backend.staff import NoSuchPower

    with pytest.raises(NoSuchPower):
        await discovery.close(hit.id, HitOutcome.APPLIED, await an_officer(Role.AUDITOR))
    officers = [await an_officer(), await an_officer(Role.COUNTY_REVIEWER)]
    results = await asyncio.gather(
        *(discovery.close(hit.id, HitOutcome.APPLIED, each) for each in officers), return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in results) == ["HitSettled", "NoneType"]
    assert await Entry.filter(deed=Deed.HIT_CLOSED.value).count() == 1


async def test_a_child_is_one_up_to_the_day_before_eighteen(at: Any) -> None:
    at("2026-02-27 02:00")
    minor = await somebody(date(2008, 2, 28), await a_home(members=1))  # five leap days lie between
    await a_card(minor, 1)
    await discovery.screen(COUNTY)
    hits = await Hit.filter(resident_id=minor.id)
    assert hits
    assert all(hit.restricted for hit in hits)
