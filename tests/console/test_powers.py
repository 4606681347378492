"""Each role's desk: which rooms open, which buttons are there, which deeds are refused. One table each."""

import pytest

from backend.journal import Entry
from backend.staff import Role
from tests.backend.applications.cases import in_county_review, submitted
from tests.backend.payouts.awards import an_award
from tests.console.desks import Console
from tests.people import a_resident, an_officer, seed_parameters, some_id

CLERK, LEADER, REVIEWER = Role.TOWNSHIP_CLERK, Role.TOWNSHIP_LEADER, Role.COUNTY_REVIEWER
APPROVER, PAYER, AUDITOR = Role.COUNTY_APPROVER, Role.COUNTY_PAYER, Role.AUDITOR
EVERYONE = set(Role)

ROOMS = {
    "/today": EVERYONE,
    "/cases": EVERYONE,
    "/awards": EVERYONE,
    "/notices": EVERYONE,
    "/errands": EVERYONE,
    "/letters": EVERYONE,
    "/relays": EVERYONE,
    "/hits": EVERYONE,
    "/parameters": EVERYONE,
    "/rules": EVERYONE,
    "/reckonings": {CLERK, LEADER, REVIEWER},
    "/batches": {APPROVER, PAYER, AUDITOR},
    "/batches/unpaid": {APPROVER, PAYER, AUDITOR},
    "/batch-parts": {LEADER},
    "/funds": {APPROVER, PAYER, AUDITOR},
    "/recoveries": {APPROVER, PAYER, AUDITOR},
    "/statements": EVERYONE,
    "/rosters": {REVIEWER, APPROVER, AUDITOR},
    "/kin": EVERYONE,
    "/residents": EVERYONE,
    "/digests": EVERYONE,
    "/own": EVERYONE,
    "/checks": {REVIEWER},
    "/samples": EVERYONE,
}
_CHANGERS = {CLERK, LEADER, REVIEWER}  # the leader of a child's award alone: the deed itself looks at whose it is
_CHANGE = {"month": "2026-04", "reason": "not_found", "basis": "上门记录"}
# Address with {id}, a form that is complete, and who gets past the guard (to a 404: there is no such thing).
DEEDS: list[tuple[str, dict[str, str], set[Role]]] = [
    ("/cases/{id}/acceptance", {}, {CLERK, LEADER}),
    ("/cases/{id}/return", {"missing": "portrait", "note": "再拍"}, {CLERK, LEADER}),
    ("/cases/{id}/confirmation", {}, {REVIEWER, LEADER}),  # the leader what is delegated
    ("/cases/{id}/objections", {"body": "不对"}, {CLERK, LEADER}),
    ("/notices", {"application_id": "{id}"}, {CLERK, LEADER}),
    ("/objections/{id}/answer", {"answer": "查了", "upheld": "false"}, {CLERK, LEADER}),
    ("/awards/{id}/suspension", _CHANGE, _CHANGERS),
    ("/awards/{id}/changes", {**_CHANGE, "kind": "stopped"}, _CHANGERS),
    ("/awards/{id}/recheck", {"basis": "复核记录"}, _CHANGERS),
    ("/awards/{id}/self-care", {"basis": "本人说不能走路了"}, _CHANGERS),
    ("/awards/{id}/death-correction", {"reason": "wrong_person", "basis": "村里证明"}, _CHANGERS),
    ("/awards/changes/{id}/confirmation", {}, {REVIEWER}),
    ("/awards/changes/{id}/decline", {}, _CHANGERS),
    ("/awards/agreements/{id}/confirmation", {}, {REVIEWER}),
    ("/awards/agreements/{id}/decline", {}, {REVIEWER}),
    ("/awards/agreements/{id}/ending", {}, _CHANGERS),
    ("/awards/agreements/{id}/phone", {"phone": "13800001111"}, _CHANGERS),
    ("/residents/{id}/revealing", {"reason": "核对"}, EVERYONE - {AUDITOR}),
    ("/residents/{id}/wechat/unbinding", {"reason": "手机丢了"}, {CLERK}),
    ("/residents/{id}/death", {"died_on": "2026-03-01", "reason": "火化证明"}, {CLERK}),
    ("/hits/{id}/outcome", {"outcome": "applied"}, {CLERK, LEADER, REVIEWER}),
    ("/funds/appropriations/{id}/reversal", {"reason": "记错了"}, {PAYER}),
    ("/funds/pools/{id}/covering", {}, {PAYER}),
    ("/rate-changes/{id}/confirmation", {}, {APPROVER}),
    ("/rate-changes/{id}/foreseeing", {}, {REVIEWER}),
    ("/rate-changes/{id}/withdrawal", {}, {REVIEWER, APPROVER}),
    ("/parameters/moon.rent/changes", {"value": "1", "valid_from": "2026-01-01", "source": "某文"}, {REVIEWER}),
    ("/parameters/moon.rent/foreseeing", {"value": "1", "valid_from": "2026-01-01", "source": "某文"}, {REVIEWER}),
    ("/statements/audit-files/{id}", {}, {APPROVER, PAYER, AUDITOR}),
    ("/recoveries/{id}/telling", {"how": "visit", "on": "2026-03-02"}, {PAYER}),
    ("/recoveries/{id}/agreement", {"way": "offset"}, {PAYER}),
    ("/recoveries/{id}/repayment", {"amount": "1", "on": "2026-03-02", "receipt": "回单"}, {PAYER}),
    ("/recoveries/{id}/dropping", {"reason": "查无此事"}, {PAYER}),
    ("/recoveries/{id}/write-off", {"amount": "1", "reason": "无力退回"}, {PAYER}),
    ("/recoveries/{id}/write-off-decision", {"approved": "true", "reason": "同意"}, {APPROVER}),
    ("/cases/{id}/visits", {"visited_at": "2026-03-02T09:00", "conclusion": "属实"}, {CLERK, LEADER, REVIEWER}),
    ("/cases/{id}/checks/{id}/renewal", {}, {CLERK, LEADER, REVIEWER}),
    ("/cases/{id}/checks/results/{id}", {"how": "consistent", "words": "一致"}, {CLERK, LEADER, REVIEWER}),
    ("/cases/{id}/obligors", {"name": "王建设", "relation": "儿子"}, {CLERK, LEADER, REVIEWER}),
    ("/cases/{id}/obligors/{id}/striking", {"reason": "登记错了"}, {CLERK, LEADER, REVIEWER}),
    ("/cases/{id}/complaints", {"body": "有车"}, {CLERK, LEADER, REVIEWER}),
    ("/cases/{id}/complaints/{id}/answer", {"upheld": "true", "found": "有车"}, {CLERK, LEADER, REVIEWER}),
    ("/cases/{id}/complaints/{id}/reporter", {}, {CLERK, LEADER, REVIEWER}),
    ("/cases/{id}/complaints/{id}/letter", {}, {CLERK, LEADER, REVIEWER}),
    ("/cases/{id}/complaints/{id}/delivery", {"way": "post", "proof": "XA1"}, {CLERK, LEADER, REVIEWER}),
    ("/cases/{id}/forwarding", {"village": "410325101001"}, {CLERK, LEADER}),
    ("/cases/{id}/advice", {"reasons": "under_age"}, {CLERK, LEADER}),
    ("/cases/{id}/aid", {"amount": "500"}, {LEADER, REVIEWER}),
    ("/cases/{id}/persons-word", {"wants": "true", "how": "call", "words": "我自己要办"}, {CLERK, LEADER, REVIEWER}),
    ("/cases/{id}/sending-back", {"words": "再查"}, {REVIEWER, LEADER}),
    ("/cases/{id}/extension", {"ground": "objection", "reason": "核对难"}, {CLERK, REVIEWER}),
    ("/cases/{id}/extension/answer", {"approved": "true"}, {LEADER, APPROVER}),
    ("/samples/{id}/draw", {}, {REVIEWER}),
    ("/checks/{id}/file", {}, {REVIEWER}),
    ("/cases/{id}/letter-delivery", {"way": "in_person"}, {CLERK, LEADER}),
    ("/awards/care-agreements/{id}/ending", {"why": "carer_changed"}, _CHANGERS),
    ("/errands/{id}/completion", {"outcome": "done", "note": "办好了"}, {LEADER, REVIEWER}),
    (
        "/errands/{id}/account",
        {"number": "6217000000000000012", "bank": "农商银行", "kind": "card"},
        {LEADER, REVIEWER},
    ),
    ("/errands/{id}/voice", {"known_by": "voice"}, {CLERK}),
    ("/errands/{id}/assignment", {}, {LEADER}),
    ("/relays/{id}/push", {"on": "2026-03-02"}, {CLERK}),
    ("/cases/{id}/mandate-word", {"agreed": "true"}, {CLERK, LEADER}),
    ("/cases/{id}/mandate-taken-back", {"how": "visit"}, {CLERK, LEADER, REVIEWER}),
    (
        "/cases/{id}/deliberations",
        {"held_on": "2026-03-02", "present": "9", "villagers": "6", "agreeing": "7", "opposing": "2", "photo": "{id}"},
        {CLERK, LEADER, REVIEWER},
    ),
    ("/cases/{id}/card-check", {"holds": "false", "words": "查无此证"}, {CLERK, LEADER, REVIEWER}),
    ("/cases/{id}/opinions", {"deed": "judge"}, {CLERK, LEADER}),
    ("/campaigns/{id}/approval", {}, {LEADER, APPROVER}),
    ("/campaigns/{id}/pause", {}, {CLERK, LEADER, REVIEWER, APPROVER}),
    ("/campaigns/{id}/resumption", {}, {CLERK, LEADER, REVIEWER, APPROVER}),
    ("/campaigns/{id}/cancellation", {}, {CLERK, LEADER, REVIEWER, APPROVER}),
    ("/kin/cadres/{id}", {}, {CLERK, LEADER, REVIEWER}),
    ("/rosters/{id}/examination", {"first_month": "2026-03", "choice": "all"}, {REVIEWER}),
    ("/rosters/{id}/confirmation", {}, {APPROVER}),
    ("/rosters/{id}/withdrawal", {}, {REVIEWER}),
    ("/batches/{id}/flags/{id}", {"kind": "staff", "decision": "pay", "reason": "查过"}, {PAYER}),
    ("/batches/{id}/approval", {}, {APPROVER}),
    ("/batches/{id}/release", {}, {APPROVER}),
    ("/batch-parts/{id}/confirmation", {}, {LEADER}),
    ("/batches/{id}/discarding", {}, {PAYER}),
    ("/batches/{id}/export", {}, {PAYER}),
    ("/batches/{id}/roster", {}, {PAYER}),
]


@pytest.fixture(autouse=True)
async def county(console: Console, at: object) -> None:
    at("2026-03-02 09:30")  # type: ignore[operator]
    await seed_parameters()


@pytest.mark.parametrize("role", Role)
async def test_each_role_has_its_rooms_and_its_menu(console: Console, role: Role) -> None:
    desk = await console.desk(role)
    menu = (await desk.get("/cases")).text
    for path, allowed in ROOMS.items():
        assert (await desk.get(path)).status_code == (200 if role in allowed else 403), path
        assert (f'href="{path}"' in menu) == (role in allowed), path


@pytest.mark.parametrize("role", Role)
async def test_each_role_does_its_own_deeds_and_no_others(console: Console, role: Role) -> None:
    desk = await console.desk(role)
    before = await Entry.all().count()
    for path, form, allowed in DEEDS:
        there_is_none = str(some_id())
        form = {name: value.format(id=there_is_none) for name, value in form.items()}
        answer = await desk.post(path.format(id=there_is_none), **form)
        assert answer.status_code == (404 if role in allowed else 403), path
    assert await Entry.all().count() == before


@pytest.mark.parametrize("role", Role)
async def test_only_the_payers_draw_up(console: Console, role: Role) -> None:
    await an_award()
    answer = await (await console.desk(role)).post("/batches", programme="old_age_allowance", month="2026-03")
    assert answer.status_code == (200 if role is PAYER else 403)


@pytest.mark.parametrize("role", Role)
async def test_a_case_shows_the_buttons_of_the_role(console: Console, role: Role) -> None:
    waiting = await submitted(await a_resident())
    decided_by = await an_officer(CLERK)
    reviewed = await in_county_review(await a_resident("刘大山"), decided_by)
    desk = await console.desk(role)
    first, second = (await desk.get(f"/cases/{waiting.id}")).text, (await desk.get(f"/cases/{reviewed.id}")).text
    assert (f"/cases/{waiting.id}/acceptance" in first) == (role is CLERK)
    assert (f"/cases/{waiting.id}/refusal" in first) == (role is CLERK)
    assert (f"/cases/{reviewed.id}/confirmation" in second) == (role is REVIEWER)
    assert (f"/cases/{reviewed.id}/refusal" in second) == (role is REVIEWER)
    assert ("/revealing" in first) == (role is not AUDITOR)


@pytest.mark.parametrize("role", Role)
async def test_who_may_refuse_depends_on_whose_turn_it_is(console: Console, role: Role) -> None:
    waiting = await submitted(await a_resident())
    reviewed = await in_county_review(await a_resident("刘大山"), await an_officer(CLERK))
    desk = await console.desk(role)
    for case, whose_turn in ((waiting, CLERK), (reviewed, REVIEWER)):
        answer = await desk.post(f"/cases/{case.id}/refusal", reasons="deceased")
        assert answer.status_code == (303 if role is whose_turn else 403)


async def test_an_auditor_has_no_form_but_the_way_out_and_an_own_phone(console: Console) -> None:
    case = await submitted(await a_resident())
    auditor = await console.desk(AUDITOR)
    for path in (*ROOMS, f"/cases/{case.id}"):
        forms = (await auditor.get(path)).text.split('method="post" action="')[1:]
        own = {"/own/phone-codes"} if path == "/own" else set()
        assert {form.partition('"')[0] for form in forms} <= {"/sign-out", "/notices", "/residents"} | own, path
    assert "<button" not in (await auditor.get("/cases")).text.split("</form>", 1)[1]
