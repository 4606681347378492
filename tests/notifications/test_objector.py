"""Who left a number with an objection hears what came of it, in words from which no neighbour learns whose it was."""

from datetime import timedelta
from typing import Any

import pytest

from backend import clock, postings
from backend.applications import Application
from backend.messages import notices, notices_of_case
from backend.postings import Objection
from backend.staff import Officer, Role
from notifications.message import Message
from notifications.tidying import tidy_up
from tests.backend.applications.cases import hand
from tests.backend.postings.test_objecting import a_posted_case
from tests.notifications.outreach_steps import Outreach
from tests.notifications.sandbox_process import Sandbox
from tests.people import a_resident, an_officer, seed_parameters

PHONE = "13800007777"


@pytest.fixture(autouse=True)
async def monday(outreach: Outreach, travel: Any) -> None:
    travel("2026-03-02 10:00")
    await seed_parameters()


async def brought_to_the_office(phone: str, clerk: Officer) -> tuple[Application, Objection]:
    case, line = await a_posted_case(clerk)
    return case, await postings.object_to(line.id, "他家在县城有两套房。", clerk.signature, phone=phone)


async def all_sent(outreach: Outreach) -> None:
    async def quiet() -> bool:
        return await Message.all().count() > 0 and not await Message.filter(finished_at=None).exists()

    await outreach.until(quiet)


@pytest.mark.parametrize(("upheld", "result"), [(True, "您说的属实，会按规定办"), (False, "查下来和您说的不一样")])
async def test_the_answer_reaches_the_number_and_names_nobody(
    outreach: Outreach, sandbox: Sandbox, upheld: bool, result: str
) -> None:
    clerk, auditor = await an_officer(), await an_officer(Role.AUDITOR)
    case, objection = await brought_to_the_office("138 0000 7777", clerk)
    await postings.answer(objection.id, clerk, upheld=upheld, answer="查过，是她妹妹的房，妹妹有病。")
    await all_sent(outreach)
    (text,) = sandbox.texts(PHONE)
    said = f"您好，您2026年3月2日说的事已经核实：{result}。还有不明白的，请问乡镇。"
    assert text["text"] == f"【嵩县民政局】{said}"
    shown = [*await notices(clerk), *await notices_of_case(case.id)]
    assert "objector_answered" not in {each.occasion for each in shown}, "it stands beside no village and no case"
    (seen,) = [each for each in await notices(auditor) if each.occasion == "objector_answered"]
    assert (seen.hearer, seen.about, seen.village, seen.case_id) == ("提出异议的人", None, None, None)
    await tidy_up()
    assert (await Objection.get(id=objection.id)).phone_sealed is not None
    await Objection.filter(id=objection.id).update(answered_at=clock.now() - timedelta(days=31))
    await tidy_up()
    kept = await Objection.get(id=objection.id)
    assert (kept.phone_sealed, kept.phone_index) == (None, None), "it has served"


async def test_who_left_no_number_hears_nothing(outreach: Outreach, sandbox: Sandbox) -> None:
    clerk = await an_officer()
    neighbour = await a_resident("刘大山", phone=PHONE)
    _, line = await a_posted_case(clerk)
    by_hand = await postings.object_to(line.id, "不对。", hand(neighbour))
    at_the_office = await postings.object_to(line.id, "不对。", clerk.signature, phone="  ")
    for each in (by_hand, at_the_office):
        await postings.answer(each.id, clerk, upheld=False, answer="不属实。")
    for _ in range(3):
        await outreach.step()
    assert sandbox.texts(PHONE) == []
