"""What goes wrong between a village and the county, each with its own code, sentence and journal line."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from backend import applications, clock, entitlements, fieldwork, inquiries, postings, sealing
from backend.applications import Application
from backend.fieldwork import Remark, Said
from backend.inquiries import CheckItem, CountySample
from backend.journal import Deed, Entry
from backend.refusals import Refusal
from backend.staff import Role
from tests.backend.applications.cases import accepted, hand, in_county_review
from tests.backend.fieldwork.offline import OfflineCase, an_item, upload
from tests.backend.inquiries.checks import a_letter, a_reply
from tests.backend.inquiries.opinions import dibao_accepted
from tests.people import a_cadre, a_resident, an_officer, seed_parameters

Travel = Callable[[str], None]


@dataclass(frozen=True)
class Told:
    """What somebody was told: a code and a sentence."""

    code: str
    sentence: str


async def a_clock_days_off(at: Travel) -> Told:
    cadre, elder, wrong = await a_cadre(), await a_resident(), clock.now() + timedelta(days=3)
    start = an_item("start", at=wrong, programme="old_age_allowance", resident_id=elder.id)
    return await _taken_with_a_remark(start, cadre, phone_time=wrong)


async def a_photo_from_the_future(at: Travel) -> Told:
    cadre, elder = await a_cadre(), await a_resident()
    ahead = clock.now() + timedelta(days=2)
    item = an_item("photo", at=ahead, resident_id=elder.id, shows="portrait", sha256="0" * 64)
    return await _taken_with_a_remark(item, cadre, phone_time=clock.now())


async def a_photo_from_another_county(at: Travel) -> Told:
    cadre, elder = await a_cadre(), await a_resident()
    item = an_item("photo", resident_id=elder.id, shows="home_visit", sha256="0" * 64, latitude=39.9, longitude=116.4)
    return await _taken_with_a_remark(item, cadre, phone_time=clock.now())


async def a_mandate_used_before_it_was_taken_back(at: Travel) -> Told:
    case, cadre, offline = await _ready_to_submit()
    submit = an_item("submit", case=offline.start.id, at=clock.now() + timedelta(hours=1))
    at("2026-03-02 11:30")
    await applications.revoke_mandate(case.id, hand(offline.elder))
    at("2026-03-02 13:30")
    return await _taken_with_a_remark(submit, cadre, phone_time=clock.now())


async def a_mandate_used_after_it_was_taken_back(at: Travel) -> Told:
    case, cadre, offline = await _ready_to_submit()
    submit = an_item("submit", case=offline.start.id, at=clock.now() + timedelta(hours=3))
    at("2026-03-02 11:30")
    await applications.revoke_mandate(case.id, hand(offline.elder))
    at("2026-03-02 13:30")
    (told,) = await fieldwork.sync([submit], cadre, phone_time=clock.now())
    return Told(str(told.code), told.sentence)


async def a_case_withdrawn_while_somebody_decides(at: Travel) -> Told:
    elder, reviewer = await a_resident(), await an_officer(Role.COUNTY_REVIEWER)
    case = await in_county_review(elder, await an_officer())
    await applications.withdraw(case.id, hand(elder))
    return await _refused(entitlements.grant(case.id, reviewer))


async def an_objection_after_the_period(at: Travel) -> Told:
    clerk = await an_officer()
    case = await accepted(await a_resident(), clerk)
    await postings.post([case.id], clerk)
    line = await postings.line_of(case.id)
    assert line is not None
    at("2026-03-10 00:01")
    return await _refused(postings.object_to(line.id, "他家在县城有两套房。", hand(await a_resident("刘大山"))))


async def a_reply_for_another_batch(at: Travel) -> Told:
    clerk, reviewer = await an_officer(), await an_officer(Role.COUNTY_REVIEWER)
    await a_letter(await dibao_accepted(await a_resident(), clerk), clerk)
    batch = await inquiries.make_check_batch([CheckItem.VEHICLES], reviewer)
    answer = ("车辆、船舶", "无", "")
    reply = await a_reply(batch, reviewer, answer, 批次号="HD-410325-20260101-01")
    return await _refused(inquiries.take_reply(batch.id, reply, reviewer))


async def a_seed_changed_afterwards(at: Travel) -> Told:
    reviewer, other = await an_officer(Role.COUNTY_REVIEWER), "0" * 32
    sample = await inquiries.announce_sample("tekun", date(2026, 3, 10), reviewer)
    await CountySample.filter(id=sample.id).update(
        seed_sealed=sealing.seal(other, "sample seed"), commitment=hashlib.sha256(other.encode()).hexdigest()
    )
    at("2026-03-10 09:30")
    return await _refused(inquiries.draw_sample(sample.id, reviewer))


REMARKED, REFUSED = Deed.FIELD_ITEM_REMARKED, Deed.FIELD_ITEM_REFUSED
# What happens; the code and a part of the sentence that is told; the deed in the journal, and what it says there.
BAD_INPUT: list[tuple[Callable[[Travel], Awaitable[Told]], str, str, Deed, dict[str, object]]] = [
    (a_clock_days_off, "clock_skewed", "手机的时间和实际相差一天以上", REMARKED, {"remark": "clock_skewed"}),
    (a_photo_from_the_future, "from_the_future", "时间在将来", REMARKED, {"remark": "from_the_future"}),
    (a_photo_from_another_county, "place_outside", "拍摄位置不在本县", REMARKED, {"remark": "place_outside"}),
    (a_mandate_used_before_it_was_taken_back, "mandate_ended_since", "办这一项时委托有效",
     REMARKED, {"remark": "mandate_ended_since"}),
    (a_mandate_used_after_it_was_taken_back, "applications.MandateRevoked", "本人",
     REFUSED, {"code": "applications.MandateRevoked"}),
    (a_case_withdrawn_while_somebody_decides, "applications.WrongState", "已撤回",
     Deed.DECISION_TOO_LATE, {"state": "withdrawn"}),
    (an_objection_after_the_period, "postings.NoticeOver", "公示已经结束", Deed.OBJECTION_TOO_LATE, {}),
    (a_reply_for_another_batch, "inquiries.ReplyOfAnotherBatch", "批次",
     Deed.CHECK_REPLY_REFUSED, {"because": "inquiries.ReplyOfAnotherBatch"}),
    (a_seed_changed_afterwards, "inquiries.SeedChanged", "和公布的对不上", Deed.SAMPLE_SEED_CHANGED, {}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("happens", "code", "said", "deed", "facts"), BAD_INPUT, ids=lambda each: getattr(each, "__name__", "")
)
async def test_each_has_its_own_code_sentence_and_journal_line(
    happens: Callable[[Travel], Awaitable[Told]], code: str, said: str, deed: Deed, facts: dict[str, object],
    empty_database: str, at: Any,
) -> None:  # fmt: skip
    at("2026-03-02 09:30")
    await seed_parameters()
    told = await happens(at)
    assert told.code == code
    assert said in told.sentence
    (line,) = await Entry.filter(deed=deed.value)
    assert facts.items() <= line.facts.items()


def test_no_two_share_a_code_or_a_journal_line() -> None:
    assert len({code for _, code, *_ in BAD_INPUT}) == len(BAD_INPUT)
    assert len({(deed, str(facts)) for *_, deed, facts in BAD_INPUT}) == len(BAD_INPUT)


async def _ready_to_submit() -> tuple[Application, Any, OfflineCase]:
    cadre, offline = await a_cadre(), OfflineCase(await a_resident())
    for content in offline.files:
        await upload(content, cadre)
    await fieldwork.sync(offline.items[:-1], cadre)
    await fieldwork.go_on(cadre)
    return await Application.get(), cadre, offline


async def _taken_with_a_remark(item: fieldwork.Item, cadre: Any, **given: Any) -> Told:
    """It is taken all the same; the remark is told, and told again when the same item is sent again."""
    (first,) = await fieldwork.sync([item], cadre, **given)
    (again,) = await fieldwork.sync([item], cadre, **given)
    assert first.said in (Said.DONE, Said.WAITING)
    assert again.remarks == first.remarks
    (remark,) = first.remarks
    assert isinstance(remark, Remark)
    return Told(remark.value, remark.sentence)


async def _refused(deed: Awaitable[object]) -> Told:
    with pytest.raises(Refusal) as refused:
        await deed
    return Told(refused.value.code, refused.value.shown)
