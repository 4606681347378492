"""增发: who counts as an important member, the highest only or added up, and what is not known."""

from typing import Any

import pytest

from backend.eligibility import BadFact, ImportantMember, StandardsNotSet, reckon_extra

LIST = [
    {"kind": "serious_illness", "percent": 30}, {"kind": "severe_disability", "percent": 20},
    {"kind": "aged_70", "percent": 10}, {"kind": "minor", "percent": 10},
]  # fmt: skip
COUNTY = {"dibao.extra": LIST, "dibao.extra_stacking": "highest"}
HALE: dict[str, Any] = {"age": 40, "serious_illness": False, "severe_disability": False, "single_parent": False}


def percent(county: dict[str, Any] | None = None, **known: Any) -> int | None:
    return reckon_extra([ImportantMember("a", **HALE | known)], county=COUNTY if county is None else county).percent


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({}, 0), ({"age": 17}, 10), ({"age": 18}, 0), ({"age": 69}, 0), ({"age": 70}, 10),
        ({"severe_disability": True}, 20), ({"serious_illness": True}, 30), ({"single_parent": True}, 0),
        ({"age": 70, "severe_disability": True, "serious_illness": True}, 30),
        ({"age": None}, None), ({"serious_illness": None}, None),
        # What is not known and could not raise the highest is no matter.
        ({"serious_illness": True, "severe_disability": None, "age": None}, 30),
        ({"severe_disability": True, "serious_illness": None}, None), ({"severe_disability": True, "age": None}, 20),
    ],
)  # fmt: skip
def test_a_member_gets_the_highest_only(known: dict[str, Any], expected: int | None) -> None:
    assert percent(**known) == expected


def test_a_county_may_add_several_up() -> None:
    stacking = COUNTY | {"dibao.extra_stacking": "sum"}
    assert percent(stacking, age=70, severe_disability=True) == 30
    assert percent(stacking, severe_disability=True, age=None) is None


def test_members_are_added_up_and_each_is_explained() -> None:
    family = [
        ImportantMember("old", **HALE | {"age": 71, "severe_disability": True}),
        ImportantMember("child", **HALE | {"age": 9}), ImportantMember("me", **HALE),
    ]  # fmt: skip
    extra = reckon_extra(family, county=COUNTY)
    assert extra.percent == 30
    assert [line.sentence for line in extra.lines] == [
        "是重度残疾人20%、70周岁以上老人10%，只按最高的一项，按标准增发20%。", "是未成年人10%，按标准增发10%。",
        "不在县里规定增发的对象里。",
    ]  # fmt: skip
    assert reckon_extra([*family, ImportantMember("aunt")], county=COUNTY).percent is None


def test_without_a_list_nobody_gets_anything_on_top() -> None:
    assert reckon_extra([ImportantMember("a")], county={}).percent == 0


@pytest.mark.parametrize(
    "listed",
    [
        [{"kind": "saint", "percent": 10}], [{"kind": "minor"}], ["minor"], [{"kind": "minor", "percent": "10"}],
        [{"kind": "minor", "percent": -1}],
    ],
)  # fmt: skip
def test_a_list_that_cannot_be_read_is_said_so(listed: list[Any]) -> None:
    with pytest.raises(StandardsNotSet):
        reckon_extra([ImportantMember("a", **HALE)], county={"dibao.extra": listed})


@pytest.mark.parametrize("age", [-1, 131])
def test_an_age_that_nobody_has_is_refused(age: int) -> None:
    with pytest.raises(BadFact):
        percent(age=age)
