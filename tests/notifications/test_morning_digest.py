"""One text a morning to an officer with a work phone, with numbers and nobody's name but theirs."""

from collections.abc import Callable

from backend import digests, sealing
from backend.staff import Officer
from notifications.announcing import announce
from notifications.message import PHONE, Message
from tests.backend.digests.test_drawing_up import a_case_and_a_door
from tests.notifications.outreach_steps import Outreach
from tests.people import an_officer

WORK = "13700001111"


async def with_a_phone(officer: Officer) -> Officer:
    officer.phone_sealed, officer.phone_index = sealing.seal(WORK, PHONE), sealing.blind_index(WORK, PHONE)
    await officer.save()
    return officer


async def test_an_officer_with_a_work_phone_is_texted_once_a_morning(
    outreach: Outreach, travel: Callable[[str], None]
) -> None:
    travel("2026-03-02 09:30")
    await a_case_and_a_door()
    await with_a_phone(await an_officer())
    await an_officer(name="钱丽")
    while await announce():
        pass
    await Message.all().delete()
    travel("2026-03-09 08:50")
    assert await digests.draw_up_digests() == 2
    await digests.draw_up_digests()
    (text,) = await outreach.until_states("delivered")
    assert (text.recipient_kind, text.occasion, text.village) == ("officer", "morning_digest", None)
    (shown,) = outreach.sandbox.texts(WORK)
    assert "2件超期、0件督办、0件快到期" in shown["text"]


async def test_who_has_left_and_what_merely_waits_rings_nowhere(empty_database: str, at: Callable[[str], None]) -> None:
    at("2026-03-02 09:30")
    await a_case_and_a_door()
    officer = await with_a_phone(await an_officer())
    while await announce():
        pass
    await Message.all().delete()
    at("2026-03-09 08:50")
    await digests.draw_up_digests()
    await Officer.filter(id=officer.id).update(left_on="2026-03-09")
    await announce()
    assert await Message.all().count() == 0
