"""What is forgotten, and what is still needed."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from backend import clock, database
from backend.identifiers import lowest_id, new_id
from backend.journal import Deed
from backend.links import ShortLink, make_tokens
from backend.residents import PhoneCode
from notifications.announcing import announce
from notifications.following_up import follow_up
from notifications.message import Message
from notifications.reply import Meaning, Reply
from notifications.tidying import tidy_up
from tests.notifications.occasions import SETTLED, happened
from tests.people import a_resident, a_wechat_account


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


async def test_numbers_are_forgotten_when_nobody_can_appeal_any_more_and_the_notice_stays(
    empty_database: str, at: Callable[[str], None]
) -> None:
    at("2026-03-02 10:00")
    await happened(Deed.PAYOUT_SETTLED, await a_resident(phone="13800009999"), **SETTLED)
    await announce()
    new = await Message.get()
    await Message.all().update(state="delivered", sent_at=clock.now(), finished_at=clock.now())
    for days, kept in ((549, True), (551, False)):
        old = lowest_id(clock.real_now() - timedelta(days=days))
        await database.execute("UPDATE message SET id = $2 WHERE id = $1", new.id, old)
        new.id = old
        await tidy_up()
        message = await Message.get()
        assert (bytes(message.address_sealed) != b"", bytes(message.address_index) != b"") == (kept, kept)
    assert (message.occasion, message.channel, message.state) == ("payout_settled", "sms", "delivered")
    await Message.all().update(state="waiting", address_sealed=b"x", address_index=b"x")
    await tidy_up()
    assert bytes((await Message.get()).address_sealed) == b"x", "what is not at its end keeps its way"


async def test_codes_and_keywords_go_and_letters_stay(empty_database: str, at: Callable[[str], None]) -> None:
    at("2024-03-02 10:00")
    account = await a_wechat_account()
    await PhoneCode.create(
        id=new_id(), county="410325", account_id=account.id, phone_sealed=b"x", phone_index=b"x", code_sealed=b"x",
        tries_left=5, expires_at=clock.now(),
    )  # fmt: skip
    for number, meaning in enumerate((Meaning.STATE, Meaning.CALL_ME)):
        await Reply.create(
            id=new_id(), county="410325", sequence_id=str(number), phone_sealed=b"x", phone_index=b"x",
            content_sealed=b"x", meaning=meaning.value, received_at=clock.now(),
        )  # fmt: skip
    at("2024-03-31 04:00")
    await tidy_up()
    assert (await PhoneCode.all().count(), await Reply.all().count()) == (1, 2)
    at("2026-03-02 04:00")
    await tidy_up()
    assert await PhoneCode.all().count() == 0
    assert [each.meaning for each in await Reply.all()] == [Meaning.CALL_ME.value]


async def test_links_that_open_nothing_any_more_are_forgotten(empty_database: str, at: Callable[[str], None]) -> None:
    at("2026-03-02 10:00")
    over, last_day = await make_tokens("pages/home/index", ["case=1", "case=2"], clock.today())
    await ShortLink.filter(token=last_day).update(ends_on=clock.today() + timedelta(days=1))
    at("2026-03-03 04:00")
    await tidy_up()
    assert [each.token for each in await ShortLink.all()] == [last_day]
    assert over != last_day
