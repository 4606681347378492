"""A death recorded from the case's page or the list of visits: what the clerk sees, and what is refused."""

from datetime import date
from typing import Any

import pytest

from backend import entitlements, payouts
from backend.applications import Application
from backend.entitlements import Award
from backend.errands import ErrandKind, Outcome, finish, raise_errand
from backend.journal import By, Deed, Entry, Signature
from backend.programmes import PhotoKind
from backend.residents import Resident
from backend.staff import Role
from tests.backend.applications.cases import a_photo, in_county_review
from tests.backend.payouts.awards import an_award
from tests.console.cases import an_elder, elsewhere
from tests.console.desks import Console, Desk, sentence_of, words_of
from tests.people import a_cadre, a_resident, an_officer, seed_parameters

SAID = {"died_on": "2026-03-20", "reason": "火化证明"}


@pytest.fixture
async def clerk(console: Console, at: Any) -> Desk:
    at("2026-03-02 09:30")
    await seed_parameters()
    return await console.desk()


async def confirmed(elder: Resident, clerk: Desk) -> Application:
    """The award of this elder has begun."""
    case = await in_county_review(elder, clerk.officer)
    await entitlements.grant(case.id, await an_officer(Role.COUNTY_REVIEWER))
    return await Application.get(id=case.id)


async def test_a_death_ends_the_award_and_is_on_the_cases_page(console: Console, clerk: Desk, at: Any) -> None:
    elder, _ = await an_elder()
    case = await confirmed(elder, clerk)
    path = f"/cases/{case.id}"
    at("2026-04-01 09:30")
    action = f"/residents/{elder.id}/death"
    assert action in (await clerk.get(path)).text
    answer = await clerk.post(action, application_id=str(case.id), **SAID)
    assert (answer.status_code, answer.headers["location"]) == (303, path)
    page = await clerk.get(path)
    assert "去世日期2026年3月20日" in words_of(page)
    assert "2026年4月停发" in words_of(page)
    assert action not in page.text
    assert (await Award.get()).stopped_from == date(2026, 4, 1)
    again = await clerk.post(action, died_on="2026-03-21", reason="村里上报")
    assert (again.status_code, "不能重复登记" in sentence_of(again)) == (409, True)
    assert (await Resident.get(id=elder.id)).deceased_on == date(2026, 3, 20)
    with pytest.raises(payouts.EmptyBatch):
        await payouts.draw_up("old_age_allowance", date(2026, 4, 1), await an_officer(Role.COUNTY_PAYER))


async def test_a_visit_that_finds_a_death_leads_to_recording_it(clerk: Desk, at: Any) -> None:
    elder = await a_resident("王秀英")
    await an_award(elder)
    await raise_errand(
        ErrandKind.CERTIFY_LIFE, elder, reason="请见到老人本人", because="test", due_on=date(2026, 4, 9),
        by=Signature(By.CLOCK),
    )  # fmt: skip
    at("2026-04-01 09:30")
    action = f"/residents/{elder.id}/death"
    assert action in (await clerk.get("/errands")).text
    answer = await clerk.post(action, **SAID)
    assert (answer.status_code, answer.headers["location"]) == (303, "/errands")
    page = await clerk.get("/errands")
    assert "王秀英" not in page.text, "nobody is sent to the dead"


async def test_a_death_that_a_cadre_heard_of_waits_for_the_township(clerk: Desk, at: Any) -> None:
    elder, cadre = await a_resident("王秀英"), await a_cadre(name="李建国")
    await an_award(elder)
    visit = await raise_errand(
        ErrandKind.CERTIFY_LIFE, elder, reason="请见到老人本人", because="test", due_on=date(2026, 4, 9),
        by=Signature(By.CLOCK),
    )  # fmt: skip
    assert visit is not None
    photo = await a_photo(elder, PhotoKind.HOME_VISIT, by=cadre.signature)
    await finish(visit.id, cadre, outcome=Outcome.DIED, note="儿媳说上月走的", photo_id=photo)
    at("2026-04-01 09:30")
    todo = "/errands/finished?outcome=died"
    assert todo in (await clerk.get("/today")).text
    listed = await clerk.get(todo)
    assert "王秀英上门生存认证本人已去世（有照片）儿媳说上月走的李建国" in words_of(listed)
    path = f"/errands/{visit.id}"
    page = await clerk.get(path)
    assert f"/photos/{photo}/thumbnail" in page.text, "whoever sent somebody sees the proof"
    assert f"/residents/{elder.id}/death" in page.text
    answer = await clerk.post(f"{path}/alive")
    assert (answer.status_code, answer.headers["location"]) == (303, path)
    assert "没找到人" in words_of(await clerk.get(path))
    assert todo not in (await clerk.get("/today")).text
    for chosen, shown in (("", True), ("not_found", True), ("refused", False)):
        assert ("王秀英" in (await clerk.get(f"/errands/finished?outcome={chosen}")).text) is shown
    assert (await clerk.get("/errands/finished?outcome=moon")).status_code == 422


@pytest.mark.parametrize(
    "said",
    [
        {"died_on": "2026-03-03"}, {"died_on": "1942-05-05"}, {"died_on": "0001-01-01"}, {"died_on": "9999-12-31"},
        {"died_on": "2026-02-30"}, {"died_on": ""}, {"died_on": "昨天"}, {"reason": ""}, {"reason": "  "},
        {"reason": "长" * 101}, {"application_id": "x"},
    ],
    ids=str,
)  # fmt: skip
async def test_an_impossible_death_is_refused_with_a_page(clerk: Desk, said: dict[str, str]) -> None:
    elder, _ = await an_elder()
    form = {"died_on": "2026-03-01", "reason": "火化证明", **said}
    answer = await clerk.post(f"/residents/{elder.id}/death", **form)
    assert answer.status_code == 422
    assert answer.headers["content-type"].startswith("text/html")
    assert (await Resident.get(id=elder.id)).deceased_on is None
    assert await Entry.filter(deed=Deed.DEATH_RECORDED.value).count() == 0


@pytest.mark.parametrize("role", Role)
async def test_only_the_townships_clerk_sees_the_form(console: Console, clerk: Desk, role: Role) -> None:
    elder, _ = await an_elder()
    case = await confirmed(elder, clerk)
    desk = await console.desk(role)
    action = f"/residents/{elder.id}/death"
    assert (action in (await desk.get(f"/cases/{case.id}")).text) == (role is Role.TOWNSHIP_CLERK)
    answer = await desk.post(action, died_on="2026-03-01", reason="火化证明")
    assert answer.status_code == (303 if role is Role.TOWNSHIP_CLERK else 403)


async def test_a_case_that_is_not_confirmed_has_no_such_form(clerk: Desk) -> None:
    elder, _ = await an_elder()
    case = await in_county_review(elder, clerk.officer)
    assert "/death" not in (await clerk.get(f"/cases/{case.id}")).text


async def test_another_townships_people_are_unknown(clerk: Desk) -> None:
    foreign = await elsewhere()
    answer = await clerk.post(f"/residents/{foreign.resident.id}/death", died_on="2026-03-01", reason="火化证明")
    assert answer.status_code == 404
    assert "田湖" not in answer.text
    assert (await Resident.get(id=foreign.resident.id)).deceased_on is None
