"""Obligors: whose letter a case waits for though they live elsewhere, as far as the law or the county has it."""

import asyncio
from datetime import date
from typing import Any

import pytest

from backend import applications, inquiries
from backend.applications import Application, NamedObligor, Obliged
from backend.journal import By, Deed, Entry, Signature
from backend.programmes import Enactment, enact
from backend.residents import BadIdentityNumber, NoSuchResident, Resident
from backend.staff import NoSuchPower, Officer, OutsideYourPlace, Role
from tests.backend.applications.cases import a_draft, hand
from tests.backend.inquiries.checks import a_letter
from tests.backend.inquiries.opinions import ALONE, DECLARED
from tests.people import COUNTY, OTHER_TOWNSHIP, a_resident, an_identity_number, an_officer, seed_parameters, some_id

SON = an_identity_number(date(1968, 1, 2), "male")
WIFE = an_identity_number(date(1970, 1, 2))


@pytest.fixture(autouse=True)
async def a_day(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()


async def handed_in(elder: Resident, programme: str = "tekun", obligors: int = 1) -> Application:
    draft = await a_draft(elder, programme=programme)
    facts = {**ALONE, "obligors": obligors, "obligors_unable": obligors} if programme == "tekun" else DECLARED
    return await applications.submit(draft.id, by=hand(elder), facts=facts)


async def wanted(case: Application) -> list[str]:
    return [each.name for each in await applications.who_has_not_signed(case)]


async def is_set(key: str, value: str) -> None:
    set_by_county = Enactment(f"{COUNTY}000000", key, value, date(2026, 1, 1), None, "嵩民〔2026〕3号", True)
    await enact(set_by_county, by=Signature(By.IMPORT))


async def test_a_case_of_tekun_waits_for_every_obligor_and_both_spouses() -> None:
    clerk, elder = await an_officer(), await a_resident()
    case = await handed_in(elder)
    await a_letter(case, clerk)
    assert await wanted(case) == ["第1位还没有登记姓名的义务人"]
    with pytest.raises(applications.LettersMissing) as missing:
        await applications.accept(case.id, clerk, kin_told=False)
    assert "法定义务人" in missing.value.shown
    son = await applications.name_obligor(case.id, Obliged("王建设", "儿子", married=True), clerk)
    assert await wanted(case) == ["王建设", "王建设的配偶"]
    spouse = Obliged("李梅", "儿媳", WIFE, spouse_of=son.id)
    await applications.name_obligor(case.id, spouse, clerk)
    with pytest.raises(applications.ObligorNamedBefore):
        await applications.name_obligor(case.id, Obliged("李小梅", "儿媳", spouse_of=son.id), clerk)
    assert await wanted(case) == ["王建设", "李梅"], "a spouse is not another obligor"
    # Whose number nobody knew has it from the letter.
    with pytest.raises(BadIdentityNumber):
        await a_letter(case, clerk, person_id=son.id, relation="儿子", identity_number="")
    signed = await a_letter(case, clerk, person_id=son.id, relation="儿子", identity_number=SON, name="")
    assert (signed.name, signed.obligor_id) == ("王建设", son.id)
    await a_letter(case, clerk, name="李梅", relation="儿媳", identity_number=WIFE)
    assert await wanted(case) == []
    await applications.accept(case.id, clerk, kin_told=False)
    reviewer = await an_officer(Role.COUNTY_REVIEWER)
    assert (await inquiries.make_check_batch([inquiries.CheckItem.VEHICLES], reviewer)).people == 3
    deeds = {each.deed for each in await Entry.filter(subject_id=case.id)}
    assert Deed.OBLIGOR_NAMED.value in deeds


async def test_a_revoked_letter_is_wanted_again_and_a_word_instead_of_it_is_on_record() -> None:
    clerk, elder = await an_officer(), await a_resident()
    case = await handed_in(elder)
    await a_letter(case, clerk)
    son = await applications.name_obligor(case.id, Obliged("王建设", "儿子", SON), clerk)
    letter = await a_letter(case, clerk, person_id=son.id, relation="儿子")
    await inquiries.revoke_authorisation(letter.id, clerk)
    assert await wanted(case) == ["王建设"]
    await applications.accept(case.id, clerk, kin_told=False, unsigned_because=applications.NoLetter.IN_CUSTODY)
    assert (await applications.decisions_on(case.id))[
        -1
    ].note == "王建设没有登记核对授权书：在监狱内服刑，或者在戒毒所强制隔离戒毒"


async def test_of_dibao_only_those_named_sign_and_only_where_the_county_has_it() -> None:
    clerk, elder = await an_officer(), await a_resident()
    case = await handed_in(elder, "rural_dibao")
    await a_letter(case, clerk)
    assert await wanted(case) == []
    await applications.name_obligor(case.id, Obliged("王建设", "儿子", SON, married=True), clerk)
    assert await wanted(case) == ["王建设", "王建设的配偶"]
    await is_set("check.obligor_spouses_sign", "no")
    assert await wanted(case) == ["王建设"]
    await is_set("dibao.obligors_sign", "no")
    assert await wanted(case) == []
    assert await wanted(await handed_in(await a_resident("刘大山"))) == ["刘大山", "第1位还没有登记姓名的义务人"]


async def test_who_was_named_wrongly_is_struck_with_a_reason_and_the_spouse_with_them() -> None:
    clerk, elder = await an_officer(), await a_resident()
    case = await handed_in(elder, obligors=0)
    son = await applications.name_obligor(case.id, Obliged("王建设", "儿子", SON, married=True), clerk)
    await applications.name_obligor(case.id, Obliged("李梅", "儿媳", WIFE, spouse_of=son.id), clerk)
    with pytest.raises(applications.StrikingReasonMissing):
        await applications.strike_obligor(son.id, case.id, " ", clerk)
    striking = [applications.strike_obligor(son.id, case.id, "登记错了人", clerk) for _ in range(2)]
    outcomes = await asyncio.gather(*striking, return_exceptions=True)
    assert sorted(type(each).__name__ for each in outcomes) == ["NoSuchObligor", "NoneType"]
    assert await applications.obligors_in(case.id) == []
    assert {(each.struck_by_kind, each.struck_by) for each in await NamedObligor.all()} == {("officer", clerk.id)}
    assert await Entry.filter(deed=Deed.OBLIGOR_STRUCK.value).count() == 1
    await applications.name_obligor(case.id, Obliged("王建设", "儿子", SON), clerk)


async def test_what_cannot_be_named(at: Any) -> None:
    clerk, elder, reader = await an_officer(), await a_resident(), await an_officer(Role.AUDITOR)
    case = await handed_in(elder, obligors=0)

    async def refused(kind: type[Exception], obliged: Obliged, officer: Officer = clerk) -> None:
        with pytest.raises(kind):
            await applications.name_obligor(case.id, obliged, officer)

    good = Obliged("王建设", "儿子", SON)
    await refused(NoSuchPower, good, reader)
    await refused(OutsideYourPlace, good, await an_officer(place=OTHER_TOWNSHIP))
    await refused(applications.ObligorIncomplete, Obliged(" ", "儿子"))
    await refused(applications.ObligorIncomplete, Obliged("王建设", "子" * 31))
    await refused(applications.ObligorIncomplete, Obliged("本人", "本人", elder.identity_number))
    await refused(BadIdentityNumber, Obliged("王建设", "儿子", "1"))
    await refused(applications.NoSuchObligor, Obliged("李梅", "儿媳", spouse_of=some_id()))
    await applications.name_obligor(case.id, good, clerk)
    await refused(applications.ObligorNamedBefore, good)
    with pytest.raises(NoSuchResident):
        await a_letter(case, clerk, person_id=some_id())
    await applications.refuse(case.id, clerk, ["papers_untrue"])
    await refused(applications.WrongState, Obliged("王二", "女儿"))
