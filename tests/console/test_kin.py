"""The kin register through the pages: declared, filed, seen; no number is ever shown again."""

from datetime import date
from typing import Any

from backend.staff import Role
from tests.backend.applications.cases import submitted
from tests.console.desks import Console, words_of
from tests.people import a_cadre, a_resident, an_identity_number, seed_parameters


async def test_a_relatives_case_is_another_clerks_and_stands_in_the_ledger(console: Console, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()
    number = an_identity_number(date(1942, 5, 6))
    case = await submitted(await a_resident(identity_number=number))
    kin, other = await console.desk(), await console.desk(name="钱敏")
    assert "还没有申报" in words_of(await kin.get("/kin"))
    form = {"relation": ["self", "parent"], "name": ["", "王秀英"], "number": ["", number]}
    assert (await kin.post("/kin/own", **form)).status_code == 303
    page = await kin.get("/kin")
    assert "王秀英（父母）" in words_of(page)
    assert number not in page.text
    refused = await kin.post(f"/cases/{case.id}/acceptance")
    assert refused.status_code == 403
    assert "回避" in refused.text
    assert (await other.post(f"/cases/{case.id}/acceptance")).status_code == 303
    assert "赵敏的父母" in words_of(await other.get("/kin"))
    assert "王秀英是赵敏备案的近亲属（父母）" in words_of(await other.get(f"/cases/{case.id}"))
    late = await console.desk(name="孙敏")
    await late.post("/kin/own", **form)
    seen = words_of(await other.get(f"/cases/{case.id}"))
    assert "王秀英是孙敏备案的近亲属（父母）" in seen, "at once, not only at the decision"
    payer = await console.desk(Role.COUNTY_PAYER, name="刘兵")
    assert "备案的近亲属（" not in words_of(await payer.get(f"/cases/{case.id}"))


async def test_a_cadres_paper_is_taken_in_by_the_township(console: Console, at: Any) -> None:
    at("2026-03-02 09:30")
    cadre, clerk = await a_cadre(), await console.desk()
    assert "李建国车村村民委员会还没有申报" in words_of(await clerk.get("/kin"))
    assert (await clerk.get(f"/kin/cadres/{cadre.id}")).status_code == 200
    form = {"relation": ["self"], "name": ["李建国"], "number": [an_identity_number(date(1970, 1, 1), "male")]}
    assert (await clerk.post(f"/kin/cadres/{cadre.id}", **form)).status_code == 303
    assert "2026-03-0209:30，1人" in words_of(await clerk.get("/kin"))


async def test_a_line_half_filled_in_is_refused(console: Console) -> None:
    clerk = await console.desk()
    answer = await clerk.post("/kin/own", relation=["moon"], name=["王"], number=[""])
    assert (answer.status_code, "姓名、关系和身份证号" in answer.text) == (422, True)
