"""A case that belongs to another county goes there with its papers; the person knows who has it and who counts."""

import asyncio
import csv
import io
import zipfile
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest

from backend import applications, relays
from backend.applications import Application, Audience, State, status_of
from backend.journal import Deed, Entry
from backend.programmes import CATALOGUE
from backend.refusals import Refusal
from backend.relays import Part, Relay
from backend.staff import NoSuchPower, Officer, OutsideYourPlace, Role
from notifications.wording import occasion_of
from tests.backend.applications.cases import a_draft, hand, submitted
from tests.papers import words_on
from tests.people import OTHER_TOWNSHIP, OTHER_VILLAGE, a_resident, an_officer, seed_parameters

THERE, WHY = "湖北省郧西县民政局", "户口在郧西县"


@pytest.fixture(autouse=True)
async def monday(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()


async def test_a_case_goes_with_its_papers_and_each_can_be_checked() -> None:
    clerk, elder = await an_officer(), await a_resident()
    case = await submitted(elder)
    gone = await relays.hand_over(case.id, THERE, WHY, clerk)
    assert (gone.state, gone.state.is_running, gone.state.is_a_no) == (State.PASSED_ON, False, False)
    made = await relays.handover_of(case.id)
    assert made is not None
    archive = zipfile.ZipFile(io.BytesIO(await relays.handover_file(case.id, clerk)))
    listed = archive.read("材料清单.csv")
    assert sha256(listed).hexdigest() == made.digest
    lines = list(csv.reader(io.StringIO(listed.decode())))[1:]
    assert [sha256(archive.read(file)).hexdigest() for file, _, _ in lines] == [digest for _, _, digest in lines]
    assert len(lines) == 1 + len(await applications.attached(case.id))
    paper = words_on(archive.read("转办函.pdf"))
    said = [THERE, WHY, elder.identity_number, made.digest, "第六十条", "不用重新提交材料"]
    assert [each for each in said if "".join(each.split()) not in paper] == []
    taken = await Entry.get(deed=Deed.HANDOVER_FILE_TAKEN.value)
    assert (taken.by_id, taken.facts["digest"]) == (clerk.id, made.digest)
    assert await Relay.all().count() == 0, "no days of its own"
    assert (await submitted(elder)).state is State.SUBMITTED, "what belongs here may be asked for here"
    assert await applications.strayed_cases() == []


async def test_the_person_is_told_who_has_it_and_from_when_the_clock_runs(at: Any) -> None:
    clerk, case = await an_officer(), await submitted(await a_resident())
    gone = await relays.hand_over(case.id, THERE, WHY, clerk)
    (entry,) = await Entry.filter(deed=Deed.CASE_PASSED_ON.value)
    told = occasion_of(entry)
    assert told is not None
    assert told.code == "passed_on"
    assert WHY not in str(entry.facts), "why is nobody's but the office's"
    page = await status_of(gone, audience=Audience.RESIDENT)
    assert f"归{THERE}办，3月2日已连同材料转过去" in page.next_step
    assert "从那边受理那天起算" in page.next_step
    at("2026-03-06 09:30")
    for day, words, refusal in (
        (date(2026, 3, 1), "李主任", relays.DayWrong), (date(2026, 3, 7), "李主任", relays.DayWrong),
        (date(2026, 3, 5), " ", relays.ReceiptWordsMissing),
    ):  # fmt: skip
        with pytest.raises(refusal):
            await relays.record_receipt(case.id, day, words, clerk)
    assert [each.office for each in await relays.handovers_waiting(clerk)] == [THERE]
    assert await relays.handovers_waiting(await an_officer(place=OTHER_TOWNSHIP)) == []
    twice = [relays.record_receipt(case.id, date(2026, 3, 5), "郧西县民政局李主任电话确认", clerk) for _ in range(2)]
    (late,) = [each for each in await asyncio.gather(*twice, return_exceptions=True) if isinstance(each, Refusal)]
    assert isinstance(late, relays.ReceivedBefore)
    assert await relays.handovers_waiting(clerk) == []
    assert "对方3月5日已经收到。" in (await status_of(gone, audience=Audience.CADRE)).next_step


async def test_what_is_passed_on_is_this_offices_and_not_taken_on_and_nobody_decides_it_too() -> None:
    clerk, case = await an_officer(), await submitted(await a_resident())
    stranger, reviewer = await an_officer(place=OTHER_TOWNSHIP), await an_officer(Role.COUNTY_REVIEWER)
    for officer, refusal in ((stranger, OutsideYourPlace), (reviewer, NoSuchPower)):
        with pytest.raises(refusal):
            await relays.hand_over(case.id, THERE, WHY, officer)
    for office, why in (("", WHY), (THERE, " "), ("县" * 36, WHY)):
        with pytest.raises(relays.OfficeMissing):
            await relays.hand_over(case.id, office, why, clerk)
    with pytest.raises(relays.OwnCounty):
        await relays.hand_over(case.id, "嵩县民政局", WHY, clerk)
    with pytest.raises(relays.NoSuchHandover):
        await relays.handover_file(case.id, clerk)
    both = [relays.hand_over(case.id, THERE, WHY, clerk), applications.accept(case.id, await an_officer())]
    ended = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(type(each).__name__ for each in ended) == ["Application", "WrongState"]
    taken_on = (await Application.get(id=case.id)).state is State.ACCEPTED
    if taken_on:
        with pytest.raises(applications.WrongState):
            await relays.hand_over(case.id, THERE, WHY, clerk)
        assert await relays.handover_of(case.id) is None


async def test_help_in_an_emergency_is_given_where_it_happens() -> None:
    elder = await a_resident()
    urgent = next(each.code for each in CATALOGUE.values() if each.urgent and each.open_for_application)
    case = await applications.submit((await a_draft(elder, programme=urgent)).id, by=hand(elder))
    with pytest.raises(relays.DecidedHere):
        await relays.hand_over(case.id, THERE, WHY, await an_officer())


async def test_of_the_disability_subsidies_the_way_back_has_its_days_too(at: Any) -> None:
    clerk, elder = await an_officer(), await a_resident(phone="13800009999")
    draft = await a_draft(elder, programme="disability_care")
    await Application.filter(id=draft.id).update(state=State.SUBMITTED, submitted_at=draft.started_at)
    await relays.hand_over(draft.id, THERE, WHY, clerk)
    made = await relays.handover_of(draft.id)
    assert made is not None
    relay = await relays.get_relay(made.relay_id, clerk)  # type: ignore[arg-type]
    assert (relay.part, relay.due_on, relays.phone_of(relay)) == (Part.ANSWER, date(2026, 3, 16), "13800009999")
    answered = await relays.record_answer(relay.id, date(2026, 3, 2), clerk, granted=True, words="每月80元")
    assert answered.part is Part.TELL


async def test_who_sees_it_pass_to_another_township_hands_it_over_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    clerk, case = await an_officer(), await submitted(await a_resident())
    seen = applications.visible_to_officer

    async def then_it_moves(application_id: UUID, officer: Officer) -> Application:
        found = await seen(application_id, officer)
        await applications.forward(application_id, OTHER_VILLAGE, officer)
        return found

    monkeypatch.setattr(applications, "visible_to_officer", then_it_moves)
    with pytest.raises(applications.WrongState) as late:
        await relays.hand_over(case.id, THERE, WHY, clerk)
    assert "已经转到" in late.value.shown
    assert (await Application.get(id=case.id)).state is State.SUBMITTED
