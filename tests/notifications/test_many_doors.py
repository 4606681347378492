"""Thousands of doors at once are asked for together, and everything comes out as if each had been asked for alone."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from backend import campaigns, clock, errands
from backend.errands import Errand, Wanted
from backend.journal import Deed, Entry
from backend.residents import Contact, Resident
from notifications import following_up, knocking
from notifications.announcing import announce
from notifications.following_up import follow_up
from notifications.message import Message
from notifications.unopened import follow_unopened
from tests.conftest import Emptying
from tests.notifications.occasions import SETTLED, happened, payouts_settled
from tests.notifications.standing_in import a_case_in_the_hand_of, two_at_home
from tests.notifications.test_campaigns import begun
from tests.people import a_cadre, a_contact, a_resident, seed_parameters

PEOPLE = 30


@pytest.fixture
def asked_for(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many errands each statement asked for."""
    counts: list[int] = []
    raise_many = errands.raise_many

    async def counted(wanted: Sequence[Wanted], **given: Any) -> int:
        counts.append(len(wanted))
        return await raise_many(wanted, **given)

    monkeypatch.setattr(knocking.errands, "raise_many", counted)
    return counts


async def test_a_warning_asks_for_all_doors_of_a_batch_at_once_and_for_today(
    empty_database: str, at: Callable[[str], None], asked_for: list[int]
) -> None:
    at("2026-03-02 10:00")
    await seed_parameters()
    await a_cadre()
    people = [await a_resident(f"王{number}") for number in range(PEOPLE)]
    await begun(campaigns.CampaignKind.COLD_WAVE)
    assert await campaigns.tell_some() == PEOPLE
    while await announce():
        pass
    assert asked_for == [PEOPLE]
    doors = await Errand.all()
    assert {each.resident_id for each in doors} == {each.id for each in people}
    assert {each.due_on for each in doors} == {clock.today()}
    assert all("请今天就告诉" in each.reason for each in doors)
    assert await Entry.filter(deed=Deed.ERRAND_RAISED.value).count() == PEOPLE, "cadres hear of it"
    await Entry.filter(deed=Deed.CAMPAIGN_TOLD.value).update(announced_at=None)
    await announce()
    assert await Errand.all().count() == PEOPLE, "told of again, nobody is asked for twice"


async def test_unopened_cards_ask_for_their_doors_together(
    empty_database: str, at: Callable[[str], None], asked_for: list[int]
) -> None:
    at("2026-03-02 10:00")
    await seed_parameters()
    await a_cadre()
    people = [await a_resident(f"王{number}", phone=f"138000094{number:02}") for number in range(PEOPLE)]
    await payouts_settled(people)
    while await announce():
        pass
    await Message.all().update(channel="wechat", state="delivered", attempts=1, finished_at=clock.now())
    await Contact.all().update(dead_since=clock.now())
    at("2026-03-30 10:00")
    assert [await follow_unopened(), await follow_unopened()] == [PEOPLE, 0]
    assert asked_for == [PEOPLE]
    assert {each.resident_id for each in await Errand.all()} == {each.id for each in people}


async def mixed(at: Callable[[str], None]) -> None:
    """Failed texts: of a number that is dead, one that is off, a neighbour's; of a person and of their helper; a dead
    number that somebody else has on file, too."""
    at("2026-03-02 10:00")
    await seed_parameters()
    await a_cadre()
    dead, off = await a_resident("甲", phone="13800009001"), await a_resident("乙", phone="13800009002")
    neighbours, also = await a_resident("丙"), await a_resident("丁", phone="13800009001")
    await a_contact(neighbours, "13800009003", owner="neighbour")
    for each in (dead, off, neighbours, also):
        await happened(Deed.PAYOUT_SETTLED, each, **SETTLED)
    elder, helper = await two_at_home("13800009004", "13800009005")
    case = await a_case_in_the_hand_of(helper, elder)
    await happened(Deed.APPLICATION_REFUSED, elder, application_id=str(case), reasons=["too_young"])
    await announce()
    await Message.all().update(state="undelivered", code="UNDELIV", attempts=1, finished_at=clock.now())
    await Message.filter(recipient_id=dead.id).update(code="MK:0001")
    at("2026-03-02 10:05")


async def what_came_of_it() -> dict[str, list[Any]]:
    """By names and words, without ids."""
    people = {each.id: each.name for each in await Resident.all()}
    new = await Message.filter(state="waiting")
    doors, failed = await Errand.all(), await Entry.filter(deed=Deed.MESSAGE_FAILED.value)
    return {
        "ways": sorted((people.get(each.recipient_id, ""), each.channel, each.recipient_kind) for each in new),
        "doors": sorted((people[each.resident_id], each.reason, each.because.partition(":")[0]) for each in doors),
        "failed": sorted((people[each.resident_id or each.id], str(each.facts)) for each in failed),
        "open": sorted(str(each.id) for each in await Message.filter(followed_up_at=None, state="undelivered")),
    }


async def test_together_it_comes_out_as_one_by_one(
    empty_database: str, emptying: Emptying, at: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for batch in (1, 200):
        await emptying()
        monkeypatch.setattr(following_up, "_BATCH", batch)
        await mixed(at)
        while await follow_up():
            pass
        found.append(await what_came_of_it())
    alone, together = found
    assert together == alone
    assert alone["open"] == []
    assert alone["doors"]
