"""What a child receives is told to who cares for them, with the agreement; to nobody else at home or in the village."""

from datetime import date

import pytest

from backend import entitlements
from backend.programmes import PhotoKind
from backend.staff import Role
from tests.backend.applications.cases import a_photo
from tests.backend.payouts.awards import an_award
from tests.miniprogram_api.clients import Door
from tests.people import a_cadre, a_household, a_resident, an_officer, seed_parameters


@pytest.fixture(autouse=True)
async def monday(door: Door, at: object) -> None:
    at("2026-03-02 09:30")  # type: ignore[operator]
    await seed_parameters()


async def test_the_guardian_reads_of_the_childs_money_and_of_the_agreement(door: Door) -> None:
    home = await a_household()
    grandmother = await a_resident("王秀英", date(1950, 5, 6), household=home)
    child = await a_resident("小田", date(2017, 5, 6), household=home)
    sister = await a_resident("小妹", date(2012, 5, 6), household=home)
    award = await an_award(child, programme="orphan", monthly_fen=105_000)
    await an_award(grandmother, programme="rural_dibao", monthly_fen=22_000)
    wang = await door.account(resident=grandmother)
    mine, childs = (await wang.get("/awards")).json()["items"]
    assert (mine["own"], mine["programme_title"], mine["care_agreement"]) == (True, "农村低保", "")
    assert (childs["own"], childs["person_name"], childs["id"]) == (False, "小田", str(award.id))
    assert childs["care_agreement"] == "养育协议还没有签，请监护人带身份证到乡镇民政窗口签；签以前钱照发。"
    leader, county = await an_officer(Role.TOWNSHIP_LEADER), await an_officer(Role.COUNTY_REVIEWER)
    pages = [await a_photo(child, PhotoKind.CARE_AGREEMENT, by=each.signature) for each in (leader, county)]
    day = date(2026, 3, 2)
    agreement = await entitlements.file_care_agreement(
        award.id, leader, carer_name="王秀英", relation="祖母", signed_on=day, photo_id=pages[0]
    )
    words = (await wang.get("/awards")).json()["items"][1]["care_agreement"]
    assert words == "养育协议：王秀英2026年3月2日已签，等县民政局签。"
    await entitlements.sign_care_agreement(agreement.id, county, signed_on=day, photo_id=pages[1])
    words = (await wang.get("/awards")).json()["items"][1]["care_agreement"]
    assert words == "养育协议：王秀英2026年3月2日已签，县民政局2026年3月2日已签。"
    path = f"/awards/{award.id}/care-agreement"
    paper = await wang.get(path)
    assert (paper.headers["content-type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    own = await door.account(resident=child)
    assert [each["own"] for each in (await own.get("/awards")).json()["items"]] == [True]
    others = [
        await door.account(resident=sister), await door.account(resident=await a_resident("刘大山")),
        await door.account(cadre=await a_cadre()),
    ]  # fmt: skip
    for stranger in others[:2]:
        assert (await stranger.get("/awards")).json()["items"] == []
    for stranger in others:
        assert (await stranger.get(path)).status_code in (403, 404)
