"""What is over is moved to its month, is still seen by everybody, and is told to nobody a second time."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import count
from uuid import UUID

import pytest

from backend import clock, database, messages, sealing
from backend.identifiers import lowest_id, new_id
from backend.journal import Deed
from backend.staff import Role
from notifications import month_parts, receipt
from notifications.announcing import announce
from notifications.keeping_history import keep_history
from notifications.message import CONTENT, Message
from notifications.receipt import Receipt, ReceiptKind, keep
from notifications.settings import Settings, settings
from notifications.wording import NEUTRAL, OCCASIONS
from tests.notifications.occasions import SETTLED, happened
from tests.people import a_contact, a_resident, an_officer, seed_parameters

LATER = timedelta(days=70)
_chance = count(1)


async def a_notice(**state: object) -> Message:
    await happened(Deed.PAYOUT_SETTLED, await a_resident(phone="13800009999"), **SETTLED)
    await announce()
    now = clock.now()
    ended = {"state": "delivered", "sent_at": now, "finished_at": now, "content_sealed": None}
    await Message.all().update(**{**ended, **state})
    return await Message.get()


async def test_what_is_over_moves_once_and_everybody_still_sees_it(empty_database: str) -> None:
    told = await a_notice()
    assert await keep_history() == 0, "not before two months"
    assert await keep_history(clock.real_now() + LATER) == 1
    assert await keep_history(clock.real_now() + LATER) == 0
    assert await Message.all().count() == 0
    (part,) = [each for each in await month_parts.parts_of("past_message") if each.holds(told.id)]
    assert (await database.rows(f"SELECT id FROM {part.name}")) == [{"id": told.id}]
    officer = await an_officer()
    assert [each.id for each in await messages.notices(officer)] == [told.id]
    assert (await messages.proof_of(told.id, officer)).reached is not None
    (own,) = await messages.own_notices(told.recipient_id)
    assert (own.id, own.read) == (told.entry_id, False)
    await messages.note_read(told.entry_id, told.recipient_id)
    assert [each.read for each in await messages.own_notices(told.recipient_id)] == [True]
    balance = await messages.balance_of("410325", "%", clock.today(), clock.today())
    assert (balance.told, balance.under_way, balance.not_reached, balance.is_whole) == (1, 0, 0, True)


async def test_what_a_receipt_charged_otherwise_is_named_as_long_as_the_message_is_kept(
    empty_database: str,
) -> None:
    told = await a_notice(charged_otherwise=2)
    await database.execute(
        "INSERT INTO statement_day VALUES ('410325', $1, 1, 1, 1, 0, $2)", clock.today(), clock.now()
    )
    officer, day = await an_officer(Role.COUNTY_REVIEWER), clock.today()

    async def said() -> tuple[list[str], list[str]]:
        steps = (await messages.proof_of(told.id, officer)).steps
        found = await messages.differences(officer, day)
        return [each.outcome for each in steps if "逐条核对" in each.what], [each.kind.value for each in found]

    before = await said()
    assert before == (["不一致"], ["other_parts"])
    assert await keep_history(clock.real_now() + LATER) == 1
    assert await said() == before


@pytest.mark.parametrize(
    "state",
    [
        {"state": "waiting"}, {"state": "sending"}, {"state": "unknown"}, {"state": "accepted"},
        {"state": "undelivered", "followed_up_at": None}, {"content_sealed": b"still needed"},
    ],
)  # fmt: skip
async def test_what_something_may_still_come_of_stays(empty_database: str, state: dict[str, object]) -> None:
    await a_notice(**state)
    assert await keep_history(clock.real_now() + LATER) == 0
    assert await Message.all().count() == 1


async def test_what_was_told_long_ago_is_not_told_again_by_a_second_pass(empty_database: str) -> None:
    told = await a_notice()
    long_ago = UUID(int=lowest_id(clock.real_now() - LATER).int | 7)
    await database.execute("UPDATE message SET id = $1, entry_id = $1", long_ago)
    await database.execute("UPDATE journal_entry SET id = $2 WHERE id = $1", told.entry_id, long_ago)
    assert await keep_history() == 1
    await database.execute("UPDATE journal_entry SET announced_at = NULL WHERE id = $1", long_ago)
    assert await announce() == 1
    assert await Message.all().count() == 0


async def test_a_callback_of_a_month_without_a_part_is_kept_and_moves_when_it_is_made(empty_database: str) -> None:
    far = clock.real_now() + timedelta(days=200)
    one = UUID(int=lowest_id(far).int | 1)
    row = [one, "sms_report", b"x", b"x", far]
    insert = "INSERT INTO receipt (id, kind, body_sealed, body_index, received_at) VALUES ($1, $2, $3, $4, $5)"
    await database.execute(insert, *row)
    assert await database.rows("SELECT id FROM receipt_else") == [{"id": one}]
    await month_parts.make_ahead("receipt", far, once="kind, body_index")
    await month_parts.make_ahead("receipt", far, once="kind, body_index")
    assert await database.rows("SELECT id FROM receipt_else") == []
    assert await database.rows("SELECT id FROM receipt") == [{"id": one}]


async def test_a_callback_that_comes_twice_is_kept_once(empty_database: str) -> None:
    await keep([(ReceiptKind.SMS_REPORT, "[1]"), (ReceiptKind.SMS_REPORT, "[1]"), (ReceiptKind.SMS_REPLY, "[1]")])
    await keep([(ReceiptKind.SMS_REPORT, "[1]")])
    assert await Receipt.all().count() == 2


async def test_a_callback_repeated_over_the_edge_of_a_month_is_kept_once(
    empty_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    begins = await _far_month("receipt", months=4)
    await month_parts.make_for("receipt", begins - timedelta(days=1), once="kind, body_index")

    async def kept_at(moment: datetime, body: str = "[1]", kind: ReceiptKind = ReceiptKind.SMS_REPORT) -> int:
        with monkeypatch.context() as then:
            then.setattr(receipt, "new_id", lambda: UUID(int=lowest_id(moment).int | next(_chance)))
            await keep([(kind, body)])
        return await Receipt.all().count()

    last_second, first = begins - timedelta(seconds=1), begins + timedelta(minutes=14)
    assert await kept_at(last_second) == 1
    assert await kept_at(first) == 1, "the repeat after five minutes, in the next part"
    assert await kept_at(first, kind=ReceiptKind.SMS_REPLY) == 2, "of another kind"
    assert await kept_at(first, "[2]") == 3
    assert await kept_at(begins + timedelta(hours=1), "[2]") == 3


async def test_callbacks_go_by_the_month_once_they_are_read_and_their_number_stays(
    empty_database: str, at: Callable[[str], None]
) -> None:
    begins = await _far_month("receipt", months=9)
    at("2026-03-02 10:00")
    for number, read in enumerate((clock.now(), None)):
        await Receipt.create(
            id=UUID(int=lowest_id(begins + timedelta(days=number)).int | number), kind="sms_report", body_sealed=b"x",
            body_index=bytes([number]), received_at=clock.now(), read_at=read, odd=1,
        )  # fmt: skip
    after = begins + timedelta(days=31 + 31)
    assert await keep_history(after) == 0, "one of them is unread"
    await Receipt.filter(read_at=None).update(read_at=clock.now())
    assert await keep_history(begins + timedelta(days=40)) == 0, "thirty days after its month, not before"
    assert await keep_history(after) == 2
    assert await Receipt.all().count() == 0
    (kept,) = await database.rows("SELECT * FROM receipt_month")
    assert (str(kept["month"]), kept["kind"], kept["callbacks"], kept["odd"]) == ("2026-03-01", "sms_report", 2, 2)


async def test_notices_stay_for_good_unless_the_county_set_a_term_and_then_their_number_stays(
    empty_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = await a_notice()
    for message in (told.id, UUID(int=lowest_id(clock.real_now() + timedelta(days=31 * 366)).int | 7)):
        await database.execute(
            "INSERT INTO call_record VALUES ($1, '410325', $2, 'c1', '200000', 41, true, $3)", new_id(), message,
            clock.now(),
        )  # fmt: skip
    await keep_history(clock.real_now() + LATER)
    in_31_years = clock.real_now() + timedelta(days=31 * 366)
    await keep_history(in_31_years)
    assert len(await database.rows("SELECT 1 FROM past_message")) == 1
    assert len(await database.rows("SELECT 1 FROM call_record")) == 2
    monkeypatch.setenv("HISTORY_KEPT_YEARS", "30")
    settings.cache_clear()
    try:
        await keep_history(in_31_years)
    finally:
        monkeypatch.delenv("HISTORY_KEPT_YEARS")
        settings.cache_clear()
    assert await database.rows("SELECT 1 FROM past_message") == []
    assert len(await database.rows("SELECT 1 FROM call_record")) == 1, "as long as that it was told"
    (kept,) = await database.rows("SELECT county, occasion, channel, state, messages FROM message_month")
    assert list(kept.values()) == ["410325", "payout_settled", "sms", "delivered", 1]


async def test_months_are_counted_anew_each_night_and_their_counts_stay_when_the_rows_are_gone(
    empty_database: str, at: Callable[[str], None]
) -> None:
    at("2026-03-02 10:00")
    told = await a_notice(state="accepted")
    assert told.parts == 1
    await keep([(ReceiptKind.SMS_REPORT, "[1]")])
    at("2026-03-03 04:40")
    await keep_history()
    await Message.all().update(state="delivered", parts=2)
    at("2026-04-01 04:40")
    await keep_history()
    officer = await an_officer()
    (month,) = await messages.past_months(officer, 2026)
    assert (month.month, month.delivered, month.under_way, month.parts) == (date(2026, 3, 1), 1, 0, 2)
    (callbacks,) = await messages.callback_months(officer, 2026)
    assert (callbacks.month, callbacks.shown, callbacks.callbacks) == (date(2026, 3, 1), "短信回执", 1)
    at("2026-08-01 04:40")
    await database.execute("DELETE FROM message")
    await database.execute("DELETE FROM receipt")
    await keep_history()
    assert [each.delivered for each in await messages.past_months(officer, 2026)] == [1]
    assert [each.callbacks for each in await messages.callback_months(officer, 2026)] == [1]


async def test_a_text_and_a_word_left_with_a_neighbour_are_charged_by_their_own_length(empty_database: str) -> None:
    await seed_parameters()
    long, neighbour = await a_resident(phone="13800001111"), await a_resident()
    await a_contact(neighbour, "13800002222", owner="neighbour")
    for each in (long, neighbour):
        await happened(Deed.APPLICATION_REFUSED, each, application_id=str(new_id()), reasons=["too_young"])
    await announce()
    parts = {each.recipient_id: each.parts for each in await Message.all()}
    said = OCCASIONS["refused"]
    (row,) = await Message.filter(recipient_id=long.id)
    words = json.loads(sealing.unseal(row.content_sealed or b"", CONTENT))
    assert parts[long.id] == messages.parts_of(f"【{settings().sms_sign_name}】{said.sms.read(words)}")
    assert parts[neighbour.id] == messages.parts_of(f"【{settings().sms_sign_name}】{NEUTRAL.read(words)}") == 1


def test_archives_are_not_dropped_after_a_few_years(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HISTORY_KEPT_YEARS", "5")
    with pytest.raises(ValueError, match="30 at least"):
        Settings()


async def _far_month(table: str, *, months: int) -> datetime:
    """The beginning of a month in which no other test has rows."""
    moment = clock.real_now() + timedelta(days=31 * months)
    await month_parts.make_for(table, moment, once="kind, body_index")
    return month_parts.month_of(
        UUID(int=new_id().int + (int(timedelta(days=31 * months).total_seconds() * 1000) << 80))
    )
