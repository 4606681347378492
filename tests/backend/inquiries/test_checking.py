"""核对 by files: matched by our serial, taken in whole or not at all, and settled with the family."""

import asyncio
import hashlib
from datetime import date
from typing import Any

import pytest

from backend import applications, inquiries, postings
from backend.applications import Due
from backend.inquiries import CheckAuthorisation, CheckItem, CheckState, Settled
from backend.journal import Deed, Entry
from backend.residents import Household, Resident
from backend.spreadsheet import read_table
from backend.staff import NoSuchPower, Role
from tests.backend.applications.cases import hand
from tests.backend.inquiries.checks import a_letter, a_reply
from tests.backend.inquiries.opinions import dibao_accepted, opined
from tests.backend.inquiries.visits import visited
from tests.people import a_resident, an_officer, seed_parameters

ITEMS = [CheckItem.VEHICLES, CheckItem.DEPOSITS]


@pytest.fixture(autouse=True)
async def a_day(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()


async def test_a_check_from_the_letter_to_the_opinion() -> None:
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    reviewer = await an_officer(Role.COUNTY_REVIEWER)
    elder = await a_resident()
    home = await Household.get(id=elder.household_id)
    grown = await a_resident("王建设", date(1970, 1, 2), household=home)
    await a_resident("王小宝", date(2015, 1, 2), household=home)  # a child signs nothing
    case = await dibao_accepted(elder, clerk)
    await visited(case, clerk)
    with pytest.raises(inquiries.NoItemChosen):
        await inquiries.make_check_batch([], reviewer)
    with pytest.raises(inquiries.NobodyToAsk):
        await inquiries.make_check_batch(ITEMS, reviewer)
    await a_letter(case, clerk)
    with pytest.raises(applications.LettersMissing) as unsigned:
        await opined(case, leader, no_check_because="")
    assert "还有1人" in unsigned.value.shown
    son = {"name": "王建设", "relation": "儿子", "identity_number": grown.identity_number}
    await a_letter(case, clerk, **son)
    assert await applications.who_has_not_signed(case) == []
    assert await inquiries.waiting_to_be_asked(reviewer) == (2, date(2026, 3, 2))
    # Two officers at once: everybody is asked about once.
    making = [inquiries.make_check_batch(ITEMS, reviewer) for _ in range(2)]
    made = await asyncio.gather(*making, return_exceptions=True)
    (batch,) = [each for each in made if not isinstance(each, BaseException)]
    assert (batch.number, batch.people) == ("HD-410325-20260302-01", 2)
    (asked, _) = read_table((await inquiries.check_request_file(batch.id, reviewer))[1])
    assert asked.rows[2].cells[3:6] == ["王建设", son["identity_number"], "儿子"]
    assert await inquiries.check_state(case.id) is CheckState.WAITING
    with pytest.raises(inquiries.CheckFirst):
        await opined(case, leader, no_check_because="")
    # One department answers, then another; the vehicle is put to the family, and asked about anew.
    await inquiries.take_reply(batch.id, await a_reply(batch, reviewer, ("车辆、船舶", "有", "货车一辆")), reviewer)
    assert await inquiries.check_state(case.id) is CheckState.OPEN
    with pytest.raises(inquiries.CheckOpen):  # what is still asked is no reason to pass by what is known
        await opined(case, leader, no_check_because="核对平台停机")
    receipt = await inquiries.take_reply(
        batch.id, await a_reply(batch, reviewer, ("存款、证券等金融资产", "无", "")), reviewer
    )
    assert (receipt.lines, len(receipt.digest)) == (2, 64)
    (told,) = await Entry.filter(deed=Deed.CHECK_DISCREPANCY_FOUND.value)
    assert (told.resident_id, told.facts["items"]) == (case.resident_id, 2)
    with pytest.raises(inquiries.CheckOpen):
        await opined(case, leader)
    own, sons = await inquiries.check_of(case.id, clerk)
    assert [(each.item, each.detail) for each in own.answers if each.flagged] == [(CheckItem.VEHICLES, "货车一辆")]
    with pytest.raises(inquiries.ExplanationMissing):
        await inquiries.settle_result(own.answers[0].id, Settled.EXPLAINED, " ", clerk)
    await inquiries.settle_result(own.answers[0].id, Settled.EXPLAINED, "车在2024年卖了，有过户单", clerk)
    await inquiries.settle_result(sons.answers[0].id, Settled.RECHECK, "登记可能旧了", clerk)
    with pytest.raises(inquiries.AlreadySettled):
        await inquiries.settle_result(own.answers[0].id, Settled.STANDS, "不对", clerk)
    again = await inquiries.make_check_batch([CheckItem.VEHICLES], reviewer)
    assert (again.number, again.people) == ("HD-410325-20260302-02", 1)
    await inquiries.take_reply(again.id, await a_reply(again, reviewer, ("车辆、船舶", "无", "")), reviewer)
    assert await inquiries.check_state(case.id) is CheckState.DONE
    await opined(case, leader, no_check_because="")
    shown = await Entry.filter(deed=Deed.CHECK_RESULTS_SHOWN.value, by_id=clerk.id).count()
    assert shown == 1
    assert "货车" not in str(await Entry.all().values_list("facts", flat=True))


async def test_a_csv_goes_out_and_back_and_late_departments_are_chased(at: Any) -> None:
    clerk, reviewer = await an_officer(), await an_officer(Role.COUNTY_REVIEWER)
    case = await dibao_accepted(await a_resident(), clerk)
    at("2026-03-05 17:00")
    assert (await applications.counts_by_due(clerk))[Due.UNCHECKED] == 0
    at("2026-03-06 09:00")
    (late,) = (await applications.worklist(clerk, due=Due.UNCHECKED)).items
    assert late.id == case.id, "three working days from acceptance are over, and nobody has begun"
    at("2026-03-02 09:30")
    letter = await a_letter(case, clerk, name="=王秀英")
    at("2026-03-06 09:00")
    assert (await applications.counts_by_due(clerk))[Due.UNCHECKED] == 0
    at("2026-03-02 09:30")
    batch = await inquiries.make_check_batch(ITEMS, reviewer)
    _, content = await inquiries.check_request_file(batch.id, reviewer, as_csv=True)
    assert hashlib.sha256(content).hexdigest() == batch.csv_digest
    rows = content.decode("utf-8-sig").splitlines()
    assert "'=王秀英" in rows[1]  # what a spreadsheet program would reckon with is text
    (sheet,) = read_table(content)
    assert sheet.rows[1].cells[4] == (await Resident.get(id=case.resident_id)).identity_number
    at("2026-03-05 17:00")
    (owed,) = await inquiries.replies_owed(reviewer)
    assert (owed.people, owed.answers, owed.due_on, owed.late) == (1, 2, date(2026, 3, 5), False)
    at("2026-03-06 09:00")
    assert [each.late for each in await inquiries.replies_owed(reviewer)] == [True]
    one = [rows[0], rows[1].removesuffix(",,,") + ",无,,2026-03-05", *rows[2:]]
    await inquiries.take_reply(batch.id, "\r\n".join(one).encode("gb18030"), reviewer)
    assert [each.answers for each in await inquiries.replies_owed(reviewer)] == [1]
    await inquiries.revoke_authorisation(letter.id, clerk)
    assert await inquiries.replies_owed(reviewer) == []
    with pytest.raises(NoSuchPower):
        await inquiries.replies_owed(clerk)


WRONG_CELLS: list[tuple[dict[str, str], str, str]] = [
    ({"序号": "HD-1"}, "B2", "没有这个序号"),
    ({"姓名": "刘大山"}, "D2", "对不上"),
    ({"核对项目": "纳税"}, "E2", "没有请求核对这一项"),
    ({"结果": "好像有"}, "F2", "只能填"),
    ({"结果": "有", "说明": ""}, "F2", "写明"),
    ({"数据日期": "2026-03-03"}, "H2", "不能晚于今天"),
    ({"数据日期": "三月"}, "H2", "数据日期"),
]


async def test_a_reply_is_taken_whole_or_not_at_all_and_each_cell_is_named() -> None:
    clerk, reviewer = await an_officer(), await an_officer(Role.COUNTY_REVIEWER)
    case = await dibao_accepted(await a_resident(), clerk)
    await a_letter(case, clerk)
    batch = await inquiries.make_check_batch(ITEMS, reviewer)
    answer = ("车辆、船舶", "无", "")
    for cells, address, said in WRONG_CELLS:
        with pytest.raises(inquiries.ReplyProblems) as told:
            await inquiries.take_reply(batch.id, await a_reply(batch, reviewer, answer, **cells), reviewer)
        (problem,) = told.value.details["problems"]
        assert problem["cell"].endswith(address), cells
        assert said in problem["sentence"], cells
    wrong = await a_reply(batch, reviewer, answer, 批次号="HD-410325-20260101-01")
    with pytest.raises(inquiries.ReplyOfAnotherBatch):
        await inquiries.take_reply(batch.id, wrong, reviewer)
    with pytest.raises(inquiries.ReplyMarkWrong):
        await inquiries.take_reply(batch.id, await a_reply(batch, reviewer, answer, 校验码="0" * 12), reviewer)
    with pytest.raises(inquiries.ReplyColumnsMissing):
        await inquiries.take_reply(batch.id, "姓名,结果\n王秀英,无\n".encode(), reviewer)
    with pytest.raises(inquiries.ReplyProblems) as empty:
        await inquiries.take_reply(batch.id, await a_reply(batch, reviewer), reviewer)
    assert "没有填结果" in empty.value.shown
    right = await a_reply(batch, reviewer, answer)
    await inquiries.take_reply(batch.id, right, reviewer)
    with pytest.raises(inquiries.ReplyReadBefore):
        await inquiries.take_reply(batch.id, right, reviewer)
    with pytest.raises(inquiries.ReplyProblems) as told:  # the same again in another file
        await inquiries.take_reply(batch.id, await a_reply(batch, reviewer, answer, 说明="x"), reviewer)
    assert "已经回复过" in told.value.details["problems"][0]["sentence"]
    refused = await Entry.filter(deed=Deed.CHECK_REPLY_REFUSED.value)
    assert len(refused) == len(WRONG_CELLS) + 6
    assert "inquiries.ReplyOfAnotherBatch" in {each.facts["because"] for each in refused}


async def test_after_an_objection_the_registers_are_asked_anew_about_who_had_nothing() -> None:
    clerk, leader, reviewer = (
        await an_officer(),
        await an_officer(Role.TOWNSHIP_LEADER),
        await an_officer(Role.COUNTY_REVIEWER),
    )
    case = await dibao_accepted(await a_resident(), clerk)
    letter = await a_letter(case, clerk)
    with pytest.raises(inquiries.WaitsToBeAsked):
        await inquiries.ask_anew(letter.id, clerk)  # the next file asks about them anyway
    first = await inquiries.make_check_batch([CheckItem.VEHICLES], reviewer)
    with pytest.raises(inquiries.WaitsToBeAsked):
        await inquiries.ask_anew(letter.id, clerk)  # the departments have not answered
    nothing = ("车辆、船舶", "无", "")
    await inquiries.take_reply(first.id, await a_reply(first, reviewer, nothing), reviewer)
    await visited(case, clerk)
    await opined(case, leader, no_check_because="")
    await postings.post([case.id], leader)
    line = await postings.line_of(case.id)
    assert line is not None
    with pytest.raises(applications.WrongState):
        await inquiries.ask_anew(letter.id, clerk)  # the notice hangs, and nobody disputes it
    await postings.object_to(line.id, "他家新买了车", hand(await a_resident("刘大山")))
    asking = [inquiries.ask_anew(letter.id, clerk) for _ in range(2)]
    (twice,) = [each for each in await asyncio.gather(*asking, return_exceptions=True) if each is not None]
    assert isinstance(twice, inquiries.WaitsToBeAsked)
    assert (await inquiries.waiting_to_be_asked(reviewer))[0] == 1
    assert await inquiries.check_state(case.id) is CheckState.WAITING
    with pytest.raises(inquiries.LookAgainFirst):
        await opined(case, leader, no_check_because="")
    again = await inquiries.make_check_batch([CheckItem.VEHICLES], reviewer)
    await inquiries.take_reply(again.id, await a_reply(again, reviewer, nothing), reviewer)
    assert await inquiries.check_state(case.id) is CheckState.DONE
    await opined(case, leader, no_check_because="")
    assert await Entry.filter(deed=Deed.CHECK_ASKED_ANEW.value).count() == 1
    await inquiries.ask_anew(letter.id, clerk)  # and once more, should it drag on
    await inquiries.revoke_authorisation(letter.id, clerk)
    with pytest.raises(inquiries.NoSuchAuthorisation):
        await inquiries.ask_anew(letter.id, clerk)


async def test_a_request_that_was_touched_since_goes_to_nobody() -> None:
    clerk, reviewer = await an_officer(), await an_officer(Role.COUNTY_REVIEWER)
    letter = await a_letter(await dibao_accepted(await a_resident(), clerk), clerk)
    batch = await inquiries.make_check_batch(ITEMS, reviewer)
    await CheckAuthorisation.filter(id=letter.id).update(name="王秀兰")  # past every deed
    for as_csv in (False, True):
        with pytest.raises(inquiries.RequestChanged):
            await inquiries.check_request_file(batch.id, reviewer, as_csv=as_csv)
