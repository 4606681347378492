"""The two disability subsidies after 国发〔2015〕52号 and 民发〔2019〕62号."""

from typing import Any

from .answer import Conditions, Person, answered
from .three_valued import both, either, known, looked_at, negated


def disability_living(person: Person, county: dict[str, Any]) -> dict[str, Any]:
    """困难残疾人生活补贴: disabled people of dibao families, or of edge families where the province says so."""
    poor = person["receives_dibao"]
    if county["dis.extend_to_edge"] == "yes":
        poor = either(poor, person["lives_in_edge_family"])
    conditions = {
        **_card(person),
        "poor_family": poor,
        **_neither(person),
        "no_orphan_allowance": negated(person["receives_orphan_allowance"]),
        "no_full_child_allowance": negated(person["receives_child_allowance_in_full"]),
        **_looked_at(person, county),
    }
    return answered(conditions, county["dis.living"])


def disability_care(person: Person, county: dict[str, Any]) -> dict[str, Any]:
    """重度残疾人护理补贴: grade 1 and 2 in need of long-term care, further grades where the province says so."""
    kind, grade, reach = person["disability_class"], person["disability_grade"], county["dis.extend_care_to_grade_34"]
    severe = known(lambda g: g in (1, 2), grade)
    further = {"no": (), "grade_3": (3,), "grade_34": (3, 4)}[reach]
    of_mind = known(lambda k: k in ("intellectual", "mental"), kind)
    several = known(lambda k: k == "multiple", kind)
    extended = both(known(lambda g: g in further, grade), either(of_mind, several))
    conditions = {**_card(person), "grade": either(severe, extended)}
    if further:  # which disabilities a card of several is made up of stands on paper only
        conditions["class_of_several"] = looked_at(either(severe, negated(several)))
    conditions |= {"long_care": person["needs_long_care"], **_neither(person), **_looked_at(person, county)}
    return answered(conditions, county["dis.care"])


def _card(person: Person) -> Conditions:
    return {
        "registered": person["registered_here"],
        "card": person["has_disability_card"],
        "card_valid": person["card_valid"],
    }


def _neither(person: Person) -> Conditions:
    return {
        "no_work_injury_care": negated(person["receives_work_injury_care"]),
        "no_tekun": negated(person["receives_tekun"]),
    }


def _looked_at(person: Person, county: dict[str, Any]) -> Conditions:
    elsewhere = {"not_elsewhere": looked_at(negated(person["receives_elsewhere"]))}
    if county["dis.with_old_age"] == "both":
        return elsewhere
    return {"not_with_old_age": looked_at(negated(person["receives_old_age_allowance"])), **elsewhere}
