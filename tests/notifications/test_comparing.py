"""The nightly comparison: what both hold alike is silent, and each difference is named."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from backend import clock, database, messages, sealing
from backend.identifiers import new_id
from backend.messages import DifferenceKind as Kind
from backend.staff import Role
from notifications import comparing
from notifications.channels import Detail, DetailsUnavailable, SmsChannel
from notifications.hearing_back import hear_back
from notifications.message import PHONE, Message
from notifications.receipt import ReceiptKind, keep
from notifications.settings import settings
from tests.notifications.occasions import payouts_settled
from tests.notifications.outreach_steps import Outreach
from tests.people import COUNTY, a_resident, an_officer

TODAY = date(2026, 3, 2)


@pytest.fixture
async def sent(outreach: Outreach) -> list[Message]:
    """Three people told, to the end, and long enough ago to be on the provider's record."""
    await payouts_settled([await a_resident(phone=f"1380000700{number}") for number in range(3)])
    told = await outreach.until_states("delivered", "delivered", "delivered")
    outreach.sandbox.tell("clock", advance_seconds=60)
    return told


async def compared() -> messages.StatementDay:
    (day,) = await messages.statement_days(COUNTY)
    return day


async def test_a_day_on_which_both_agree(
    outreach: Outreach, sent: list[Message], travel: Callable[[str], None]
) -> None:
    travel("2026-03-03 06:00")
    assert await outreach.reconciler.compare_lately() == 0
    day = await compared()
    assert (day.day, day.ours, day.theirs, day.phones, day.agrees) == (TODAY, 3, 3, 3, True)


async def test_every_difference_has_a_name(outreach: Outreach, sent: list[Message]) -> None:
    record = SmsChannel(settings())
    unsent, otherwise, gone = sent
    await Message.filter(id=unsent.id).update(state="rejected")
    await Message.filter(id=otherwise.id).update(state="undelivered", provider_id="1^0")
    stranger = new_id()
    await database.execute("UPDATE message SET id = $2 WHERE id = $1", gone.id, stranger)
    assert await comparing.compare(record, TODAY) == 4
    day = await compared()
    kinds = Kind.BELIEVED_UNSENT, Kind.ENDED_OTHERWISE, Kind.NOT_ON_RECORD, Kind.NOT_OURS
    assert day.named == dict.fromkeys(kinds, 1)
    assert not day.agrees
    await database.execute("UPDATE message SET id = $2 WHERE id = $1", stranger, gone.id)
    await Message.all().update(state="delivered")
    assert await comparing.compare(record, TODAY) == 0
    assert (await compared()).agrees, "compared again, the later comparison stands"


async def test_a_record_that_cannot_be_read_is_no_difference(outreach: Outreach, sent: list[Message]) -> None:
    class Silent:
        def details(self, phone: str, day: date) -> list[Detail]:
            raise DetailsUnavailable

    assert await comparing.compare(Silent(), TODAY) == 0
    day = await compared()
    assert (day.unanswered, day.ours, day.agrees) == (3, 0, False)


async def test_the_day_of_a_channel_is_counted(outreach: Outreach, sent: list[Message]) -> None:
    ((day,), _) = await messages.channel_days()
    assert (day.day, day.channel.name, day.accepted, day.tried, day.is_sick) == (clock.today(), "sms", 3, 3, False)
    assert (day.ended, day.arrived) == (3, 3)
    assert 0 <= (day.median_seconds or 0) < 60


async def test_a_receipt_that_charges_other_parts_than_the_text_is_long_is_named(
    outreach: Outreach, sent: list[Message]
) -> None:
    charged, odd, _ = sent
    assert [(each.parts, each.charged_otherwise) for each in sent] == [(1, None)] * 3
    await Message.all().update(state="accepted")
    for each, size in ((charged, "2"), (odd, "两条")):
        phone = sealing.unseal(bytes(each.address_sealed), PHONE)
        report = {"out_id": each.id.hex, "phone_number": phone, "success": True, "biz_id": "1^0", "sms_size": size}
        await keep([(ReceiptKind.SMS_REPORT, json.dumps([report]))])
    await hear_back()
    await Message.all().update(state="delivered")
    assert await comparing.compare(SmsChannel(settings()), TODAY) == 0, "the record itself does not say"
    assert (await compared()).named == {Kind.OTHER_PARTS: 1}
    (found,) = await messages.differences(await an_officer(Role.COUNTY_REVIEWER), TODAY)
    assert (found.number, found.kind) == (charged.id.hex, Kind.OTHER_PARTS)
    charged, odd = [await Message.get(id=each.id) for each in (charged, odd)]
    assert (charged.charged_otherwise, odd.charged_otherwise) == (2, None)


class Confused:
    """The provider's own record; but the first text stands there twice, the second is still open, and is listed under
    the first one's phone, too.
    """

    def __init__(self, first: Message, second: Message) -> None:
        self._record, self._first, self._second = SmsChannel(settings()), first.id.hex, second.id.hex

    def details(self, phone: str, day: date) -> list[Detail]:
        found = [replace(e, status=1) if e.out_id == self._second else e for e in self._record.details(phone, day)]
        again = [each for each in found if each.out_id == self._first]
        return [*found, *again, *([Detail(self._second, 3, "")] if again else [])]


async def test_lost_stray_and_misplaced_receipts_and_records_are_named(outreach: Outreach, sent: list[Message]) -> None:
    lost, ended, _ = sent
    await Message.filter(id=lost.id).update(state="accepted")
    stranger = new_id()
    for out_id, phone in ((stranger, "13800007001"), (ended.id, "13800007099")):
        report = {"out_id": out_id.hex, "phone_number": phone, "success": True, "biz_id": "1^0"}
        await keep([(ReceiptKind.SMS_REPORT, json.dumps([report]))])
    await hear_back()
    assert await comparing.compare(Confused(lost, ended), TODAY) == 6
    named = await database.rows("SELECT out_id, kind FROM statement_difference")
    assert sorted((each["kind"], each["out_id"]) for each in named) == sorted(
        [
            (Kind.LISTED_TWICE, lost.id.hex), (Kind.OPEN_THERE, ended.id.hex), (Kind.OTHER_PHONE, ended.id.hex),
            (Kind.RECEIPT_MISSING, lost.id.hex), (Kind.STRAY_RECEIPT, stranger.hex),
            (Kind.STRAY_RECEIPT, ended.id.hex),
        ]
    )  # fmt: skip


class Listing:
    """A record that has these under the first one's phone, and nothing else."""

    def __init__(self, *listed: Message) -> None:
        self._listed = listed

    def details(self, phone: str, day: date) -> list[Detail]:
        return [Detail(each.id.hex, 3, "") for each in self._listed] if phone == "13800007000" else []


@pytest.mark.parametrize(
    ("after_midnight", "kinds"), [(timedelta(days=3), [Kind.OTHER_DAY]), (timedelta(minutes=1), [])]
)
async def test_what_is_listed_on_another_day_is_named_unless_the_clocks_may_differ_by_so_much(
    outreach: Outreach, sent: list[Message], after_midnight: timedelta, kinds: list[Kind]
) -> None:
    here = next(each for each in sent if opened(each) == "13800007000")
    there, other = [each for each in sent if each.id != here.id]
    await Message.filter(id=other.id).update(state="rejected")
    await Message.filter(id=there.id).update(
        address_index=here.address_index, address_sealed=here.address_sealed,
        sent_at=datetime(2026, 3, 3, tzinfo=clock.COUNTY_TIME) + after_midnight,
    )  # fmt: skip
    await comparing.compare(Listing(here, there), TODAY)
    assert [each["kind"] for each in await database.rows("SELECT kind FROM statement_difference")] == kinds


def opened(message: Message) -> str:
    return sealing.unseal(message.address_sealed, PHONE)


class Recorded:
    """A record that is asked in vain on some days, and counts how often it is asked."""

    def __init__(self, *silent_on: date) -> None:
        self.asked: list[date] = []
        self._record, self._silent_on = SmsChannel(settings()), silent_on

    def details(self, phone: str, day: date) -> list[Detail]:
        self.asked.append(day)
        if day in self._silent_on:
            raise DetailsUnavailable
        return self._record.details(phone, day)


async def named_on(day: date) -> list[str]:
    return [each["kind"] for each in await database.rows("SELECT kind FROM statement_difference WHERE day = $1", day)]


async def test_what_a_late_receipt_has_settled_is_no_difference_any_more(
    outreach: Outreach, sent: list[Message], travel: Callable[[str], None]
) -> None:
    """And the proof does not say for ever that the record differed."""
    late = sent[0]
    await Message.filter(id=late.id).update(state="accepted")
    travel("2026-03-03 06:00")
    assert await comparing.compare_lately(Recorded()) == 1
    assert await named_on(TODAY) == [Kind.RECEIPT_MISSING]
    await Message.filter(id=late.id).update(state="delivered")
    travel("2026-03-04 06:00")
    assert await comparing.compare_lately(Recorded()) == 0
    assert await named_on(TODAY) == []
    steps = (await messages.proof_of(late.id, await an_officer())).steps
    assert [each.outcome for each in steps if "逐条核对" in each.what] == ["一致"]
    travel("2026-03-05 06:00")
    record = Recorded()
    await comparing.compare_lately(record)
    assert record.asked == [], "a day that agreed is asked about once"


async def test_a_night_that_was_missed_or_could_not_be_read_is_made_up_for(
    outreach: Outreach, sent: list[Message], travel: Callable[[str], None]
) -> None:
    travel("2026-03-05 06:00")
    await comparing.compare_lately(Recorded(TODAY))
    assert {each.day: each.unanswered for each in await messages.statement_days(COUNTY)} == {
        date(2026, 3, 4): 0, TODAY: 3,
    }  # fmt: skip
    travel("2026-03-06 06:00")
    await comparing.compare_lately(Recorded())
    found = {each.day: (each.ours, each.unanswered) for each in await messages.statement_days(COUNTY)}
    assert found[TODAY] == (3, 0)


async def test_a_record_that_is_down_is_not_asked_about_every_phone(
    outreach: Outreach, sent: list[Message], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "_PHONES_A_ROUND", 2)
    record = Recorded(TODAY)
    await comparing.compare(record, TODAY)
    assert (len(record.asked), (await compared()).unanswered) == (2, 3)


async def test_a_text_at_midnight_is_counted_by_one_side_only_and_is_no_difference(
    outreach: Outreach, sent: list[Message]
) -> None:
    """It has no name, so the page must not say that something differs and then list nothing."""

    class Empty:
        def details(self, phone: str, day: date) -> list[Detail]:
            return []

    await Message.all().update(sent_at=datetime(2026, 3, 2, 23, 59, tzinfo=clock.COUNTY_TIME))
    assert await comparing.compare(Empty(), TODAY) == 0
    day = await compared()
    assert (day.ours, day.theirs, day.agrees) == (3, 0, True)
