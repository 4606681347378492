"""What an award's page shows of the funeral of its person: what was proposed, what would be due, and why nothing is."""

from typing import Any

from backend import entitlements
from backend.entitlements import Award, FuneralAidState, PayeeKind
from backend.refusals import Refusal
from backend.residents import Resident
from backend.staff import Officer

_STANDING = (FuneralAidState.PROPOSED, FuneralAidState.GIVEN)


async def funeral_file(award: Award, resident: Resident) -> dict[str, Any] | None:
    """Of 特困 whose death is on record; None of everybody else."""
    if award.programme != "tekun" or resident.deceased_on is None:
        return None
    aids = await entitlements.funeral_aids_of(resident.id)
    standing = {each.state: each for each in aids if each.state in _STANDING}
    hands = await Officer.filter(id__in=[each.proposed_by for each in aids])
    fen, why_not = 0, ""
    try:
        fen = await entitlements.funeral_due(award, resident)
    except Refusal as no:
        why_not = no.sentence
    return {
        "open": standing.get(FuneralAidState.PROPOSED), "given": standing.get(FuneralAidState.GIVEN),
        "closed": [each for each in aids if each.state not in _STANDING], "fen": fen, "why_not": why_not,
        "kinds": list(PayeeKind), "names": {each.id: each.name for each in hands},
    }  # fmt: skip
