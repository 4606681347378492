"""评议 is held only where somebody objected, with minutes that add up; it weighs and decides nothing."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from backend import inquiries, postings
from backend.applications import Application, State
from backend.inquiries import Weighed
from backend.journal import Deed, Entry
from backend.programmes import PhotoKind
from backend.refusals import Refusal
from backend.staff import Role
from tests.backend.applications.cases import a_photo, hand
from tests.backend.inquiries.opinions import dibao_accepted, opined
from tests.backend.inquiries.visits import visited
from tests.people import a_resident, an_officer, seed_parameters


async def test_only_a_disputed_case_is_weighed_and_the_recorder_gives_no_opinion(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    elder = await a_resident()
    case = await dibao_accepted(elder, clerk)
    await visited(case, clerk)
    await opined(case, leader)
    await postings.post([case.id], leader)
    minutes = await a_photo(elder, PhotoKind.MINUTES, by=clerk.signature)
    weighed = Weighed(date(2026, 3, 4), 12, 8, 9, 3, "多数认为符合条件。", minutes)
    at("2026-03-04 15:00")
    with pytest.raises(inquiries.NotDisputed):
        await inquiries.record_deliberation(case.id, weighed, clerk)
    line = await postings.PostingLine.get(application_id=case.id)
    objection = await postings.object_to(line.id, "他家有车", hand(await a_resident("刘大山")))
    portrait = await a_photo(elder, PhotoKind.PORTRAIT)
    wrong: list[tuple[dict[str, Any], type[Refusal]]] = [
        ({"villagers": 13}, inquiries.VotesWrong), ({"agreeing": 10}, inquiries.VotesWrong),
        ({"present": 0, "villagers": 0, "agreeing": 0, "opposing": 0}, inquiries.VotesWrong),
        ({"held_on": date(2026, 3, 5)}, inquiries.DeliberationDayWrong),
        ({"held_on": date(2026, 3, 1)}, inquiries.DeliberationDayWrong),
        ({"minutes_id": portrait}, inquiries.MinutesMissing), ({"conclusion": " "}, inquiries.MinutesMissing),
    ]  # fmt: skip
    for instead, refusal in wrong:
        with pytest.raises(refusal):
            await inquiries.record_deliberation(case.id, replace(weighed, **instead), clerk)
    with pytest.raises(inquiries.YouGaveTheOpinion):
        await inquiries.record_deliberation(case.id, weighed, leader)
    await inquiries.record_deliberation(case.id, weighed, clerk)
    assert (await Application.get(id=case.id)).state is State.OBJECTED, "the township still answers"
    told = await Entry.get(deed=Deed.DELIBERATED.value)
    assert told.facts == {"present": 12, "agreeing": 9, "opposing": 3}
    await postings.answer(objection.id, leader, upheld=True, answer="评议后重新提出意见")
    with pytest.raises(inquiries.YouInvestigated):
        await opined(case, clerk)
    await opined(case, leader)
    assert (await Application.get(id=case.id)).state is State.OBJECTED, (
        "seven days are not shortened: it is posted anew"
    )
    at("2026-03-10 09:30")
    await opined(case, leader)
    assert (await Application.get(id=case.id)).state is State.COUNTY_REVIEW, "dibao is not posted again by default"
