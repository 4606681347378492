"""核对授权书: before acceptance by every adult, and nobody is asked about without a letter in force."""

from datetime import date
from typing import Any

import pytest

from backend import applications, inquiries
from backend.applications import NoLetter
from backend.inquiries import CheckAuthorisation, CheckItem, CheckState, Settled
from backend.journal import Deed, Entry
from backend.programmes import PhotoKind
from backend.refusals import Refusal
from backend.residents import BadIdentityNumber, Household
from backend.spreadsheet import read_table
from backend.staff import NoSuchPower, Role
from tests.backend.applications.cases import a_draft, a_photo, hand
from tests.backend.inquiries.checks import a_letter, a_reply, a_reply_on
from tests.backend.inquiries.opinions import DECLARED, dibao_accepted
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


async def test_what_was_found_on_a_lapsed_letter_is_not_passed_by_with_a_new_one(at: Any) -> None:
    clerk, reviewer, elder = await an_officer(), await an_officer(Role.COUNTY_REVIEWER), await a_resident()
    case = await dibao_accepted(elder, clerk)
    await a_letter(case, clerk, valid_until=date(2026, 3, 3))
    batch = await inquiries.make_check_batch(ITEMS, reviewer)
    found = await a_reply(batch, reviewer, ("车辆、船舶", "有", "货车一辆"))
    late = await a_reply(batch, reviewer, ("存款、证券等金融资产", "无", ""))
    await inquiries.take_reply(batch.id, found, reviewer)
    assert await inquiries.check_state(case.id) is CheckState.OPEN
    at("2026-03-05 09:30")
    signed = await a_photo(elder, PhotoKind.CHECK_AUTHORISATION, width=60)
    await a_letter(case, clerk, photo_id=signed)
    assert await inquiries.check_state(case.id) is CheckState.OPEN, "the truck is still there"
    _, (line,), _ = await inquiries.check_batch_read(batch.id, reviewer)
    assert not line.taken_back, "it ran out"
    assert (await inquiries.take_reply(batch.id, late, reviewer)).lines == 1, "of a day within its term"
    (truck, _), _ = [each.answers or [None, None] for each in await inquiries.check_of(case.id, clerk)]
    await inquiries.settle_result(truck.id, Settled.EXPLAINED, "货车已经报废", clerk)
    assert await inquiries.check_state(case.id) is CheckState.WAITING


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
