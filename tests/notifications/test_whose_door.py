"""Who is sent to whose door, when a guardian, a helper or a payee is not reached."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from backend import clock, database, messages
from backend.errands import Errand
from backend.identifiers import new_id
from backend.journal import Deed, Entry
from notifications import following_up, next_way
from notifications.announcing import announce
from notifications.following_up import follow_up
from notifications.message import Message
from notifications.setting_aside import PLAIN_REASON
from tests.notifications.occasions import SETTLED, happened
from tests.notifications.outreach_steps import Outreach
from tests.notifications.standing_in import a_case_in_the_hand_of, two_at_home
from tests.notifications.test_ways import a_ward, an_agreement
from tests.people import COUNTY, OTHER_VILLAGE, a_household, a_resident

DEAD_END = "13800000005"  # no text arrives there, and the number is not dead
# What became of the person's own notice, and whether somebody goes to the person for the helper's sake.
HELPERS: dict[str, tuple[dict[str, Any], bool]] = {
    "on their own phone": ({"state": "delivered"}, False),
    "on its way to their own phone": ({"state": "accepted"}, False),
    "a word left with the neighbour": ({"state": "delivered", "own_phone": False}, True),
    "on its way to the neighbour": ({"state": "accepted", "own_phone": False}, True),
    "a card that may still be opened": ({"state": "delivered", "channel": "wechat", "followed_up_at": None}, False),
    "a card that nobody opened": ({"state": "delivered", "channel": "wechat"}, True),
    "read": ({"state": "undelivered", "read_at": datetime(2026, 3, 2, 2, 0, tzinfo=UTC)}, False),
    "the next way is still to come": ({"state": "undelivered", "followed_up_at": None}, False),
    "no way was left": ({"state": "undelivered"}, True),
}


@pytest.fixture
async def case(outreach: Outreach) -> tuple[Any, Any]:
    """A refusal that the helper did not hear of, not followed up yet."""
    elder, helper = await two_at_home("13800001111", DEAD_END)
    number = await a_case_in_the_hand_of(helper, elder)
    await happened(Deed.APPLICATION_REFUSED, elder, application_id=str(number), reasons=["too_young"])
    await announce()
    await Message.filter(recipient_kind="helper").update(state="undelivered", finished_at=clock.now(), code="MK:0005")
    return elder, helper


@pytest.mark.parametrize("own", HELPERS)
async def test_a_helpers_silence_sends_somebody_to_who_has_not_the_whole_news(
    case: tuple[Any, Any], outreach: Outreach, own: str
) -> None:
    elder, _ = case
    became, somebody_goes = HELPERS[own]
    given = {"finished_at": clock.now(), "followed_up_at": clock.now(), **became}
    await Message.filter(recipient_kind="resident").update(**given)
    helpers = await Message.get(recipient_kind="helper")
    row = await database.row("SELECT * FROM message WHERE id = $1", helpers.id)
    assert row is not None
    async with database.transaction():
        await next_way.try_next_ways([row])
    found = await Errand.all()
    assert [(each.resident_id, each.because) for each in found] == (
        [(elder.id, f"message:{helpers.id}")] if somebody_goes else []
    )
    if somebody_goes:
        assert found[0].reason.startswith("请上门告诉王秀英：")
        assert found[0].reason.endswith("代办人联系不上，请直接告诉本人。")
    failed = await Entry.get(deed=Deed.MESSAGE_FAILED.value)
    assert (failed.resident_id, failed.subject_id) == (elder.id, helpers.id)


async def test_who_is_asked_for_already_is_not_asked_for_twice(case: tuple[Any, Any], outreach: Outreach) -> None:
    await Message.filter(recipient_kind="resident").update(state="undelivered", finished_at=clock.now())
    await outreach.step_after(5)
    assert await follow_up() == 0
    (errand,) = await Errand.all()
    assert errand.because == f"message:{(await Message.get(recipient_kind='resident')).id}"


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails(messages: list[dict[str, Any]]) -> None:
        raise ValueError(len(messages))

    monkeypatch.setattr(following_up, "try_next_ways", fails)


@pytest.mark.parametrize("kind", ["resident", "payee", "helper"])
async def test_what_cannot_be_followed_up_sends_somebody_to_whom_it_concerns(
    outreach: Outreach, broken: None, kind: str
) -> None:
    elder = await a_resident(phone=DEAD_END)
    await happened(Deed.PAYOUT_SETTLED, elder, **SETTLED)
    await outreach.until_states("undelivered")
    await Message.all().update(recipient_kind=kind, recipient_id=elder.id if kind == "resident" else new_id())
    await outreach.step_after(5)
    errand = await Errand.get()
    assert (errand.resident_id, errand.reason) == (elder.id, PLAIN_REASON)


async def test_of_a_campaign_nobody_is_visited_even_so(outreach: Outreach, broken: None) -> None:
    elder = await a_resident(phone=DEAD_END)
    await happened(Deed.PAYOUT_SETTLED, elder, **SETTLED)
    await outreach.until_states("undelivered")
    await Message.all().update(occasion="policy_news")
    await outreach.step_after(5)
    assert await Errand.all().count() == 0


async def test_a_payee_who_is_not_reached_is_asked_for_where_the_person_lives(outreach: Outreach) -> None:
    elder = await a_resident(phone="13800001111")
    await an_agreement(elder, DEAD_END)
    await happened(Deed.PAYOUT_SETTLED, elder, **SETTLED)
    await outreach.until_states("delivered", "undelivered")
    await outreach.step_after(5)
    errand = await Errand.get()
    assert (errand.resident_id, errand.reason.startswith("请告诉王秀英的代领人：")) == (elder.id, True)


@pytest.mark.parametrize("phone", [None, DEAD_END])
async def test_for_whom_a_court_found_a_guardian_somebody_goes_to_the_guardian(
    outreach: Outreach, phone: str | None
) -> None:
    son = await a_resident("王建军", date(1970, 1, 1), phone=phone, village=OTHER_VILLAGE)
    ward = await a_ward("王老太", son, await a_household())
    await happened(Deed.PAYOUT_SETTLED, ward, **SETTLED)
    await outreach.until_states(*(["undelivered"] if phone else []))
    await outreach.step_after(5)
    errand = await Errand.get()
    assert (errand.resident_id, errand.village) == (son.id, OTHER_VILLAGE)
    assert errand.reason.startswith("请告诉王老太的监护人：")
    today = clock.today()
    balance = await messages.balance_of(COUNTY, f"{COUNTY}%", today, today)
    assert (balance.told, balance.under_way, balance.is_whole) == (1, 1, True)
    await Errand.filter(id=errand.id).update(done_at=clock.now(), outcome="done")
    assert (await messages.balance_of(COUNTY, f"{COUNTY}%", today, today)).visited == 1


async def test_a_guardian_who_died_leaves_the_door_to_the_ward(outreach: Outreach) -> None:
    son = await a_resident("王建军", date(1970, 1, 1), phone="13800001111", deceased_on=date(2026, 1, 1))
    ward = await a_ward("王老太", son, await a_household())
    await happened(Deed.PAYOUT_SETTLED, ward, **SETTLED)
    await outreach.step()
    assert (await Errand.get()).resident_id == ward.id
