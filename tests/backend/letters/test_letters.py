"""Every decision gets its letter once, a no reaches the person within three working days, and something proves it."""

import asyncio
from datetime import date
from typing import Any

import pytest

from backend import applications, clock, entitlements, errands, evidence, letters
from backend.applications import Application, State
from backend.errands import Errand, Outcome
from backend.identifiers import new_id
from backend.journal import Deed, Entry
from backend.letters import AlreadyDelivered, DecisionLetter, NoSuchLetter, ReceiptMissing, ReceiverMissing, Way
from backend.links import ShortLink
from backend.programmes import PhotoKind
from backend.residents import Resident
from backend.settings import settings
from backend.staff import Officer, Relation, Relative, Role, YourOwnKin, declare_own_kin
from tests.backend.applications.cases import a_jpeg, accepted, hand, in_county_review, submitted, turned_down, would_not
from tests.papers import words_on
from tests.people import OTHER_TOWNSHIP, a_cadre, a_resident, an_officer, seed_parameters


@pytest.fixture(autouse=True)
async def friday(empty_database: str, at: Any) -> None:
    at("2026-03-06 09:30")
    await seed_parameters()


async def refused(elder: Resident, clerk: Officer) -> Application:
    case = await submitted(elder)
    await applications.refuse(case.id, clerk, ["receives_elsewhere", "papers_untrue"], "栾川县已在发放")
    assert await letters.draw_up() == 1
    return case


async def a_receipt(elder: Resident, by: Any, kind: PhotoKind = PhotoKind.LETTER_RECEIPT) -> Any:
    received = await evidence.receive(a_jpeg(), upload_id=new_id(), resident=elder, kind=kind, by=by)
    return received.photo.id


async def test_a_letter_carries_a_link_that_lives_as_long_as_a_lawsuit_may_be_brought(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(settings(), "public_address", "https://benefits.example.cn")
    elder, clerk = await a_resident(), await an_officer()
    case = await refused(elder, clerk)
    letter = await letters.get_letter(case.id, clerk)
    link = await ShortLink.get()
    assert letter.facts["link"] == f"https://benefits.example.cn/s/{link.token}"
    assert (link.query, link.ends_on) == (f"case={case.id}", date(2026, 9, 12))
    assert (await letters.print_letter(letter)).startswith(b"%PDF")


async def test_a_no_is_drawn_up_once_with_reasons_articles_and_appeal_and_is_an_errand() -> None:
    elder, clerk = await a_resident(), await an_officer()
    case = await refused(elder, clerk)
    assert await letters.draw_up() == 0
    letter = await letters.get_letter(case.id, clerk)
    assert (letter.favourable, letter.due_on) == (False, date(2026, 3, 11)), "a weekend lies between"
    said = [sentence for sentence, _ in letter.facts["reasons"]]
    assert said == ["已在别的县领取高龄津贴。", "提交的材料与实际情况不符。"]
    assert all(article for _, article in letter.facts["reasons"])
    assert "60日" in letter.facts["appeal"]
    assert "6个月" in letter.facts["appeal"]
    assert letter.facts["checked"]
    assert elder.identity_number not in str(letter.facts)
    errand = await Errand.get()
    assert (errand.because, errand.due_on) == (f"letter:{letter.id}", letter.due_on)
    assert [each.overdue for each in await letters.undelivered(clerk)] == [False]
    stranger = await an_officer(place=OTHER_TOWNSHIP)
    assert await letters.undelivered(stranger) == []


async def test_the_paper_itself_says_what_was_found_by_which_rule_and_how_to_ask_again() -> None:
    """A letter in the file is not a letter in the hand: the words are read off the printed page."""
    elder, clerk = await a_resident(), await an_officer()
    case = await refused(elder, clerk)
    letter = await letters.get_letter(case.id, clerk)
    paper = words_on(await letters.print_letter(letter))
    said = [letter.facts["title"], letter.facts["name"], letter.facts["programme"], letter.facts["number"]]
    said += [
        letter.facts["appeal"],
        f"{letter.facts['organ']}（盖章）",
        "2026年3月6日决定：不予受理",
        "栾川县已在发放",
        "送达回证",
    ]
    said += [f"{sentence}（依据：{article}）" for sentence, article in letter.facts["reasons"]]
    said += ["".join(found) for found in letter.facts["checked"]]  # result, condition, article
    assert len(letter.facts["checked"]) > 1
    assert [each for each in said if "".join(each.split()) not in paper] == []
    assert elder.identity_number not in paper


async def test_the_paper_says_to_whom_one_appeals_whom_one_asks_and_when_one_first_applied(
    at: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Papers asked for later do not make the application a later one: some programmes pay from its month."""
    monkeypatch.setattr(settings(), "county_phone", "0379-12349")
    elder, clerk = await a_resident(), await an_officer()
    case = await submitted(elder)
    await applications.return_for_more(case.id, clerk, [], "请补写电话。")
    at("2026-03-10 09:30")
    await applications.submit(case.id, by=hand(elder))
    await applications.refuse(case.id, clerk, ["receives_elsewhere"])
    await letters.draw_up()
    paper = words_on(await letters.print_letter(await letters.get_letter(case.id, clerk)))
    assert "收到本告知书之日起60日内向嵩县人民政府申请行政复议，或在6个月内向人民法院起诉" in paper
    assert "咨询电话：0379-12349" in paper
    assert "2026年3月6日提交" in paper


async def test_a_letter_says_which_kind_of_no_it_is(at: Any) -> None:
    """Not taken on, ended because nobody cooperates, or refused: policy §1.8 keeps them apart."""
    clerk = await an_officer()
    early = await submitted(await a_resident())
    ended, against = [await accepted(await a_resident(), clerk) for _ in range(2)]
    await applications.refuse(early.id, clerk, ["receives_elsewhere"])
    await would_not(ended, clerk)
    assert (await turned_down(ended, "no_cooperation")).state is State.TERMINATED
    await turned_down(against, "receives_elsewhere")
    assert await letters.draw_up() == 3
    said = []
    for case in (early, ended, against):
        letter = await letters.get_letter(case.id, clerk)
        said.append((letter.facts["title"], letter.facts["organ"]))
        assert f"决定：{letter.facts['decided']}。" in words_on(await letters.print_letter(letter))
    assert said == [
        ("不予受理告知书", "嵩县车村镇人民政府"), ("终止办理告知书", "嵩县民政局"), ("不予通过告知书", "嵩县民政局"),
    ]  # fmt: skip


async def test_a_yes_says_how_much_from_when_and_the_person_opens_it_themselves() -> None:
    elder, clerk = await a_resident(), await an_officer()
    case = await in_county_review(elder, clerk)
    await entitlements.grant(case.id, await an_officer(Role.COUNTY_REVIEWER))
    assert await letters.draw_up() == 1
    letter = await letters.get_letter(case.id, clerk)
    assert (letter.favourable, letter.due_on, await Errand.all().count()) == (True, None, 0)
    grant = letter.facts["grant"]
    assert f"从{grant['from_month']}起发放，每月{grant['amount']}元（依据：{grant['article']}）" in words_on(
        await letters.print_letter(letter)
    )
    with pytest.raises(NoSuchLetter):
        await letters.open_letter_of_case(case.id, [hand(await a_resident("刘大山"))])
    await letters.open_letter_of_case(case.id, [hand(elder)])
    await letters.open_letter_of_case(case.id, [hand(elder)])
    opened = await DecisionLetter.get()
    assert (opened.way, opened.receiver) == (Way.SMS_LINK, elder.name)
    assert await Entry.filter(deed=Deed.LETTER_DELIVERED.value).count() == 1


async def test_until_when_one_may_appeal_counts_from_the_day_the_letter_was_in_the_hand(at: Any) -> None:
    """A cadre without signal brought it on Saturday and came home on Tuesday: the days run from Saturday."""
    elder, clerk, cadre = await a_resident(), await an_officer(), await a_cadre()
    case = await refused(elder, clerk)

    async def told() -> str:
        return (await applications.follow(case.id, hand(elder))).status.next_step

    assert "60日内申请行政复议" in await told()
    brought, home = "2026-03-07 10:00", "2026-03-10 18:00"
    at(home)
    receipt = await a_receipt(elder, cadre.signature)
    at(brought)
    await errands.finish((await Errand.get()).id, cadre, outcome=Outcome.DONE, photo_id=receipt)
    at(home)
    await letters.heed_visits()
    assert "申请行政复议最晚到2026年5月6日，直接向人民法院起诉最晚到2026年9月7日" in await told()
    appeal = (await DecisionLetter.get()).appeal
    assert appeal == applications.appeal_from(date(2026, 3, 7))


async def test_what_an_officer_hands_over_needs_a_signed_receipt() -> None:
    elder, clerk = await a_resident(), await an_officer()
    case = await refused(elder, clerk)
    receipt = await a_receipt(elder, clerk.signature)
    portrait = await a_receipt(elder, clerk.signature, PhotoKind.PORTRAIT)
    of_another = await a_receipt(await a_resident("刘大山"), clerk.signature)
    for photo in (None, portrait, of_another):
        with pytest.raises(ReceiptMissing):
            await letters.deliver(case.id, clerk, way=Way.IN_PERSON, receiver="王秀英", photo_id=photo)
    with pytest.raises(ReceiptMissing):
        await letters.deliver(case.id, clerk, way=Way.SMS_LINK, receiver="王秀英", photo_id=receipt)
    with pytest.raises(ReceiverMissing):
        await letters.deliver(case.id, clerk, way=Way.IN_PERSON, receiver=" ", photo_id=receipt)
    another = await an_officer(name="另一位")
    handing = [
        letters.deliver(case.id, each, way=Way.TOWNSHIP, receiver="王秀英", photo_id=receipt)
        for each in (clerk, another)
    ]
    delivered, late = sorted(
        await asyncio.gather(*handing, return_exceptions=True), key=lambda each: isinstance(each, Exception)
    )
    assert isinstance(delivered, DecisionLetter)
    assert delivered.way is Way.TOWNSHIP
    assert isinstance(late, AlreadyDelivered)
    first = clerk if delivered.delivered_by == clerk.id else another
    assert f"（{first.name}，" in late.shown
    assert (await Entry.get(deed=Deed.LETTER_DELIVERED.value)).facts["in_time"] is True


async def test_nobody_says_of_their_own_kin_that_the_letter_arrived() -> None:
    """From that day on the time for review and lawsuit runs out; a relative of the family does not start it."""
    elder, clerk, kin = await a_resident(), await an_officer(), await an_officer()
    case = await refused(elder, clerk)
    receipt = await a_receipt(elder, clerk.signature)
    await declare_own_kin(kin, [Relative(Relation.PARENT, elder.name, elder.identity_number)])
    with pytest.raises(YourOwnKin):
        await letters.deliver(case.id, kin, way=Way.TOWNSHIP, receiver="王秀英", photo_id=receipt)
    assert (await letters.deliver(case.id, clerk, way=Way.TOWNSHIP, receiver="王秀英", photo_id=receipt)).delivered_at


async def test_a_visit_counts_only_with_the_receipt_and_late_is_said(at: Any) -> None:
    elder, clerk, cadre = await a_resident(), await an_officer(), await a_cadre()
    await refused(elder, clerk)
    at("2026-03-12 10:00")
    assert [each.overdue for each in await letters.undelivered(clerk)] == [True]
    errand = await Errand.get()
    await errands.finish(errand.id, cadre, outcome=Outcome.DONE, photo_id=await a_receipt(elder, cadre.signature))
    assert await letters.heed_visits() == 1
    assert await letters.heed_visits() == 0
    letter = await DecisionLetter.get()
    assert (letter.way, letter.delivered_by) == (Way.VISIT, cadre.id)
    assert letter.delivered_at is not None
    assert clock.in_county_time(letter.delivered_at).date() == date(2026, 3, 12)
    assert (await Entry.get(deed=Deed.LETTER_DELIVERED.value)).facts["in_time"] is False


async def test_the_list_goes_on_by_value_also_after_letters_without_a_day() -> None:
    """Though the letter that a page ended with is due on another day by the next."""
    clerk = await an_officer()
    for name in ("王秀英", "刘大山", "李桂花"):
        await refused(await a_resident(name), clerk)
    await DecisionLetter.filter(id=(await letters.undelivered(clerk))[-1].id).update(favourable=True, due_on=None)
    first, second, dayless = await letters.undelivered(clerk)
    assert (first.due_on, dayless.due_on) == (second.due_on, None)
    assert first.due_on is not None
    ended = (first.due_on, first.id)
    assert await letters.undelivered(clerk, ended) == [second, dayless]
    assert await letters.undelivered(clerk, (date.max, dayless.id)) == []
    await DecisionLetter.filter(id=first.id).update(favourable=True, due_on=None)
    assert {each.id for each in await letters.undelivered(clerk, ended)} >= {second.id, dayless.id}
