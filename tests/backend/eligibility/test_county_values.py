"""The values that the demo county ships are values that the rules can use."""

from datetime import date
from pathlib import Path

import pytest

from backend import eligibility
from backend.programmes import read_file


def shipped() -> dict[str, object]:
    values = read_file((Path(__file__).parents[3] / "data/parameters/410325.csv").read_bytes())
    return {value.key: value.value for value in values}


@pytest.mark.parametrize(("age", "fen"), [(80, 5000), (89, 5000), (90, 10000), (99, 10000), (100, 30000)])
def test_the_old_age_bands_pay_what_the_city_published(age: int, fen: int) -> None:
    facts = {"age": age, "alive": True, "registered_here": True, "receives_old_age_elsewhere": False}
    verdict = eligibility.decide("old_age_allowance", facts, on=date(2026, 3, 2), parameters=shipped())
    assert (verdict.outcome, verdict.amount_fen) == ("yes", fen)
    assert eligibility.Verdict.from_json(verdict.as_json()) == verdict


@pytest.mark.parametrize("bands", [[], [[80]], [[80, 5000], [70, 100]], [80, 5000], [[80, "x"]], [[80, 50.5]]])
def test_bands_that_make_no_sense_are_refused(bands: list[object]) -> None:
    facts = {"age": 85, "alive": True, "registered_here": True, "receives_old_age_elsewhere": False}
    with pytest.raises(eligibility.StandardsNotSet):
        eligibility.decide("old_age_allowance", facts, on=date(2026, 3, 2), parameters={"aged.bands": bands})


def test_the_dibao_standard_decides() -> None:
    assert eligibility.questions("rural_dibao", {}, on=date(2026, 3, 2), parameters=shipped())
