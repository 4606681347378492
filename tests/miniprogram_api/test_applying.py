"""A resident applies, follows every step and withdraws; nobody else learns of it."""

import pytest

from backend.applications import accept
from backend.staff import Role
from tests.backend.payouts.awards import an_award
from tests.miniprogram_api.cases import PAPERS, a_complete_draft, a_draft, a_photo
from tests.miniprogram_api.clients import Door, Knocker
from tests.people import a_household, a_resident, an_officer, seed_parameters, some_id


@pytest.fixture(autouse=True)
async def monday(door: Door, at: object) -> None:
    at("2026-03-02 09:30")  # type: ignore[operator]
    await seed_parameters()


@pytest.fixture
async def wang(door: Door) -> Knocker:
    return await door.account(resident=await a_resident())


async def test_from_draft_to_the_township(wang: Knocker) -> None:
    case = await a_draft(wang)
    assert (case["state"], case["case_number"]) == ("draft", None)
    assert [paper["kind"] for paper in case["missing"]] == ["portrait"], "the county holds the rest"
    for kind in PAPERS:
        await a_photo(wang, case["id"], kind)
    answer = await wang.post(f"/applications/{case['id']}/submission")
    assert answer.status_code == 201, answer.text
    submitted = answer.json()
    assert submitted["state"] == "submitted"
    assert submitted["case_number"] == "MZ-410325-2026-000001"
    assert submitted["who_acts"] == "乡镇民政所"
    assert submitted["due_on"] == "2026-03-05"
    assert submitted["missing"] == []
    assert len(submitted["photos"]) == 3
    assert [step["title"] for step in submitted["history"]] == ["开始填写申请", "提交申请"]
    assert (await wang.get(f"/applications/{case['id']}")).json() == submitted


async def test_the_status_follows_what_the_township_does(wang: Knocker) -> None:
    case = await a_complete_draft(wang)
    await wang.post(f"/applications/{case['id']}/submission")
    await accept(case["id"], await an_officer(Role.TOWNSHIP_CLERK))
    status = (await wang.get(f"/applications/{case['id']}")).json()
    assert status["state_title"] == "已受理，核实中"
    assert status["history"][-1]["title"] == "乡镇受理"
    assert status["history"][-1]["by_title"] == "工作人员"


async def test_what_is_missing_is_said_all_at_once(wang: Knocker) -> None:
    case = (await wang.post("/applications", {"programme": "rigid_spending"})).json()
    answer = await wang.post(f"/applications/{case['id']}/submission")
    assert (answer.status_code, answer.json()["code"]) == (422, "applications.NotComplete")
    lacking = ["declaration", "check_authorisation", "spending_proof"]
    assert [paper["kind"] for paper in answer.json()["facts"]["missing"]] == lacking


async def test_submitting_twice_is_once(wang: Knocker) -> None:
    case = await a_complete_draft(wang)
    first = await wang.post(f"/applications/{case['id']}/submission", key="the-same-key")
    again = await wang.post(f"/applications/{case['id']}/submission", key="the-same-key")
    assert (again.status_code, again.json()) == (201, first.json())
    other_key = await wang.post(f"/applications/{case['id']}/submission")
    assert (other_key.status_code, other_key.json()["code"]) == (409, "applications.WrongState")


async def test_a_second_application_is_refused_with_the_first_ones_id(wang: Knocker) -> None:
    case = await a_draft(wang)
    answer = await wang.post("/applications", {"programme": "old_age_allowance"})
    assert (answer.status_code, answer.json()["code"]) == (409, "applications.AlreadyApplied")
    assert answer.json()["facts"]["application_id"] == case["id"]


async def test_withdrawing(wang: Knocker) -> None:
    case = await a_complete_draft(wang)
    await wang.post(f"/applications/{case['id']}/submission")
    answer = await wang.post(f"/applications/{case['id']}/withdrawal")
    assert (answer.status_code, answer.json()["state"]) == (201, "withdrawn")
    assert (await wang.get(f"/applications/{case['id']}")).json()["can_withdraw"] is False
    again = await wang.post(f"/applications/{case['id']}/withdrawal")
    assert again.status_code == 409


async def test_anothers_application_looks_like_none(door: Door, wang: Knocker) -> None:
    case = await a_complete_draft(wang)
    neighbour = await door.account(resident=await a_resident("刘大山"))
    for path in (f"/applications/{case['id']}", f"/applications/{some_id()}"):
        answers = [
            await neighbour.get(path),
            await neighbour.post(f"{path}/submission"),
            await neighbour.post(f"{path}/withdrawal"),
            await neighbour.send_photo(f"{path}/photos", b"anything"),
        ]
        assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {
            (404, "applications.NoSuchApplication")
        }


async def test_one_applies_for_the_own_household_and_for_no_other(door: Door) -> None:
    home = await a_household()
    daughter = await a_resident("王丽", household=home)
    mother, stranger = await a_resident(household=home), await a_resident("刘大山")
    knocker = await door.account(resident=daughter)
    assert (await a_draft(knocker, mother))["resident_id"] == str(mother.id)
    body = {"programme": "old_age_allowance", "resident_id": str(stranger.id)}
    answer = await knocker.post("/applications", body)
    assert (answer.status_code, answer.json()["code"]) == (403, "applications.NotYourFamily")


async def test_dibao_asks_for_no_paper_that_government_holds(wang: Knocker) -> None:
    case = (await wang.post("/applications", {"programme": "rural_dibao"})).json()
    answer = await wang.post(f"/applications/{case['id']}/submission")
    missing = [each["kind"] for each in answer.json()["facts"]["missing"]]
    assert (answer.status_code, missing) == (422, ["declaration", "check_authorisation"])


async def test_an_account_that_is_nobody_yet_is_told_to_bind(door: Door) -> None:
    answer = await (await door.account()).post("/applications", {"programme": "old_age_allowance"})
    assert (answer.status_code, answer.json()["code"]) == (403, "asking.BindFirst")


async def test_the_list_shows_ones_own(door: Door, wang: Knocker) -> None:
    case = await a_draft(wang)
    await a_draft(await door.account(resident=await a_resident("刘大山")))
    listed = (await wang.get("/applications")).json()
    assert [each["id"] for each in listed["items"]] == [case["id"]]
    assert listed["next"] is None


async def test_a_photo_can_be_taken_out_before_submission(wang: Knocker) -> None:
    case = await a_draft(wang)
    photo_id = await a_photo(wang, case["id"], "portrait")
    assert (await wang.delete(f"/applications/{case['id']}/photos/{photo_id}")).status_code == 204
    assert (await wang.get(f"/applications/{case['id']}")).json()["photos"] == []


async def test_who_receives_already_is_told_before_any_paper_is_asked_for(door: Door) -> None:
    elder = await a_resident()
    await an_award(elder)
    answer = await (await door.account(resident=elder)).post("/applications", {"programme": "old_age_allowance"})
    assert (answer.status_code, answer.json()["code"]) == (409, "entitlements.ReceivesAlready")
