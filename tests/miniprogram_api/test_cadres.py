"""A village cadre acts for the elders of the own villages, with their mandate, and for nobody else."""

from datetime import date

import pytest

from backend import database, discovery
from backend.errands import Errand, ErrandKind, call_off, raise_errand
from backend.journal import By, Deed, Entry, Signature
from tests.miniprogram_api.cases import a_complete_draft, a_draft, a_photo
from tests.miniprogram_api.clients import Door, Knocker
from tests.miniprogram_api.photos import a_jpeg
from tests.people import COUNTY, OTHER_VILLAGE, VILLAGE, a_cadre, a_household, a_resident, seed_parameters, some_id


@pytest.fixture(autouse=True)
async def monday(door: Door, at: object) -> None:
    at("2026-03-02 09:30")  # type: ignore[operator]
    await seed_parameters()


@pytest.fixture
async def li(door: Door) -> Knocker:
    return await door.account(cadre=await a_cadre())


MANDATE = {"relation": "村干部", "scope": "申请高龄津贴", "expires_on": "2027-03-01"}


async def test_the_whole_way_for_an_elder_without_a_phone(door: Door, li: Knocker) -> None:
    elder = await a_resident()
    case = await a_complete_draft(li, elder)
    refused = await li.post(f"/applications/{case['id']}/submission")
    assert (refused.status_code, refused.json()["code"]) == (403, "applications.MandateMissing")
    paper = await a_photo(li, case["id"], "mandate")
    given = await li.post(f"/applications/{case['id']}/mandate", {**MANDATE, "photo_id": paper})
    assert given.status_code == 201, given.text
    own = await door.account(resident=elder)
    assert (await own.delete(f"/applications/{case['id']}/mandate")).status_code == 204  # the elder takes it back
    refused = await li.post(f"/applications/{case['id']}/submission")
    assert (refused.status_code, refused.json()["code"]) == (403, "applications.MandateMissing")
    again = await a_photo(li, case["id"], "mandate")
    assert (await li.post(f"/applications/{case['id']}/mandate", {**MANDATE, "photo_id": again})).status_code == 201
    submitted = await li.post(f"/applications/{case['id']}/submission")
    assert submitted.json()["state"] == "submitted"
    entry = await Entry.get(deed=Deed.APPLICATION_SUBMITTED.value)
    assert (entry.by_kind, entry.resident_id) == ("cadre", elder.id)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"expires_on": "2026-03-01"}, "applications.MandateTermWrong"),
        ({"expires_on": "2036-03-01"}, "applications.MandateTermWrong"),
        ({"relation": " "}, "applications.MandateWordsMissing"),
        ({"photo_id": str(some_id())}, "evidence.NoSuchPhoto"),
    ],
)
async def test_a_mandate_that_does_not_hold_is_refused(li: Knocker, change: dict[str, str], code: str) -> None:
    case = await a_draft(li, await a_resident())
    paper = await a_photo(li, case["id"], "mandate")
    answer = await li.post(f"/applications/{case['id']}/mandate", {**MANDATE, "photo_id": paper, **change})
    assert answer.json()["code"] == code


async def test_a_cadre_of_another_village_gets_nowhere(door: Door, li: Knocker) -> None:
    elder = await a_resident()
    case = await a_complete_draft(li, elder)
    other = await door.account(cadre=await a_cadre([OTHER_VILLAGE]))
    body = {"programme": "old_age_allowance", "resident_id": str((await a_resident("刘大山")).id)}
    answers = [
        await other.post("/applications", body),
        await other.get(f"/applications/{case['id']}"),
        await other.post(f"/applications/{case['id']}/submission"),
        await other.send_photo(f"/applications/{case['id']}/photos", a_jpeg()),
        await other.send_photo(f"/elders/{elder.id}/photos", a_jpeg()),
        await other.get("/elders", village=VILLAGE),
        await other.get("/errands", village=VILLAGE),
        await other.get(f"/elders/{elder.id}/account"),
    ]
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(403, "staff.OutsideYourVillage")}
    assert (await other.get("/applications")).json()["items"] == []
    assert (await other.get("/elders")).json()["items"] == []


async def test_the_elders_of_the_own_villages_a_page_at_a_time(li: Knocker) -> None:
    elders = [await a_resident(f"王{number}", birth_date=date(1940, 1, 1)) for number in range(53)]
    await a_resident("王小二", birth_date=date(1990, 1, 1))
    await a_resident("刘大山", village=OTHER_VILLAGE)
    first = (await li.get("/elders", village=VILLAGE)).json()
    second = (await li.get("/elders", village=VILLAGE, after=first["next"])).json()
    assert (len(first["items"]), len(second["items"]), second["next"]) == (50, 3, None)
    assert {each["id"] for each in first["items"] + second["items"]} == {str(elder.id) for elder in elders}


async def test_the_errands_a_page_at_a_time_though_one_is_called_off_meanwhile(li: Knocker) -> None:
    elder = await a_resident()
    for number in range(53):
        await raise_errand(
            ErrandKind.DELIVER_MESSAGE, elder, reason="请上门告诉老人。", because=f"news:{number}",
            due_on=date(2026, 3, 9), by=Signature(By.CLOCK),
        )  # fmt: skip
    first = (await li.get("/errands", village=VILLAGE)).json()
    last = await Errand.get(id=first["items"][-1]["id"])
    async with database.transaction():
        await call_off([last.because], by=Signature(By.CLOCK))
    second = (await li.get("/errands", village=VILLAGE, after=first["next"])).json()
    assert (len(first["items"]), len(second["items"]), second["next"]) == (50, 3, None)
    for mangled in (str(last.id), f"2026-13-45_{last.id}", f"2026-03-09_{'-' * 36}", "\0"):
        assert (await li.get("/errands", after=mangled)).status_code == 422


async def test_the_villages_cases_in_a_list(li: Knocker) -> None:
    case = await a_draft(li, await a_resident())
    (line,) = (await li.get("/applications")).json()["items"]
    assert (line["id"], line["resident_name"], line["village_name"]) == (case["id"], "王秀英", "车村村民委员会")


async def test_errands_with_proof(li: Knocker) -> None:
    elder = await a_resident()
    await raise_errand(
        ErrandKind.DELIVER_MESSAGE, elder, reason="短信没有送到", because="message:1", due_on=date(2026, 3, 1),
        by=Signature(By.CLOCK),
    )  # fmt: skip
    (errand,) = (await li.get("/errands")).json()["items"]
    assert (errand["person_name"], errand["kind_title"], errand["overdue"]) == ("王秀英", "上门告知", True)
    taking = f"/errands/{errand['id']}/taking"
    assert [(await li.post(taking, {})).status_code for _ in range(2)] == [204, 204]
    assert (await li.get("/errands")).json()["items"][0]["taken_by_name"] == errand["taken_by_name"] + "李建国"
    assert [(await li.delete(taking)).status_code for _ in range(2)] == [204, 409]
    photo = await li.send_photo(f"/elders/{elder.id}/photos", a_jpeg(), kind="home_visit")
    body = {"outcome": "done", "note": "已当面告知", "photo_id": photo.json()["id"]}
    assert (await li.post(f"/errands/{errand['id']}/completion", body)).status_code == 204
    again = await li.post(f"/errands/{errand['id']}/completion", body)
    assert (again.status_code, again.json()["code"]) == (409, "errands.ErrandDone")
    assert (await li.get("/errands")).json()["items"] == []


async def test_whom_the_night_found_is_asked_after_without_figures(li: Knocker) -> None:
    home = await a_household(monthly_income_fen=38_123, homes=1, vehicles=0, financial_assets_fen=100_000)
    await a_resident("李桂花", date(1972, 5, 6), household=home)
    await discovery.screen(COUNTY)
    (errand,) = (await li.get("/errands")).json()["items"]
    assert (errand["person_name"], errand["kind"], errand["kind_title"]) == ("李桂花", "ask_after", "上门了解")
    assert "可能符合低保条件" in errand["reason"]
    assert not any(character.isdigit() for character in errand["reason"])
    body = {"outcome": "refused", "note": "不愿意"}
    assert (await li.post(f"/errands/{errand['id']}/completion", body)).status_code == 204
    await discovery.screen(COUNTY)
    assert (await discovery.Hit.get()).outcome == "refused_by_person"


async def test_a_resident_is_no_cadre(door: Door) -> None:
    knocker = await door.account(resident=await a_resident())
    for path in ("/villages", "/elders", "/errands"):
        answer = await knocker.get(path)
        assert (answer.status_code, answer.json()["code"]) == (403, "asking.CadresOnly")


async def test_a_cadre_who_left_is_one_no_longer(door: Door) -> None:
    cadre = await a_cadre()
    knocker = await door.account(cadre=cadre)
    assert (await knocker.get("/villages")).status_code == 200
    cadre.left_on = date(2026, 3, 1)
    await cadre.save()
    assert (await knocker.get("/villages")).status_code == 403


async def test_an_elders_account_is_recorded_in_their_own_name_only(li: Knocker) -> None:
    elder = await a_resident()
    body = {"holder_name": "王秀英", "number": "6228 4800 0000 0000 018", "bank": "嵩县农商银行", "kind": "card"}
    answer = await li.put(f"/elders/{elder.id}/account", body)
    assert (answer.json()["account"]["last_four"], answer.json()["warning"]) == ("0018", "")
    assert "62284800" not in answer.text.replace(" ", "")
    other = await li.put(f"/elders/{elder.id}/account", {**body, "holder_name": "李建国"})
    assert (other.status_code, other.json()["code"]) == (422, "residents.HolderDiffers")


async def test_someone_who_is_both_acts_as_family_at_home_and_as_cadre_elsewhere(door: Door) -> None:
    me = await a_resident("李建国", birth_date=date(1944, 1, 1), sex="male")
    knocker = await door.account(resident=me, cadre=await a_cadre())
    neighbour = await a_resident()
    own, others = await a_draft(knocker), await a_draft(knocker, neighbour)
    hands = {str(entry.subject_id): entry.by_kind for entry in await Entry.filter(deed=Deed.APPLICATION_STARTED.value)}
    assert (hands[own["id"]], hands[others["id"]]) == ("resident", "cadre")
    assert (await knocker.get("/applications")).json()["items"][0]["id"] == own["id"]
    in_villages = (await knocker.get("/applications", whose="villages")).json()["items"]
    assert {each["id"] for each in in_villages} == {own["id"], others["id"]}
