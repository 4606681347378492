"""What waits is looked at once more before it goes: overtaken news, the dead, a clock that stepped back."""

import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from backend import applications, clock, journal
from backend.applications import Application
from backend.errands import Errand
from backend.journal import Deed
from backend.programmes import PhotoKind
from backend.residents import Resident, request_phone_code
from notifications.announcing import announce
from notifications.audience import Audience
from notifications.claiming import claim
from notifications.following_up import follow_up
from notifications.hearing_back import hear_back
from notifications.message import ChannelName, Message
from notifications.receipt import ReceiptKind, keep
from notifications.wording import BY_DEED
from tests.backend.applications.cases import a_draft, a_photo, hand
from tests.notifications.occasions import SETTLED, happened
from tests.people import COUNTY, a_cadre, a_contact, a_resident, a_wechat_account, an_officer, seed_parameters

Travel = Callable[[str], None]
PHONE = "13800009999"


@pytest.fixture
async def elder(empty_database: str, at: Travel) -> Resident:
    at("2026-03-02 10:00")
    await seed_parameters()
    return await a_resident(phone=PHONE)


async def a_submitted_case(elder: Resident) -> Application:
    return await applications.submit((await a_draft(elder)).id, by=hand(elder))


async def claimed() -> list[str]:
    """The occasions that go out now."""
    return [each.occasion for each in await claim(ChannelName.SMS, 50, 30)]


async def by_occasion() -> dict[str, tuple[str, str | None]]:
    return {each.occasion: (each.state, each.code) for each in await Message.all()}


async def test_only_the_newest_step_of_a_case_goes(elder: Resident) -> None:
    case = await a_submitted_case(elder)
    await applications.accept(case.id, await an_officer())
    await announce()
    assert await claimed() == ["accepted"]
    assert (await by_occasion())["submitted"] == ("rejected", "superseded")


async def test_steps_announced_on_their_own_are_overtaken_by_later_ones(elder: Resident, at: Travel) -> None:
    at("2026-03-02 21:00")
    case = await a_submitted_case(elder)
    await announce()
    await applications.accept(case.id, await an_officer())
    await announce()
    at("2026-03-03 08:01")
    assert await claimed() == ["accepted"]


async def test_what_binds_goes_even_when_overtaken(elder: Resident) -> None:
    case = await a_submitted_case(elder)
    await applications.return_for_more(case.id, await an_officer(), [PhotoKind.PORTRAIT])
    await applications.attach(case.id, await a_photo(elder, PhotoKind.PORTRAIT), hand(elder))
    await applications.submit(case.id, by=hand(elder))
    await applications.withdraw(case.id, by=hand(elder))
    await announce()
    assert await claimed() == ["returned", "withdrawn"]


async def test_a_grant_overtakes_the_steps_of_its_case(elder: Resident) -> None:
    case = await a_submitted_case(elder)
    await happened(Deed.AWARD_STARTED, elder, from_month="2026-03-01", amount_fen=5000, application_id=str(case.id))
    await announce()
    assert await claimed() == ["confirmed"]


async def test_what_is_to_be_explained_takes_no_announced_visit_back(elder: Resident) -> None:
    case = await a_submitted_case(elder)
    about = {"application_id": str(case.id)}
    await happened(Deed.APPLICATION_ACCEPTED, elder, decision_due_on="2026-04-10", visit=True, **about)
    await happened(Deed.CHECK_DISCREPANCY_FOUND, elder, **about)
    await happened(Deed.EXTENSION_APPROVED, elder, decision_due_on="2026-05-12", **about)
    await announce()
    assert sorted(await claimed()) == ["check_discrepancy", "extended", "visit_announced"]


async def test_the_longer_limit_of_a_case_that_has_ended_is_told_no_more(elder: Resident, at: Travel) -> None:
    case = await a_submitted_case(elder)
    at("2026-03-02 21:00")
    await happened(Deed.EXTENSION_APPROVED, elder, decision_due_on="2026-05-12", application_id=str(case.id))
    await happened(Deed.FIRST_OPINION_GIVEN, elder, favourable=False, application_id=str(case.id))
    await applications.withdraw(case.id, by=hand(elder))
    await announce()
    at("2026-03-03 08:01")
    assert await claimed() == ["opinion_against", "withdrawn"]


async def test_payouts_and_other_cases_are_not_overtaken(elder: Resident) -> None:
    await happened(Deed.PAYOUT_SETTLED, elder, **SETTLED)
    neighbour = await a_resident("李四", phone="13800008888")
    await a_submitted_case(neighbour)
    case = await a_submitted_case(elder)
    await applications.accept(case.id, await an_officer())
    await announce()
    assert sorted(await claimed()) == ["accepted", "payout_settled", "submitted"]


async def test_at_the_door_only_the_newest_step_is_told(elder: Resident) -> None:
    without_phone = await a_resident("李四")
    case = await a_submitted_case(without_phone)
    await applications.accept(case.id, await an_officer())
    await announce()
    (errand,) = await Errand.all()
    assert "已受理" in errand.reason


async def test_a_step_that_failed_and_is_overtaken_is_not_followed_up(elder: Resident, at: Travel) -> None:
    case = await a_submitted_case(elder)
    await announce()
    await Message.all().update(state="undelivered", finished_at=clock.now())
    await applications.accept(case.id, await an_officer())
    await announce()
    at("2026-03-02 10:05")
    assert await follow_up() == 1
    assert await Errand.all().count() == 0


async def test_a_submission_names_its_day_after_the_case_has_moved_on(elder: Resident) -> None:
    case = await a_submitted_case(elder)
    await applications.return_for_more(case.id, await an_officer(), [PhotoKind.PORTRAIT])
    entry = await journal.Entry.get(deed=Deed.APPLICATION_SUBMITTED.value)
    assert entry.facts["step_due_on"] == "2026-03-05"
    await announce()
    assert await Errand.all().count() == 0


async def test_the_dead_hear_nothing_that_was_put_in_line_before(elder: Resident, at: Travel) -> None:
    living = await a_resident("李四", phone="13800008888")
    at("2026-03-02 21:00")
    for each in (elder, living):
        await happened(Deed.PAYOUT_SETTLED, each, **SETTLED)
    await announce()
    at("2026-03-03 07:00")
    await Resident.filter(id=elder.id).update(deceased_on=date(2026, 3, 2))
    at("2026-03-03 08:01")
    assert [each.recipient_id for each in await claim(ChannelName.SMS, 50, 30)] == [living.id]
    message = await Message.get(recipient_id=elder.id)
    assert (message.state, message.code) == ("rejected", "deceased")
    at("2026-03-03 08:05")
    assert await follow_up() == 0


@pytest.mark.parametrize("back", ["2026-03-02 08:00", "2026-02-27 09:00"])
async def test_a_clock_that_steps_back_stops_no_text(elder: Resident, at: Travel, back: str) -> None:
    await happened(Deed.PAYOUT_SETTLED, elder, **SETTLED)
    await request_phone_code((await a_wechat_account()).id, COUNTY, "13800006666")
    await announce()
    at(back)
    assert await claimed() == ["phone_code", "payout_settled"]


async def test_a_clock_that_steps_back_into_the_night_disturbs_nobody(elder: Resident, at: Travel) -> None:
    await happened(Deed.PAYOUT_SETTLED, elder, **SETTLED)
    await announce()
    at("2026-03-01 23:00")
    assert await claimed() == []
    at("2026-03-02 08:00")
    assert await claimed() == ["payout_settled"]


async def test_what_waits_for_the_morning_waits_for_it_on_a_clock_set_back(elder: Resident, at: Travel) -> None:
    at("2026-03-02 21:00")
    await happened(Deed.PAYOUT_SETTLED, elder, **SETTLED)
    await announce()
    at("2026-03-03 07:59")
    assert await claimed() == []
    at("2026-03-03 05:00")
    assert await claimed() == []


async def test_a_term_set_by_the_present_clock_is_kept(elder: Resident, at: Travel) -> None:
    """Written by the clock before it stepped back, but put off by the clock of today: the provider's wait holds."""
    await happened(Deed.PAYOUT_SETTLED, elder, **SETTLED)
    await announce()
    at("2026-02-27 09:00")
    assert await claimed() == ["payout_settled"]
    await Message.all().update(state="waiting", send_after=clock.now() + timedelta(minutes=5))
    assert await claimed() == []


async def test_failures_are_followed_up_by_a_clock_set_back(elder: Resident, at: Travel) -> None:
    await a_contact(elder, "13800007777", owner="relative")
    await happened(Deed.PAYOUT_SETTLED, elder, **SETTLED)
    await announce()
    await Message.all().update(state="undelivered", finished_at=clock.now())
    at("2026-02-27 09:00")
    assert await follow_up() == 1
    assert await Message.all().count() == 2


async def test_texts_of_the_day_to_come_silence_no_cadre(elder: Resident, at: Travel) -> None:
    cadre = await a_cadre(phone="13900009999")
    for _ in range(3):
        await happened(Deed.PAYOUT_SETTLED, await a_resident(), **SETTLED)
    await announce()
    await announce()
    at("2026-02-27 09:00")
    entry = await journal.Entry.filter(deed=Deed.ERRAND_RAISED.value).first()
    assert entry is not None
    (occasion,) = BY_DEED[Deed.ERRAND_RAISED.value]
    (recipient,) = (await Audience.of([(entry, occasion)])).recipients(entry, occasion)
    assert recipient.id == cadre.id


async def test_an_event_of_no_message_waits_no_longer_on_a_clock_set_back(elder: Resident, at: Travel) -> None:
    item = {"MsgID": "1", "ErrorCode": "0"}
    event = {"Event": "subscribe_msg_sent_event", "FromUserName": "somebody", "List": item}
    await keep([(ReceiptKind.WECHAT, json.dumps(event))])
    assert await hear_back() == 0, "the answer that names its message may come yet"
    at("2026-02-27 09:00")
    assert await hear_back() == 1
