"""Hearing of awards: what one receives oneself, and what those receive in whose stead one hears."""

from backend import applications
from backend.entitlements.award import Award
from backend.journal import By, Signature
from backend.residents import Guardianship, Resident


async def awards_heard_by(resident: Resident) -> list[tuple[Award, Resident]]:
    """With whose each is: one's own first, then those of children at home and wards, each the newest first.

    The same as who reads their letters: `applications.hears_as_guardian`.
    """
    hand = Signature(By.RESIDENT, resident.id)
    home = await Resident.filter(household_id=resident.household_id).exclude(id=resident.id)
    of_others = await Guardianship.filter(guardian_id=resident.id, ended_at=None).values_list("resident_id", flat=True)
    wards = await Resident.filter(id__in=list(of_others))
    people = {each.id: each for each in (*home, *wards)}
    found = await Award.filter(resident_id__in=list(people)).order_by("-started_at", "-id")
    theirs = [
        (each, people[each.resident_id]) for each in found
        if await applications.hears_as_guardian(each.resident_id, each.programme, hand)
    ]  # fmt: skip
    own = await Award.filter(resident_id=resident.id).order_by("-started_at", "-id")
    return [*((each, resident) for each in own), *theirs]
