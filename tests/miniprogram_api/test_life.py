"""Being alive is shown by a photo taken now, by oneself or by the cadre of one's village."""

from datetime import date

import pytest

from backend.entitlements import Award
from tests.backend.payouts.awards import an_award
from tests.miniprogram_api.clients import Door
from tests.miniprogram_api.photos import a_jpeg
from tests.people import OTHER_VILLAGE, a_cadre, a_resident, seed_parameters


@pytest.fixture(autouse=True)
async def monday(door: Door, at: object) -> None:
    at("2026-03-02 09:30")  # type: ignore[operator]
    await seed_parameters()


async def test_a_fresh_portrait_certifies_and_nothing_else_does(door: Door) -> None:
    elder = await a_resident()
    await an_award(elder, certification_due_on=date(2026, 3, 20))
    wang, li = await door.account(resident=elder), await door.account(cadre=await a_cadre())
    chen = await door.account(cadre=await a_cadre([OTHER_VILLAGE]))
    old = await wang.send_photo(
        "/life-certifications", a_jpeg(), kind="portrait", captured_at="2026-02-20T09:00:00+08:00"
    )
    card = await wang.send_photo("/life-certifications", a_jpeg(), kind="identity_card")
    assert old.json()["code"] == card.json()["code"] == "fieldwork.PhotoNotFresh"
    foreign = await chen.send_photo(f"/elders/{elder.id}/life-certifications", a_jpeg(), kind="portrait")
    assert foreign.json()["code"] == "staff.OutsideYourVillage"
    assert (await Award.get()).certified_on is None
    done = await wang.send_photo("/life-certifications", a_jpeg(), kind="portrait")
    assert done.status_code == 201, done.text
    assert done.json()["certified"][0]["due_on"] == "2027-03-02"
    (mine,) = (await wang.get("/awards")).json()["items"]
    assert (mine["certified_on"], mine["certification_due_on"]) == ("2026-03-02", "2027-03-02")
    seen = await li.send_photo(f"/elders/{elder.id}/life-certifications", a_jpeg(), kind="portrait")
    assert (seen.status_code, (await Award.get()).certified_on) == (201, date(2026, 3, 2))


async def test_who_receives_nothing_needs_no_certification(door: Door) -> None:
    wang = await door.account(resident=await a_resident())
    answer = await wang.send_photo("/life-certifications", a_jpeg(), kind="portrait")
    assert (answer.status_code, answer.json()["code"]) == (409, "entitlements.NothingToCertify")


async def test_the_day_list_is_the_cadres_own(door: Door) -> None:
    li = await door.account(cadre=await a_cadre())
    assert (await li.get("/errands/day")).json() == {"villages": [], "left_out": 0}
