"""Who owes the applicant support is told by the family or a cadre; those at home are known from the register."""

import asyncio
from datetime import date
from typing import Any

import pytest

from backend import applications
from backend.applications import Obliged
from backend.applications.obligor import NamedObligor
from backend.journal import Deed, Entry
from backend.programmes import PhotoKind
from tests.backend.applications.cases import a_draft, hand
from tests.backend.inquiries.checks import a_letter
from tests.backend.inquiries.opinions import ALONE
from tests.miniprogram_api.clients import Door
from tests.people import (
    OTHER_VILLAGE,
    a_cadre,
    a_household,
    a_resident,
    an_identity_number,
    an_officer,
    seed_parameters,
)

SON = an_identity_number(date(1968, 1, 2), "male")


@pytest.fixture(autouse=True)
async def monday(door: Door, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()


async def test_an_applicant_names_them_on_the_phone_and_the_office_waits_for_their_letters(door: Door) -> None:
    elder, clerk = await a_resident(), await an_officer()
    draft = await a_draft(elder, programme="tekun")
    wang, here = await door.account(resident=elder), f"/applications/{draft.id}/obligors"
    empty = (await wang.get(here)).json()
    assert (empty["they_sign"], empty["named"], empty["still_to_sign"]) == (True, [], ["王秀英"])
    told = {"name": "王建设", "relation": "儿子", "identity_number": SON, "married": True}
    named = await wang.post(here, told)
    assert named.status_code == 201
    assert SON not in named.text
    (son,) = named.json()["named"]
    assert (son["identity_known"], son["can_take_back"]) == (True, True)
    wife = await wang.post(here, {"name": "李梅", "relation": "儿媳", "spouse_of": son["id"]})
    assert wife.json()["still_to_sign"] == ["王秀英", "王建设", "李梅"]
    await applications.submit(draft.id, by=hand(elder), facts={**ALONE, "obligors": 1, "obligors_unable": 1})
    case = await applications.get_application(draft.id)
    await a_letter(case, clerk)
    unsigned = [each.name for each in await applications.who_has_not_signed(case)]
    assert unsigned == ["王建设", "李梅"], "nobody is left without a name, and both wait at the desk"
    assert (await wang.get(here)).json()["still_to_sign"] == unsigned
    journal = await Entry.filter(deed=Deed.OBLIGOR_NAMED.value)
    assert {(each.by_kind, each.by_id) for each in journal} == {("resident", elder.id)}
    assert "王建设" not in str([each.facts for each in journal])


async def test_who_lives_with_the_applicant_is_taken_from_the_register(door: Door) -> None:
    home = await a_household()
    elder = await a_resident(household=home)
    son = await a_resident(
        "王建设", date(1968, 1, 2), household=home, sex="male", relation="child", identity_number=SON
    )
    await a_resident("王小明", date(2016, 1, 2), household=home, sex="male", relation="grandchild")
    await a_resident("李梅", date(1970, 1, 2), household=home, relation="child_in_law")
    draft = await a_draft(elder, programme="tekun")
    wang, here = await door.account(resident=elder), f"/applications/{draft.id}/obligors"
    (offered,) = (await wang.get(here)).json()["at_home"]
    assert offered == {"resident_id": str(son.id), "name": "王建设", "relation": "儿子"}
    answer = await wang.post(here, {"resident_id": str(son.id)})
    assert (answer.status_code, answer.json()["at_home"]) == (201, [])
    assert SON not in answer.text
    kept = await NamedObligor.get()
    assert (kept.name, kept.relation, kept.identity_number) == ("王建设", "儿子", SON)
    stranger = await a_resident("刘大山")
    for other in (stranger, son, elder):
        refused = await wang.post(here, {"resident_id": str(other.id)})
        assert (refused.status_code, refused.json()["code"]) == (404, "applications.NoSuchObligor")


@pytest.mark.parametrize(
    ("me", "other", "sex", "relation"),
    [
        ("head", "spouse", "male", "配偶"), ("spouse", "head", "male", "配偶"), ("parent", "parent", "male", "配偶"),
        ("parent", "parent", "female", None), ("head", "child", "female", "女儿"), ("parent", "head", "male", "儿子"),
        ("child", "head", "male", "父亲"), ("child", "spouse", "female", "母亲"), ("head", "parent", "female", "母亲"),
        ("head", "sibling", "male", None), ("head", "grandchild", "male", None), ("head", "child_in_law", "male", None),
        ("parent", "child_in_law", "female", None), ("sibling", "head", "male", None), ("head", "other", "male", None),
    ],
)  # fmt: skip
async def test_what_the_register_says_of_each_housemate(
    door: Door, me: str, other: str, sex: str, relation: str | None
) -> None:
    home = await a_household()
    elder = await a_resident(household=home, relation=me)
    await a_resident("王建设", date(1968, 1, 2), household=home, sex=sex, relation=other)
    case = await a_draft(elder, programme="tekun")
    assert [each.relation for each in await applications.obligors_at_home(case)] == ([relation] if relation else [])
    dibao = await applications.start("rural_dibao", elder, by=hand(elder))
    assert await applications.obligors_at_home(dibao) == [], "there every adult at home signs anyway"


async def test_who_helps_may_and_nobody_else(door: Door) -> None:
    elder, cadre = await a_resident(), await a_cadre()
    draft = await a_draft(elder, programme="tekun", by=cadre.signature)
    here, told = f"/applications/{draft.id}/obligors", {"name": "王建设", "relation": "儿子"}
    helper = await door.account(cadre=cadre)
    assert (await helper.post(here, told)).status_code == 201
    assert (await NamedObligor.get()).named_by_kind == "cadre"
    neighbour = await door.account(resident=await a_resident("刘大山"))
    elsewhere = await door.account(cadre=await a_cadre([OTHER_VILLAGE], name="周强"))
    obligor = (await NamedObligor.get()).id
    for other, status in ((neighbour, 404), (elsewhere, 403), (door.stranger, 401)):
        assert (await other.get(here)).status_code == status
        assert (await other.post(here, told)).status_code == status
        assert (await other.delete(f"{here}/{obligor}")).status_code == status
    assert await NamedObligor.filter(struck_at=None).count() == 1


async def test_a_slip_is_taken_back_until_the_case_is_handed_in_and_the_offices_stays(door: Door) -> None:
    elder, clerk = await a_resident(), await an_officer()
    draft = await a_draft(elder, programme="tekun")
    wang, here = await door.account(resident=elder), f"/applications/{draft.id}/obligors"
    slip = (await wang.post(here, {"name": "王见设", "relation": "儿子"})).json()["named"][0]["id"]
    answers = await asyncio.gather(*(wang.delete(f"{here}/{slip}") for _ in range(2)))
    assert sorted(each.status_code for each in answers) == [204, 404]
    struck = await NamedObligor.get()
    assert (struck.struck_by_kind, struck.struck_by) == ("resident", elder.id)
    await wang.post(here, {"name": "王建设", "relation": "儿子"})
    await applications.submit(draft.id, by=hand(elder), facts={**ALONE, "obligors": 1, "obligors_unable": 1})
    (shown,) = (await wang.get(here)).json()["named"]
    assert not shown["can_take_back"]
    late = await wang.delete(f"{here}/{shown['id']}")
    assert (late.status_code, late.json()["code"]) == (409, "applications.WrongState")
    noted = await applications.name_obligor(draft.id, Obliged("王建国", "儿子"), clerk)
    await applications.return_for_more(draft.id, clerk, [PhotoKind.DECLARATION])
    assert (await wang.delete(f"{here}/{noted.id}")).status_code == 404
    assert (await wang.delete(f"{here}/{shown['id']}")).status_code == 204


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"name": " "}, 422, "applications.ObligorIncomplete"),
        ({"relation": ""}, 422, "applications.ObligorIncomplete"),
        ({"name": "长" * 31}, 422, "request.NotValid"),
        ({"identity_number": "410325194205060021"}, 422, "residents.BadIdentityNumber"),
        ({"spouse_of": "01a21cdb-68d4-7f16-9e91-7f216572d131"}, 404, "applications.NoSuchObligor"),
        ({"officer": "x"}, 422, "request.NotValid"),
    ],
)
async def test_what_cannot_be_named(door: Door, change: dict[str, str], status: int, code: str) -> None:
    elder = await a_resident()
    draft = await a_draft(elder, programme="tekun")
    wang, here = await door.account(resident=elder), f"/applications/{draft.id}/obligors"
    answer = await wang.post(here, {"name": "王建设", "relation": "儿子", **change})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    oneself = await wang.post(here, {"name": "王秀英", "relation": "本人", "identity_number": elder.identity_number})
    assert (oneself.status_code, oneself.json()["code"]) == (422, "applications.ObligorIncomplete")
    for _ in range(2):
        again = await wang.post(here, {"name": "王建设", "relation": "儿子", "identity_number": SON})
    assert (again.status_code, again.json()["code"]) == (409, "applications.ObligorNamedBefore")


async def test_there_is_an_end_to_the_list(door: Door) -> None:
    elder = await a_resident()
    draft = await a_draft(elder, programme="tekun")
    for number in range(60):
        await applications.tell_obligor(draft.id, Obliged(f"王{number}", "儿子"), hand(elder))
    with pytest.raises(applications.TooManyObligors):
        await applications.tell_obligor(draft.id, Obliged("王六十", "儿子"), hand(elder))
