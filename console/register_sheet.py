"""What the register knows of an applicant's household, as the reckoning's form would have it typed."""

from datetime import date

from backend import residents
from backend.residents import DisabilityCard, Household, Resident, Situation
from console.reckoning_form import MOST, Line, Typed

_SEVERE = 2  # the last grade that is severe
_BY_HEAD = {"spouse": "spouse", "child": "child"}
_BY_SPOUSE = {"head": "spouse", "child": "child"}


async def household_typed(applicant: Resident, on: date) -> Typed:
    """Members and property on file; what is not on file stays empty, and nothing of it is called complete."""
    home = await Household.get_or_none(id=applicant.household_id)
    people = await Resident.filter(
        household_id=applicant.household_id, county=applicant.county, deceased_on=None
    ).order_by("birth_date").limit(MOST["member"])  # fmt: skip
    people = [applicant, *(each for each in people if each.id != applicant.id)]
    ids = [each.id for each in people]
    cards = {each.resident_id: each for each in await DisabilityCard.filter(resident_id__in=ids)}
    known = {each.resident_id: each for each in await Situation.filter(resident_id__in=ids)}
    members = [_member(each, applicant, cards.get(each.id), known.get(each.id), on) for each in people]
    track = {"rural": "rural_dibao", "urban": "urban_dibao"}.get(home.register_kind if home else "", "rural_dibao")
    fields = {"programme": track, "registered_here": _word(applicant.registered_here)}
    return Typed(fields, {"member": members, "entry": [], "obligor": [], "item": _items(home)})


def _member(
    person: Resident, applicant: Resident, card: DisabilityCard | None, known: Situation | None, on: date
) -> Line:
    years = residents.age_on(person.birth_date, on)
    told = {"name": person.name, "age": str(years), "kinship": _kinship(person, applicant)}
    told["disability"] = "none" if card is None else "severe" if card.grade <= _SEVERE else "lighter"
    if known is not None:
        told |= {"illness": _word(known.serious_illness), "studies": _word(known.in_school)}
        told |= {"absence": "none"} if known.detained is False else {}
    return {key: value for key, value in told.items() if value}


def _kinship(person: Resident, applicant: Resident) -> str:
    """The register tells who one is to the head; of the head's and the spouse's applications that says it all."""
    if person.id == applicant.id:
        return "applicant"
    by = {"head": _BY_HEAD, "spouse": _BY_SPOUSE}.get(applicant.relation_to_head, {})
    return by.get(person.relation_to_head, "other")


def _items(home: Household | None) -> list[Line]:
    if home is None:
        return []
    fen = home.financial_assets_fen
    found = {
        "financial": None if fen is None else f"{fen // 100}.{fen % 100:02d}",
        "vehicle": None if home.vehicles is None else str(home.vehicles),
        "home": None if home.homes is None else str(home.homes),
    }
    return [{"asset": asset, "amount": amount} for asset, amount in found.items() if amount is not None]


def _word(truth: bool | None) -> str:
    return "" if truth is None else "yes" if truth else "no"
