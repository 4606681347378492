"""跨省通办: 3 working days to pass the papers on, 10 to decide, 3 to tell; each part once and in its turn."""

import asyncio
from datetime import date
from typing import Any

import pytest

from backend import relays, sealing
from backend.journal import Deed, Entry
from backend.refusals import Refusal
from backend.relays import Part, Relay, Relayed, Way
from backend.residents import BadIdentityNumber, BadPhone
from backend.staff import NoSuchPower, Role
from tests.people import OTHER_TOWNSHIP, OTHER_VILLAGE, a_resident, an_identity_number, an_officer, seed_parameters

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
    for granted in (True, False):
        with pytest.raises(relays.CaseNotDecided):
            await relays.record_answer(relay.id, date(2026, 3, 2), clerk, granted=granted, words="每月80元")
