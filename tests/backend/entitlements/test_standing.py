"""How an award stands in every month, as tables; all pure."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.entitlements import Fact, FactKind, Status, retold, standing_of, step_in
from backend.entitlements.noting import _DEEDS, facts_told

GRANTED = Fact(FactKind.GRANTED, date(2026, 1, 1), 20000)
BY_AGE = Fact(FactKind.GRANTED, date(2026, 1, 1))


def month(number: int) -> date:
    return date(2026, number, 1)


def raised(number: int, fen: int) -> Fact:
    return Fact(FactKind.ADJUSTED, month(number), fen)


def of(kind: FactKind, number: int | None) -> Fact:
    return Fact(kind, month(number) if number else None, reason="some")


SUSPENDED = of(FactKind.SUSPENDED, 3)


@pytest.mark.parametrize(
    ("facts", "fen"),
    [
        ([GRANTED], {1: 20000, 12: 20000}),
        ([GRANTED, raised(4, 30000)], {3: 20000, 4: 30000, 12: 30000}),
        ([GRANTED, raised(4, 30000), raised(6, 10000)], {4: 30000, 5: 30000, 6: 10000}),
        ([GRANTED, raised(6, 30000), raised(4, 10000)], {3: 20000, 4: 10000, 6: 10000}),  # the later word rules
        ([GRANTED, raised(1, 30000)], {1: 30000}),  # from the very first month
        ([GRANTED, SUSPENDED, of(FactKind.RESUMED, 3)], {2: 20000, 3: 20000, 4: 20000}),  # everything is paid back
        ([GRANTED, SUSPENDED, of(FactKind.RESUMED, 5)], {2: 20000, 3: 0, 4: 0, 5: 20000}),
        ([BY_AGE, SUSPENDED, of(FactKind.RESUMED, 5)], {2: None, 3: 0, 4: 0, 5: None}),
        ([GRANTED, SUSPENDED, raised(4, 30000), of(FactKind.RESUMED, 5)], {3: 0, 4: 0, 5: 30000}),
        (
            [GRANTED, Fact(FactKind.GRACE, month(5), amounts=(15000, 10000, 5000), reason="employed")],
            {4: 20000, 5: 15000, 6: 10000, 7: 5000},
        ),
        ([GRANTED, of(FactKind.RECHECKED, None), of(FactKind.CARD_KEPT, None)], {1: 20000, 12: 20000}),
    ],
)
def test_the_amount_of_each_month_follows_from_the_facts(facts: list[Fact], fen: dict[int, int | None]) -> None:
    standing = standing_of(facts)
    steps = standing.steps or list(standing.amounts)
    assert {number: step_in(steps, month(number)) for number in fen} == fen


@pytest.mark.parametrize(
    ("facts", "statuses"),
    [
        ([raised(2, 1), GRANTED], {1: Status.RUNNING}),
        ([GRANTED, SUSPENDED], {2: Status.RUNNING, 3: Status.SUSPENDED, 12: Status.SUSPENDED}),
        ([GRANTED, SUSPENDED, of(FactKind.RESUMED, 3)], {3: Status.RUNNING}),
        ([GRANTED, SUSPENDED, of(FactKind.RESUMED, 5)], {4: Status.NOT_OWED, 5: Status.RUNNING}),
        ([GRANTED, of(FactKind.STOPPED, 6)], {5: Status.RUNNING, 6: Status.STOPPED}),
        ([GRANTED, SUSPENDED, of(FactKind.STOPPED, 6)], {5: Status.SUSPENDED, 6: Status.STOPPED}),
        ([GRANTED, of(FactKind.DEATH, 6), of(FactKind.DEATH_CORRECTED, 4)], {3: Status.RUNNING, 4: Status.STOPPED}),
        ([GRANTED, of(FactKind.DEATH, 6), of(FactKind.DEATH_CORRECTED, None)], {12: Status.RUNNING}),
        (
            [GRANTED, Fact(FactKind.GRACE, month(5), amounts=(20000, 20000), reason="employed")],
            {4: Status.RUNNING, 5: Status.GRACE, 6: Status.GRACE, 7: Status.STOPPED},
        ),
    ],
)
def test_the_status_of_each_month_follows_from_the_facts(facts: list[Fact], statuses: dict[int, Status]) -> None:
    standing = standing_of(facts)
    assert {number: standing.status(month(number)) for number in statuses} == statuses


def test_what_never_changed_has_no_steps_and_begins_when_it_begins() -> None:
    standing = standing_of([GRANTED])
    assert (standing.steps, standing.fen, standing.status(date(2025, 12, 1))) == ([], 20000, Status.NOT_YET)


FENS = st.integers(1, 50_000)
CHANGES = st.one_of(
    st.builds(raised, st.integers(1, 12), FENS),
    st.builds(of, st.sampled_from([FactKind.SUSPENDED, FactKind.RESUMED, FactKind.STOPPED]), st.integers(1, 12)),
    st.builds(of, st.sampled_from([FactKind.DEATH, FactKind.RECHECKED, FactKind.CARD_KEPT]), st.integers(1, 12)),
    st.builds(of, st.just(FactKind.DEATH_CORRECTED), st.one_of(st.none(), st.integers(1, 12))),
    st.builds(
        lambda number, fens: Fact(FactKind.GRACE, month(number), amounts=tuple(fens), reason="employed"),
        st.integers(1, 12), st.lists(FENS, min_size=1, max_size=6),
    ),
)  # fmt: skip


@settings(max_examples=200)
@given(st.sampled_from([GRANTED, BY_AGE]), st.lists(CHANGES, max_size=8))
def test_the_journal_alone_tells_how_an_award_stands(granted: Fact, changes: list[Fact]) -> None:
    """Through JSON, as the journal keeps it, and without the free text of the ground, which it does not."""
    begun = {"programme": "rural_dibao" if granted.fen else "old_age_allowance", "from_month": "2026-01-01"}
    entries = [("entitlements.started", {**begun, "amount_fen": granted.fen or 5000})]
    entries += [
        (str(_DEEDS[each.kind].value), json.loads(json.dumps(facts_told(each), default=str)))
        for each in changes if each.kind not in (FactKind.RECHECKED, FactKind.CARD_KEPT)
    ]  # fmt: skip
    assert retold(entries) == standing_of([granted, *changes])


def test_what_the_journal_does_not_begin_to_tell_is_not_guessed() -> None:
    assert retold([]) is None
    assert retold([("entitlements.adjusted", {"month": "2026-03-01", "fen": 100})]) is None
    assert retold([("entitlements.imported", {"from_month": "2026-01-01"})]) is None, "older houses said no amount"
    aid = retold([("entitlements.aid_given", {"month": "2026-03-01", "amount_fen": 30000})])
    assert aid is not None
    assert (aid.fen, aid.stopped_from, aid.stop_reason) == (30000, month(4), "once")
