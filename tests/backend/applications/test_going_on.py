"""A refused case goes on to the next kind of help: down the ladder, by consent, with its papers and answers, once."""

from typing import Any

import pytest

from backend import applications
from backend.applications import Application, State
from backend.journal import By, Deed, Entry, Signature
from tests.backend.applications.cases import hand, turned_down
from tests.backend.inquiries.opinions import DECLARED, dibao_accepted
from tests.people import a_cadre, a_resident, an_officer, seed_parameters


def test_the_ladder_goes_down_only() -> None:
    assert applications.next_after("tekun") == ["rural_dibao", "urban_dibao", "edge_family", "rigid_spending"]
    assert applications.next_after("rural_dibao") == ["edge_family", "rigid_spending"]
    assert applications.next_after("rigid_spending") == applications.next_after("old_age_allowance") == []


@pytest.mark.parametrize(
    ("home", "offered"),
    [
        ("village", ["rural_dibao"]),
        ("town", ["urban_dibao"]),
        (None, ["rural_dibao", "urban_dibao"]),  # nobody said: an officer looks at it
    ],
)
async def test_of_dibao_the_one_for_where_the_home_is(
    empty_database: str, home: str | None, offered: list[str]
) -> None:
    elder = await a_resident()
    case = await applications.start("tekun", elder, by=hand(elder))
    await Application.filter(id=case.id).update(state=State.NOT_ACCEPTED, verdict={"facts": {"home_kind": home}})
    assert await applications.next_for(case) == [*offered, "edge_family", "rigid_spending"]
    for programme in {"rural_dibao", "urban_dibao"} - set(offered):
        with pytest.raises(applications.CannotGoOn):
            await applications.go_on(case.id, programme, hand(elder))


async def test_papers_and_answers_go_along_and_nobody_else_decides_it(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()
    clerk, elder = await an_officer(), await a_resident()
    case = await dibao_accepted(elder, clerk)
    with pytest.raises(applications.CannotGoOn):
        await applications.go_on(case.id, "edge_family", hand(elder))
    await turned_down(case, "income_above")
    for programme in ("tekun", "old_age_allowance", "moon"):
        with pytest.raises(applications.CannotGoOn):
            await applications.go_on(case.id, programme, hand(elder))
    cadre, stranger = await a_cadre(), await a_resident("刘大山")
    with pytest.raises(applications.MandateMissing):
        await applications.go_on(case.id, "edge_family", cadre.signature)
    with pytest.raises(applications.NoSuchApplication):
        await applications.go_on(case.id, "edge_family", Signature(By.RESIDENT, stranger.id))
    draft = await applications.go_on(case.id, "edge_family", hand(elder))
    assert (draft.programme, draft.state, draft.continues) == ("edge_family", State.DRAFT, case.id)
    assert (await applications.go_on(case.id, "edge_family", hand(elder))).id == draft.id
    assert await applications.missing(draft) == []
    new = await applications.submit(draft.id, by=hand(elder))
    assert (new.verdict or {})["facts"]["monthly_income_fen"] == DECLARED["monthly_income_fen"]
    assert new.case_number != case.case_number
    await applications.start("rigid_spending", elder, by=hand(elder))
    with pytest.raises(applications.AlreadyApplied):
        await applications.go_on(case.id, "rigid_spending", hand(elder))
    assert await Entry.filter(deed=Deed.APPLICATION_GOES_ON.value).count() == 1
