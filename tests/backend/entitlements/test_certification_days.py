"""The county's own days of the year for 生存认证: in time counts for the coming one, late for the one missed."""

from datetime import date
from typing import Any

import pytest

from backend import entitlements, errands
from backend.entitlements import Award
from backend.entitlements.certification_term import certification_due
from backend.journal import By, Signature
from backend.programmes import BadValue, Enactment, enact, get_declaration
from tests.backend.payouts.awards import an_award
from tests.people import COUNTY, VILLAGE, a_cadre, seed_parameters

HALVES = [{"month": 6, "day": 30}, {"month": 12, "day": 30}]
YEARLY = [{"month": 6, "day": 30}]


@pytest.mark.parametrize(
    ("days", "seen_on", "due_on", "next_due"),
    [
        (HALVES, "2026-06-30", "2026-06-30", "2026-12-30"),
        (HALVES, "2026-03-01", "2026-06-30", "2026-12-30"),  # early in its half year
        (HALVES, "2026-03-02", "2026-12-30", "2026-12-30"),  # seen once more: nobody gains a half year by that
        (HALVES, "2026-07-01", "2026-12-30", "2027-06-30"),
        (HALVES, "2026-07-05", "2026-06-30", "2026-12-30"),  # late: for the day that was missed
        (HALVES, "2026-12-15", "2026-06-30", "2027-06-30"),  # so late that the next one is being asked for
        (HALVES, "2026-09-10", "2026-09-17", "2027-06-30"),  # the last day by the rhythm of before
        (HALVES, "2026-05-30", None, "2026-06-30"),  # begins: there are 30 days to be asked in, just
        (HALVES, "2026-05-31", None, "2026-12-30"),  # begins too near to it
        (YEARLY, "2026-06-12", "2026-06-30", "2027-06-30"),
        (YEARLY, "2026-07-12", "2026-06-30", "2027-06-30"),
        ([{"month": 2, "day": 30}], "2027-02-01", "2027-02-28", "2028-02-29"),  # the month's last day
        ([], "2026-03-31", "2026-06-30", "2027-03-28"),  # none set: the rhythm
    ],
)
def test_the_next_day(days: list[dict[str, int]], seen_on: str, due_on: str | None, next_due: str) -> None:
    due = date.fromisoformat(due_on) if due_on else None
    rates = {"aged.certification_days": days}
    assert certification_due(date.fromisoformat(seen_on), rates, due) == date.fromisoformat(next_due)


@pytest.mark.parametrize("wrong", [[{"month": 13, "day": 1}], [{"month": 6, "day": 0}], [{"month": 6}]])
def test_a_day_that_no_year_has_is_refused(wrong: object) -> None:
    with pytest.raises(BadValue):
        get_declaration("aged.certification_days").taken(wrong)


async def test_the_county_sets_them_from_a_day_and_each_is_asked_for_in_time(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-03-02 09:00")
    place, source = f"{COUNTY}000000", "嵩民〔2026〕6号"
    days = Enactment(place, "aged.certification_days", HALVES, date(2026, 4, 1), None, source, True)
    await enact(days, by=Signature(By.IMPORT))
    cadre = await a_cadre()
    early, late = [await an_award(certification_due_on=date(2026, 4, 10)) for _ in range(2)]
    await entitlements.certify_life(early.id, cadre.signature)
    assert (await Award.get(id=early.id)).certification_due_on == date(2027, 3, 2), "the rhythm still held that day"
    at("2026-07-06 09:00")
    assert await entitlements.suspend_uncertified(COUNTY) == 1
    await entitlements.certify_life(late.id, cadre.signature)
    seen = await Award.get(id=late.id)
    assert (seen.certification_due_on, seen.suspended_from, seen.stopped_from) == (date(2026, 12, 30), None, None)
    at("2026-11-29 09:00")
    assert await entitlements.warn_of_certification_due() == 0
    at("2026-11-30 09:00")
    assert await entitlements.warn_of_certification_due() == 1
    (errand,) = await errands.open_errands([VILLAGE])
    assert errand.due_on == date(2026, 12, 30)
    at("2026-12-31 09:00")
    assert await entitlements.suspend_uncertified(COUNTY) == 1
    lapsed = await Award.get(id=late.id)
    assert (lapsed.suspended_from, lapsed.stopped_from) == (date(2027, 1, 1), None), "suspended, never stopped"
