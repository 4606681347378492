"""Once a year an elder says by text that the phone is still theirs; who is silent is asked at the door, once."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from backend import clock, programmes
from backend.errands import Errand
from backend.journal import By, Signature
from backend.programmes import Enactment
from backend.residents import Contact
from notifications.number_checking import check_numbers
from tests.backend.payouts.awards import an_award
from tests.notifications.outreach_steps import Outreach
from tests.notifications.sandbox_process import Sandbox
from tests.people import COUNTY, a_resident, seed_parameters

PHONE = "13800007001"


@pytest.fixture(autouse=True)
async def one_elder(outreach: Outreach) -> None:
    await seed_parameters()
    await an_award(await a_resident(phone=PHONE))


async def let_us_ask(most: int = 10) -> None:
    await programmes.enact(
        Enactment(f"{COUNTY}000000", "outreach.number_checks_a_day", most, date(2026, 1, 1), None, "县局", True),
        by=Signature(By.CLOCK),
    )


async def test_nobody_is_asked_before_the_county_wants_it() -> None:
    assert await check_numbers() == 0


async def test_who_answers_one_has_said_yes_and_is_left_alone_for_a_year(
    outreach: Outreach, sandbox: Sandbox, travel: Callable[[str], None]
) -> None:
    await let_us_ask()
    assert [await check_numbers() for _ in range(2)] == [1, 0]
    await outreach.until_states("delivered")
    assert "请回复1" in sandbox.texts(PHONE)[0]["text"]
    sandbox.tell("reply", phone=PHONE, text="１")

    async def verified() -> bool:
        return (await Contact.get()).verified_at is not None

    await outreach.until(verified)
    assert len(sandbox.texts(PHONE)) == 1, "a yes is no question"
    for day, asked in (("2026-04-02 10:00", 0), ("2027-03-10 10:00", 1)):
        travel(day)
        assert await check_numbers() == asked
    assert await Errand.all().count() == 0


async def test_who_is_silent_is_asked_at_the_door_once(outreach: Outreach, travel: Callable[[str], None]) -> None:
    await let_us_ask()
    await check_numbers()
    travel("2026-03-15 10:00")
    assert await check_numbers() == 0
    travel("2026-03-17 10:00")
    assert [await check_numbers() for _ in range(2)] == [1, 0]
    assert "现在用哪个号码" in (await Errand.get()).reason


async def test_no_more_a_day_than_the_county_lets(outreach: Outreach) -> None:
    await let_us_ask(2)
    for number in range(3):
        await an_award(await a_resident(phone=f"1380000710{number}"))
    assert await check_numbers() == 2


@pytest.mark.parametrize(
    "change",
    [
        {"owner": "neighbour"}, {"kind": "landline"}, {"sms_ok": False}, {"dead_since": True}, {"opted_out_at": True},
        {"verified_at": True},
    ],
    ids=str,
)  # fmt: skip
async def test_only_a_phone_of_their_own_that_works_is_asked(outreach: Outreach, change: dict[str, object]) -> None:
    await let_us_ask()
    moment = clock.now() - timedelta(days=30)
    await Contact.all().update(**{key: moment if key.endswith(("_since", "_at")) else value
                                  for key, value in change.items()})  # fmt: skip
    assert await check_numbers() == 0


async def test_a_shared_number_proves_nothing_and_is_not_asked(outreach: Outreach) -> None:
    await let_us_ask()
    await an_award(await a_resident("刘大山", phone=PHONE))
    assert await check_numbers() == 0
