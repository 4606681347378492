"""低保 after 《社会救助暂行办法》第九条至第十二条 and 民发〔2021〕57号."""

from typing import Any

from .answer import Conditions, Person, answered
from .three_valued import either, known, looked_at, negated


def dibao(person: Person, county: dict[str, Any], area: str) -> dict[str, Any]:
    """`area` is rural or urban; `county` has its standard, property limits, method, classes, extras and rounding."""
    standard = county[f"dibao.standard.{area}"]
    return answered(_conditions(person, county, area, standard), _amount(person, county, area, standard))


def _conditions(person: Person, county: dict[str, Any], area: str, standard: int) -> Conditions:
    people, income = person["members_counted"], person["monthly_income_fen"]
    assets = person["financial_assets_fen"]
    months = county["dibao.asset_rules.financial_months"]
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
        "financial_assets": looked_at(known(lambda fen, n: fen <= n * months * standard, assets, people)),
    }


def _amount(person: Person, county: dict[str, Any], area: str, standard: int) -> int | None:
    """What the county pays, and on top what important members get of the standard, as far as that is known."""
    people = person["members_counted"]
    if county["dibao.method"] == "补差":
        paid = _lacking(person, standard, county["dibao.rounding_fen"])
    else:
        classes = {each["grade"]: each["fen"] for each in county.get(f"dibao.grades.{area}", [])}
        each = classes.get(person["dibao_grade"])
        paid = None if each is None or people is None else each * people
    if paid is None:
        return None
    paid = max(paid, county.get("dibao.minimum_payment", 0))
    if county.get("dibao.capped_at_standard", "yes") == "yes":
        paid = min(paid, standard * people)
    share = person["extra_percent"] if county.get("dibao.extra") else None
    return paid + _coins(standard * (share or 0), 100, county["dibao.rounding_fen"])


def _lacking(person: Person, standard: int, unit: int) -> int | None:
    """What every head lacks to the standard, added up coin by coin of the county's rounding."""
    people, income = person["members_counted"], person["monthly_income_fen"]
    return None if people is None or income is None else _coins(standard * people - income, 1, unit)


def _coins(fen: int, parts: int, unit: int) -> int:
    """A part of so much money in coins of that unit, the last one in full even where only a piece of it is due."""
    whole, rest = divmod(fen, parts * unit)
    return (whole + (1 if rest else 0)) * unit
