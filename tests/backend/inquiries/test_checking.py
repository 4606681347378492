"""核对 by files: nobody without a letter, matched by our serial, whole or not at all, and settled with the family."""

import asyncio
import hashlib
from datetime import date
from typing import Any

import pytest

from backend import applications, inquiries, postings
from backend.applications import Due, NoLetter
from backend.inquiries import CheckAuthorisation, CheckItem, CheckState, Settled
from backend.journal import Deed, Entry
from backend.programmes import PhotoKind
from backend.refusals import Refusal
from backend.residents import BadIdentityNumber, Household, Resident
from backend.spreadsheet import read_table
from backend.staff import NoSuchPower, Role
from tests.backend.applications.cases import a_draft, a_photo, hand
from tests.backend.inquiries.checks import a_letter, a_reply, a_reply_on
from tests.backend.inquiries.opinions import DECLARED, dibao_accepted, opined
from tests.backend.inquiries.visits import visited
from tests.people import a_resident, an_identity_number, an_officer, seed_parameters

ITEMS = [CheckItem.VEHICLES, CheckItem.DEPOSITS]


@pytest.fixture(autouse=True)
async def a_day(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()


async def test_no_case_is_taken_on_before_every_adult_has_signed(at: Any) -> None:
    clerk, reviewer, elder = await an_officer(), await an_officer(Role.COUNTY_REVIEWER), await a_resident()
    home = await Household.get(id=elder.household_id)
    grown = await a_resident("王建设", date(1970, 1, 2), household=home)
    await a_resident("王小宝", date(2015, 1, 2), household=home)
    draft = await a_draft(elder, programme="rural_dibao")
    case = await applications.submit(draft.id, by=hand(elder), facts=DECLARED)
    with pytest.raises(applications.KinNotAsked):
        await applications.accept(case.id, clerk)
    with pytest.raises(applications.LettersMissing) as unsigned:
        await applications.accept(case.id, clerk, kin_told=False)
    assert unsigned.value.details["people"] == 2
    await a_letter(case, clerk)
    await applications.return_for_more(case.id, clerk, [PhotoKind.CHECK_AUTHORISATION], "其他材料齐了。")
    asked = (await applications.decisions_on(case.id))[-1]
    assert asked.note == "核对授权书还要王建设签字。其他材料齐了。"
    at("2026-03-04 09:30")
    await applications.attach(case.id, await a_photo(elder, PhotoKind.CHECK_AUTHORISATION), hand(elder))
    await applications.submit(case.id, by=hand(elder))
    son = {"name": "王建设", "relation": "儿子", "identity_number": grown.identity_number}
    await a_letter(case, clerk, **son)
    assert (await inquiries.waiting_to_be_asked(reviewer))[0] == 0, "nobody is asked about before acceptance"
    at("2026-03-05 09:30")
    await applications.accept(case.id, clerk, "齐了", kin_told=False)
    assert await inquiries.waiting_to_be_asked(reviewer) == (2, date(2026, 3, 5)), "accepted, it is asked for"
    again = await a_draft(grown, programme="rural_dibao")
    await applications.submit(again.id, by=hand(grown), facts=DECLARED)
    for because, words in (
        (NoLetter.IN_CUSTODY, "。。。。。。"),
        (NoLetter.IN_CUSTODY, ""),
        (NoLetter.BY_THE_PROVINCE, "是的"),
    ):
        with pytest.raises(applications.NoLetterUnexplained):  # of two, which, and by what rule of the province
            await applications.accept(again.id, clerk, unsigned_because=because, unsigned_words=words, kin_told=True)
    both = "两人都在省第三监狱"
    await applications.accept(again.id, clerk, unsigned_because=NoLetter.IN_CUSTODY, unsigned_words=both, kin_told=True)
    note = f"王秀英、王建设没有登记核对授权书：在监狱内服刑，或者在戒毒所强制隔离戒毒（{both}）"
    assert (await applications.decisions_on(again.id))[-1].note == note
    line = await Entry.get(subject_id=again.id, deed=Deed.APPLICATION_ACCEPTED.value)
    assert line.facts["unsigned"] == "in_custody"


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


async def test_nobody_is_asked_about_without_a_letter_in_force() -> None:
    clerk, reviewer = await an_officer(), await an_officer(Role.COUNTY_REVIEWER)
    elder = await a_resident()
    case = await dibao_accepted(elder, clerk)
    wrong: list[tuple[dict[str, Any], type[Refusal]]] = [
        ({"identity_number": "410325194205060161x"}, BadIdentityNumber),
        ({"name": " "}, inquiries.AuthorisationIncomplete),
        ({"valid_until": date(2026, 3, 1)}, inquiries.AuthorisationIncomplete),
        ({"photo_id": await a_photo(elder)}, inquiries.AuthorisationPhotoMissing),
    ]
    for instead, refusal in wrong:
        with pytest.raises(refusal):
            await a_letter(case, clerk, **instead)
    number = an_identity_number(date(1942, 5, 6))
    letter = await a_letter(case, clerk, identity_number=number)
    with pytest.raises(inquiries.AlreadyAuthorised):
        await a_letter(case, clerk, identity_number=number)
    await inquiries.revoke_authorisation(letter.id, clerk)
    with pytest.raises(inquiries.NobodyToAsk):
        await inquiries.make_check_batch(ITEMS, reviewer)
    ended = await a_letter(case, clerk)
    await CheckAuthorisation.filter(id=ended.id).update(valid_from=date(2026, 1, 1), valid_until=date(2026, 3, 1))
    with pytest.raises(inquiries.NobodyToAsk):
        await inquiries.make_check_batch(ITEMS, reviewer)
    with pytest.raises(NoSuchPower):
        await inquiries.make_check_batch(ITEMS, clerk)


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


async def test_after_the_term_that_somebody_signed_nobody_is_asked_and_another_letter_is(at: Any) -> None:
    clerk, reviewer, elder = await an_officer(), await an_officer(Role.COUNTY_REVIEWER), await a_resident()
    case = await dibao_accepted(elder, clerk)
    short = await a_letter(case, clerk, valid_until=date(2026, 3, 3))
    batch = await inquiries.make_check_batch(ITEMS, reviewer)
    reply = [("车辆、船舶", "无", ""), ("存款、证券等金融资产", "无", "")]
    asked_in_time, asked_late = [await a_reply(batch, reviewer, each) for each in reply]
    at("2026-03-05 09:30")
    late = await a_reply_on("2026-03-04", asked_late)
    with pytest.raises(inquiries.ReplyProblems) as told:
        await inquiries.take_reply(batch.id, late, reviewer)
    assert "授权那天已经到期" in told.value.details["problems"][0]["sentence"]
    assert (await inquiries.take_reply(batch.id, asked_in_time, reviewer)).lines == 1, "of a day within it"
    with pytest.raises(inquiries.AllTookItBack):
        await inquiries.check_request_file(batch.id, reviewer)
    with pytest.raises(inquiries.LetterLapsed):
        await inquiries.ask_anew(short.id, clerk)
    with pytest.raises(inquiries.PaperOfALapsedLetter):
        await a_letter(case, clerk, photo_id=short.photo_id)
    signed = await a_photo(elder, PhotoKind.CHECK_AUTHORISATION, width=60)
    anew = await a_letter(case, clerk, photo_id=signed)
    assert await inquiries.waiting_to_be_asked(reviewer) == (1, date(2026, 3, 5))
    first, second = await inquiries.check_of(case.id, clerk)
    assert ((first.letter.id, first.letter.lapsed), second.letter.id) == ((short.id, True), anew.id)
    told_last = await Entry.filter(deed=Deed.CHECK_AUTHORISED.value).order_by("-id").first()
    assert told_last is not None
    assert told_last.facts["instead_of"] == str(short.id)


async def test_what_comes_in_about_who_took_the_letter_back_is_not_kept(at: Any) -> None:
    clerk, reviewer = await an_officer(), await an_officer(Role.COUNTY_REVIEWER)
    elder = await a_resident()
    home = await Household.get(id=elder.household_id)
    grown = await a_resident("王建设", date(1970, 1, 2), household=home)
    case = await dibao_accepted(elder, clerk)
    own = await a_letter(case, clerk)
    sons = await a_letter(case, clerk, name="王建设", relation="儿子", identity_number=grown.identity_number)
    batch = await inquiries.make_check_batch(ITEMS, reviewer)
    cars = await a_reply(batch, reviewer, ("车辆、船舶", "有", "货车一辆"))
    savings = await a_reply(batch, reviewer, ("存款、证券等金融资产", "无", ""))
    await inquiries.revoke_authorisation(sons.id, clerk)
    for as_csv in (False, True):  # what is taken out anew asks about the other alone, and is answered by the same mark
        _, content = await inquiries.check_request_file(batch.id, reviewer, as_csv=as_csv)
        rows = read_table(content)[0].rows[1:]
        assert {(row.cells[3], row.cells[2]) for row in rows} == {("王秀英", batch.mark)}
    assert (await inquiries.take_reply(batch.id, cars, reviewer)).lines == 1
    read = await inquiries.check_of(case.id, clerk)
    assert {each.letter.id: [(a.item, a.detail) for a in each.answers] for each in read} == {
        own.id: [(CheckItem.VEHICLES, "货车一辆")],
        sons.id: [],
    }
    assert (await Entry.get(deed=Deed.CHECK_REPLY_READ.value)).facts["left_out"] == 1
    _, people, _ = await inquiries.check_batch_read(batch.id, reviewer)
    assert [(each.name, each.taken_back) for each in people] == [("王秀英", False), ("王建设", True)]
    await inquiries.revoke_authorisation(own.id, clerk)
    for ask in (inquiries.check_request_file(batch.id, reviewer), inquiries.take_reply(batch.id, savings, reviewer)):
        with pytest.raises(inquiries.AllTookItBack):
            await ask
    assert await Entry.filter(deed=Deed.CHECK_REPLY_REFUSED.value).count() == 1


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
