"""One month's money through the pages: drawn up, approved by another, exported, answered by the bank."""

import re
from datetime import date
from typing import Any

import pytest

from backend import database
from backend.errands import Errand
from backend.payouts import Batch, BatchState
from backend.staff import Role
from sandbox import bank
from tests.backend.payouts.awards import an_award, card
from tests.console.desks import Console, Desk, sentence_of, words_of
from tests.people import OTHER_VILLAGE, a_resident, seed_parameters, some_id

GOOD = "6228480000000000018"


@pytest.fixture
async def payer(console: Console, at: Any) -> Desk:
    at("2026-03-05 09:30")
    await seed_parameters()
    return await console.desk(Role.COUNTY_PAYER, name="刘兵")


async def draw_up(payer: Desk) -> tuple[str, str]:
    """The batch's address, and what the page said."""
    answer = await payer.post("/batches", programme="old_age_allowance", month="2026-03")
    assert answer.status_code == 200, sentence_of(answer)
    found = re.search(r"/batches/[0-9a-f-]{36}", answer.text)
    assert found
    return found[0], words_of(answer)


async def let_go(console: Console, path: str) -> None:
    """Approved by one officer and released by another."""
    for deed in ("approval", "release"):
        await (await console.desk(Role.COUNTY_APPROVER)).post(f"{path}/{deed}")


async def test_from_drawing_up_to_the_banks_answer(console: Console, payer: Desk) -> None:
    await an_award(await a_resident("王秀英", account=GOOD))
    path, _ = await draw_up(payer)
    assert "1笔，50.00元" in words_of(await payer.get(path))
    assert (await payer.post(f"{path}/approval")).status_code == 403
    assert (await payer.post(f"{path}/export")).status_code == 409
    approver = await console.desk(Role.COUNTY_APPROVER, name="郑一")
    assert (await approver.post(f"{path}/approval")).headers["location"] == path
    assert (await payer.post(f"{path}/export")).status_code == 409
    assert f"{path}/release" not in (await approver.get(path)).text
    assert (await approver.post(f"{path}/release")).status_code == 403
    third = await console.desk(Role.COUNTY_APPROVER, name="钱三")
    assert f"{path}/release" in (await third.get(path)).text
    assert (await third.post(f"{path}/release")).headers["location"] == path
    file = await payer.post(f"{path}/export")
    assert file.headers["content-disposition"].startswith("attachment; filename*=UTF-8''410325-GL-202603-01.csv")
    assert file.headers["cache-control"] == "no-store"
    assert (await payer.post(f"{path}/export")).content == file.content
    answer = await payer.post_file(f"{path}/return-file", bank.answer(file.content, paid_on=date(2026, 3, 5)))
    assert "回盘已读入：成功1笔，失败0笔。本批次已办结。" in words_of(answer)
    page = words_of(await payer.get(path))
    assert all(words in page for words in ("已办结", "编制刘兵", "复核郑一", "放款钱三", "尾号0018"))
    assert "2026年3月" in words_of(await payer.get("/batches"))


async def test_who_is_left_out_is_named_with_the_reason(payer: Desk) -> None:
    await an_award()
    for name in ("无户一", "无户二"):
        await an_award(await a_resident(name))
    late = await a_resident("已故三", account="6228480000000000026", deceased_on=date(2026, 3, 2))
    await an_award(late)
    _, page = await draw_up(payer)
    assert "批次已编制。有3人这次没有编入：" in page
    assert "没有登记收款账户，已派任务核对。2人：无户一、无户二" in page
    assert "1人：已故三" in page
    assert await Errand.filter(kind="fix_account").count() == 2


async def test_nobody_owed_is_said_in_words(payer: Desk) -> None:
    answer = await payer.post("/batches", programme="old_age_allowance", month="2026-03")
    assert (answer.status_code, sentence_of(answer)) == (422, "这个月没有待发放的人员，不需要编制批次。")
    assert 'href="/batches"' in answer.text


async def test_lines_that_do_not_fit_are_listed(console: Console, payer: Desk) -> None:
    await an_award()
    path, _ = await draw_up(payer)
    await let_go(console, path)
    (await payer.post(f"{path}/export")).raise_for_status()
    serial = f"{(await Batch.all().first()).number}-000001"  # type: ignore[union-attr]
    said = f"业务流水号,金额,状态\r\n{serial},50.00,失败\r\nX-1,1.00,成功\r\n<b>,x,成功\r\n"
    answer = await payer.post_file(f"{path}/return-file", said.encode("gb18030"))
    page = words_of(answer)
    assert "成功0笔，失败1笔，另有3处对不上，请与银行核对" in page
    assert "第3行：" in page
    assert "第4行：" in page
    assert "文件末尾没有合计行" in page
    assert "<b>" not in answer.text
    assert "退回1笔，50.00元" in words_of(await payer.get(path))


async def test_a_file_in_parts_tells_what_is_known_and_what_is_still_out(console: Console, payer: Desk) -> None:
    for _ in range(2):
        await an_award()
    path, _ = await draw_up(payer)
    await let_go(console, path)
    file = (await payer.post(f"{path}/export")).content
    number = (await Batch.get()).number
    first = f"业务流水号,金额,状态\r\n{number}-000001,50.00,成功\r\n合计1笔,50.00,\r\n".encode()
    assert "成功1笔，失败0笔。还有1笔没有回盘。" in words_of(await payer.post_file(f"{path}/return-file", first))
    whole = bank.answer(file, paid_on=date(2026, 3, 5))
    page = words_of(await payer.post_file(f"{path}/return-file", whole))
    assert "成功1笔，失败0笔，以前已读过1笔。本批次已办结。" in page


async def test_a_batch_of_a_benefit_that_nobody_applies_for_here_is_named_too(payer: Desk) -> None:
    await an_award(programme="tekun", monthly_fen=90000)
    answer = await payer.post("/batches", programme="tekun", month="2026-03")
    assert "特困供养2026年3月" in words_of(answer)
    assert "特困供养" in words_of(await payer.get("/batches"))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xff\xfe\x00", "姓名,年龄\r\n王,80\r\n".encode()])
async def test_a_file_that_is_no_return_file_is_refused_whole(console: Console, payer: Desk, content: bytes) -> None:
    await an_award()
    path, _ = await draw_up(payer)
    await let_go(console, path)
    await payer.post(f"{path}/export")
    answer = await payer.post_file(f"{path}/return-file", content)
    assert answer.status_code == 422
    assert f'href="{path}"' in answer.text
    assert (await Batch.all().first()).state is BatchState.EXPORTED  # type: ignore[union-attr]


async def test_who_drew_it_up_reads_why_another_must_approve(console: Console, payer: Desk) -> None:
    """A payer who became an approver still may not approve the batch of their own making."""
    await an_award()
    path, _ = await draw_up(payer)
    await type(payer.officer).filter(id=payer.officer.id).update(role="county_approver")
    page = (await payer.get(path)).text
    assert "这个批次是您编制的，按规定要由另一位同事复核。" in page
    assert f"{path}/approval" not in page
    assert (await payer.post(f"{path}/approval")).status_code == 403


async def test_a_discarded_batch_can_be_drawn_up_again(payer: Desk) -> None:
    await an_award()
    path, _ = await draw_up(payer)
    assert (await payer.post(f"{path}/discarding")).headers["location"] == path
    page = (await payer.get(path)).text
    assert "已作废" in page
    assert all(f"{path}/{deed}" not in page for deed in ("approval", "export", "discarding", "return-file"))
    assert (await draw_up(payer))[0] != path


async def test_a_long_batch_is_read_page_by_page(payer: Desk) -> None:
    for number in range(53):
        await an_award(await a_resident(f"人{number:02d}", account=f"62284800000000{number:05d}"))
    path, _ = await draw_up(payer)
    first = (await payer.get(path)).text
    assert "下一页" in first
    second = (await payer.get(f"{path}?after=50")).text
    assert "下一页" not in second
    names = [set(re.findall("人[0-9]{2}", page)) for page in (first, second)]
    assert (len(names[0]), len(names[1]), len(names[0] | names[1])) == (50, 3, 53)


async def test_a_leader_confirms_the_rows_of_the_township(console: Console, payer: Desk) -> None:
    await database.execute("UPDATE parameter SET value = 'true' WHERE key = 'payouts.township_confirms'")
    await an_award(await a_resident("王秀英", account=GOOD))
    await an_award(await a_resident("田湖人", account="6217000000000000012", village=OTHER_VILLAGE))
    path, _ = await draw_up(payer)
    assert "田湖镇1笔待确认" in words_of(await payer.get(path))
    approver = await console.desk(Role.COUNTY_APPROVER)
    assert "还没有确认：田湖镇、车村镇" in sentence_of(await approver.post(f"{path}/approval"))
    leader = await console.desk(Role.TOWNSHIP_LEADER)
    part = path.replace("/batches/", "/batch-parts/")
    assert part in (await leader.get("/batch-parts")).text
    page = (await leader.get(part)).text
    assert "王秀英" in page
    assert "田湖人" not in page
    assert (await leader.post(f"{part}/confirmation")).headers["location"] == "/batch-parts"
    assert "已确认" in (await leader.get("/batch-parts")).text


async def test_the_auditor_reads_and_changes_nothing(console: Console, payer: Desk) -> None:
    await an_award()
    path, _ = await draw_up(payer)
    auditor = await console.desk(Role.AUDITOR)
    assert "50.00" in (await auditor.get(path)).text
    assert f'action="{path}' not in (await auditor.get(path)).text
    assert (await auditor.get(f"/batches/{some_id()}")).status_code == 404


async def test_who_is_flagged_is_decided_on_the_page_before_anybody_approves(console: Console, payer: Desk) -> None:
    await an_award(await a_resident("迁出人", registered_here=False, account=card(1)))
    await an_award(await a_resident("寻常人", account=card(2)))
    path, _ = await draw_up(payer)
    approver = await console.desk(Role.COUNTY_APPROVER)
    for desk, may_decide in ((payer, True), (approver, False)):
        page = await desk.get(path)
        assert "有1条核查提示还没有核定" in words_of(page)
        assert ('name="decision"' in page.text) == may_decide
    assert f"{path}/approval" not in (await approver.get(path)).text
    assert (await approver.post(f"{path}/approval")).status_code == 409
    resident = (await payer.get(f"{path}/flags")).text.split(f"{path}/flags/")[1][:36]
    answer = await payer.post(f"{path}/flags/{resident}", kind="moved_away", decision="withhold", reason="<b>已迁出")
    assert answer.headers["location"] == f"{path}/flags?kind=moved_away"
    page = await approver.get(answer.headers["location"])
    assert "已迁出刘兵" in words_of(page)
    assert "<b>" not in page.text
    for kind, status in (("moved_away", 409), ("nothing", 422)):
        again = await payer.post(f"{path}/flags/{resident}", kind=kind, decision="pay", reason="x")
        assert again.status_code == status
    page = words_of(await approver.get(path))
    assert "1笔，50.00元" in page
    assert "这次不发" in page
    assert (await approver.post(f"{path}/approval")).headers["location"] == path
