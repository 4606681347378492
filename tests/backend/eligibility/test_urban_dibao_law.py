"""城市低保 is 农村低保 at another standard and for homes in town: clause by clause, and in the answers."""

from pathlib import Path

import pytest
import yaml

from backend import eligibility

from .law_cases import COUNTY, FAMILY, ON

RULES = Path(eligibility.__file__).parent / "rules"
IN_TOWN = {"rural_home": "urban_home", "dibao.standard.rural": "dibao.standard.urban", "农村低保": "城市低保",
           "dibao.grades.rural": "dibao.grades.urban"}  # fmt: skip


def rule(programme: str) -> dict:
    return yaml.safe_load((RULES / f"{programme}.yaml").read_text(encoding="utf-8"))


def test_both_files_have_the_same_clauses() -> None:
    rural, urban = rule("rural_dibao"), rule("urban_dibao")
    assert [IN_TOWN.get(key, key) for key in rural["conditions"]] == list(urban["conditions"])
    assert [IN_TOWN.get(key, key) for key in rural["parameters"]] == list(urban["parameters"])
    for key, condition in rural["conditions"].items():
        if key == "rural_home":
            continue
        other = urban["conditions"][key]
        assert other["expression"] == condition["expression"].replace("standard_rural", "standard_urban"), key
        assert other["article"] == condition["article"]
        assert other.get("severity") == condition.get("severity")
    for part in ("figures", "amount"):
        assert str(urban[part]) == str(rural[part]).replace("standard_rural", "standard_urban").replace(
            "grades_rural", "grades_urban"
        )
    assert urban["effective"] == rural["effective"]


@pytest.mark.parametrize(
    ("income", "home", "outcome", "fen"),
    [
        (191999, "town", "yes", 1), (192000, "town", "no", None), (0, "town", "yes", 192000),
        (100000, "village", "unknown", 92000), (None, "town", "unknown", None),
    ],
)  # fmt: skip
def test_the_urban_standard_decides_for_homes_in_town(income, home, outcome, fen) -> None:
    verdict = eligibility.decide(
        "urban_dibao", FAMILY | {"monthly_income_fen": income, "home_kind": home}, on=ON,
        parameters=COUNTY | {"dibao.standard.urban": 64000},
    )  # fmt: skip
    assert (verdict.outcome, verdict.amount_fen) == (outcome, fen)
