"""What is forgotten, and what is still needed."""

from collections.abc import Callable

import pytest

from backend import clock
from backend.journal import Deed
from notifications.announcing import announce
from notifications.following_up import follow_up
from notifications.message import Message
from notifications.tidying import tidy_up
from tests.notifications.occasions import SETTLED, happened
from tests.people import a_resident


@pytest.mark.parametrize(
    ("state", "followed_up", "forgotten"),
    [
        ("delivered", False, True),
        ("accepted", False, True),
        ("undelivered", True, True),
        ("rejected", True, True),
        ("undelivered", False, False),
        ("waiting", False, False),
        ("unknown", False, False),
    ],
)
async def test_words_of_settled_messages_are_forgotten_after_thirty_days(
    empty_database: str, at: Callable[[str], None], state: str, followed_up: bool, forgotten: bool
) -> None:
    at("2026-03-02 10:00")
    await happened(Deed.PAYOUT_SETTLED, await a_resident(phone="13800009999"), **SETTLED)
    await announce()
    now = clock.now()
    await Message.all().update(state=state, sent_at=now, finished_at=now, followed_up_at=now if followed_up else None)
    at("2026-04-01 04:00")
    await tidy_up()
    assert (await Message.get()).content_sealed is not None, "not a day too early"
    at("2026-04-02 04:00")
    await tidy_up()
    message = await Message.get()
    assert (message.content_sealed is None) == forgotten
    assert message.state == state


async def test_a_failure_heard_of_after_the_words_are_forgotten_harms_nothing(
    empty_database: str, at: Callable[[str], None]
) -> None:
    at("2026-03-02 10:00")
    await happened(Deed.PAYOUT_SETTLED, await a_resident(phone="13800009999"), **SETTLED)
    await announce()
    await Message.all().update(state="undelivered", finished_at=clock.now(), content_sealed=None)
    at("2026-05-02 10:00")
    assert await follow_up() == 1
    assert await follow_up() == 0
