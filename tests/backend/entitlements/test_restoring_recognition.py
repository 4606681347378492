"""A recognition that was withdrawn wrongly counts again until the day that the family was told at first."""

from datetime import date
from typing import Any

import pytest

from backend import applications, entitlements, letters
from backend.applications import Application, State
from backend.eligibility import FactValue
from backend.entitlements import AmendmentGround, Award, Becomes, Recognition
from backend.journal import By, Deed, Entry, Signature
from backend.programmes import Enactment, enact
from backend.staff import Officer, Role
from tests.backend.applications.cases import a_draft, hand
from tests.backend.inquiries.opinions import DECLARED, opined
from tests.backend.inquiries.test_recognising import EDGE
from tests.people import COUNTY, a_resident, an_officer, seed_parameters

RIGID: dict[str, FactValue] = {
    "receives_dibao": False, "receives_tekun": False, "lives_in_edge_family": False, "financial_assets_fen": 500_000,
    "income_below_local_average": True, "rigid_spending_fen": 2_000_000, "yearly_income_fen": 1_800_000,
    "members_counted": 3, "members_authorised": True, "property_outcome": "clear",
}  # fmt: skip


@pytest.fixture(autouse=True)
async def monday(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()


async def a_reviewer() -> Officer:
    return await an_officer(Role.COUNTY_REVIEWER)


async def recognised(programme: str, facts: dict[str, FactValue]) -> tuple[Application, Recognition]:
    elder, clerk, leader = await a_resident(), await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    told = {key: value for key, value in DECLARED.items() if key in facts}
    draft = await a_draft(elder, programme=programme)
    case = await applications.submit(draft.id, by=hand(elder), facts=told)
    await applications.accept(case.id, clerk, unsigned_because=applications.NoLetter.ON_PAPER, kin_told=False)
    await opined(case, leader, facts=facts, why="核对")
    return case, await entitlements.recognise(case.id, await a_reviewer())


async def amended(case: Application, becomes: Becomes) -> Application:
    """Proposed by one of the county, decided by another who had no hand in the case."""
    terms: dict[str, Any] = {"reasons": ["papers_untrue"]} if becomes is Becomes.WITHDRAWN else {}
    wish = await entitlements.propose_amendment(
        case.id, becomes, await a_reviewer(), ground=AmendmentGround.REVIEW, basis="嵩政复决〔2026〕7号", **terms
    )
    return await entitlements.confirm_amendment(wish.id, await a_reviewer())


async def in_force(case: Application, on: date) -> list[date]:
    return [each.valid_until for each in await entitlements.recognitions_of(case.resident_id, on)]


@pytest.mark.parametrize(
    ("programme", "facts", "until"),
    [("edge_family", EDGE, date(2027, 3, 1)), ("rigid_spending", RIGID, date(2027, 3, 1))],
    ids=["edge_family", "rigid_spending"],
)
async def test_it_counts_again_from_the_amendment_until_its_first_last_day(
    programme: str, facts: dict[str, FactValue], until: date, at: Any
) -> None:
    case, first = await recognised(programme, facts)
    assert first.valid_until == until
    with pytest.raises(entitlements.NothingToAmend):
        await amended(case, Becomes.RESTORED)
    at("2026-05-11 10:00")
    assert (await amended(case, Becomes.WITHDRAWN)).state is State.REFUSED
    assert await in_force(case, date(2026, 5, 11)) == []
    with pytest.raises(entitlements.RestoreInstead):
        await amended(case, Becomes.GRANTED)
    # The county shortens the term meanwhile: what was promised before it is not shorter for that.
    shorter = Enactment(f"{COUNTY}000000", "rigid.valid_months", 6, date(2026, 1, 1), None, "洛民〔2026〕3号", True)
    await enact(shorter, by=Signature(By.IMPORT))
    at("2026-06-15 10:00")
    assert (await amended(case, Becomes.RESTORED)).state is State.CONFIRMED
    assert await in_force(case, date(2026, 6, 15)) == await in_force(case, until) == [until]
    assert await in_force(case, date(2027, 3, 2)) == []
    assert not await Award.all().exists(), "it pays nothing, before as after"
    told = await Entry.filter(deed=Deed.DECISION_AMENDED.value).order_by("id")
    assert [each.facts["valid_until"] for each in told] == ["2026-05-10", str(until)], "no last day moves unseen"
    assert await applications.strayed_cases() == []
    while await letters.draw_up():
        pass
    newest = (await letters.letters_on(case.id))[0]
    assert (newest.favourable, newest.facts["amended"]["becomes"]) == (True, "撤销原更正，恢复审核确认")
    assert (await letters.print_letter(newest)).startswith(b"%PDF")


async def test_on_its_own_first_day_and_after_its_last(at: Any) -> None:
    case, first = await recognised("edge_family", EDGE)
    await amended(case, Becomes.WITHDRAWN)
    assert await in_force(case, date(2026, 3, 2)) == [], "it ended before it began"
    await amended(case, Becomes.RESTORED)
    assert await in_force(case, date(2026, 3, 2)) == [first.valid_until]
    at("2027-04-05 10:00")
    await amended(case, Becomes.WITHDRAWN)
    assert (await Recognition.get()).valid_until == first.valid_until, "over already: nothing is made longer"
    await amended(case, Becomes.RESTORED)
    assert await in_force(case, date(2027, 4, 5)) == []
