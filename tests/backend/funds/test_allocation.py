"""Who bears how much: exact to the fen, by the order stated."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.funds import AllocationRule, AllocationUnreadable, Group, Source, allocate, largest_remainder, rule_for

C, P, CITY, COUNTY, GIFT = Source.CENTRAL, Source.PROVINCE, Source.CITY, Source.COUNTY, Source.DONATIONS
PICTURE = AllocationRule(
    (Group("上级", 900, (C, P, CITY)), Group("本级", 68, (COUNTY,)), Group("社会", 32, (GIFT,))), ("本级", "上级")
)
PLENTY = {C: 10**9, COUNTY: 10**9, GIFT: 10**9}
AS_DATA: dict[str, Any] = {"groups": [{"title": "上级", "share": 900, "sources": ["central"]}], "cover": ["上级"]}


@pytest.mark.parametrize(
    ("fen", "weights", "parts"),
    [
        (100000, [900, 68, 32], [90000, 6800, 3200]),
        (5000, [900, 68, 32], [4500, 340, 160]),
        (1, [900, 68, 32], [1, 0, 0]),
        (1001, [900, 68, 32], [901, 68, 32]),
        (10, [1, 1, 1], [4, 3, 3]),  # equal remainders: the earlier one
        (11, [1, 1, 1], [4, 4, 3]),
        (7, [0, 7, 0], [0, 7, 0]),
        (0, [1, 2], [0, 0]),
    ],
)
def test_parts_are_exact_and_the_odd_fen_go_to_the_largest_remainders(
    fen: int, weights: list[int], parts: list[int]
) -> None:
    assert largest_remainder(fen, weights) == parts


@given(st.integers(0, 10**12), st.lists(st.integers(0, 10**9), min_size=1, max_size=6).filter(any))
def test_parts_always_sum_up_and_none_is_a_fen_off_its_share(fen: int, weights: list[int]) -> None:
    parts = largest_remainder(fen, weights)
    assert sum(parts) == fen
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part * sum(weights) - fen * weight) < sum(weights)
        assert part <= weight or fen > sum(weights)


@pytest.mark.parametrize(
    ("available", "shares", "uncovered"),
    [
        (PLENTY, {C: 90000, COUNTY: 6800, GIFT: 3200}, 0),
        ({C: 60000, P: 30000, CITY: 90000, COUNTY: 9000, GIFT: 9000},
         {C: 30000, P: 15000, CITY: 45000, COUNTY: 6800, GIFT: 3200}, 0),
        ({C: 90000, COUNTY: 10000}, {C: 90000, COUNTY: 10000}, 0),  # no gifts: the county covers them
        ({C: 93200, COUNTY: 6800}, {C: 93200, COUNTY: 6800}, 0),  # nor the county more: those above cover
        ({C: 50000}, {C: 50000}, 50000),
        ({}, {}, 100000),
        ({Source.UNCOVERED: -5, C: -1}, {}, 100000),
    ],
)  # fmt: skip
def test_a_thousand_yuan_by_the_starting_picture(
    available: dict[Source, int], shares: dict[Source, int], uncovered: int
) -> None:
    shared = allocate(100000, PICTURE, available)
    assert (shared.shares, shared.uncovered) == (shares, uncovered)


@settings(max_examples=200)
@given(st.integers(0, 10**9), st.dictionaries(st.sampled_from([C, P, CITY, COUNTY, GIFT]), st.integers(0, 10**9)))
def test_nobody_gives_more_than_they_have_and_nothing_is_lost(fen: int, available: dict[Source, int]) -> None:
    shared = allocate(fen, PICTURE, available)
    assert sum(shared.shares.values()) + shared.uncovered == fen
    assert all(0 < part <= available[source] for source, part in shared.shares.items())
    if shared.uncovered:  # only gifts may be left over: they cover for nobody
        assert all(shared.shares.get(source, 0) == available.get(source, 0) for source in (C, P, CITY, COUNTY))


def test_a_programme_of_its_own_rule_follows_that() -> None:
    own = {"groups": [{"title": "本级", "share": 1, "sources": ["county"]}]}
    rates = {"funds.allocation": {**AS_DATA, "programmes": {"tekun": own}}}
    assert rule_for("tekun", rates) == AllocationRule((Group("本级", 1, (COUNTY,)),))
    assert rule_for("rural_dibao", rates) == AllocationRule((Group("上级", 900, (C,)),), ("上级",))
    assert rule_for("tekun", {}) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"groups": []},
        {"groups": [{"title": "上级", "share": 0, "sources": ["central"]}]},
        {"groups": [{"title": "上级", "share": 0.9, "sources": ["central"]}]},
        {"groups": [{"title": "上级", "share": True, "sources": ["central"]}]},
        {"groups": [{"title": "上级", "share": -1, "sources": ["central"]}]},
        {"groups": [{"title": "上级", "share": 1, "sources": []}]},
        {"groups": [{"title": "上级", "share": 1, "sources": ["moon"]}]},
        {"groups": [{"title": "上级", "share": 1, "sources": ["uncovered"]}]},
        {"groups": [{"title": "上级", "share": 1, "sources": ["county", "county"]}]},
        {"groups": [{"title": "上级", "share": 1}]},
        {**AS_DATA, "cover": ["邻县"]},
        {**AS_DATA, "programmes": {"tekun": "全由县里出"}},
        {**AS_DATA, "programmes": ["tekun"]},
        [],
        "90%",
    ],
)
def test_a_rule_that_is_none_is_refused(wrong: object) -> None:
    with pytest.raises(AllocationUnreadable):
        rule_for("tekun", {"funds.allocation": wrong})
