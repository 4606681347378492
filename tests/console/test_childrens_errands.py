"""Errands about a child's aid in the console: done by who handles children, unknown to everybody else."""

from datetime import date
from typing import Any

from backend.errands import ErrandKind, raise_errand
from backend.journal import By, Signature
from backend.staff import Role
from tests.console.desks import Console, words_of
from tests.people import OTHER_TOWNSHIP, a_resident


async def test_a_handler_finishes_it_and_nobody_else_finds_it(console: Console, at: Any) -> None:
    at("2026-03-02 09:30")
    child = await a_resident("小田", date(2007, 5, 6))  # studies on: of age, so that no list leaves them out by that
    errand = await raise_errand(
        ErrandKind.FIX_ACCOUNT, child, reason="钱没有到账：账户已销户。", because="bounce:1", due_on=date(2026, 3, 9),
        by=Signature(By.CLOCK), of_children=True,
    )  # fmt: skip
    assert errand is not None
    path, said = f"/errands/{errand.id}", {"outcome": "done", "note": "监护人换了新卡"}
    at("2026-03-20 09:30")
    outsiders = [await console.desk(), await console.desk(Role.COUNTY_PAYER), await console.desk(Role.AUDITOR)]
    elsewhere = await console.desk(Role.TOWNSHIP_LEADER, OTHER_TOWNSHIP)
    for desk in (*outsiders, elsewhere):
        for page in ("/today", "/errands"):
            assert "小田" not in (await desk.get(page)).text
        assert "上门任务超期" not in words_of(await desk.get("/today"))
        assert (await desk.get(path)).status_code == 404
        assert (await desk.post(f"{path}/completion", **said)).status_code in (403, 404)
    leader = await console.desk(Role.TOWNSHIP_LEADER)
    assert "孩子的事要经办人员自己办（不派村干部）1件" in words_of(await leader.get("/today"))
    listed = await leader.get("/errands")
    assert "小田" in listed.text
    assert "儿童经办人员" in listed.text
    assert f"{path}/assignment" not in listed.text, "it is sent to no cadre"
    assert f"{path}/completion" in (await leader.get(path)).text
    brought = {"number": "6217000000000000012", "bank": "农商银行", "kind": "card"}
    assert f"{path}/account" in (await leader.get(path)).text
    for desk in (*outsiders, elsewhere):
        assert (await desk.post(f"{path}/account", **brought)).status_code in (403, 404)
    assert (await leader.post(f"{path}/account", **{**brought, "number": "12"})).status_code == 422
    assert (await leader.post(f"{path}/completion", **{**said, "note": " "})).status_code == 422
    assert (await leader.post(f"{path}/completion", **said)).headers["location"] == path
    assert (await leader.post(f"{path}/completion", **said)).status_code == 409
    assert "监护人换了新卡" in words_of(await leader.get(path))
    assert "赵敏" in words_of(await leader.get("/errands/finished"))
    for desk in (*outsiders, elsewhere):
        assert "小田" not in (await desk.get("/errands/finished")).text
