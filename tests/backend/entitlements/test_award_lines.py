"""An award's months say what their amount was made of (补差 or class, 增发, care level), by which article."""

from datetime import date
from typing import Any

from backend import clock, entitlements, postings
from backend.entitlements import FactKind, Reason
from backend.residents import Resident
from backend.staff import Role
from tests.backend.inquiries.opinions import dibao_accepted, opined
from tests.backend.inquiries.visits import visited
from tests.backend.payouts.awards import an_award
from tests.people import a_resident, an_officer, seed_parameters


async def test_each_amount_says_what_it_was_made_of_until_another_holds(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    reviewer = await an_officer(Role.COUNTY_REVIEWER)
    elder = await a_resident()
    case = await dibao_accepted(elder, clerk)
    await visited(case, clerk)
    await opined(case, leader)
    await postings.post([case.id], leader)
    at("2026-03-10 09:30")
    await postings.end_due(clock.today())
    award = await entitlements.grant(case.id, reviewer)
    change = await entitlements.propose_change(
        award.id, FactKind.ADJUSTED, clerk, month=date(2026, 6, 1), reason=Reason.INCOME_CHANGED, basis="复核记录",
        fen=10_000,
    )  # fmt: skip
    await entitlements.confirm_change(change.id, reviewer)
    award = await entitlements.get_award(award.id)
    made, after = await entitlements.lines_of(award, await Resident.get(id=elder.id))
    assert (made.first, made.last) == (date(2026, 4, 1), date(2026, 5, 1))
    assert "440" in made.basis
    assert "差额" in made.basis
    assert "第二十三条" in made.basis or "《" in made.basis
    assert (after.first, after.fen, after.basis) == (date(2026, 6, 1), 10_000, "复核记录")


async def test_of_what_a_roster_brought_only_the_sum_is_known(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()
    elder = await a_resident()
    award = await an_award(elder, programme="rural_dibao", monthly_fen=22_000)
    assert {each.basis for each in await entitlements.lines_of(award, elder)} == {""}
