"""What everyone may see on the notice board, who may object, and what the person was paid."""

from datetime import date
from uuid import UUID

import pytest

from backend import clock, entitlements, payouts, postings
from backend.entitlements import Reason
from tests.backend.applications.cases import accepted
from tests.backend.payouts.awards import a_payer, an_award, let_go
from tests.backend.postings.test_objecting import a_posted_case
from tests.miniprogram_api.clients import Door
from tests.people import OTHER_VILLAGE, VILLAGE, a_cadre, a_resident, an_officer, seed_parameters, some_id


@pytest.fixture(autouse=True)
async def monday(door: Door, at: object) -> None:
    at("2026-03-02 09:30")  # type: ignore[operator]
    await seed_parameters()


async def test_the_board_is_public_and_masked(door: Door) -> None:
    case, line = await a_posted_case(await an_officer())
    answer = await door.stranger.get("/notices", village=VILLAGE)
    (notice,) = answer.json()["items"]
    assert (notice["posted_on"], notice["ends_on"], notice["programme_title"]) == (
        "2026-03-02",
        "2026-03-09",
        "高龄津贴",
    )
    assert notice["lines"] == [{"id": str(line.id), "shown_name": "王*英", "shown_detail": "80—89周岁"}]
    assert str(case.id) not in answer.text
    assert (await door.stranger.get("/notices", village=OTHER_VILLAGE)).json()["items"] == []
    for village in (None, "4103", "41032510320100000", "abc"):
        assert (await door.stranger.get("/notices", village=village)).status_code == 422


async def test_neighbours_and_cadres_may_object_and_the_person_sees_that_someone_did(door: Door) -> None:
    elder = await a_resident()
    clerk = await an_officer()
    case = await accepted(elder, clerk)
    await postings.post([case.id], clerk)
    line = await postings.line_of(case.id)
    assert line is not None
    body = {"notice_line_id": str(line.id), "body": "他家在县城有两套房。"}
    for knocker in (
        await door.account(resident=await a_resident("刘大山")),
        await door.account(cadre=await a_cadre()),
    ):
        assert (await knocker.post("/objections", body)).status_code == 201
    assert (await door.stranger.post("/objections", body)).status_code == 401
    status = await (await door.account(resident=elder)).get(f"/applications/{case.id}")
    assert status.json()["state"] == "objected"
    assert "两套房" not in status.text
    assert "刘大山" not in status.text


async def test_who_objected_reads_what_became_of_it_and_of_no_others(door: Door) -> None:
    clerk = await an_officer()
    _, line = await a_posted_case(clerk)
    neighbour, cadre = (
        await door.account(resident=await a_resident("刘大山")),
        await door.account(cadre=await a_cadre()),
    )
    body = {"notice_line_id": str(line.id), "body": "他家在县城有两套房。"}
    (await neighbour.post("/objections", {**body, "named": True})).raise_for_status()
    (shown,) = (await neighbour.get("/objections")).json()["items"]
    assert (shown["shown_name"], shown["named"], shown["upheld"]) == ("王*英", True, None)
    await postings.answer(UUID(shown["id"]), clerk, upheld=False, answer="查过，是她妹妹的房，妹妹有病。")
    told = await neighbour.get("/objections")
    (answered,) = told.json()["items"]
    assert (answered["upheld"], shown["result_title"]) == (False, "乡镇正在核实。")
    assert answered["result_title"] == "核实过了，您反映的情况不成立。"
    assert "妹妹" not in told.text, "what was found about the family stays in the office"
    assert (await cadre.get("/objections")).json()["items"] == []


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"notice_line_id": str(some_id())}, 404, "postings.NoSuchNoticeLine"),
        ({"body": "  "}, 422, "postings.ObjectionEmpty"),
        ({"body": "长" * 1001}, 422, "request.NotValid"),
    ],
)
async def test_an_objection_that_cannot_be_taken(door: Door, change: dict[str, str], status: int, code: str) -> None:
    _, line = await a_posted_case(await an_officer())
    knocker = await door.account(resident=await a_resident("刘大山"))
    answer = await knocker.post("/objections", {"notice_line_id": str(line.id), "body": "不对。", **change})
    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_payments_are_told_month_by_month_to_oneself_only(door: Door) -> None:
    elder = await a_resident(account="6228480000000000018")
    await an_award(elder)
    payer = await a_payer()
    batch = await payouts.draw_up("old_age_allowance", clock.today(), payer)
    await let_go(batch)
    await payouts.export(batch.id, payer)
    knocker = await door.account(resident=elder)
    (payment,) = (await knocker.get("/payments")).json()["items"]
    assert payment == {
        "month": "2026-03-01",
        "programme_title": "高龄津贴",
        "component": "83周岁这一档",
        "article": "本县高龄津贴发放办法：按年龄档发放，满下一档自动调整",
        "amount_fen": 5000,
        "amount_text": "50元",
        "state_title": "已交银行",
        "why": "",
        "settled_on": None,
        "account_last_four": "0018",
    }
    paper = await knocker.get("/payments/statement")
    assert (paper.headers["content-type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    assert (await door.stranger.get("/payments/statement")).status_code == 401
    neighbour = await door.account(resident=await a_resident("刘大山"))
    assert (await neighbour.get("/payments")).json()["items"] == []


async def test_what_one_receives_is_told_in_everyday_words_to_oneself_only(door: Door) -> None:
    elder, clerk = await a_resident(), await an_officer()
    award = await an_award(elder, programme="rural_dibao", monthly_fen=22000, from_month=date(2026, 1, 1))
    await entitlements.suspend(award.id, date(2026, 4, 1), clerk, reason=Reason.NOT_FOUND, basis="上门两次未见到")
    knocker = await door.account(resident=elder)
    (told,) = (await knocker.get("/awards")).json()["items"]
    assert (told["programme_title"], told["state_title"], told["recheck_due_on"]) == (
        "农村低保",
        "正在发放",
        "2027-01-01",
    )
    assert [each["words"] for each in told["months"]] == [
        "2026年4月至6月不发，暂停发放：联系不上本人。", "2026年1月至3月每月220元，按月核定的金额。",
    ]  # fmt: skip
    assert told["months"][0]["basis"] == "上门两次未见到"
    neighbour = await door.account(resident=await a_resident("刘大山"))
    assert (await neighbour.get("/awards")).json()["items"] == []
    assert (await door.stranger.get("/awards")).status_code == 401


async def test_the_own_account_is_shown_masked_and_changed_in_the_own_name_only(door: Door) -> None:
    knocker = await door.account(resident=await a_resident())
    assert (await knocker.get("/account")).json() == {"account": None}
    body = {"holder_name": "王秀英", "number": "6228480000000000018", "bank": "嵩县农商银行", "kind": "passbook"}
    changed = await knocker.put("/account", body)
    assert changed.json()["account"]["kind_title"] == "存折"
    shown = await knocker.get("/account")
    assert shown.json()["account"] == changed.json()["account"]
    mistyped = await knocker.put("/account", {**body, "number": "6228480000000000019", "kind": "card"})
    assert (changed.json()["warning"], "校验位不对" in mistyped.json()["warning"]) == ("", True), "a passbook has none"
    await knocker.put("/account", body)
    assert body["number"] not in shown.text
    for change, code in (({"holder_name": "李四"}, "HolderDiffers"), ({"number": "12ab"}, "BadAccountNumber")):
        answer = await knocker.put("/account", {**body, **change})
        assert (answer.status_code, answer.json()["code"]) == (422, f"residents.{code}")
        assert "李四" not in answer.text
