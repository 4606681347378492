"""What the register answers by itself, so that nobody is asked what the county knows."""

from backend import clock, database
from backend.eligibility import FactValue
from backend.residents import CARD_CLASSES, DisabilityCard, Resident

# Rows of later rooms, read as rows: what was granted to the household, and what it is recognised as, today.
_HELD = """
SELECT a.programme, a.resident_id = $1 AS own FROM award a JOIN resident r ON r.id = a.resident_id
WHERE r.household_id = $2 AND a.from_month <= $3 AND (a.stopped_from IS NULL OR a.stopped_from > $3)
UNION
SELECT n.programme, false FROM recognition n JOIN resident r ON r.id = n.resident_id
WHERE r.household_id = $2 AND $3 BETWEEN n.recognised_on AND n.valid_until
"""
_OF_THE_HOUSEHOLD = {
    "rural_dibao": "receives_dibao", "urban_dibao": "receives_dibao", "edge_family": "lives_in_edge_family",
}  # fmt: skip
_OF_THE_PERSON = {
    "tekun": "receives_tekun", "orphan": "receives_orphan_allowance", "old_age_allowance": "receives_old_age_allowance",
}  # fmt: skip


async def facts_about(resident: Resident) -> dict[str, FactValue]:
    """Facts of `eligibility/facts/` whose source is the register. They win over anything the person says.

    Of benefits only a yes: what is paid from elsewhere, or was never taken over, stands on no row of ours.
    """
    held = await database.rows(_HELD, resident.id, resident.household_id, clock.today())
    benefits = {_OF_THE_HOUSEHOLD[each["programme"]] for each in held if each["programme"] in _OF_THE_HOUSEHOLD}
    own = {each["programme"] for each in held if each["own"]}
    benefits |= {fact for programme, fact in _OF_THE_PERSON.items() if programme in own}
    return {
        "birth_date": resident.birth_date,
        "alive": resident.deceased_on is None,
        "registered_here": resident.registered_here,
        **await _card_of(resident),
        **dict.fromkeys(sorted(benefits), True),
    }


async def _card_of(resident: Resident) -> dict[str, FactValue]:
    """What a disability card on the register says; where there is none, the federation may know of one."""
    card = await DisabilityCard.get_or_none(resident_id=resident.id)
    if card is None:
        return {}
    known: dict[str, FactValue] = {"has_disability_card": True, "card_valid": clock.today() <= card.valid_to}
    kind = CARD_CLASSES.get(card.disability_class)
    return known | {"disability_grade": card.grade} | ({"disability_class": kind} if kind else {})
