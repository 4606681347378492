"""Whatever is changed for whomever: the list is, month by month, what the engine owes after less what it owed."""

import asyncio
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend import clock, database, entitlements, programmes, rate_changes
from backend.entitlements import Award, month_of, months_after
from backend.journal import By, Signature
from backend.programmes import Enactment, Span
from backend.residents import Resident
from tests.backend.payouts.awards import an_award
from tests.people import COUNTY, a_resident, seed_parameters

PLACE = f"{COUNTY}000000"
MONTHS = st.integers(0, 17).map(lambda ahead: months_after(date(2025, 1, 1), ahead))
DAYS = st.tuples(MONTHS, st.sampled_from([1, 1, 15])).map(lambda day: day[0].replace(day=day[1]))
FEN = st.integers(0, 300).map(lambda yuan: yuan * 100)
BANDS = st.tuples(FEN, FEN, FEN).map(lambda fen: [[80, fen[0]], [90, fen[1]], [100, fen[2]]])
AWARDS = st.fixed_dictionaries(
    {"born": st.dates(date(1920, 1, 1), date(1948, 12, 31)), "from_month": MONTHS},
    optional={"stopped_from": MONTHS, "suspended_from": MONTHS},
)
CHANGES = st.tuples(DAYS, st.none() | DAYS, BANDS)


async def test_the_list_is_the_difference(empty_database: str, at: Any) -> None:
    at("2026-03-05 09:30")
    await seed_parameters()
    loop = asyncio.get_running_loop()
    by, lines = Signature(By.IMPORT), 0

    async def owed(awards: list[Award]) -> dict[tuple[object, date], int]:
        found = {}
        for award in awards:
            resident = await Resident.get(id=award.resident_id)
            months = await entitlements.owed_months(award, resident, month_of(clock.today()))
            found |= {(award.id, each.month): each.amount_fen for each in months}
        return found

    async def follow(people: list[dict[str, Any]], changes: list[tuple[date, date | None, object]]) -> None:
        await database.execute("DELETE FROM award; DELETE FROM parameter WHERE recorded_at IS NOT NULL")
        await database.execute("UPDATE parameter SET superseded_at = NULL")
        awards = []
        for terms in people:
            resident = await a_resident(birth_date=terms["born"])
            awards.append(await an_award(resident, **{name: terms[name] for name in terms if name != "born"}))
        for begins, ends, bands in changes:
            ends = ends if ends and ends > begins else None
            before = await owed(awards)
            foreseen = await rate_changes.foresee(COUNTY, Span(PLACE, "aged.bands", bands, begins, ends))
            await programmes.enact(Enactment(PLACE, "aged.bands", bands, begins, ends, "某文", True), by=by)
            after = await owed(awards)
            nonlocal lines
            lines += len(foreseen)
            told = {
                (line.award_id, months_after(line.from_month, number)): line.after_fen - line.before_fen
                for line in foreseen
                if line.through_month
                for number in range(line.months)
            }
            keys = before.keys() | after.keys()
            differences = {key: after.get(key, 0) - before.get(key, 0) for key in keys}
            assert told == {key: fen for key, fen in differences.items() if fen}

    @settings(max_examples=30, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(AWARDS, min_size=1, max_size=3), st.lists(CHANGES, min_size=1, max_size=3))
    def changes_come(people: list[dict[str, Any]], changes: list[tuple[date, date | None, object]]) -> None:
        asyncio.run_coroutine_threadsafe(follow(people, changes), loop).result(30)

    await asyncio.to_thread(changes_come)
    assert lines > 10, "hardly anything changed: nothing was checked"
