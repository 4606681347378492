"""Every letter about a person is found and opened in the mini program: by them, who hears for them, who helps."""

from datetime import date, timedelta
from typing import Any

import pytest

from backend import applications, clock, entitlements, letters
from backend.applications import Application
from backend.entitlements import Award, FactKind, Reason
from backend.errands import Errand
from backend.identifiers import new_id
from backend.journal import Signature
from backend.letters import DecisionLetter, Way
from backend.programmes import PhotoKind
from backend.residents import Capacity, Guardianship, Resident
from backend.staff import Officer, Role
from tests.backend.applications.cases import a_photo, hand, in_county_review, submitted
from tests.backend.payouts.awards import an_award
from tests.miniprogram_api.clients import Door
from tests.people import COUNTY, a_cadre, a_household, a_resident, an_officer, seed_parameters, some_id


@pytest.fixture(autouse=True)
async def friday(door: Door, at: Any) -> None:
    at("2026-03-06 09:30")
    await seed_parameters()


async def stopped(resident: Resident, clerk: Officer, award: Award | None = None) -> DecisionLetter:
    award = award or await an_award(resident, programme="rural_dibao", monthly_fen=22_000, from_month=date(2026, 1, 1))
    change = await entitlements.propose_change(
        award.id, FactKind.STOPPED, clerk, month=date(2026, 4, 1), reason=Reason.NO_LONGER_FITS, basis="复核第12号"
    )
    await entitlements.confirm_change(change.id, await an_officer(Role.COUNTY_REVIEWER, name="孙敏"))
    await letters.draw_up()
    return await DecisionLetter.get(change_id=change.id)


async def confirmed(elder: Resident, clerk: Officer) -> Application:
    case = await in_county_review(elder, clerk)
    await entitlements.grant(case.id, await an_officer(Role.COUNTY_REVIEWER))
    await letters.draw_up()
    return case


async def a_mandate(case: Application, agent: Signature, expires_on: date = date(2027, 1, 1)) -> None:
    """As given while the case was on its way."""
    person = await Resident.get(id=case.resident_id)
    await applications.Mandate.create(
        id=new_id(), county=COUNTY, application_id=case.id, principal_id=person.id, agent_kind=agent.kind.value,
        agent_id=agent.id, relation="儿子", scope="办理低保", given_at=clock.now(), expires_on=expires_on,
        photo_id=await a_photo(person, PhotoKind.MANDATE),
    )  # fmt: skip


async def test_a_change_is_found_by_its_heading_and_opening_it_is_its_delivery(door: Door) -> None:
    elder, clerk = await a_resident(), await an_officer()
    letter = await stopped(elder, clerk)
    wang = await door.account(resident=elder)
    (shown,) = (await wang.get("/letters")).json()["items"]
    assert shown == {
        "id": str(letter.id), "title": "停发告知书", "heading": "您的农村低保从2026年4月起停发。",
        "programme_title": "农村低保", "person_name": "王秀英", "own": True, "written_on": "2026-03-06",
        "replaced": False, "delivered": False, "appeal": "",
    }  # fmt: skip
    for _ in range(2):
        paper = await wang.get(f"/letters/{letter.id}")
        assert (paper.status_code, paper.content[:5]) == (200, b"%PDF-")
        assert paper.headers["cache-control"] == "private, no-store"
    delivered = await DecisionLetter.get()
    assert (delivered.way, delivered.receiver, delivered.delivered_by) == (Way.SMS_LINK, "王秀英", elder.id)
    (shown,) = (await wang.get("/letters")).json()["items"]
    assert shown["delivered"]
    assert "行政复议最晚到2026年5月6日，直接向人民法院起诉最晚到2026年9月7日" in shown["appeal"]
    spared = await Errand.get(because=f"letter:{letter.id}")
    assert (spared.outcome, spared.note) == ("needless", "告知书已经送到（本人在小程序里打开），不用再去。")


async def test_the_letter_of_the_case_and_of_its_changes_stand_side_by_side(door: Door) -> None:
    elder, clerk = await a_resident(), await an_officer()
    case = await confirmed(elder, clerk)
    await stopped(elder, clerk, await Award.get(application_id=case.id))
    wang = await door.account(resident=elder)
    newest, older = (await wang.get("/letters")).json()["items"]
    assert newest["heading"] == "您的高龄津贴从2026年4月起停发。"
    assert older["heading"] == "您申请的高龄津贴通过了，从2026年3月起发放，每月50.00元。"
    assert [each["id"] for each in (await wang.get("/letters", after=newest["id"])).json()["items"]] == [older["id"]]
    assert (await wang.get(f"/applications/{case.id}/letter")).content[:5] == b"%PDF-"


async def test_a_no_is_told_in_the_heading_too(door: Door) -> None:
    elder, clerk = await a_resident(), await an_officer()
    case = await submitted(elder)
    await applications.refuse(case.id, clerk, reasons=["under_age"], note="")
    await letters.draw_up()
    (shown,) = (await (await door.account(resident=elder)).get("/letters")).json()["items"]
    assert shown["heading"] == "您申请的高龄津贴没有通过，理由和不同意怎么办都写在里面。"


async def test_a_helper_reads_what_the_person_reads_but_it_is_not_delivered_by_that(door: Door) -> None:
    elder, clerk = await a_resident(), await an_officer()
    case = await confirmed(elder, clerk)
    change = await stopped(elder, clerk, await Award.get(application_id=case.id))
    son, cadre = await a_resident("王大山", date(1970, 1, 1)), await a_cadre()
    await a_mandate(case, hand(son))
    knocker = await door.account(cadre=cadre)
    for helper, sees in ((await door.account(resident=son), True), (knocker, False)):
        shown = (await helper.get("/letters")).json()["items"]
        assert [each["heading"][:3] for each in shown] == (["王秀英", "王秀英"] if sees else [])
        assert (await helper.get(f"/letters/{change.id}")).status_code == (200 if sees else 404)
        assert (await helper.get(f"/applications/{case.id}/letter")).status_code == (200 if sees else 404)
    assert await DecisionLetter.filter(delivered_at=None).count() == 2
    await applications.Mandate.all().update(revoked_at=clock.now())
    await a_mandate(case, cadre.signature)
    assert len((await knocker.get("/letters")).json()["items"]) == 2
    assert (await knocker.get(f"/letters/{change.id}")).status_code == 200
    assert await DecisionLetter.filter(delivered_at=None).count() == 2


@pytest.mark.parametrize("over", ["expired", "revoked"])
async def test_who_helps_no_longer_reads_no_longer(door: Door, over: str) -> None:
    elder, clerk, son = await a_resident(), await an_officer(), await a_resident("王大山", date(1970, 1, 1))
    case = await confirmed(elder, clerk)
    change = await stopped(elder, clerk, await Award.get(application_id=case.id))
    await a_mandate(case, hand(son), clock.today() - timedelta(days=over == "expired"))
    if over == "revoked":
        await applications.revoke_mandate(case.id, hand(elder))
    helper = await door.account(resident=son)
    assert (await helper.get("/letters")).json()["items"] == []
    assert (await helper.get(f"/letters/{change.id}")).status_code == 404


async def test_a_guardian_opens_it_in_the_persons_stead(door: Door) -> None:
    elder, clerk, sister = await a_resident(), await an_officer(), await a_resident("王秀兰", date(1950, 1, 1))
    letter = await stopped(elder, clerk)
    await Guardianship.create(
        id=new_id(), county=COUNTY, resident_id=elder.id, capacity=Capacity.NONE, guardian_id=sister.id,
        basis="（2025）豫0325民特5号", recorded_by=clerk.id, recorded_at=clock.now(),
    )  # fmt: skip
    knocker = await door.account(resident=sister)
    (shown,) = (await knocker.get("/letters")).json()["items"]
    assert (shown["heading"], shown["own"]) == ("王秀英的农村低保从2026年4月起停发。", False)
    assert (await knocker.get(f"/letters/{letter.id}")).status_code == 200
    assert (await DecisionLetter.get()).receiver == "王秀兰"


async def test_of_a_child_the_grown_up_at_home_reads_and_nobody_else_does(door: Door) -> None:
    clerk, home = await an_officer(Role.COUNTY_REVIEWER), await a_household()
    child = await a_resident("王小明", date(2016, 1, 1), household=home, sex="male", relation="grandchild")
    grandmother = await a_resident("李桂兰", date(1955, 1, 1), household=home)
    brother = await a_resident("王小刚", date(2010, 1, 1), household=home, sex="male", relation="grandchild")
    award = await an_award(child, programme="orphan", monthly_fen=100_000, from_month=date(2026, 1, 1))
    letter = await stopped(child, clerk, award)
    for person, sees in ((grandmother, True), (brother, False), (await a_resident("刘大山"), False)):
        knocker = await door.account(resident=person)
        assert len((await knocker.get("/letters")).json()["items"]) == sees
        assert (await knocker.get(f"/letters/{letter.id}")).status_code == (200 if sees else 404)


async def test_strangers_and_neighbours_learn_nothing(door: Door) -> None:
    elder, clerk = await a_resident(), await an_officer()
    letter = await stopped(elder, clerk)
    neighbour = await door.account(resident=await a_resident("刘大山"))
    cadre = await door.account(cadre=await a_cadre())
    for knocker in (neighbour, cadre):
        assert (await knocker.get("/letters")).json()["items"] == []
        assert (await knocker.get(f"/letters/{letter.id}")).json()["code"] == "letters.NoSuchLetter"
        assert (await knocker.get(f"/letters/{some_id()}")).status_code == 404
    assert (await door.stranger.get("/letters")).status_code == 401
    assert (await door.stranger.get(f"/letters/{letter.id}")).status_code == 401
    assert (await DecisionLetter.get()).delivered_at is None
