"""A change is a new row; the past stays as it was, on record and in what was known of it."""

import asyncio
from dataclasses import replace
from datetime import date
from typing import Any

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend import clock, database, journal, programmes
from backend.identifiers import new_id
from backend.journal import By, Signature
from backend.programmes import Enactment, Parameter, Span, Timeline, enact, parameters_on, timeline_of
from tests.people import COUNTY, seed_parameters, the_map

BY = Signature(By.IMPORT)
PLACE = f"{COUNTY}000000"
RAISED = Enactment(PLACE, "dibao.standard.rural", 46000, date(2026, 1, 1), None, "洛民〔2026〕1号", True)


@pytest.fixture(autouse=True)
async def county(empty_database: str, at: Any) -> None:
    at("2026-03-05 09:30")
    await seed_parameters()


async def standard_on(day: date) -> object:
    return (await parameters_on(COUNTY, day))["dibao.standard.rural"]


async def test_a_county_value_wins_from_its_day_on() -> None:
    await enact(RAISED, by=BY)
    assert [await standard_on(date(2025, 12, 31)), await standard_on(date(2026, 1, 1))] == [44000, 46000]


async def test_the_journal_says_so_once() -> None:
    row = await enact(RAISED, by=BY)
    assert row is not None
    assert await enact(RAISED, by=BY) is None
    (entry,) = await journal.history_of(row)
    assert (entry.deed, entry.facts["key"], entry.facts["value"]) == ("programmes.enacted", RAISED.key, 46000)


async def test_what_gives_way_stays_on_record() -> None:
    await enact(RAISED, by=BY)
    before = clock.now()
    await enact(replace(RAISED, value=47000, valid_from=date(2026, 2, 1)), by=BY)
    rows = await Parameter.filter(place=PLACE, key=RAISED.key).order_by("recorded_at", "valid_from")
    assert [(row.value, row.valid_from.month, row.valid_to, row.superseded_at is None) for row in rows] == [
        (46000, 1, None, False), (46000, 1, date(2026, 2, 1), True), (47000, 2, None, True),
    ]  # fmt: skip
    day = date(2026, 3, 1)
    assert (await timeline_of(COUNTY)).on(day)[RAISED.key] == 47000
    assert (await timeline_of(COUNTY, known_at=before)).on(day)[RAISED.key] == 46000


async def test_a_value_set_for_later_is_not_overrun() -> None:
    await enact(replace(RAISED, value=48000, valid_from=date(2027, 1, 1)), by=BY)
    await enact(RAISED, by=BY)
    assert [await standard_on(date(2026, 12, 31)), await standard_on(date(2027, 1, 1))] == [46000, 48000]


async def test_a_value_for_a_while_leaves_the_old_one_on_either_side() -> None:
    await enact(RAISED, by=BY)
    await enact(replace(RAISED, value=50000, valid_from=date(2026, 5, 1), valid_to=date(2026, 7, 1)), by=BY)
    months = [await standard_on(date(2026, month, 1)) for month in (4, 5, 6, 7)]
    assert months == [46000, 50000, 50000, 46000]


async def test_no_two_values_on_one_day_whoever_writes() -> None:
    await enact(RAISED, by=BY)
    with pytest.raises(Exception) as refused:  # noqa: PT011 - Tortoise wraps what PostgreSQL says
        await database.execute(
            "INSERT INTO parameter (id, place, key, value, valid_from, source) VALUES ($1, $2, $3, '1', $4, 'x')",
            new_id(), PLACE, RAISED.key, date(2026, 6, 1),
        )  # fmt: skip
    causes = (refused.value, refused.value.__cause__, refused.value.__context__)
    assert any(isinstance(each, asyncpg.ExclusionViolationError) for each in causes)


async def test_two_changes_at_once_go_one_after_the_other() -> None:
    changes = [replace(RAISED, value=value, valid_from=date(2026, 1, day)) for day in (1, 2, 3) for value in (1, 2)]
    changes = [replace(change, value=45000 + int(str(change.value))) for change in changes]
    await asyncio.gather(*(enact(change, by=BY) for change in changes))
    standing = await Parameter.filter(place=PLACE, key=RAISED.key, superseded_at=None).order_by("valid_from")
    assert [row.valid_from.day for row in standing] == [1, 2, 3]


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"key": "moon.rent"}, programmes.NoSuchParameter), ({"value": 1}, programmes.BadValue),
        ({"value": 440.5}, programmes.BadValue), ({"valid_to": date(2026, 1, 1)}, programmes.BadPeriod),
        ({"valid_to": date(2025, 1, 1)}, programmes.BadPeriod), ({"source": " "}, programmes.SourceMissing),
    ],
)  # fmt: skip
async def test_what_makes_no_sense_is_refused(change: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        await enact(replace(RAISED, **change), by=BY)
    assert await Parameter.filter(recorded_at__isnull=False).count() == 0


DAYS = st.integers(1, 12).map(lambda month: date(2026, month, 1))


async def test_the_foreseen_timeline_is_the_one_that_comes() -> None:
    """Whatever is changed in whatever order: reckoned ahead and read from the table, every month is the same."""
    loop = asyncio.get_running_loop()

    async def follow(changes: list[tuple[int, date, date | None]]) -> None:
        await database.execute("DELETE FROM parameter")
        foreseen = await timeline_of(COUNTY)
        for value, start, end in changes:
            end = end if end is None or end > start else None
            foreseen = foreseen.changed(Span(PLACE, RAISED.key, value, start, end))
            await enact(replace(RAISED, value=value, valid_from=start, valid_to=end), by=BY)
        read: Timeline = await timeline_of(COUNTY)
        for month in range(1, 13):
            day = date(2026, month, 1)
            assert foreseen.on(day) == read.on(day) == await parameters_on(COUNTY, day), day

    @settings(max_examples=25, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.tuples(st.integers(40000, 50000), DAYS, st.none() | DAYS), min_size=1, max_size=6))
    def changes_come(changes: list[tuple[int, date, date | None]]) -> None:
        asyncio.run_coroutine_threadsafe(follow(changes), loop).result(20)

    await the_map()
    await asyncio.to_thread(changes_come)
