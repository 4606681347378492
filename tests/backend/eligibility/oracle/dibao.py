"""低保 after 《社会救助暂行办法》第九条至第十二条 and 民发〔2021〕57号."""

from typing import Any

from .answer import Conditions, Person, answered
from .three_valued import both, either, known, looked_at, negated


def dibao(person: Person, county: dict[str, Any], area: str) -> dict[str, Any]:
    """`area` is rural or urban; `county` has its standard, property limits, method, classes, extras and rounding."""
    standard = county[f"dibao.standard.{area}"]
    conditions, amount = _conditions(person, county, area, standard), _amount(person, county, area, standard)
    return answered(conditions, amount, waiting=_waiting(person))


def _conditions(person: Person, county: dict[str, Any], area: str, standard: int) -> Conditions:
    people, income = person["members_counted"], person["monthly_income_fen"]
    assets = person["financial_assets_fen"]
    months = county["dibao.asset_rules.financial_months"]
    judged, whole = person["property_outcome"], negated(person["applies_alone"])
    wanted = {"rural": "village", "urban": "town"}[area]
    return {
        "registered": looked_at(either(person["registered_here"], person["family_hukou_and_home_here"])),
        # Per head, strictly below: n heads with the standard each would have n times the standard.
        "income": known(lambda fen, heads: fen < heads * standard, income, people),
        "authorised": person["members_authorised"],
        f"{area}_home": looked_at(known(lambda kind: kind == wanted, person["home_kind"])),
        "no_tekun": looked_at(negated(person["member_receives_tekun"])),
        "not_elsewhere": looked_at(negated(person["receives_dibao_elsewhere"])),
        "homes": looked_at(known(lambda n: n <= county["dibao.asset_rules.homes"], person["homes"])),
        "vehicles": looked_at(known(lambda n: n <= county["dibao.asset_rules.vehicles"], person["vehicles"])),
        "alone": either(whole, known(lambda n: n == 1, people)),
        "alone_entitled": looked_at(either(whole, _may_go_alone(person))),
        "property": known(lambda found: found != "blocked", judged),
        "property_check": looked_at(known(lambda found: found != "review", judged)),
        "financial_assets": looked_at(known(lambda fen, n: fen <= n * months * standard, assets, people)),
    }


def _waiting(person: Person) -> set[str]:
    """What staff have not looked at yet holds nothing up."""
    alone = {"alone", "alone_entitled"} if person["applies_alone"] is None else set()
    return alone | ({"property", "property_check"} if person["property_outcome"] is None else set())


def _may_go_alone(person: Person) -> bool | None:
    """第八条: of an edge family the severely disabled and the seriously ill, and religious staff after three years."""
    grade, kind = person["disability_grade"], person["disability_class"]
    of_mind = known(lambda k: k in ("intellectual", "mental"), kind)
    severe = either(known(lambda g: g < 3, grade), both(known(lambda g: g == 3, grade), of_mind))
    poor = either(person["serious_illness"], both(person["has_disability_card"], severe))
    return either(
        both(person["lives_in_edge_family"], poor), known(lambda years: years >= 3, person["religious_years"])
    )


def _amount(person: Person, county: dict[str, Any], area: str, standard: int) -> int | None:
    """What the county pays, and on top what important members get of the standard, as far as that is known."""
    people, paid = person["members_counted"], None
    if county["dibao.method"] == "补差":
        paid = _lacking(person, standard, county["dibao.rounding_fen"])
    else:
        classes = {each["grade"]: each["fen"] for each in county.get(f"dibao.grades.{area}", [])}
        each = classes.get(person["dibao_grade"])
        paid = None if each is None or people is None else each * people
    if paid is None:
        return None
    paid = max(paid, int(county.get("dibao.minimum_payment", 0)))
    if county.get("dibao.capped_at_standard", "yes") == "yes":
        paid = min(paid, standard * people)
    share: int | None = person["extra_percent"] if county.get("dibao.extra") else None
    return paid + _coins(standard * (share or 0), 100, county["dibao.rounding_fen"])


def _lacking(person: Person, standard: int, unit: int) -> int | None:
    """What every head lacks to the standard, added up coin by coin of the county's rounding."""
    people, income = person["members_counted"], person["monthly_income_fen"]
    return None if people is None or income is None else _coins(standard * people - income, 1, unit)


def _coins(fen: int, parts: int, unit: int) -> int:
    """A part of so much money in coins of that unit, the last one in full even where only a piece of it is due."""
    whole, rest = divmod(fen, parts * unit)
    return (whole + (1 if rest else 0)) * unit
