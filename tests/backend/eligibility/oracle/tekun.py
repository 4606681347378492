"""特困人员救助供养 after 《特困人员认定办法》（民发〔2021〕43号）第四条至第九条、第二十条至第二十三条."""

from typing import Any

from .answer import Person, answered
from .three_valued import both, either, known, looked_at, negated

# The heaviest disabilities by class: the last grade that counts as without labour ability (第五条).
_LAST_GRADE = {"intellectual": 3, "mental": 3, "limb": 2, "visual": 1}


def tekun(person: Person, county: dict[str, Any]) -> dict[str, Any]:
    """`county` has standards, care rates by level and mode, and what it lets in at 16 and 17."""
    age, entry = person["age"], county["tekun.admits_16_17"]
    old_or_young = known(lambda years: years >= 60 or years < 16, age)
    nearly_grown = known(lambda years: years < 18, age) if entry != "no" else False
    several = both(person["has_disability_card"], known(lambda kind: kind == "multiple", person["disability_class"]))
    # A card of several disabilities may hold an intellectual one: its grade 3 is possible, its grade 4 is not.
    possible = both(several, known(lambda grade: grade <= 3, person["disability_grade"]))
    conditions = {
        "registered": person["registered_here"],
        "no_labour_ability": either(old_or_young, nearly_grown, _disabled(person), possible),
    }
    if entry == "review":
        grown = known(lambda years: years < 16 or years >= 18, age)
        conditions["aged_16_or_17"] = looked_at(either(grown, _disabled(person)))
    conditions["several_disabilities"] = looked_at(either(old_or_young, negated(several)))
    conditions["income"] = _without_a_living(person, county)
    if county["tekun.counts_employee_pension"] == "yes":
        conditions["pension"] = looked_at(negated(person["income_is_of_pension"]))
    child = either(person["receives_orphan_allowance"], person["receives_child_allowance_in_full"])
    conditions |= {
        "property": known(lambda found: found != "blocked", person["property_outcome"]),
        "property_check": looked_at(known(lambda found: found != "review", person["property_outcome"])),
        "no_able_obligor": _nobody_able(person),
        "authorised": person["members_authorised"],
        "no_child_allowance": looked_at(negated(child)),
        "no_dibao": looked_at(negated(person["receives_dibao"])),
        "not_elsewhere": looked_at(negated(person["receives_elsewhere"])),
    }
    waiting = {"property", "property_check"} if person["property_outcome"] is None else set()
    return answered(conditions, _amount(person, county), waiting)


def _disabled(person: Person) -> bool | None:
    each = (
        both(
            known(lambda kind, this: kind == this, person["disability_class"], this),
            known(lambda grade, last: grade <= last, person["disability_grade"], last),
        )
        for this, last in _LAST_GRADE.items()
    )
    return both(person["has_disability_card"], either(*each))


def _without_a_living(person: Person, county: dict[str, Any]) -> bool | None:
    """Strictly below the dibao standard of where they live; who is above both need not say where that is."""
    fen, standards = person["own_income_fen"], {area: county[f"dibao.standard.{area}"] for area in ("rural", "urban")}
    if fen is not None and fen >= max(standards.values()):
        return False
    return known(lambda kind, own: own < standards[_area(kind)], person["home_kind"], fen)


def _nobody_able(person: Person) -> bool | None:
    none = known(lambda count: count == 0, person["obligors"])
    return either(none, known(lambda all_, unable: all_ - unable <= 0, person["obligors"], person["obligors_unable"]))


def _amount(person: Person, county: dict[str, Any]) -> int | None:
    """Basic living of town or country, and care by how many of the six items a person fails and where they live."""
    failed, mode, kind = person["self_care_failed"], person["support_mode"], person["home_kind"]
    if failed is None or mode is None or kind is None:
        return None
    level = "self" if failed == 0 else "half" if failed in (1, 2, 3) else "full"
    base: int = county[f"tekun.base.{_area(kind)}"]
    care: int = county[f"tekun.care.{level}.{mode}"]
    return base + care


def _area(kind: str) -> str:
    return {"village": "rural", "town": "urban"}[kind]
