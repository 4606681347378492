"""Who reported by name and left a number hears whether it is so; that the text arrived is the proof of it."""

from datetime import timedelta
from typing import Any

from backend import applications, clock
from backend.applications import Complaint, FedBack, Reporter
from backend.messages import notices, notices_of_case
from backend.staff import Role
from notifications.message import Message
from notifications.tidying import tidy_up
from tests.backend.applications.cases import accepted
from tests.notifications.outreach_steps import Outreach
from tests.notifications.sandbox_process import Sandbox
from tests.people import a_resident, an_officer, seed_parameters

PHONE = "13800007777"


async def test_the_answer_is_texted_and_its_arrival_is_on_record(
    outreach: Outreach, sandbox: Sandbox, travel: Any
) -> None:
    travel("2026-03-02 10:00")
    await seed_parameters()
    clerk, auditor = await an_officer(), await an_officer(Role.AUDITOR)
    case = await accepted(await a_resident(), clerk)
    report = await applications.note_complaint(case.id, "她没有80岁。", clerk, Reporter("孙举报", "138 0000 7777"))
    await applications.answer_complaint(report.id, clerk, upheld=False, found="查了户口簿，1942年生。")
    assert await applications.heed_told_reporters() == 0, "sent is not arrived"

    async def quiet() -> bool:
        ours = Message.filter(recipient_id=report.id)
        return await ours.exists() and not await ours.filter(finished_at=None).exists()

    await outreach.until(quiet)
    (text,) = sandbox.texts(PHONE)
    said = "您好，您2026年3月2日说的事已经核实：查下来和您说的不一样。还有不明白的，请问乡镇。"
    assert text["text"] == f"【嵩县民政局】{said}"
    shown = [*await notices(clerk), *await notices_of_case(case.id)]
    assert "reporter_answered" not in {each.occasion for each in shown}, "it stands beside no village and no case"
    (seen,) = [each for each in await notices(auditor) if each.occasion == "reporter_answered"]
    assert (seen.hearer, seen.about, seen.village, seen.case_id) == ("举报的人", None, None, None)
    assert (await applications.heed_told_reporters(), await applications.heed_told_reporters()) == (1, 0)
    assert (await Complaint.get(id=report.id)).fed_back_way is FedBack.TEXT
    assert await applications.reports_waiting(clerk) == []
    await tidy_up()
    assert (await Complaint.get(id=report.id)).phone_sealed is not None
    await Complaint.filter(id=report.id).update(fed_back_at=clock.now() - timedelta(days=31))
    await tidy_up()
    assert (await applications.show_reporter(report.id, clerk)) == Reporter("孙举报"), "the number has served"
