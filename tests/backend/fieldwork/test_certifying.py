"""A voice that an officer knew certifies, and the cadre need not go."""

from datetime import date
from typing import Any

import pytest

from backend import fieldwork
from backend.entitlements import Award
from backend.errands import Errand, ErrandKind, NoSuchErrand, raise_errand
from backend.fieldwork import KnownBy
from backend.journal import By, Deed, Entry, Signature
from backend.staff import NoSuchPower, Role
from tests.backend.payouts.awards import an_award
from tests.people import OTHER_TOWNSHIP, a_resident, an_officer, seed_parameters


async def test_a_known_voice_certifies_and_calls_the_visit_off(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()
    elder, clerk = await a_resident(), await an_officer()
    await an_award(elder, certification_due_on=date(2026, 3, 20))
    visit, other = [
        await raise_errand(
            kind, elder, reason="见到本人", because=kind.value, due_on=date(2026, 3, 20), by=Signature(By.CLOCK)
        )
        for kind in (ErrandKind.CERTIFY_LIFE, ErrandKind.CALL_BACK)
    ]
    assert visit is not None
    assert other is not None
    for errand, officer in ((visit, await an_officer(place=OTHER_TOWNSHIP)), (other, clerk)):
        with pytest.raises(NoSuchErrand):
            await fieldwork.certify_by_voice(errand.id, officer, known_by=KnownBy.VOICE)
    with pytest.raises(NoSuchPower):
        await fieldwork.certify_by_voice(visit.id, await an_officer(Role.AUDITOR), known_by=KnownBy.VOICE)
    await fieldwork.certify_by_voice(visit.id, clerk, known_by=KnownBy.ANSWERS)
    award = await Award.get()
    assert (award.certified_on, award.certification_due_on) == (date(2026, 3, 2), date(2027, 3, 2))
    assert [each.id for each in await Errand.all()] == [other.id]
    assert (await Entry.get(deed=Deed.LIFE_HEARD.value)).facts == {"known_by": "answers"}
