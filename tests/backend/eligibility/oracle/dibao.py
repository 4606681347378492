"""低保 after 《社会救助暂行办法》第九条至第十二条 and 民发〔2021〕57号."""

from typing import Any

from .answer import Conditions, Person, answered
from .three_valued import either, known, looked_at, negated


def dibao(person: Person, county: dict[str, Any], area: str) -> dict[str, Any]:
    """`area` is rural or urban; `county` has its standard, property limits, method and rounding."""
    standard = county[f"dibao.standard.{area}"]
    return answered(_conditions(person, county, area, standard), _amount(person, county, standard))


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


def _amount(person: Person, county: dict[str, Any], standard: int) -> int | None:
    """What every head lacks to the standard, added up coin by coin of the county's rounding."""
    people, income = person["members_counted"], person["monthly_income_fen"]
    if people is None or income is None or county["dibao.method"] != "补差":
        return None
    lacking, unit = standard * people - income, county["dibao.rounding_fen"]
    whole, rest = divmod(lacking, unit)
    return (whole + (1 if rest else 0)) * unit
