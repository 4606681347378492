"""跨省通办: 3 working days to pass the papers on, 10 to decide, 3 to tell; each part once and in its turn."""

import asyncio
from datetime import date
from typing import Any

import pytest

from backend import applications, entitlements, evidence, relays, sealing
from backend.applications import Application, State
from backend.journal import Deed, Entry
from backend.programmes import PhotoKind
from backend.refusals import Refusal
from backend.relays import Part, Relay, Relayed, Way
from backend.residents import BadIdentityNumber, BadPhone
from backend.staff import NoSuchPower, Role
from tests.backend.applications.cases import a_jpeg, a_photo, hand, turned_down
from tests.people import (
    OTHER_TOWNSHIP,
    OTHER_VILLAGE,
    a_cadre,
    a_resident,
    an_identity_number,
    an_officer,
    seed_parameters,
)

NUMBER = an_identity_number(date(1970, 1, 2))
OUT: dict[str, Any] = {
    "way": Way.OUT, "programme": "disability_care", "other_place": "湖北省十堰市郧西县", "name": "陈小山",
    "identity_number": NUMBER, "began_on": date(2026, 3, 2), "phone": "13800009999",
}  # fmt: skip


@pytest.fixture(autouse=True)
async def a_day(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()


async def test_an_application_for_another_county_from_the_window_to_the_word(at: Any) -> None:
    clerk, other = await an_officer(), await an_officer(place=OTHER_TOWNSHIP)
    relay = await relays.take_relay(Relayed(**OUT), clerk)
    assert (relay.part, relay.due_on) == (Part.PUSH, date(2026, 3, 5))
    with pytest.raises(relays.AlreadyRelayed):
        await relays.take_relay(Relayed(**OUT), clerk)
    with pytest.raises(relays.NoSuchRelay):
        await relays.record_push(relay.id, date(2026, 3, 2), other)
    with pytest.raises(relays.NotItsTurn):
        await relays.record_answer(relay.id, date(2026, 3, 2), clerk, granted=True, words="每月80元")
    at("2026-03-06 09:30")
    assert [each.overdue for each in await relays.open_relays(clerk)] == [True]
    assert await relays.open_relays(other) == []
    for wrong in (date(2026, 3, 7), date(2026, 3, 1)):
        with pytest.raises(relays.DayWrong):
            await relays.record_push(relay.id, wrong, clerk)
    pushing = [relays.record_push(relay.id, date(2026, 3, 6), clerk) for _ in range(2)]
    (late,) = [each for each in await asyncio.gather(*pushing, return_exceptions=True) if isinstance(each, Refusal)]
    assert isinstance(late, relays.NotItsTurn)
    relay = await Relay.get(id=relay.id)
    assert (relay.part, relay.due_on) == (Part.ANSWER, date(2026, 3, 20))
    at("2026-03-18 09:30")
    with pytest.raises(relays.OutcomeMissing):
        await relays.record_answer(relay.id, date(2026, 3, 18), clerk, granted=True, words=" ")
    relay = await relays.record_answer(relay.id, date(2026, 3, 18), clerk, granted=True, words="每月80元")
    assert (relay.part, relay.due_on, relays.phone_of(relay)) == (Part.TELL, date(2026, 3, 23), "13800009999")
    relay = await relays.record_telling(relay.id, date(2026, 3, 18), clerk)
    assert relay.part is Part.OVER
    assert await relays.open_relays(clerk) == []
    told = await Entry.filter(subject_id=relay.id)
    assert {each.deed for each in told} == {
        Deed.RELAY_TAKEN.value, Deed.RELAY_PUSHED.value, Deed.RELAY_ANSWERED.value, Deed.RELAY_TOLD.value,
    }  # fmt: skip
    assert NUMBER not in str([each.facts for each in told])
    assert sealing.unseal(relay.identity_sealed, "identity") == NUMBER


WRONG: list[tuple[dict[str, Any], type[Refusal]]] = [
    ({"programme": "rural_dibao"}, relays.NotRelayed),
    ({"other_place": " "}, relays.PlaceMissing),
    ({"identity_number": "4103251970"}, BadIdentityNumber),
    ({"phone": "12"}, BadPhone),
    ({"began_on": date(2026, 3, 3)}, relays.DayWrong),
    ({"way": Way.IN}, relays.NotYours),
]


async def test_what_cannot_be_relayed_is_not() -> None:
    clerk = await an_officer()
    for instead, refusal in WRONG:
        with pytest.raises(refusal):
            await relays.take_relay(Relayed(**(OUT | instead)), clerk)
    with pytest.raises(NoSuchPower):
        await relays.take_relay(Relayed(**OUT), await an_officer(Role.COUNTY_REVIEWER))


async def test_what_came_from_elsewhere_is_due_in_ten_days_and_answered_by_our_own_case() -> None:
    clerk, elder, stranger = await an_officer(), await a_resident(), await a_resident(village=OTHER_VILLAGE)
    came = {**OUT, "way": Way.IN, "phone": ""}
    with pytest.raises(relays.NotYours):
        await relays.take_relay(Relayed(**(came | {"identity_number": stranger.identity_number})), clerk)
    relay = await relays.take_relay(Relayed(**(came | {"identity_number": elder.identity_number})), clerk)
    assert (relay.part, relay.due_on, relay.resident_id) == (Part.ANSWER, date(2026, 3, 16), elder.id)
    assert relay.waits_for_its_case
    for granted in (True, False):
        with pytest.raises(relays.CaseNotDecided):
            await relays.record_answer(relay.id, date(2026, 3, 2), clerk, granted=granted, words="每月80元")


async def test_what_came_becomes_a_case_of_ours_on_its_own_clock_and_from_its_own_month(at: Any) -> None:
    clerk, other, elder = await an_officer(), await an_officer(place=OTHER_TOWNSHIP), await a_resident()
    came = {**OUT, "way": Way.IN, "phone": "", "identity_number": elder.identity_number}
    relay = await relays.take_relay(Relayed(**came), clerk)
    asked_on, need = date(2026, 2, 27), [(PhotoKind.CARE_NEED, a_jpeg())]
    for day, papers, officer, refusal in (
        (asked_on, need, other, relays.NoSuchRelay),
        (date(2026, 3, 3), need, clerk, relays.DayWrong),
        (asked_on, [(PhotoKind.CARE_NEED, b"no photo")], clerk, evidence.NotAPhoto),
        (asked_on, [], clerk, applications.NotComplete),
    ):
        with pytest.raises(refusal):
            await relays.hand_in_papers(relay.id, day, papers, officer)
    assert not await Application.all().exists(), "whole or not at all"
    at("2026-03-05 09:30")
    opening = [relays.hand_in_papers(relay.id, asked_on, need, clerk) for _ in range(2)]
    opened = await asyncio.gather(*opening, return_exceptions=True)
    (case,) = [each for each in opened if isinstance(each, Application)]
    (late,) = [each for each in opened if isinstance(each, relays.CaseOpened)]
    assert (case.state, case.decision_due_on) == (State.SUBMITTED, date(2026, 3, 16)), "ten days from the arrival"
    assert "已经建立办件" in late.shown
    with pytest.raises(applications.MandateMissing):
        await applications.withdraw(case.id, (await a_cadre()).signature)
    await applications.return_for_more(case.id, clerk, [PhotoKind.CARE_NEED], "照片看不清，请对方补一张。")
    at("2026-03-09 09:30")
    again = await relays.hand_in_papers(relay.id, asked_on, [(PhotoKind.CARE_NEED, a_jpeg(colour="blue"))], clerk)
    assert (again.id, again.decision_due_on) == (case.id, date(2026, 3, 16)), "nothing starts anew"
    accepted = await applications.accept(case.id, clerk)
    assert (accepted.decision_due_on, accepted.step_due_on) == (date(2026, 3, 16), date(2026, 3, 16))
    assert (await entitlements.applied_on(accepted)) == asked_on, "paid from the month in which it was asked for"
    told = await Entry.get(subject_id=relay.id, deed=Deed.RELAY_CASE_OPENED.value)
    assert told.facts["application_id"] == str(case.id)
    await turned_down(case, "no_valid_card")
    over = await relays.record_answer(relay.id, date(2026, 3, 9), clerk, granted=False, words="没有有效的残疾人证")
    assert over.part is Part.OVER


async def test_who_hands_in_what_was_missing_here_moves_no_day_of_it() -> None:
    """The days run since it came, also where the person brings the paper to their own village and not to the window."""
    clerk, elder = await an_officer(), await a_resident()
    came = {**OUT, "way": Way.IN, "phone": "", "identity_number": elder.identity_number}
    relay = await relays.take_relay(Relayed(**came), clerk)
    papers = [(PhotoKind.CARE_NEED, a_jpeg())]
    case = await relays.hand_in_papers(relay.id, date(2026, 3, 2), papers, clerk)
    await applications.return_for_more(case.id, clerk, [PhotoKind.CARE_NEED], "照片看不清。")
    await applications.attach(case.id, await a_photo(elder, PhotoKind.CARE_NEED), hand(elder))
    again = await applications.submit(case.id, by=hand(elder))
    assert (again.decision_due_on, case.decision_due_on) == (date(2026, 3, 16), date(2026, 3, 16))
    assert (await applications.accept(case.id, clerk)).decision_due_on == date(2026, 3, 16)
