"""The proof of a notice: of every way to an end page and paper say the same, and say when there is none."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from backend import clock, database, journal, messages
from backend.errands import Errand
from backend.identifiers import new_id
from backend.journal import Deed
from backend.messages import printing_proof
from backend.programmes import PhotoKind
from backend.staff import Role
from notifications.message import Message
from tests.backend.applications.cases import a_photo
from tests.console.desks import Console, Desk, words_of
from tests.console.telling import an_entry, told, visit
from tests.people import OTHER_TOWNSHIP, a_cadre, a_resident, an_officer, the_map


@dataclass(frozen=True)
class End:
    """How a notice ended: its way and state, what else is known of it, and what page and paper say."""

    channel: str
    state: str
    reached: str
    says: tuple[str, ...]
    known: dict[str, Any] = field(default_factory=dict)
    call: tuple[str, int, bool] | None = None  #: status, seconds, whether 1 was pressed
    read: bool = False
    door: str = ""  #: the errand's outcome; "open" while nobody was there


OPEN, ENDED = "尚未送达，仍在办理", "没有送达，能用的办法都试过了"
ENDS = {
    "a text on the handset": End("sms", "delivered", "短信已送达手机", ("交给服务商 编号", "结果 已送达")),
    "a text on another's phone": End(
        "sms", "delivered", "短信已送达手机（不是本人的号码，只请转告）", ("写入待发 只请转告",), {"own_phone": False}
    ),
    "a text that the carrier did not deliver": End("sms", "undelivered", ENDED, ("结果 未送达（空号，MK:0001）",)),
    "a text that the provider refused": End("sms", "rejected", ENDED, ("结果 没有发出（空号，MK:0001）",)),
    "a text that nobody has followed up yet": End(
        "sms", "undelivered", OPEN, ("结果 未送达",), {"followed_up_at": None}
    ),
    "a text to a number that was closed": End(
        "sms", "rejected", ENDED, ("结果 没有发出（号码退订或停用了）",), {"code": "phone_closed"}
    ),
    "a text of which nobody knows": End("sms", "unknown", OPEN, ("交给服务商",)),
    "a text under way": End("sms", "accepted", OPEN, ("交给服务商",)),
    "a call that was heard": End(
        "voice",
        "delivered",
        "电话已接听",
        ("结果 已送达（听到了）", "听到最后，听了41秒，按了1，表示听明白"),
        {"code": "heard"},
        ("200000", 41, True),
    ),
    "a call that nobody took": End("voice", "undelivered", ENDED, ("没人接",), call=("200003", 0, False)),
    "a card that was opened": End("wechat", "delivered", "在小程序里看过", ("在小程序里打开 看过",), read=True),
    "a card that lies unopened": End("wechat", "delivered", OPEN, ("到了微信，没有打开",), {"followed_up_at": None}),
    "a card that lay unopened, and no other way": End("wechat", "delivered", ENDED, ("到了微信，没有打开",)),
    "a card that WeChat refused": End(
        "wechat", "undelivered", ENDED, ("结果 未送达（没有订阅或已用完，43101）",), {"code": "43101"}
    ),
    "a text that failed, and somebody at the door": End(
        "sms", "undelivered", "村干部已上门告知", ("派给村干部", "上门 办好了"), door="done"
    ),
    "a text that failed, and nobody found": End("sms", "undelivered", ENDED, ("没找到人",), door="not_found"),
    "a text that failed, and somebody on the way": End("sms", "undelivered", OPEN, ("派给村干部",), door="open"),
    "a text that came late after all": End(
        "sms", "delivered", "短信已送达手机", ("结果 已送达", "派给村干部"), door="open"
    ),
}


@pytest.fixture
async def clerk(console: Console, at: Any) -> Desk:
    at("2026-03-02 09:30")
    await the_map()
    return await console.desk()


async def ended(end: End) -> Message:
    elder = await a_resident()
    message = await told(elder, end.state, channel=end.channel)
    code = "MK:0001" if end.state in ("undelivered", "rejected") else None
    given = {"code": code, "provider_id": "123^0", "read_at": clock.now() if end.read else None, **end.known}
    await Message.filter(id=message.id).update(**given)
    if end.call:
        status, seconds, pressed = end.call
        await database.execute(
            """INSERT INTO call_record (id, county, message_id, call_id, status, seconds, pressed_1, ended_at)
               VALUES ($1, $2, $3, 'c1', $4, $5, $6, $7)""",
            new_id(), message.county, message.id, status, seconds, pressed, clock.now(),
        )  # fmt: skip
    if end.door:
        errand = await visit(elder, f"message:{message.id}")
        if end.door != "open":
            cadre = await a_cadre()
            await Errand.filter(id=errand.id).update(done_at=clock.now(), done_by=cadre.id, outcome=end.door)
    return message


@pytest.mark.parametrize("name", ENDS)
async def test_page_and_paper_say_how_it_ended(clerk: Desk, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    end, printed = ENDS[name], dict[str, Any]()
    message = await ended(end)

    async def kept(sheet: Any, facts: dict[str, Any]) -> bytes:
        printed.update(facts)
        return await print_pdf(sheet, facts)

    print_pdf = printing_proof.print_pdf
    monkeypatch.setattr(printing_proof, "print_pdf", kept)
    page = words_of(await clerk.get(f"/messages/{message.id}"))
    paper = await clerk.get(f"/messages/{message.id}/proof.pdf")
    assert paper.content.startswith(b"%PDF-")
    assert printed["reached"] == end.reached
    assert end.reached in page
    on_paper = " ".join(f"{what} {outcome}" for _, what, outcome in printed["steps"])
    for words in end.says:
        assert words in on_paper, words
        assert words.replace(" ", "") in page, words
    assert printed["entry"] == str(message.entry_id)
    assert str(message.entry_id) in page
    assert printed["steps"][0][1] == "事情发生，记入流水账"
    proof = await messages.proof_of(message.id, await an_officer(Role.TOWNSHIP_CLERK))
    assert len(proof.steps) == len(printed["steps"])


def test_the_table_has_every_channel_and_every_end() -> None:
    assert {(end.channel, end.state) for end in ENDS.values()} >= {
        (channel, state) for channel in ("sms", "voice", "wechat") for state in ("delivered", "undelivered")
    }
    assert {end.reached for end in ENDS.values()} == {
        OPEN, ENDED, "短信已送达手机", "短信已送达手机（不是本人的号码，只请转告）", "电话已接听", "在小程序里看过",
        "村干部已上门告知",
    }  # fmt: skip


async def test_the_proof_goes_from_the_journal_to_the_door(clerk: Desk) -> None:
    elder = await a_resident()
    message = await told(elder, "undelivered")
    errand = await visit(elder, f"message:{message.id}")
    page = words_of(await clerk.get(f"/messages/{message.id}"))
    assert "尚未送达" in page
    await Errand.filter(id=errand.id).update(done_at=clock.now(), outcome="done")
    page = words_of(await clerk.get(f"/messages/{message.id}"))
    for words in (
        "记入流水账",
        "短信（本人的电话138****9999）：交给服务商",
        "未送达",
        "派给村干部",
        "村干部已上门告知",
    ):
        assert words in page
    paper = await clerk.get(f"/messages/{message.id}/proof.pdf")
    assert paper.headers["content-type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF-")


async def test_a_cadres_notice_is_proved_with_the_errand_that_it_was_about(clerk: Desk) -> None:
    elder, cadre = await a_resident(), await a_cadre()
    errand = await visit(elder, "message:1")
    entry = await journal.Entry.get(deed=Deed.ERRAND_RAISED.value)
    message = await told(elder, "delivered", entry=entry.id)
    await Message.filter(id=message.id).update(recipient_kind="cadre", recipient_id=cadre.id)
    await Errand.filter(id=errand.id).update(done_at=clock.now(), done_by=cadre.id, outcome="not_found", note="门锁着")
    page = words_of(await clerk.get(f"/messages/{message.id}"))
    assert "告知对象：村干部李建国短信已送达手机" in page
    assert "村干部李建国上门没找到人：门锁着" in page


async def test_the_photo_at_the_door_is_part_of_the_proof(clerk: Desk) -> None:
    elder, cadre = await a_resident(), await a_cadre()
    failed = await told(elder, "undelivered")
    errand = await visit(elder, f"message:{failed.id}")
    photo = await a_photo(elder, PhotoKind.PORTRAIT, by=cadre.signature)
    await Errand.filter(id=errand.id).update(done_at=clock.now(), outcome="done", photo_id=photo)
    page = await clerk.get(f"/messages/{failed.id}")
    assert "办好了，现场照片" in words_of(page)
    assert f"/photos/{photo}/thumbnail" in page.text
    paper = (await clerk.get(f"/messages/{failed.id}/proof.pdf")).content
    assert b"/Subtype /Image" in paper or b"/Image" in paper
    shown = await journal.Entry.get(deed=Deed.PHOTO_SHOWN.value)
    assert (shown.by_id, shown.facts["purpose"]) == (clerk.officer.id, "送达证明")


async def test_read_in_the_mini_program_is_proof_too(clerk: Desk) -> None:
    elder = await a_resident()
    failed = await told(elder, "undelivered")
    await messages.note_read(failed.entry_id, elder.id)
    page = words_of(await clerk.get(f"/messages/{failed.id}"))
    assert "告知对象：本人王秀英在小程序里看过" in page
    assert "在小程序里打开看过" in page


async def test_a_card_that_nobody_opened_proves_nothing(clerk: Desk) -> None:
    card = await told(await a_resident(), "delivered", channel="wechat")
    page = words_of(await clerk.get(f"/messages/{card.id}"))
    assert "没有送达，能用的办法都试过了" in page
    assert "到了微信，没有打开" in page


async def test_what_no_phone_could_tell_is_proved_by_the_door(clerk: Desk, console: Console) -> None:
    elder, cadre = await a_resident(), await a_cadre()
    child = await a_resident(name="王小明", birth_date=date(2016, 1, 1))
    errands = []
    for each in (elder, child):
        errands.append(await visit(each, f"notice:{await an_entry(each)}:{each.id}"))
    errand = errands[0]
    listed = words_of(await clerk.get("/messages/visits"))
    assert ("王秀英请上门告诉。还没有去" in listed, "王小明" in listed) == (True, False)
    assert "尚未送达" in words_of(await clerk.get(f"/messages/visits/{errand.id}"))
    photo = await a_photo(elder, PhotoKind.PORTRAIT, by=cadre.signature)
    await Errand.filter(id=errand.id).update(done_at=clock.now(), done_by=cadre.id, outcome="done", photo_id=photo)
    page = words_of(await clerk.get(f"/messages/visits/{errand.id}"))
    for words in ("告知对象：本人王秀英村干部已上门告知", "派给村干部请上门告诉。", "村干部李建国上门办好了，现场照片"):
        assert words in page, words
    assert (await clerk.get(f"/messages/visits/{errand.id}/proof.pdf")).content.startswith(b"%PDF-")
    assert (await clerk.get(f"/messages/visits/{errands[1].id}")).status_code == 404
    assert (await clerk.get(f"/messages/visits/{(await visit(elder, 'hit:1')).id}")).status_code == 404
    other = await console.desk(place=OTHER_TOWNSHIP)
    assert (await other.get(f"/messages/visits/{errand.id}")).status_code == 404
    assert "王秀英" not in words_of(await other.get("/messages/visits"))
