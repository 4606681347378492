"""Who reports by name is answered by a day, by the office or by text, and nobody but who answers learns who it was."""

from datetime import date
from typing import Any

import pytest

from backend import applications, digests, letters
from backend.applications import Application, Complaint, FedBack, Reporter
from backend.digests import Matter
from backend.identifiers import new_id
from backend.journal import By, Deed, Entry, Signature
from backend.programmes import Enactment, enact
from backend.refusals import Refusal
from backend.residents import BadPhone, Resident
from backend.staff import NoSuchPower, Officer, OutsideYourPlace, Relation, Relative, Role, YourOwnKin, declare_own_kin
from tests.backend.applications.cases import hand
from tests.backend.inquiries.opinions import dibao_accepted
from tests.backend.inquiries.visits import visited
from tests.papers import words_on
from tests.people import COUNTY, OTHER_TOWNSHIP, a_resident, an_officer, seed_parameters

WHO = Reporter("孙举报", "13800007777")
SAID = "家里有货车"


@pytest.fixture(autouse=True)
async def a_day(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()


async def reported(clerk: Officer, who: Reporter | None = WHO) -> tuple[Application, Complaint]:
    case = await dibao_accepted(await a_resident(), clerk)
    return case, await applications.note_complaint(case.id, SAID, clerk, who)


async def test_a_named_report_is_looked_into_and_its_answer_is_handed_over() -> None:
    clerk, colleague = await an_officer(), await an_officer(name="钱敏")
    case, report = await reported(clerk, Reporter("孙举报"))
    assert report.answer_due_on == date(2026, 5, 1), "no national number: as declared"
    with pytest.raises(applications.LookIntoItFirst):
        await applications.answer_complaint(report.id, colleague, upheld=True, found="见到货车")
    with pytest.raises(applications.NothingToFeedBack):
        await applications.feed_back(report.id, clerk, FedBack.POST, "XA123")
    with pytest.raises(letters.NothingFoundYet):
        await letters.print_report_answer(report.id, clerk)
    await visited(case, clerk)
    await applications.answer_complaint(report.id, colleague, upheld=True, found="货车是她儿子的")
    with pytest.raises(applications.ComplaintAnswered, match="ComplaintAnswered") as twice:
        await applications.answer_complaint(report.id, clerk, upheld=False, found="没有")
    assert "钱敏" in twice.value.shown
    paper = words_on(await letters.print_report_answer(report.id, clerk))
    assert "孙举报：" in paper
    assert "您2026年3月2日实名反映的问题" in paper
    assert "您反映的情况属实，按规定处理" in paper
    for secret in ("王秀英", "货车", "低保", str(case.case_number), "13800007777"):
        assert secret not in paper
    await applications.feed_back(report.id, clerk, FedBack.IN_PERSON, "密存2026-7")
    kept = await Complaint.get(id=report.id)
    assert (kept.fed_back_way, kept.fed_back_proof, kept.fed_back_by) == (FedBack.IN_PERSON, "密存2026-7", clerk.id)
    with pytest.raises(applications.NothingToFeedBack):
        await applications.feed_back(report.id, clerk, FedBack.POST, "XA123")
    (entry,) = await Entry.filter(deed=Deed.REPORTER_FED_BACK.value)
    assert (entry.facts["in_time"], entry.resident_id, entry.village) == (True, None, None)


async def test_who_it_was_is_seen_for_the_answer_alone_and_on_record() -> None:
    clerk, kin = await an_officer(), await an_officer(name="王敏")
    case, report = await reported(clerk)
    family = await Resident.get(id=case.resident_id)
    await declare_own_kin(kin, [Relative(Relation.PARENT, family.name, family.identity_number)])
    assert await applications.show_reporter(report.id, clerk) == WHO
    assert repr(WHO) == "Reporter()"
    (look,) = await Entry.filter(deed=Deed.REPORTER_SHOWN.value)
    assert (look.by_id, look.subject_id, look.resident_id) == (clerk.id, report.id, None)
    for each in await Entry.all():
        assert not {"孙举报", "13800007777", SAID} & set(map(str, each.facts.values()))
    for kind, officer in (
        (NoSuchPower, await an_officer(Role.AUDITOR)), (OutsideYourPlace, await an_officer(place=OTHER_TOWNSHIP)),
        (YourOwnKin, kin),
    ):  # fmt: skip
        with pytest.raises(kind):
            await applications.show_reporter(report.id, officer)
        with pytest.raises(kind):
            await applications.answer_complaint(report.id, officer, upheld=True, found="见到货车")
    assert await applications.complaints_for(case, kin) == []
    assert await applications.reports_waiting(kin) == []
    anonymous = await applications.note_complaint(case.id, SAID, clerk)
    for nobody in (anonymous.id, new_id()):
        with pytest.raises(applications.NoSuchComplaint):
            await applications.show_reporter(nobody, clerk)


async def test_what_a_named_report_is_not() -> None:
    clerk = await an_officer()
    case, report = await reported(clerk)

    async def refused(kind: type[Refusal], who: Reporter, said: str = SAID) -> None:
        with pytest.raises(kind):
            await applications.note_complaint(case.id, said, clerk, who)

    await refused(applications.ReporterIncomplete, Reporter(" ", "13800007777"))
    await refused(applications.ReporterIncomplete, Reporter("长" * 31))
    await refused(BadPhone, Reporter("孙举报", "123"))
    await refused(applications.ReporterNamedInWords, WHO, "孙举报说她家有货车")
    await refused(applications.ReporterNamedInWords, WHO, "问13800007777")
    await visited(case, clerk)
    for wrong in (" ", "长" * 1001):
        with pytest.raises(applications.FoundEmpty):
            await applications.answer_complaint(report.id, clerk, upheld=True, found=wrong)
    await applications.answer_complaint(report.id, clerk, upheld=True, found="见到货车")
    for way, proof in ((FedBack.POST, " "), (FedBack.POST, "长" * 51), (FedBack.TEXT, "短信")):
        with pytest.raises(applications.FeedBackUnproved):
            await applications.feed_back(report.id, clerk, way, proof)
    assert await Complaint.all().count() == 1


async def test_what_came_without_a_name_has_no_clock_and_whose_case_is_over_is_answered_in_words() -> None:
    clerk = await an_officer()
    case, anonymous = await reported(clerk, None)
    report = await applications.note_complaint(case.id, SAID, clerk, WHO)
    assert [each.id for each in await applications.reports_waiting(clerk)] == [report.id]
    await applications.answer_complaint(anonymous.id, clerk, upheld=False, found="是邻居的车")
    with pytest.raises(applications.NothingToFeedBack):
        await applications.feed_back(anonymous.id, clerk, FedBack.POST, "XA123")
    await applications.withdraw(case.id, hand(await Resident.get(id=case.resident_id)))
    await applications.answer_complaint(report.id, clerk, upheld=False, found="本人已经撤回申请")
    assert (await applications.reports_waiting(clerk))[0].answered_at is not None, "it waits until it has arrived"


async def test_the_countys_own_number_of_days_makes_the_queues_and_no_deed_moves_the_day(at: Any) -> None:
    days = Enactment(f"{COUNTY}000000", "report.answer_days", 10, date(2026, 1, 1), None, "嵩民〔2026〕2号", True)
    await enact(days, by=Signature(By.IMPORT))
    clerk, reviewer, elsewhere = (
        await an_officer(), await an_officer(Role.COUNTY_REVIEWER), await an_officer(place=OTHER_TOWNSHIP)
    )  # fmt: skip
    _, report = await reported(clerk)
    assert report.answer_due_on == date(2026, 3, 12)

    async def counted(officer: Officer) -> tuple[int, int, int]:
        found = await applications.count_reports(officer)
        return found.overdue, found.close, found.in_time

    assert (await counted(clerk), await counted(elsewhere)) == ((0, 0, 1), (0, 0, 0))
    at("2026-03-11 08:50")
    assert await counted(clerk) == (0, 1, 0)
    at("2026-03-13 08:50")
    assert await counted(clerk) == await counted(reviewer) == (1, 0, 0)
    assert (await applications.reports_waiting(clerk))[0].overdue
    await digests.draw_up_digests()
    for officer in (clerk, reviewer):
        (digest, *_) = await digests.digests_of(officer)
        assert digest.matters[Matter.REPORT_OVERDUE.value] == 1
        assert Matter.REPORT_OVERDUE.is_late
    with pytest.raises(NoSuchPower):
        await applications.count_reports(await an_officer(Role.AUDITOR))
