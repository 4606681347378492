"""Many notices that money came go out over the county's hours; few, and whatever has a term, at once."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest

from backend import clock, database, journal
from backend.clock import COUNTY_TIME
from backend.identifiers import new_id
from backend.journal import By, Deed, Line, Signature
from notifications.announcing import announce
from notifications.message import ChannelName, Message
from notifications.settings import settings
from notifications.spreading import spread
from tests.notifications.occasions import SETTLED
from tests.people import COUNTY, VILLAGE, a_resident


@pytest.fixture(autouse=True)
def four_hours(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("PAYOUT_NOTICES_HOURS", "4")
    settings.cache_clear()
    yield
    settings.cache_clear()


async def told(deed: Deed, count: int) -> list[Message]:
    elder = await a_resident(phone="13800009999")
    lines = [
        Line(deed, COUNTY, "payout", new_id(), resident_id=elder.id, village=VILLAGE, facts=dict(SETTLED))
        for _ in range(count)
    ]
    async with database.transaction():
        await journal.record_many(lines, by=Signature(By.BANK))
    await announce()
    return await Message.all()


@pytest.mark.parametrize(
    ("moment", "first", "last"),
    [
        ("2026-03-02 10:00", "2026-03-02 10:00", "2026-03-02 14:00"),
        ("2026-03-02 18:30", "2026-03-02 18:30", "2026-03-02 20:00"),
        ("2026-03-02 18:55", "2026-03-02 18:55", "2026-03-02 20:00"),
        ("2026-03-02 19:10", "2026-03-03 08:00", "2026-03-03 12:00"),
        ("2026-03-02 19:59", "2026-03-03 08:00", "2026-03-03 12:00"),
        ("2026-09-30 19:30", "2026-10-08 08:00", "2026-10-08 12:00"),  # over the national holiday
        ("2026-03-02 22:00", "2026-03-03 08:00", "2026-03-03 12:00"),
    ],
)
async def test_many_are_told_over_four_hours_of_the_day(
    empty_database: str, at: Callable[[str], None], moment: str, first: str, last: str
) -> None:
    at(moment)
    messages = await told(Deed.PAYOUT_SETTLED, 200)
    assert len(messages) == 200
    begin, end = (datetime.fromisoformat(each).replace(tzinfo=COUNTY_TIME) for each in (first, last))
    moments = sorted(each.send_after for each in messages)
    assert begin <= moments[0]
    assert moments[-1] <= end
    quarters = [
        sum(begin + (end - begin) * n / 4 <= each <= begin + (end - begin) * (n + 1) / 4 for each in moments)
        for n in range(4)
    ]
    assert min(quarters) > 20, "no quarter of the time is left out"


async def test_few_are_told_at_once(empty_database: str, at: Callable[[str], None]) -> None:
    at("2026-03-02 10:00")
    assert all(each.send_after <= clock.now() for each in await told(Deed.PAYOUT_SETTLED, 50))


async def test_what_failed_waits_for_no_turn(empty_database: str, at: Callable[[str], None]) -> None:
    at("2026-03-02 10:00")
    messages = await told(Deed.PAYOUT_BOUNCED, 120)
    assert messages
    assert all(each.send_after <= clock.now() for each in messages)


def test_a_call_is_never_put_into_the_nap_at_noon() -> None:
    begin = datetime(2026, 3, 2, 11, 30, tzinfo=COUNTY_TIME)
    for _ in range(200):
        assert begin <= spread(begin, new_id(), ChannelName.VOICE) < begin + timedelta(minutes=30)
