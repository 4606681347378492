"""Who is reached by which way first, as a table: what the register knows of a person and of the phone decides."""

import itertools

import pytest

from backend.journal import Deed, Entry
from backend.residents import DisabilityCard
from notifications import settings as outreach_settings
from notifications.audience import Audience
from notifications.wording import OCCASIONS
from tests.notifications.occasions import SETTLED, happened
from tests.people import COUNTY, a_contact, a_resident, some_id

TEXT, CALL = ("sms", True), ("voice", True)
NEUTRAL_TEXT, NEUTRAL_CALL = ("sms", False), ("voice", False)

# reads, hears, owner, kind -> ways in order, each with whether the whole words go there
WAYS = {
    (True, True, "self", "mobile"): [TEXT, CALL],
    (False, True, "self", "mobile"): [CALL, TEXT],
    (True, False, "self", "mobile"): [TEXT],
    (False, False, "self", "mobile"): [TEXT],  # the family reads it out in signs; a phone that rings is no use
    (True, True, "self", "landline"): [NEUTRAL_CALL],
    (False, True, "self", "landline"): [NEUTRAL_CALL],
    (True, False, "self", "landline"): [NEUTRAL_CALL],  # somebody else at home picks up
    (False, False, "self", "landline"): [NEUTRAL_CALL],
    **{
        (reads, hears, owner, "mobile"): [NEUTRAL_TEXT, NEUTRAL_CALL]
        for reads, hears, owner in itertools.product((True, False), (True, False), ("relative", "neighbour", "cadre"))
    },
}


@pytest.fixture(autouse=True)
def with_a_voice_service(without_a_voice_service: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICE_CALLS", "true")
    outreach_settings.settings.cache_clear()


@pytest.mark.parametrize(("person", "ways"), WAYS.items(), ids=str)
async def test_which_way_first(
    empty_database: str, person: tuple[bool, bool, str, str], ways: list[tuple[str, bool]]
) -> None:
    reads, hears, owner, kind = person
    resident = await a_resident(can_read=reads)
    await a_contact(resident, "13800001111" if kind == "mobile" else "0379-66312345", owner=owner, kind=kind)
    if not hears:
        await DisabilityCard.create(
            id=some_id(), county=COUNTY, resident_id=resident.id, number_sealed=b"x", disability_class="2", grade=1,
            valid_to="2030-01-01",
        )  # fmt: skip
    await happened(Deed.PAYOUT_SETTLED, resident, **SETTLED)
    told = [(await Entry.get(), OCCASIONS["payout_settled"])]
    (recipient,) = (await Audience.of(told)).recipients(*told[0])
    assert [(route.channel.value, route.own_phone) for route in recipient.routes] == ways
