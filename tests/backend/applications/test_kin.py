"""Handler ≠ relative: who declared kin in a household moves nothing there, and the case stands in its own ledger."""

from datetime import date
from typing import Any

import pytest

from backend import applications, entitlements, payouts, postings, sealing, staff
from backend.applications import Application, KinCase, State
from backend.journal import By, Deed, Entry, Signature
from backend.residents import BadIdentityNumber, Household, Resident
from backend.staff import Cadre, NoSuchCadre, Officer, Relation, Relative, RelativeIncomplete, Role, YourOwnKin
from tests.backend.applications.cases import accepted, in_county_review, submitted
from tests.backend.payouts.awards import an_award
from tests.people import (
    OTHER_TOWNSHIP,
    a_cadre,
    a_household,
    a_resident,
    a_wechat_account,
    an_identity_number,
    an_officer,
    seed_parameters,
)

BROTHER = an_identity_number(date(1950, 1, 1), "male")


@pytest.fixture(autouse=True)
async def a_day(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()


async def a_family() -> Resident:
    """An elder who asks, and in her household the man whom the tests declare."""
    home = await a_household()
    elder = await a_resident(household=home)
    await a_resident("王建设", date(1950, 1, 1), household=home, identity_number=BROTHER, sex="male")
    return elder


async def declares_him(officer: Officer, relation: Relation = Relation.SIBLING) -> None:
    await staff.declare_own_kin(officer, [Relative(relation, "王建设", BROTHER)])


async def test_a_relative_neither_accepts_nor_returns_nor_refuses(empty_database: str) -> None:
    case = await submitted(await a_family())
    clerk = await an_officer()
    await declares_him(clerk)
    for deed in (
        applications.accept(case.id, clerk),
        applications.return_for_more(case.id, clerk, [], "请补"),
        applications.refuse(case.id, clerk, ["deceased"]),
    ):
        with pytest.raises(YourOwnKin):
            await deed
    assert (await Application.get(id=case.id)).state is State.SUBMITTED
    assert (await applications.accept(case.id, await an_officer(name="钱敏"))).state is State.ACCEPTED


async def test_a_relative_neither_posts_nor_answers_nor_decides(empty_database: str) -> None:
    elder, clerk, kin = await a_family(), await an_officer(), await an_officer(name="王敏")
    case = await accepted(elder, clerk)
    await declares_him(kin, Relation.SELF)
    with pytest.raises(YourOwnKin):
        await postings.post([case.id], kin)
    await postings.post([case.id], clerk)
    line = await postings.line_of(case.id)
    assert line
    neighbour = Signature(By.RESIDENT, (await a_resident("刘大山")).id)
    objection = await postings.object_to(line.id, "不对", neighbour)
    with pytest.raises(YourOwnKin):
        await postings.answer(objection.id, kin, False, "查过")
    reviewed = await in_county_review(await a_resident("孙大娘", household=await a_household()), clerk)
    reviewer = await an_officer(Role.COUNTY_REVIEWER)
    number = (await Resident.get(id=reviewed.resident_id)).identity_number
    await staff.declare_own_kin(reviewer, [Relative(Relation.PARENT, "孙大娘", number)])
    with pytest.raises(YourOwnKin):
        await entitlements.grant(reviewed.id, reviewer)


async def test_a_batch_that_pays_a_relative_is_approved_by_another(empty_database: str) -> None:
    award = await an_award()
    payer, approver = await an_officer(Role.COUNTY_PAYER), await an_officer(Role.COUNTY_APPROVER)
    number = (await Resident.get(id=award.resident_id)).identity_number
    await staff.declare_own_kin(approver, [Relative(Relation.GRANDPARENT, "奶奶", number)])
    batch = await payouts.draw_up("old_age_allowance", date(2026, 3, 1), payer)
    with pytest.raises(payouts.OwnKinInBatch):
        await payouts.approve(batch.id, approver)
    kin, pay = payouts.FlagKind.STAFF_KIN, payouts.FlagDecision.PAY
    await payouts.decide_flag(batch.id, award.resident_id, kin, pay, "年满八十，人人都有", payer)
    await payouts.approve(batch.id, await an_officer(Role.COUNTY_APPROVER, name="孙敏"))


async def test_acceptance_files_the_case_apart_once(empty_database: str) -> None:
    elder, clerk, cadre = await a_family(), await an_officer(), await a_cadre()
    await staff.declare_kin_of_cadre(cadre.id, [Relative(Relation.PARENT, "王建设", BROTHER)], clerk)
    case = await accepted(elder, clerk)
    assert await applications.file_kin(case, clerk.signature)  # again, before the decision
    (line,) = await applications.kin_ledger(clerk)
    assert (line.relative_name, line.relation, line.handler_name) == ("王建设", Relation.PARENT, "李建国")
    assert await Entry.filter(deed=Deed.KIN_CASE_FILED.value, subject_id=case.id).count() == 1
    elsewhere = await an_officer(place=OTHER_TOWNSHIP)
    assert await applications.kin_ledger(elsewhere) == []
    with pytest.raises(staff.NoSuchPower):
        await applications.kin_ledger(await an_officer(Role.COUNTY_PAYER))


async def test_a_new_declaration_supersedes_but_the_ledger_stays(empty_database: str) -> None:
    elder, clerk, leader = await a_family(), await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    await declares_him(leader)
    await accepted(elder, clerk)
    await staff.declare_own_kin(leader, [])
    declaration, named = await staff.own_declaration(leader)
    assert declaration
    assert named == []
    assert await staff.kinships_of(elder.id) == []
    assert await KinCase.all().count() == 1


async def test_who_left_office_is_nobodys_handler(empty_database: str) -> None:
    elder, officer = await a_family(), await an_officer()
    await declares_him(officer)
    await Officer.filter(id=officer.id).update(left_on=date(2026, 3, 1))
    assert await staff.kinships_of(elder.id) == []


@pytest.mark.parametrize(
    ("relatives", "refusal"),
    [
        ([Relative(Relation.CHILD, " ", BROTHER)], RelativeIncomplete),
        ([Relative(Relation.CHILD, "王", BROTHER), Relative(Relation.PARENT, "王", BROTHER)], RelativeIncomplete),
        ([Relative(Relation.CHILD, "王", "41032519500101")], BadIdentityNumber),
        ([Relative(Relation.CHILD, "王", BROTHER)] * 61, staff.TooManyRelatives),
    ],
)
async def test_a_declaration_that_names_nobody_rightly(
    empty_database: str, relatives: list[Relative], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        await staff.declare_own_kin(await an_officer(), relatives)
    assert not await Entry.filter(deed=Deed.KIN_DECLARED.value).exists()


async def test_a_cadre_elsewhere_is_as_good_as_unknown(empty_database: str) -> None:
    cadre = await a_cadre()
    with pytest.raises(NoSuchCadre):
        await staff.declare_kin_of_cadre(cadre.id, [], await an_officer(place=OTHER_TOWNSHIP))


async def test_a_handler_whom_the_county_knows_is_kin_at_home_without_a_declaration(empty_database: str) -> None:
    clerk = await an_officer()
    by_phone, by_account = await a_cadre(name="王秀英", phone="13900001111"), await a_cadre(name="李建国")
    officer = await an_officer(Role.TOWNSHIP_LEADER, name="刘大山")
    index = sealing.blind_index("13900002222", "phone")
    await Officer.filter(id=officer.id).update(phone_sealed=sealing.seal("13900002222", "phone"), phone_index=index)
    at_home = {
        by_phone.signature: await a_resident("王秀英", phone="13900001111"),
        by_account.signature: await a_resident("李建国"),
        officer.signature: await a_resident("刘大山", phone="13900002222"),
    }
    await a_wechat_account(resident=at_home[by_account.signature], cadre=by_account)
    for handler, person in at_home.items():
        mother = await a_resident("老人", household=await Household.get(id=person.household_id))
        case = await accepted(mother, clerk)
        (line,) = await applications.kin_on_file(case.id)
        assert (line.relation, line.resident_id, line.handler_id) == (Relation.SELF, person.id, handler.id)
        with pytest.raises(YourOwnKin):
            await staff.must_not_be_kin(handler, mother.id)
    borrower = await a_resident("孙大娘", phone="13900001111")
    assert await staff.kinships_of(borrower.id) == [], "a phone alone proves nothing: families share one"
    await Cadre.filter(id=by_phone.id).update(left_on=date(2026, 3, 1))
    await staff.must_not_be_kin(by_phone.signature, at_home[by_phone.signature].id)
