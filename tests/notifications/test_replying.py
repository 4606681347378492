"""What people text back, and what a phone that is not surely theirs may learn."""

import json
from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import httpx
import pytest

from backend import applications, clock, database, messages, residents, sealing
from backend.applications import Mandate
from backend.errands import Errand
from backend.journal import Deed, Entry
from backend.programmes import PhotoKind
from backend.residents import Contact
from notifications import replying
from notifications.announcing import announce
from notifications.hearing_back import hear_back
from notifications.keywords import meaning_of
from notifications.reply import Meaning, Reply
from notifications.replying import take_replies
from tests.backend.applications.cases import a_draft, a_photo, hand, mandated
from tests.notifications.occasions import SETTLED, happened
from tests.notifications.outreach_steps import Outreach
from tests.notifications.sandbox_process import Sandbox
from tests.notifications.test_ways import an_agreement
from tests.people import a_cadre, a_contact, a_resident, an_identity_number, an_officer

PHONE = "13800009999"
_sequence = iter(range(10**6))


async def text_us(
    outreach: Outreach, words: str, phone: str = PHONE, sequence: str | None = None, at: str = "10:00:00"
) -> None:
    reply: dict[str, Any] = {
        "phone_number": phone, "content": words, "send_time": f"2026-03-02 {at}", "dest_code": "10690001",
        "sequence_id": sequence or str(next(_sequence)),
    }  # fmt: skip
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.post(f"{outreach.door}/sms-replies", content=json.dumps([reply]).encode())
        assert answer.json()["code"] == 0
    await hear_back()


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("R", Meaning.STOP), ("ｒ", Meaning.STOP), ("t", Meaning.STOP), (" TD ", Meaning.STOP), ("退订", Meaning.STOP),
        ("退 訂", Meaning.STOP), ("拒收。", Meaning.STOP), ("1", Meaning.STATE), ("１", Meaning.STATE),
        ("1。", Meaning.STATE), ("一", Meaning.STATE), ("①", Meaning.STATE), ("查进度？", Meaning.STATE),
        ("办得咋样", Meaning.STATE), ("2", Meaning.PAID), ("２ 。", Meaning.PAID), ("貳", Meaning.PAID),
        ("钱发了没？", Meaning.PAID), ("3", Meaning.CALL_ME), ("11", Meaning.CALL_ME), ("12", Meaning.CALL_ME),
        ("谢谢同志", Meaning.CALL_ME), ("同意。", Meaning.YES), ("不同意！", Meaning.NO),
        ("T 退订", Meaning.STOP), ("回 T", Meaning.STOP), ("回T退訂", Meaning.STOP), ("别再發了！", Meaning.STOP),
        ("不要給我发短信了", Meaning.STOP), ("是的", Meaning.CALL_ME), ("查進度", Meaning.STATE),
        ("办哩咋样了", Meaning.STATE), ("辦好了沒？", Meaning.STATE),
        ("批了冇", Meaning.STATE), ("壹", Meaning.STATE), ("錢發了沒", Meaning.PAID),
        ("补贴发冇", Meaning.PAID), ("啥时候发钱～", Meaning.PAID), ("恢復", Meaning.RESUME),
        ("恢复 短信", Meaning.RESUME), ("打错了", Meaning.NOT_MINE), ("發錯了！", Meaning.NOT_MINE),
        ("不是本人", Meaning.NOT_MINE),
        ("是不是本人去", Meaning.CALL_ME), ("不要恢复", Meaning.CALL_ME), ("2月的钱咋少了", Meaning.CALL_ME),
        ("同意发钱吗", Meaning.CALL_ME), ("", Meaning.CALL_ME), ("👍", Meaning.CALL_ME), ("不退订", Meaning.CALL_ME),
    ],
)  # fmt: skip
def test_short_words_are_understood_as_elders_write_them(text: str, meaning: Meaning) -> None:
    assert meaning_of(text) is meaning


async def test_who_says_that_it_is_not_theirs_is_told_nothing_any_more(outreach: Outreach, sandbox: Sandbox) -> None:
    elder = await a_resident(phone=PHONE)
    await happened(Deed.PAYOUT_SETTLED, elder, **SETTLED)
    await announce()
    await text_us(outreach, "你们发错了")
    contact = await Contact.get()
    assert contact.dead_since is not None
    assert (await Entry.get(deed=Deed.CONTACT_DIED.value)).facts["reason"] == "not_mine"
    reasons = await Errand.all().values_list("reason", flat=True)
    assert reasons == ["王秀英登记的手机已经是别人在用，请问一问现在用哪个号码，报乡镇更新。"]
    await text_us(outreach, "1")  # and learns nothing by asking
    await outreach.step()
    assert sandbox.texts(PHONE) == []


async def test_a_neighbour_who_says_so_is_called(outreach: Outreach) -> None:
    await a_resident(phone=PHONE, phone_owner="neighbour")
    await text_us(outreach, "不是我")
    assert (await Contact.get()).dead_since is None
    assert (await Errand.get()).kind == "call_back"


async def test_1_is_answered_in_words_that_name_no_programme(outreach: Outreach, sandbox: Sandbox) -> None:
    await a_resident(phone=PHONE)
    await text_us(outreach, "１")
    await outreach.until_states("delivered")
    (text,) = sandbox.texts(PHONE)
    assert text["text"] == "【嵩县民政局】王秀英您好，您问的申请现在：没有正在办的申请。有不明白的，请问村干部。"


async def test_2_is_answered_with_the_newest_money_that_arrived(
    outreach: Outreach, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def line(month: int, settled_on: date | None, fen: int) -> SimpleNamespace:
        return SimpleNamespace(
            month=date(2026, month, 1), settled_on=settled_on, amount_fen=fen, account_last_four="0018"
        )

    async def statement(resident_id: UUID) -> list[SimpleNamespace]:
        return [line(3, None, 7000), line(2, date(2026, 2, 10), 5000), line(1, date(2026, 1, 9), 4000)]

    monkeypatch.setattr(replying.payouts, "statement", statement)
    await a_resident(phone=PHONE)
    await text_us(outreach, "２")
    await outreach.until_states("delivered")
    (text,) = sandbox.texts(PHONE)
    assert text["text"] == ("【嵩县民政局】王秀英您好，最近一次到账：2026年2月10日50元，尾号0018。对不上请问村干部。")


async def test_the_persons_own_word_on_a_mandate_by_text(outreach: Outreach, sandbox: Sandbox) -> None:
    elder, cadre = await a_resident(phone=PHONE), await a_cadre()
    case = await a_draft(elder, by=cadre.signature)
    await mandated(case, elder, cadre)
    await outreach.until_states("delivered")
    assert "村干部李建国说受您委托" in sandbox.texts(PHONE)[0]["text"]
    await text_us(outreach, "同意", phone="13711112222")  # another's phone says nothing
    assert (await Mandate.get()).agreed is None
    await text_us(outreach, "同意")
    assert ((await Mandate.get()).agreed, (await Mandate.get()).revoked_at) == (True, None)
    await mandated(case, elder, cadre)  # a new paper asks anew
    await text_us(outreach, "不同意")
    assert await applications.mandate_of(case.id) is None
    denied = await Entry.get(deed=Deed.MANDATE_DENIED.value)
    assert (denied.by_kind, denied.facts["heard_by"]) == ("carrier", "sms")
    assert await Errand.all().count() == 0, "not the cadre's to look into"
    await text_us(outreach, "不同意")  # nothing waits for it: a person calls
    assert (await Errand.get()).kind == "call_back"


async def test_2_before_any_money_came_says_so(outreach: Outreach, sandbox: Sandbox) -> None:
    await a_resident(phone=PHONE)
    await text_us(outreach, "钱到了没")
    await outreach.until_states("delivered")
    assert "最近一次到账：还没有到账记录。" in sandbox.texts(PHONE)[0]["text"]


@pytest.mark.parametrize("asked", ["1", "2"])
@pytest.mark.parametrize("owner", ["relative", "neighbour", "cadre"])
async def test_anothers_phone_is_answered_by_a_person(
    outreach: Outreach, sandbox: Sandbox, owner: str, asked: str
) -> None:
    await a_resident(phone=PHONE, phone_owner=owner)
    await text_us(outreach, asked)
    await outreach.step()
    assert sandbox.texts() == []
    assert (await Errand.get()).kind == "call_back"


async def test_1_from_a_shared_phone_is_answered_by_a_person(outreach: Outreach, sandbox: Sandbox) -> None:
    await a_resident(phone=PHONE)
    second = await a_resident(name="王桂花")
    await a_contact(second, PHONE, owner="relative")
    await text_us(outreach, "1")
    await outreach.step()
    assert sandbox.texts() == []
    assert (await Errand.get()).kind == "call_back"


async def test_a_stranger_is_kept_and_told_nothing(outreach: Outreach, sandbox: Sandbox) -> None:
    await text_us(outreach, "1", phone="13711112222")
    await outreach.step()
    assert await Reply.all().count() == 1
    assert (sandbox.texts(), await Errand.all().count(), await Entry.all().count()) == ([], 0, 0)


@pytest.mark.parametrize("words", ["3", "1", "我换手机了", "同意"])
async def test_a_payee_who_writes_is_rung_and_learns_nothing(outreach: Outreach, sandbox: Sandbox, words: str) -> None:
    elder = await a_resident("李四")
    await an_agreement(elder, PHONE)
    for _ in range(2):
        await text_us(outreach, words)
    errand = await Errand.get()
    assert (errand.kind, errand.resident_id, errand.reason) == (
        "call_back", elder.id, "李四的代领人发来短信，请给代领人回个电话问问有什么事。"
    )  # fmt: skip
    await outreach.step()
    assert sandbox.texts(PHONE) == []


async def test_free_words_are_one_errand_a_day(outreach: Outreach) -> None:
    await a_resident(phone=PHONE)
    for words in ("谢谢", "在吗", "😀"):
        await text_us(outreach, words)
    assert await Errand.filter(kind="call_back").count() == 1
    assert await Reply.all().count() == 3


async def test_the_same_reply_pushed_twice_is_one(outreach: Outreach) -> None:
    await a_resident(phone=PHONE)
    await text_us(outreach, "1", sequence="77")
    await text_us(outreach, "1 ", sequence="77")
    assert await Reply.all().count() == 1
    assert await Entry.filter(deed="outreach.reply_received").count() == 1


async def test_ten_thousand_texts_from_one_number_cost_no_more_than_a_hundred_and_stop_still_stops(
    outreach: Outreach,
) -> None:
    contact = await a_contact(await a_resident(), PHONE)
    texts = [
        {"phone_number": PHONE, "content": f"第{each}条", "sequence_id": f"flood-{each}"} for each in range(10_000)
    ]  # fmt: skip
    async with database.transaction():
        assert await take_replies(texts) == 0
        assert await take_replies([{"phone_number": PHONE, "content": "T", "sequence_id": "stop"}]) == 0
    assert await Reply.all().count() == 101
    assert await Errand.all().count() == 1
    assert await Entry.filter(deed="outreach.reply_received").count() == 1
    assert (await Contact.get(id=contact.id)).opted_out_at is not None
    stops = [{"phone_number": PHONE, "content": "退订", "sequence_id": f"again-{each}"} for each in range(50)]
    assert await take_replies(stops) == 0
    assert await Reply.all().count() == 101, "nor do stops cost more"


async def test_two_machines_do_not_talk_for_ever(outreach: Outreach) -> None:
    await a_resident(phone=PHONE)
    for _ in range(6):
        await text_us(outreach, "1")
    assert await Entry.filter(deed="outreach.reply_received").count() == 3


async def test_an_officers_answer_goes_to_the_phone_that_asked(outreach: Outreach, sandbox: Sandbox) -> None:
    resident = await a_resident(phone=PHONE)
    await a_contact(resident, "13800001111")
    await text_us(outreach, "我的钱咋少了")
    await messages.answer((await Reply.get()).id, await an_officer(), "三月起按新标准发，没有少", by_text=True)

    async def answered() -> bool:
        return bool(sandbox.texts(PHONE))

    await outreach.until(answered)
    (text,) = sandbox.texts(PHONE)
    assert text["text"] == "【嵩县民政局】王秀英您好，答复您：三月起按新标准发，没有少。不明白请问村干部。"
    assert sandbox.texts("13800001111") == []


async def test_what_was_said_on_the_phone_is_not_texted(outreach: Outreach, sandbox: Sandbox) -> None:
    await a_resident(phone=PHONE)
    await text_us(outreach, "在吗")
    await messages.answer((await Reply.get()).id, await an_officer(), "已打电话说明", by_text=False)
    await outreach.step()
    assert sandbox.texts(PHONE) == []


@pytest.mark.parametrize("ending", ["0700", "0701", "0702", "0703", "0704"])
async def test_phones_that_answer_by_themselves(outreach: Outreach, sandbox: Sandbox, ending: str) -> None:
    await happened(Deed.PAYOUT_SETTLED, await a_resident(phone=f"1380000{ending}"), **SETTLED)
    await outreach.until_states("delivered")
    sandbox.tell("clock", advance_seconds=2)

    async def heard() -> bool:
        return await Reply.all().count() == 1

    await outreach.until(heard)
    await outreach.step()
    assert sandbox.ask("accounting")["to_opted_out_count"] == 0


async def test_an_answer_belongs_to_the_persons_village_is_counted_and_can_be_proved(
    outreach: Outreach, sandbox: Sandbox
) -> None:
    elder = await a_resident(phone=PHONE)
    await text_us(outreach, "2")
    (told,) = await outreach.until_states("delivered")
    assert (told.occasion, told.village) == ("last_payment", elder.village)
    clerk, today = await an_officer(), clock.today()
    assert [each.id for each in await messages.notices(clerk)] == [told.id]
    assert (await messages.balance_of(clerk.county, clerk.scope.like, today, today)).handset == 1
    assert (await messages.proof_of(told.id, clerk)).reached == "短信已送达手机"


async def test_a_stranger_whose_number_was_typed_for_a_helper_has_it_taken_out_of_use(
    outreach: Outreach, sandbox: Sandbox
) -> None:
    elder, typed = await a_resident(), "13822220000"
    case = await a_draft(elder)
    await applications.give_mandate(
        case.id, relation="儿子", scope="申请", expires_on=date(2026, 12, 1), by=hand(elder),
        photo_id=await a_photo(elder, PhotoKind.MANDATE),
        agent=await applications.known_agent(
            "王建军", an_identity_number(date(1970, 1, 1), "male"), typed, case.county
        ),
    )  # fmt: skip
    await outreach.until_states("delivered")
    (text,) = [each["text"] for each in sandbox.texts(typed)]
    assert "王" not in text
    await text_us(outreach, "打错了", phone=typed)
    index = sealing.blind_index(typed, "phone")
    assert await residents.is_dead_number(elder.county, index)
    await text_us(outreach, "退订", phone=typed)
    assert await residents.closed_among([(elder.county, index)])
