"""One case through the pages: what each officer reads and clicks until the county confirms."""

import pytest

from backend import applications, postings
from backend.applications import Application, State
from backend.entitlements import Award
from backend.journal import By, Signature
from backend.staff import Relation, Relative, Role, declare_own_kin
from tests.backend.applications.cases import hand, submitted
from tests.backend.payouts.awards import an_award
from tests.console.cases import an_elder, by_a_cadre, objected, posted
from tests.console.desks import Console, Desk, sentence_of, words_of
from tests.people import a_cadre, a_resident, seed_parameters


@pytest.fixture
async def clerk(console: Console, at: object) -> Desk:
    at("2026-03-02 09:30")  # type: ignore[operator]
    await seed_parameters()
    return await console.desk(name="赵敏")


async def state_of(case: Application) -> State:
    return (await Application.get(id=case.id)).state


async def test_from_the_queue_to_the_award(console: Console, clerk: Desk, at: object) -> None:
    case = await by_a_cadre((await an_elder())[0])
    path = f"/cases/{case.id}"
    assert f'href="{path}"' in (await clerk.get("/cases")).text
    waiting = words_of(await clerk.get(path))
    assert all(
        words in waiting
        for words in ("王秀英·高龄津贴", "83周岁", "车村镇车村村民委员会", "李建国（村干部）", "委托事项：申请高龄津贴",
                      "有效期至2027年1月1日", "符合", "本步骤期限：2026年3月5日")
    )  # fmt: skip
    answer = await clerk.post(f"{path}/acceptance", note="材料齐全")
    assert (answer.status_code, answer.headers["location"]) == (303, path)
    assert (await clerk.post("/notices", application_id=str(case.id))).headers["location"] == "/notices"
    assert "王*英" in (await clerk.get("/notices")).text
    reviewer = await console.desk(Role.COUNTY_REVIEWER, name="马超")
    assert (await reviewer.post(f"{path}/confirmation")).status_code == 409
    at("2026-03-10 08:00")  # type: ignore[operator]
    await postings.end_due(case.started_at.date().replace(month=3, day=10))
    assert f'href="{path}"' in (await reviewer.get("/cases")).text, "the county's queue opens on what it decides"
    assert (await reviewer.post(f"{path}/confirmation", note="同意")).headers["location"] == path
    done = words_of(await reviewer.get(path))
    assert all(
        words in done
        for words in (
            "审核通过",
            "受理：赵敏（乡镇经办）2026年3月2日张榜公示：赵敏（乡镇经办）2026-03-1008:00审核确认：马超（县局审核）",
        )
    )
    assert "高龄津贴（2026年3月起）" in done
    assert await Award.filter(application_id=case.id).count() == 1


async def test_a_return_tells_everything_at_once(clerk: Desk) -> None:
    case = await submitted(await a_resident())
    answer = await clerk.post(f"/cases/{case.id}/return", missing=["portrait", "household_booklet"], note="请拍正面")
    assert answer.status_code == 303
    page = words_of(await clerk.get(f"/cases/{case.id}"))
    assert "还缺：户口簿照片、本人近照。" in page
    assert "请拍正面" in page
    assert await state_of(case) is State.RETURNED


async def test_a_refused_case_shows_its_reasons_and_who_gave_them(clerk: Desk) -> None:
    case = await submitted(await a_resident())
    path = f"/cases/{case.id}"
    assert sentence_of(await clerk.post(f"{path}/refusal")) == "不予通过必须说明理由，请从清单里选择。"
    await clerk.post(f"{path}/refusal", reasons=["under_age", "deceased"], note="户籍已注销")
    page = words_of(await clerk.get(path))
    assert "不予受理的理由：按身份证上的出生日期，还没有满规定的年龄。（依据：" in page
    assert all(words in page for words in ("申请人已去世。", "补充说明：户籍已注销", "不予受理：赵敏（乡镇经办）"))
    assert "/refusal" not in (await clerk.get(path)).text


async def test_who_handled_a_case_reads_why_another_must_confirm(console: Console, clerk: Desk) -> None:
    """A clerk who moved to the county still may not check their own work."""
    case = await posted(await a_resident(), clerk.officer)
    await postings.end_due(case.started_at.date().replace(month=3, day=20))
    await type(clerk.officer).filter(id=clerk.officer.id).update(role="county_reviewer", place="410325000000")
    page = await clerk.get(f"/cases/{case.id}")
    assert "这件申请您已经经手过，按规定要由另一位同事审核确认。" in page.text
    assert "/confirmation" not in page.text
    assert (await clerk.post(f"/cases/{case.id}/confirmation")).status_code == 403
    another = await console.desk(Role.COUNTY_REVIEWER)
    assert f"/cases/{case.id}/confirmation" in (await another.get(f"/cases/{case.id}")).text


async def test_an_objection_is_read_and_answered(clerk: Desk) -> None:
    case = await posted(await a_resident(), clerk.officer)
    objection = await objected(case, "她 <b>有</b> 退休工资")
    page = await clerk.get(f"/cases/{case.id}")
    assert "她 &lt;b&gt;有&lt;/b&gt; 退休工资" in page.text
    assert "刘大山" not in page.text, "who objected is kept from the page"
    answer = await clerk.post(f"/objections/{objection}/answer", answer="已核实，没有退休工资", upheld="false")
    assert answer.status_code == 303
    assert "异议不成立：已核实，没有退休工资（赵敏（乡镇经办）" in words_of(await clerk.get(f"/cases/{case.id}"))
    assert await state_of(case) is State.POSTED
    again = await clerk.post(f"/objections/{objection}/answer", answer="再答", upheld="true")
    assert again.status_code == 409


async def test_who_gave_a_name_is_known_to_who_answers_and_to_nobody_else(console: Console, clerk: Desk) -> None:
    elder, neighbour = await a_resident(), await a_resident("刘大山")
    case = await posted(elder, clerk.officer)
    line = await postings.line_of(case.id)
    assert line is not None
    await postings.object_to(line.id, "她有退休工资", Signature(By.RESIDENT, neighbour.id), named=True)
    await postings.object_to(line.id, "她有货车", Signature(By.CADRE, (await a_cadre(name="钱干部")).id))
    here, leader = f"/cases/{case.id}", await console.desk(Role.TOWNSHIP_LEADER)
    relative = Relative(Relation.PARENT, elder.name, str(elder.identity_number))
    await declare_own_kin(leader.officer, [relative])
    page = (await clerk.get(here)).text
    assert ("实名：刘大山" in page, "钱干部" in page) == (True, False)
    for role in (Role.COUNTY_REVIEWER, Role.COUNTY_APPROVER, Role.AUDITOR):
        page = (await (await console.desk(role)).get(here)).text
        assert ("她有退休工资" in page, "刘大山" in page) == (True, False), role
    assert "刘大山" not in (await leader.get(here)).text, "of the family, and answers nothing here"


async def test_an_objection_brought_to_the_office_is_registered(clerk: Desk) -> None:
    case = await posted(await a_resident(), clerk.officer)
    assert (await clerk.post(f"/cases/{case.id}/objections", body="他户口不在本村")).status_code == 303
    assert await state_of(case) is State.OBJECTED
    assert "他户口不在本村" in (await clerk.get("/notices")).text
    bad = await clerk.post(f"/cases/{case.id}/objections", body="她有货车", phone="0379-66310000")
    assert (bad.status_code, "手机号应为11位数字" in sentence_of(bad)) == (422, True), "a landline takes no text"
    await clerk.post(f"/cases/{case.id}/objections", body="她有货车", phone="138 0000 7777")
    page = words_of(await clerk.get(f"/cases/{case.id}"))
    assert ("留了手机号，答复后自动发短信" in page, "7777" in page) == (True, False), "nobody reads the number again"
    empty = await clerk.post(f"/cases/{case.id}/objections", body="  ")
    assert empty.status_code == 422


async def test_nothing_can_be_objected_to_before_the_notice_hangs(clerk: Desk) -> None:
    case = await submitted(await a_resident())
    assert (await clerk.post(f"/cases/{case.id}/objections", body="不对")).status_code == 404


async def test_an_upheld_objection_leaves_posting_anew_or_advising_against(clerk: Desk) -> None:
    case = await posted(await a_resident(), clerk.officer)
    objection = await objected(case)
    unanswered = (await clerk.get(f"/cases/{case.id}")).text
    assert "重新公示" not in unanswered
    await clerk.post(f"/objections/{objection}/answer", answer="属实", upheld="true")
    page = (await clerk.get(f"/cases/{case.id}")).text
    assert "重新公示" in page
    assert f"/cases/{case.id}/refusal" not in page, "what is accepted the county refuses"
    assert f"/cases/{case.id}/advice" in page
    assert (await clerk.post("/notices", application_id=str(case.id))).status_code == 303
    assert await state_of(case) is State.POSTED


async def test_of_two_clerks_the_second_is_told_who_was_faster(console: Console, clerk: Desk) -> None:
    case = await submitted(await a_resident())
    second = await console.desk(name="钱多")
    await clerk.post(f"/cases/{case.id}/acceptance")
    answer = await second.post(f"/cases/{case.id}/return", missing="portrait")
    assert answer.status_code == 409
    assert "赵敏" in sentence_of(answer)
    assert f'href="/cases/{case.id}"' in answer.text, "the way back leads to the case"


async def test_a_mandate_that_ran_out_is_marked(clerk: Desk, at: object) -> None:
    case = await by_a_cadre((await an_elder())[0])
    at("2027-01-04 09:00")  # type: ignore[operator]
    assert "2027年1月1日（已过期）" in words_of(await clerk.get(f"/cases/{case.id}"))


async def test_who_receives_already_is_marked(clerk: Desk) -> None:
    elder = await a_resident()
    await an_award(elder)
    case = await submitted(elder)
    assert "高龄津贴（2026年3月起，正在领取，不能重复）" in words_of(await clerk.get(f"/cases/{case.id}"))


async def test_a_withdrawn_case_leaves_nothing_to_do(clerk: Desk) -> None:
    elder = await a_resident()
    case = await submitted(elder)
    await applications.withdraw(case.id, by=hand(elder))
    page = (await clerk.get(f"/cases/{case.id}")).text
    assert "已撤回" in page
    assert "/acceptance" not in page
    assert f'href="/cases/{case.id}"' in (await clerk.get("/cases?state=withdrawn")).text


async def test_a_notice_of_nobody_is_refused_in_words(clerk: Desk) -> None:
    assert sentence_of(await clerk.post("/notices")) == "请先选择要公示的申请。"
