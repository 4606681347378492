"""What the law or somebody's money waits for goes first, and townships take turns within a lane."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest

from backend import clock, database
from backend.identifiers import new_id
from notifications import channel_day, quiet_hours
from notifications import settings as outreach_settings
from notifications.channels import Result
from notifications.claiming import claim
from notifications.message import ChannelName, Lane
from notifications.wording import OCCASIONS

MORNING = "2026-03-02 10:00"
HERE, THERE = "410325103201", "410325101201"


@pytest.fixture(autouse=True)
def morning(empty_database: str, at: Callable[[str], None]) -> None:
    at(MORNING)


async def waiting(lane: Lane, village: str | None = HERE, number: int = 1, *, minutes: int = 0) -> list[UUID]:
    """Messages in line, due `minutes` from now."""
    ids = [new_id() for _ in range(number)]
    await database.execute(
        """INSERT INTO message (id, county, village, entry_id, occasion, recipient_kind, recipient_id, channel,
                                route_id, own_phone, address_sealed, address_index, content_sealed, lane, send_after,
                                created_at)
           SELECT id, '410325', $2, id, 'posted', 'resident', id, 'sms', id, true, 'x', uuid_send(id), 'x', $3, $4, $5
           FROM unnest($1::uuid[]) AS id""",
        ids, village, int(lane), clock.now() + timedelta(minutes=minutes), clock.now() - timedelta(hours=1),
    )  # fmt: skip
    return ids


async def next_ids(limit: int) -> list[UUID]:
    return [each.id for each in await claim(ChannelName.SMS, limit, 15)]


async def test_a_refusal_never_waits_behind_a_campaign() -> None:
    (campaign,), (routine,) = await waiting(Lane.CAMPAIGN), await waiting(Lane.ROUTINE)
    (urgent,), (code,) = await waiting(Lane.URGENT), await waiting(Lane.CODE, None)
    assert [await next_ids(1) for _ in range(5)] == [[code], [urgent], [routine], [campaign], []]


async def test_what_binds_is_urgent_and_what_is_told_by_the_thousand_is_not() -> None:
    for occasion in OCCASIONS.values():
        if occasion.step and not occasion.passing:
            assert occasion.lane is Lane.URGENT, occasion.code
    assert OCCASIONS["payout_bounced"].lane is Lane.URGENT
    assert OCCASIONS["payout_settled"].lane is Lane.ROUTINE


async def test_townships_take_turns() -> None:
    await waiting(Lane.ROUTINE, HERE, 300)
    late = await waiting(Lane.ROUTINE, THERE, 2)
    first = await claim(ChannelName.SMS, 10, 15)
    assert len(first) == 7  # five of the one, all of the other
    assert set(late) <= {each.id for each in first}


async def test_a_county_of_one_township_hears_as_much_as_one_of_thirty() -> None:
    for number in range(30):
        await waiting(Lane.ROUTINE, f"410325{100 + number}201", 20)
    small = set(await waiting(Lane.ROUTINE, "410326100201", 200))
    claimed = await next_ids(60)
    assert len(claimed) == 60
    assert len(small & set(claimed)) == 30


async def test_with_more_places_than_a_claim_holds_no_place_is_always_the_last() -> None:
    for number in range(12):
        await waiting(Lane.ROUTINE, f"410325{100 + number}201", 40)
    ids = [each for _ in range(30) for each in await next_ids(4)]
    heard = await database.rows("SELECT DISTINCT place FROM message WHERE id = ANY ($1)", ids)
    assert (len(ids), len(heard)) == (120, 12)


async def test_a_place_that_has_nothing_due_takes_no_turn_for_good() -> None:
    await waiting(Lane.ROUTINE, HERE, 4)
    await waiting(Lane.ROUTINE, THERE, 4, minutes=30)
    rounds = [len(await next_ids(4)) for _ in range(3)]
    assert rounds == [2, 2, 0]


async def test_whose_village_is_not_known_waits_in_the_line_of_the_county() -> None:
    (nowhere,) = await waiting(Lane.ROUTINE, None)
    await waiting(Lane.ROUTINE, HERE, 50)
    assert nowhere in await next_ids(10)


async def test_two_processes_never_claim_the_same() -> None:
    await waiting(Lane.ROUTINE, HERE, 60)
    await waiting(Lane.ROUTINE, THERE, 60)
    claimed = Counter([each for _ in range(20) for each in await next_ids(10)])
    assert (len(claimed), set(claimed.values())) == (120, {1})


async def test_a_used_up_budget_holds_back_what_can_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMS_MOST_A_DAY", "3")
    outreach_settings.settings.cache_clear()
    (routine,), (urgent,) = await waiting(Lane.ROUTINE), await waiting(Lane.URGENT)
    assert await channel_day.budget_left(ChannelName.SMS) == 3
    await channel_day.count(ChannelName.SMS, [Result.ACCEPTED, Result.ACCEPTED, Result.REJECTED, Result.UNKNOWN])
    assert await channel_day.budget_left(ChannelName.SMS) == 0
    assert [await next_ids(5) for _ in range(2)] == [[urgent], []]
    await database.execute("UPDATE channel_day SET day = day - 1")
    assert await next_ids(5) == [routine]


@pytest.mark.parametrize("lane", [lane for lane in Lane if lane is not Lane.CODE])
def test_only_codes_go_at_night(lane: Lane, at: Callable[[str], None]) -> None:
    at("2026-03-02 22:00")
    assert quiet_hours.may_go(Lane.CODE, clock.now())
    assert not quiet_hours.may_go(lane, clock.now())
