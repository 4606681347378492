"""An overpayment through the pages: found at a button, told, agreed, repaid, written off by another hand."""

import re
from datetime import date
from typing import Any

import pytest

from backend import recoveries
from backend.recoveries import Cause
from backend.staff import Officer, Role
from tests.backend.funds.money import given
from tests.backend.recoveries.debts import a_paid_award, dies, payout_of
from tests.console.desks import Console, Desk, sentence_of, words_of
from tests.papers import words_on
from tests.people import seed_parameters

_ONE = re.compile(r"/recoveries/[0-9a-f-]{36}")


@pytest.fixture
async def payer(console: Console, at: Any) -> Desk:
    at("2026-05-20 09:30")
    await seed_parameters()
    await given(10**8)
    return await console.desk(Role.COUNTY_PAYER, name="刘兵")


async def found(payer: Desk) -> str:
    """The address of 100 yuan paid after a death."""
    await dies(await a_paid_award(), date(2026, 3, 31))
    assert (await payer.post("/recoveries/finding")).headers["location"] == "/recoveries"
    return _ONE.findall((await payer.get("/recoveries")).text)[0]


async def test_from_finding_to_the_last_fen(payer: Desk) -> None:
    assert "没有要追回的" in words_of(await payer.get("/recoveries"))
    path = await found(payer)
    page = words_of(await payer.get(path))
    assert "去世次月起不再发放" in page
    assert "2026年4月50.000.0050.00" in page
    assert (await payer.post(f"{path}/agreement", way="at_once", until="2026-06-01")).status_code == 409
    assert (await payer.post(f"{path}/telling", how="visit", on="2026-05-20")).status_code == 303
    assert (
        await payer.post(f"{path}/agreement", way="instalments", until="2026-08-01", monthly="25")
    ).status_code == 303
    assert (await payer.post(f"{path}/repayment", amount="40", on="2026-05-20", receipt="回单1")).status_code == 303
    page = words_of(await payer.get(path))
    assert "还剩60.00元" in page
    assert "分期退回，每月25.00元，到2026-08-01" in page
    assert "已退回40.00元（回单1）" in page
    assert (await payer.post(f"{path}/repayment", amount="60", on="2026-05-20", receipt="回单2")).status_code == 303
    assert "没有要追回的" in words_of(await payer.get("/recoveries"))
    assert "已退回" in words_of(await payer.get("/recoveries?closed=true"))
    paper = await payer.get(f"{path}/letter")
    assert (paper.headers["content-type"], paper.content[:5]) == ("application/pdf", b"%PDF-")


async def test_a_write_off_is_asked_for_by_one_and_approved_by_another(console: Console, payer: Desk) -> None:
    path = await found(payer)
    await payer.post(f"{path}/write-off", amount="100", reason="家属确无能力退回")
    assert (await payer.post(f"{path}/write-off-decision", approved="true", reason="自己批")).status_code == 403
    approver = await console.desk(Role.COUNTY_APPROVER)
    assert "申请核销100.00元：家属确无能力退回" in words_of(await approver.get(path))
    assert (await approver.post(f"{path}/write-off-decision", approved="true", reason="同意")).status_code == 303
    page = words_of(await approver.get(path))
    assert "还剩0.00元" in page
    assert "write-off-decision" not in page


async def test_what_is_owed_after_all_is_shown_and_asked_for_no_more(payer: Desk) -> None:
    award = await a_paid_award()
    await dies(award, date(2026, 3, 31))
    await payer.post("/recoveries/finding")
    path = _ONE.findall((await payer.get("/recoveries")).text)[0]
    await dies(award, date(2026, 4, 2))
    await payer.post("/recoveries/finding")
    page = words_of(await payer.get(path))
    assert "2026年4月50.000.0050.00其中50.00重新核定后不再追回" in page
    assert "还剩50.00元" in page
    letter = words_on((await payer.get(f"{path}/letter")).content)
    assert ("2026年5月" in letter, "2026年4月" in letter) == (True, False)


async def test_a_report_is_dropped_on_its_page_when_all_of_it_has_come_back(payer: Desk) -> None:
    officer = await Officer.get(name="刘兵")
    debt = await recoveries.report(
        await payout_of(await a_paid_award()), 5000, Cause.FRAUD, officer, reason="户外县已领同一待遇"
    )
    path = f"/recoveries/{debt.id}"
    assert (await payer.post(f"{path}/repayment", amount="50", on="2026-05-20", receipt="回单1")).status_code == 303
    assert "上报有误的，撤销后已经退回的钱在下一批补发。" in words_of(await payer.get(path))
    assert (await payer.post(f"{path}/dropping", reason="外县查明没有领")).status_code == 303
    assert f"{path}/dropping" not in (await payer.get(path)).text


@pytest.mark.parametrize("amount", ["100.01", "0", "-1", "1e2", "", "0.001", "一百", "10000000000"])
async def test_amounts_that_cannot_come_back(payer: Desk, amount: str) -> None:
    path = await found(payer)
    answer = await payer.post(f"{path}/repayment", amount=amount, on="2026-05-20", receipt="回单")
    assert answer.status_code == 422
    assert "还剩100.00元" in words_of(await payer.get(path))


@pytest.mark.parametrize(
    ("deed", "form"),
    [
        ("telling", {"how": "pigeon", "on": "2026-05-20"}),
        ("telling", {"how": "visit", "on": "2026-05-21"}),
        ("agreement", {"way": "never"}),
        ("dropping", {"reason": ""}),
        ("write-off", {"amount": "101", "reason": "家属确无能力退回"}),
    ],
)
async def test_forms_that_cannot_be(payer: Desk, deed: str, form: dict[str, str]) -> None:
    path = await found(payer)
    answer = await payer.post(f"{path}/{deed}", **form)
    assert answer.status_code == 422, sentence_of(answer)


async def test_a_person_and_a_place_words_on(console: Console, payer: Desk) -> None:
    award = await a_paid_award()
    clerk = await console.desk()
    for path in (f"/residents/{award.resident_id}/statement", "/statements/paper?month=2026-05"):
        paper = await clerk.get(path)
        assert (paper.headers["content-type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    assert "合计150.00元" in words_of(await clerk.get("/statements?month=2026-05"))
    assert (await clerk.get("/statements/workbook?month=2026-05")).content[:2] == b"PK"
    assert (await clerk.get("/statements?month=2026-13")).status_code == 422
    assert (await clerk.get("/statements?place=410325101000")).status_code == 403
    elsewhere = await console.desk(place="410325101000")
    assert (await elsewhere.get(f"/residents/{award.resident_id}/statement")).status_code == 404


async def test_a_batch_leaves_as_an_audit_file(console: Console, payer: Desk) -> None:
    from backend import statements
    from backend.payouts import Batch

    await a_paid_award()
    batch = await Batch.get()
    page = (await payer.get(f"/batches/{batch.id}")).text
    assert f"/statements/audit-files/{batch.id}" in page
    file = await (await console.desk(Role.AUDITOR)).post(f"/statements/audit-files/{batch.id}")
    assert file.headers["content-type"] == "application/zip"
    assert not any(each.wrong for each in statements.check_audit_file(file.content))


async def test_what_an_audit_found_is_reported_from_the_batchs_line(payer: Desk) -> None:
    from backend.payouts import Batch

    await a_paid_award()
    batch = await Batch.get()
    link = re.findall(r"/recoveries/reports/new\?payout=[0-9a-f-]{36}", (await payer.get(f"/batches/{batch.id}")).text)[
        0
    ]
    assert "登记多发" in words_of(await payer.get(link))
    form = {"payout_id": link.rpartition("=")[2], "cause": "fraud", "reason": "外县已领"}
    assert (await payer.post("/recoveries/reports", amount="50.01", **form)).status_code == 422
    answer = await payer.post("/recoveries/reports", amount="30", **form)
    assert "第六十八条" in words_of(await payer.get(answer.headers["location"]))
