"""Once a year an elder says by text that the phone is still theirs; who is silent twice is asked at the door, and the
number learns nothing until somebody has said whose it is."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from backend import clock, messages, programmes, staff
from backend.errands import Errand
from backend.journal import By, Deed, Entry, Signature
from backend.programmes import Enactment
from backend.residents import Contact, PhoneOwner, Resident
from notifications.number_checking import check_numbers, confirm_number
from tests.backend.payouts.awards import an_award
from tests.notifications.occasions import SETTLED, happened
from tests.notifications.outreach_steps import Outreach
from tests.notifications.sandbox_process import Sandbox
from tests.notifications.test_replying import text_us
from tests.notifications.test_ways import a_ward, an_agreement
from tests.people import COUNTY, a_cadre, a_household, a_resident, an_officer, seed_parameters

PHONE, PAYEE, CADRE = "13800007001", "13800007002", "13800007003"


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


@pytest.mark.parametrize("words", ["是我。", "對", "还是我在用"])
async def test_a_yes_in_a_word_is_a_yes_while_the_question_is_the_last_text(
    outreach: Outreach, sandbox: Sandbox, words: str
) -> None:
    await let_us_ask()
    await check_numbers()
    await outreach.until_states("delivered")
    await text_us(outreach, words, phone=PHONE)
    assert ((await Contact.get()).verified_at is not None, await Errand.all().count()) == (True, 0)
    await happened(Deed.PAYOUT_SETTLED, await Resident.get(), **SETTLED)
    await outreach.until_states("delivered", "delivered")
    await text_us(outreach, words, phone=PHONE)
    assert (await Errand.get()).kind == "call_back", "to what is that a yes? a person asks"


async def silent_twice(travel: Callable[[str], None]) -> Contact:
    """The elder's contact once nobody has answered in fourteen days, nor in fourteen more."""
    await let_us_ask()
    asked = [await check_numbers()]
    for day in ("2026-03-15", "2026-03-17", "2026-03-30", "2026-04-01", "2026-04-02"):
        travel(f"{day} 10:00")
        asked.append(await check_numbers())
    assert asked == [1, 0, 1, 0, 1, 0], "asked, asked again, and then somebody goes, once"
    return await Contact.get()


async def test_who_is_silent_twice_is_asked_at_the_door_once(outreach: Outreach, travel: Callable[[str], None]) -> None:
    contact = await silent_twice(travel)
    assert contact.doubted_since is not None
    assert await Entry.filter(deed=Deed.NUMBER_CHECKED.value).count() == 2
    assert await Entry.filter(deed=Deed.NUMBER_DOUBTED.value).count() == 1
    assert (await Errand.get()).reason == (
        "王秀英登记的手机发短信核对了两次都没有回，请见面问一问现在用哪个号码，报乡镇更新。"
    )
    travel("2027-05-01 10:00")
    assert await check_numbers() == 0, "who is in doubt is found at the door, not by a third text"


@pytest.mark.parametrize("deed", [Deed.PAYOUT_SETTLED, Deed.APPLICATION_REFUSED], ids=["routine", "statutory"])
async def test_a_number_in_doubt_is_still_tried_and_learns_nothing(
    outreach: Outreach, sandbox: Sandbox, travel: Callable[[str], None], deed: Deed
) -> None:
    await silent_twice(travel)
    await Entry.all().update(announced_at=clock.now())  # the two questions are not what is tried here
    facts = SETTLED if deed is Deed.PAYOUT_SETTLED else {"reasons": ["too_young"]}
    await happened(deed, await Resident.get(), **facts)
    (message,) = await outreach.until_states("delivered")
    assert not message.own_phone
    assert [each["text"] for each in sandbox.texts(PHONE)] == [
        "【嵩县民政局】请转告王秀英：有一件事要当面告诉本人，请抽空联系村干部。谢谢您帮忙转达。"
    ]
    sandbox.tell("reply", phone=PHONE, text="2")

    async def called() -> bool:
        return await Errand.filter(kind="call_back").count() == 1

    await outreach.until(called)
    assert len(sandbox.texts(PHONE)) == 1, "a stranger who asks is told nothing"


async def test_a_late_yes_ends_the_doubt_and_spares_the_way(
    outreach: Outreach, sandbox: Sandbox, travel: Callable[[str], None]
) -> None:
    contact = await silent_twice(travel)
    travel("2026-07-01 10:00")
    assert await confirm_number(contact)
    assert not await confirm_number(contact), "later a 1 asks how far the case is"
    assert ((await Contact.get()).doubted_since, (await Errand.get()).outcome) == (None, "needless")
    assert await Entry.filter(deed=Deed.NUMBER_CONFIRMED.value).count() == 1


async def test_the_same_number_put_on_file_from_the_door_is_proved(
    outreach: Outreach, travel: Callable[[str], None]
) -> None:
    contact = await silent_twice(travel)
    await staff.add_phone(contact.resident_id, await an_officer(), number=PHONE, owner=PhoneOwner.SELF)
    kept = await Contact.get()
    assert (kept.doubted_since, kept.verified_at is not None) == (None, True)
    assert await check_numbers() == 0


async def test_payees_and_cadres_are_asked_each_year_and_a_one_is_their_yes(
    outreach: Outreach, sandbox: Sandbox, travel: Callable[[str], None]
) -> None:
    await let_us_ask()
    await Contact.all().update(verified_at=clock.now())  # the elder was asked already
    await an_agreement(await a_resident("李四"), PAYEE, filed_at=datetime(2025, 1, 5, tzinfo=UTC))
    cadre = await a_cadre(phone=CADRE)
    assert [await check_numbers(), await check_numbers()] == [2, 0]
    await outreach.until_states("delivered", "delivered")
    for phone, name in ((PAYEE, "王建军"), (CADRE, cadre.name)):
        (text,) = sandbox.texts(phone)
        assert text["text"].startswith(f"【嵩县民政局】{name}您好，一年核对一次号码")
        sandbox.tell("reply", phone=phone, text="1")

    async def said_yes() -> bool:
        return await Entry.filter(deed=Deed.NUMBER_CONFIRMED.value).count() == 2

    await outreach.until(said_yes)
    assert len(sandbox.texts(PAYEE)) == 1, "who keeps the account learns nothing of the case by a 1"
    travel("2026-04-20 10:00")
    assert await check_numbers() == 0
    travel("2027-03-10 10:00")
    assert await check_numbers() == 3


async def test_a_payee_silent_twice_is_asked_for_at_the_persons_door_and_hears_no_amount(
    outreach: Outreach, sandbox: Sandbox, travel: Callable[[str], None]
) -> None:
    await let_us_ask()
    await Contact.all().update(verified_at=clock.now())
    person, clerk = await a_resident("李四"), await an_officer()
    await an_agreement(person, PAYEE, filed_at=datetime(2025, 1, 5, tzinfo=UTC))
    await a_cadre(phone=CADRE)
    asked = [await check_numbers()]
    for day in ("2026-03-15", "2026-03-17", "2026-03-30", "2026-04-01", "2026-04-02"):
        travel(f"{day} 10:00")
        asked.append(await check_numbers())
    assert asked == [2, 0, 2, 0, 2, 0]
    (errand,) = await Errand.filter(kind="deliver_message")
    assert (errand.resident_id, errand.reason) == (
        person.id, "李四的代领人登记的手机号发短信核对了两次都没有回，请问一问代领人现在用哪个号码，报乡镇更新。"
    )  # fmt: skip
    assert {(each.name, each.doubted) for each in await messages.dead_lines(clerk)} == {
        ("王建军", True), ("李建国", True)
    }  # fmt: skip
    await Entry.all().update(announced_at=clock.now())
    await happened(Deed.PAYOUT_SETTLED, person, **SETTLED)
    await outreach.until_states("delivered", "delivered")  # the second asks the cadre to go and tell the person
    assert [each["text"] for each in sandbox.texts(PAYEE)] == [
        "【嵩县民政局】请转告李四的代领人：有一件事要当面告诉本人，请抽空联系村干部。谢谢您帮忙转达。"
    ]
    sandbox.tell("reply", phone=PAYEE, text="1")

    async def spared() -> bool:
        return (await Errand.get(id=errand.id)).outcome == "needless"

    await outreach.until(spared)
    assert [each.name for each in await messages.dead_lines(clerk)] == ["李建国"]


async def test_no_more_a_day_than_the_county_lets(outreach: Outreach) -> None:
    await let_us_ask(2)
    for number in range(3):
        await an_award(await a_resident(phone=f"1380000710{number}"))
    assert [await check_numbers() for _ in range(2)] == [2, 0], "a run that failed is done again, and asks no more"


@pytest.mark.parametrize(
    "change",
    [
        {"owner": "neighbour"}, {"kind": "landline"}, {"sms_ok": False}, {"dead_since": True}, {"opted_out_at": True},
        {"verified_at": True}, {"doubted_since": True},
    ],
    ids=str,
)  # fmt: skip
async def test_only_a_phone_of_their_own_that_works_is_asked(outreach: Outreach, change: dict[str, object]) -> None:
    await let_us_ask()
    moment = clock.now() - timedelta(days=30)
    await Contact.all().update(**{key: moment if key.endswith(("_since", "_at")) else value
                                  for key, value in change.items()})  # fmt: skip
    assert await check_numbers() == 0


async def test_who_is_spoken_to_through_others_is_not_asked(outreach: Outreach) -> None:
    """It would be asked in the neutral words of another's phone, which nobody answers by a 1."""
    await let_us_ask()
    await Contact.all().update(verified_at=clock.now())
    son = await a_resident("王建军", date(1970, 1, 1))
    await an_award(await a_ward("王老太", son, await a_household(), phone="13800007101"))
    await an_award(await a_resident("小明", date(2014, 3, 1), phone="13800007102"))
    await an_award(await a_resident("小红", date(2008, 3, 2), phone="13800007103"))  # of age today
    assert await check_numbers() == 1
    assert (await Contact.exclude(asked_at=None).get()).phone == "13800007103"


async def test_a_shared_number_proves_nothing_and_is_not_asked(outreach: Outreach) -> None:
    await let_us_ask()
    await an_award(await a_resident("刘大山", phone=PHONE))
    assert await check_numbers() == 0
