"""Status: what a person, a cadre and an officer are told, in plain words."""

from datetime import date
from typing import Any

import pytest

from backend import applications
from backend.applications import Audience, State, status_of
from backend.programmes import PhotoKind
from tests.backend.applications.cases import a_draft, a_photo, accepted, hand, in_county_review, mandated, submitted
from tests.people import a_cadre, a_household, a_resident, an_officer, seed_parameters


async def test_a_submitted_case_tells_who_acts_and_by_when(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-02-09 09:30")
    status = await status_of(await submitted(await a_resident()), audience=Audience.RESIDENT)
    assert status.state is State.SUBMITTED
    assert status.who_acts == "乡镇民政所"
    assert status.due_on == date(2026, 2, 12)
    assert [step.title for step in status.history] == ["开始填写申请", "提交申请"]
    assert {step.by_title for step in status.history} == {"申请人"}
    assert status.can_withdraw


async def test_a_return_tells_everything_missing_until_it_is_there(empty_database: str, at: Any) -> None:
    await seed_parameters()
    clerk, resident = await an_officer(), await a_resident()
    at("2026-02-09 09:30")
    case = await submitted(resident)
    case = await applications.return_for_more(case.id, clerk, [PhotoKind.PORTRAIT, PhotoKind.BANK_CARD], "照片看不清。")
    status = await status_of(case, audience=Audience.RESIDENT)
    assert [each.title for each in status.missing] == ["社保卡或存折照片", "本人近照"]
    assert status.history[-1].note == "需要补：社保卡或存折照片、本人近照。照片看不清。"
    assert (status.who_acts, status.due_on) == ("您", None)
    at("2026-02-10 09:30")
    await applications.attach(case.id, await a_photo(resident, PhotoKind.PORTRAIT), hand(resident))
    status = await status_of(case, audience=Audience.CADRE)
    assert [each.title for each in status.missing] == ["社保卡或存折照片"]
    assert status.who_acts == "申请人"


async def test_a_refusal_tells_reason_article_and_appeal(empty_database: str) -> None:
    await seed_parameters()
    clerk = await an_officer()
    case = await submitted(await a_resident())
    case = await applications.refuse(case.id, clerk, ["under_age"])
    status = await status_of(case, audience=Audience.RESIDENT)
    assert "还没有满规定的年龄" in status.history[-1].note
    assert "依据" in status.history[-1].note
    assert "行政复议" in status.next_step
    assert not status.can_withdraw


async def test_two_returns_are_told_each_with_its_own_words(empty_database: str) -> None:
    await seed_parameters()
    clerk, resident = await an_officer(), await a_resident()
    case = await submitted(resident)
    for note in ("请签名，写明电话。", "写明电话。"):
        await applications.return_for_more(case.id, clerk, [], note)
        case = await applications.submit(case.id, by=hand(resident))
    status = await status_of(case, audience=Audience.RESIDENT)
    assert [step.note for step in status.history if step.note] == ["请签名，写明电话。", "写明电话。"]


async def test_the_whole_way_to_the_county_is_told(empty_database: str) -> None:
    await seed_parameters()
    case = await in_county_review(await a_resident(), await an_officer())
    status = await status_of(case, audience=Audience.OFFICER)
    assert [step.title for step in status.history][-3:] == ["乡镇受理", "在村里公示", "公示结束，送县里审核"]
    assert status.history[-1].by_title == "系统"
    assert status.next_step == "县级审核确认。"
    assert not status.can_withdraw


async def test_past_the_published_calendar_a_date_says_that_it_is_provisional(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-12-01 09:30")
    status = await status_of(await accepted(await a_resident(), await an_officer()), audience=Audience.RESIDENT)
    assert status.due_provisional


async def test_a_cadre_is_offered_withdrawal_only_with_a_mandate(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-03-02 09:30")
    cadre, resident = await a_cadre(), await a_resident()
    own = await submitted(resident)
    assert (await status_of(own, audience=Audience.RESIDENT)).can_withdraw
    assert not (await status_of(own, audience=Audience.CADRE, by=cadre.signature)).can_withdraw
    elder = await a_resident("刘大山")
    draft = await a_draft(elder, by=cadre.signature)
    assert (await status_of(draft, audience=Audience.CADRE, by=cadre.signature)).can_withdraw
    await mandated(draft, elder, cadre)
    sent = await applications.submit(draft.id, by=cadre.signature)
    assert (await status_of(sent, audience=Audience.CADRE, by=cadre.signature)).can_withdraw
    other = await a_cadre()
    assert not (await status_of(sent, audience=Audience.CADRE, by=other.signature)).can_withdraw, "another's mandate"
    with pytest.raises(applications.MandateMissing):
        await applications.withdraw(sent.id, other.signature)


async def test_a_helper_is_offered_withdrawal_as_long_as_the_mandate_holds(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-03-02 09:30")
    home = await a_household()
    elder, son = await a_resident(household=home), await a_resident("王建设", date(1970, 5, 6), household=home)
    draft = await a_draft(elder, by=hand(son))
    await applications.give_mandate(
        draft.id, relation="儿子", scope="申请高龄津贴", expires_on=date(2026, 3, 20), by=hand(son),
        photo_id=await a_photo(elder, PhotoKind.MANDATE, by=hand(son)),
    )  # fmt: skip
    sent = await applications.submit(draft.id, by=hand(son))
    for day, offered in (("2026-03-20", True), ("2026-03-21", False)):
        at(f"{day} 09:30")
        status = (await applications.follow(sent.id, hand(son))).status
        assert status.can_withdraw is offered
    assert (await applications.follow(sent.id, hand(elder))).status.can_withdraw
