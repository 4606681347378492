"""Several counties share a house: each is told, asked and counted by what is on file there, and read by its office."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from backend import clock, database, messages, programmes, residents, sealing
from backend.entitlements import Award, PayeeAgreement
from backend.errands import Errand
from backend.journal import By, Deed, Line, Signature, record
from backend.programmes import Enactment
from backend.residents import Contact, Resident
from backend.staff import Officer, Role, counties_served, in_each_county
from notifications.message import PHONE as PURPOSE
from notifications.message import Message
from notifications.number_checking import check_numbers
from notifications.reply import Reply
from tests.backend.payouts.awards import an_award
from tests.notifications.occasions import SETTLED
from tests.notifications.outreach_steps import Outreach
from tests.notifications.sandbox_process import Sandbox
from tests.notifications.test_replying import text_us
from tests.notifications.test_ways import an_agreement
from tests.people import COUNTY, a_cadre, a_contact, a_resident, an_officer, seed_parameters

OTHER, THEIR_VILLAGE = "410326", "410326100201"
PAYEE, ELDER, OURS = "13800006001", "13800006002", "13800006003"
Travel = Callable[[str], None]


@pytest.fixture(autouse=True)
async def their_office(outreach: Outreach) -> Officer:
    """The next county's, with a reviewer."""
    await seed_parameters()
    await database.execute(
        """INSERT INTO place (code, level, name, parent_code, valid_from) VALUES
           ($1, 'county', '汝阳县', '410300000000', date '1900-01-01'), ($2, 'township', '乡', $1, date '1900-01-01'),
           ($3, 'village', '村', $2, date '1900-01-01')""",
        f"{OTHER}000000", f"{THEIR_VILLAGE[:9]}000", THEIR_VILLAGE,
    )  # fmt: skip
    officer = await an_officer(Role.COUNTY_REVIEWER)
    await Officer.filter(id=officer.id).update(county=OTHER, place=f"{OTHER}000000")
    return await Officer.get(id=officer.id)


async def one_of_theirs(phone: str | None = None, owner: str = "self") -> Resident:
    elder = await a_resident("李四", phone=phone, phone_owner=owner)
    await Resident.filter(id=elder.id).update(county=OTHER, village=THEIR_VILLAGE)
    await Contact.filter(resident_id=elder.id).update(county=OTHER)
    return await Resident.get(id=elder.id)


async def money_came(elder: Resident) -> None:
    line = Line(
        Deed.PAYOUT_SETTLED, elder.county, "payout", elder.id, resident_id=elder.id, village=elder.village,
        facts=dict(SETTLED),
    )  # fmt: skip
    async with database.transaction():
        await record(line, by=Signature(By.BANK))


async def their_payee() -> Resident:
    elder = await one_of_theirs()
    await an_agreement(elder, PAYEE, filed_at=datetime(2025, 1, 5, tzinfo=UTC))
    await PayeeAgreement.all().update(county=OTHER)
    return elder


def index(phone: str) -> bytes:
    return sealing.blind_index(phone, PURPOSE)


async def test_they_are_the_houses_own_and_those_with_officers_or_cadres(their_office: Officer) -> None:
    assert await counties_served() == [COUNTY, OTHER]


async def test_one_that_fails_holds_up_no_other() -> None:
    done = []

    async def deed(county: str) -> int:
        if county == COUNTY:
            raise LookupError
        done.append(county)
        return 1

    with pytest.raises(LookupError):
        await in_each_county(deed)
    assert done == [OTHER]


async def test_a_payees_doubted_number_of_any_county_hears_no_amount(outreach: Outreach, sandbox: Sandbox) -> None:
    elder = await their_payee()
    await database.execute(
        "INSERT INTO number_beside (county, phone_index, asked_at, doubted_since) VALUES ($1, $2, now(), now())",
        OTHER, index(PAYEE),
    )  # fmt: skip
    await money_came(elder)
    await outreach.until_states("delivered")
    assert [each["text"] for each in sandbox.texts(PAYEE)] == [
        "【嵩县民政局】请转告李四的代领人：有一件事要当面告诉本人，请抽空联系村干部。谢谢您帮忙转达。"
    ]


@pytest.mark.parametrize("how", ["stopped", "dead"])
@pytest.mark.parametrize("county", [OTHER, COUNTY])
async def test_a_number_closed_in_one_county_is_closed_there(
    outreach: Outreach, sandbox: Sandbox, county: str, how: str
) -> None:
    elder = await their_payee()
    if how == "stopped":
        await residents.stop_number(county, index(PAYEE), by=Signature(By.CARRIER))
    else:
        await residents.close_number(county, index(PAYEE), reason="MK:0001")
    await money_came(elder)
    await outreach.step()
    assert len(sandbox.texts(PAYEE)) == (0 if county == OTHER else 1)


async def test_what_one_of_theirs_writes_is_read_and_answered_there(
    outreach: Outreach, sandbox: Sandbox, their_office: Officer
) -> None:
    ours = await an_officer(Role.COUNTY_REVIEWER)
    elder = await one_of_theirs(ELDER)
    await text_us(outreach, "我的钱咋少了", phone=ELDER)
    assert (await Reply.get()).county == OTHER
    assert ((await Errand.get()).county, (await Errand.get()).resident_id) == (OTHER, elder.id)
    assert (await messages.inbox(ours), await messages.unanswered(ours)) == ([], 0)
    (letter,) = await messages.inbox(their_office)
    assert (letter.person, letter.may_text) == ("李四", True)
    clerk = await an_officer()
    await Officer.filter(id=clerk.id).update(county=OTHER, place=f"{THEIR_VILLAGE[:9]}000")
    clerk = await Officer.get(id=clerk.id)
    await messages.answer(letter.id, clerk, "三月起按新标准发", by_text=True)
    await outreach.step()
    assert len(sandbox.texts(ELDER)) == 1


async def test_a_phone_that_came_to_be_shared_with_another_county_is_not_texted(
    outreach: Outreach, their_office: Officer
) -> None:
    await one_of_theirs(ELDER)
    await text_us(outreach, "在吗", phone=ELDER)
    assert [each.may_text for each in await messages.inbox(their_office)] == [True]
    await a_contact(await a_resident(), ELDER)
    assert [each.may_text for each in await messages.inbox(their_office)] == [False]


async def test_1_is_answered_and_a_stop_heeded_there(outreach: Outreach, sandbox: Sandbox) -> None:
    elder = await one_of_theirs(ELDER)
    await text_us(outreach, "1", phone=ELDER)
    await outreach.until_states("delivered")
    assert len(sandbox.texts(ELDER)) == 1
    await text_us(outreach, "退订", phone=ELDER)
    await money_came(elder)
    await outreach.step()
    assert (len(sandbox.texts(ELDER)), await Errand.filter(county=OTHER).count()) == (1, 1)
    await text_us(outreach, "恢复", phone=ELDER)
    assert (await Contact.get()).opted_out_at is None


async def test_a_number_that_is_on_file_in_two_counties_is_shared_and_stops_in_both(
    outreach: Outreach, sandbox: Sandbox
) -> None:
    await one_of_theirs(ELDER)
    await a_contact(await a_resident(), ELDER)
    await text_us(outreach, "2", phone=ELDER)
    await outreach.step()
    assert (sandbox.texts(ELDER), (await Errand.get()).kind) == ([], "call_back")
    await text_us(outreach, "T", phone=ELDER)
    assert await Contact.filter(opted_out_at=None).count() == 0
    assert {each["county"] for each in await database.rows("SELECT county FROM stopped_number")} == {COUNTY, OTHER}


async def test_a_stranger_is_read_by_the_county_that_told_something_there(outreach: Outreach) -> None:
    elder = await their_payee()
    await money_came(elder)
    await outreach.until_states("delivered")
    await PayeeAgreement.all().update(phone_index=index("13700000000"))
    await text_us(outreach, "你们是谁", phone=PAYEE)
    await text_us(outreach, "你们是谁", phone="13711112222")
    assert [each.county for each in await Reply.all().order_by("id")] == [OTHER, COUNTY]


async def test_a_payee_of_theirs_says_that_the_number_is_anothers(outreach: Outreach) -> None:
    elder = await their_payee()
    await text_us(outreach, "打错了", phone=PAYEE)
    assert (await Errand.get()).resident_id == elder.id
    assert (await database.rows("SELECT county FROM dead_number")) == [{"county": OTHER}]


async def test_each_county_has_its_numbers_checked_as_it_wants(
    outreach: Outreach, sandbox: Sandbox, travel: Travel
) -> None:
    for county, most in ((COUNTY, 1), (OTHER, 2)):
        await programmes.enact(
            Enactment(f"{county}000000", "outreach.number_checks_a_day", most, date(2026, 1, 1), None, "县局", True),
            by=Signature(By.CLOCK),
        )
    await an_award(await a_resident(phone=OURS))
    theirs = await one_of_theirs(ELDER)
    await an_award(theirs)
    await Award.filter(resident_id=theirs.id).update(county=OTHER)
    await their_payee()
    await a_cadre(phone="13800006009")
    assert [await check_numbers(), await check_numbers()] == [3, 0], "one here, two there, and no more on this day"
    await outreach.until_states("delivered", "delivered", "delivered")
    await text_us(outreach, "1", phone=PAYEE)
    await text_us(outreach, "1", phone=ELDER)
    assert (await Contact.get(resident_id=theirs.id)).verified_at is not None
    (beside,) = await database.rows("SELECT county, verified_at FROM number_beside")
    assert (beside["county"], beside["verified_at"] is not None) == (OTHER, True)


async def test_each_countys_day_is_compared_and_another_countys_text_to_the_same_phone_is_none_of_ours(
    outreach: Outreach, their_office: Officer, travel: Travel
) -> None:
    for elder in (await one_of_theirs(ELDER), await a_resident(phone=ELDER), await a_resident(phone=OURS)):
        await money_came(elder)
    await outreach.until_states("delivered", "delivered", "delivered")
    outreach.sandbox.tell("clock", advance_seconds=60)
    travel("2026-03-03 06:00")
    assert await outreach.reconciler.compare_lately() == 0
    days = [await messages.statement_days(county) for county in (COUNTY, OTHER)]
    assert [(day.ours, day.theirs, day.phones, day.agrees) for (day,) in days] == [(2, 2, 2, True), (1, 1, 1, True)]


async def test_each_countys_figures_are_counted_by_night(outreach: Outreach, their_office: Officer) -> None:
    theirs = await one_of_theirs(ELDER)
    await an_award(theirs)
    await Award.filter(resident_id=theirs.id).update(county=OTHER)
    await an_award(await a_resident(phone=OURS))
    await money_came(theirs)
    await outreach.until_states("delivered")
    await messages.keep_figures()
    found, as_of = await messages.phones_by_village(their_office)
    assert ([(each.village, each.people, each.own) for each in found], as_of is not None) == (
        [(THEIR_VILLAGE, 1, 1)], True
    )  # fmt: skip
    months, as_of = await messages.carrier_months(OTHER)
    assert (sum(each.tried for each in months), as_of is not None) == (1, True)
    assert clock.is_today(as_of)
    assert await Message.all().count() == 1
