"""How a case ends before it is decided, through the pages: for want of cooperation, or at another county's."""

import pytest

from backend import clock
from backend.applications import Application, State
from backend.staff import Role
from tests.backend.applications.cases import submitted
from tests.console.desks import Console, Desk, words_of
from tests.people import a_resident, seed_parameters


@pytest.fixture
async def clerk(console: Console, at: object) -> Desk:
    at("2026-03-02 09:30")  # type: ignore[operator]
    await seed_parameters()
    return await console.desk(name="赵敏")


async def state_of(case: Application) -> State:
    return (await Application.get(id=case.id)).state


async def test_what_never_came_is_ended_only_with_its_ground_on_record(console: Console, clerk: Desk) -> None:
    leader = await console.desk(Role.TOWNSHIP_LEADER)
    case = await submitted(await a_resident())
    path = f"/cases/{case.id}"
    assert "收入、财产等要核实的，受理以后再定" in words_of(await clerk.get(path))
    await clerk.post(f"{path}/return", missing=["portrait"], note="请拍正面")
    assert f"{path}/refusal" not in (await clerk.get(path)).text, "nothing on record yet"
    form = {"declined": "visit", "asked_on": f"{clock.today()}", "words": "两次上门都不让进，村干部在场。"}
    assert (await leader.post(f"{path}/non-cooperation", **form)).status_code == 303
    page = words_of(await clerk.get(path))
    assert "不让入户调查：两次上门都不让进" in page
    assert (await clerk.post(f"{path}/refusal", reasons="no_cooperation")).status_code == 303
    page = words_of(await clerk.get(path))
    assert "终止办理的理由：无正当理由不配合核实。" in page
    assert await state_of(case) is State.TERMINATED
    assert "王秀英" in words_of(await clerk.get("/cases?state=terminated"))


async def test_what_another_county_decides_goes_there_as_one_file(console: Console, clerk: Desk) -> None:
    case = await submitted(await a_resident())
    path = f"/cases/{case.id}"
    assert "转给外县" in words_of(await clerk.get(path))
    await clerk.post(f"{path}/handover", office="湖北省郧西县民政局", reason="户口在郧西县")
    page = words_of(await clerk.get(path))
    assert "转给湖北省郧西县民政局：户口在郧西县" in page
    file = await clerk.get(f"{path}/handover")
    assert (file.status_code, file.headers["content-type"]) == (200, "application/zip")
    assert file.content.startswith(b"PK")
    assert "转给外县，对方还没有签收" in words_of(await clerk.get("/relays"))
    received = {"on": f"{clock.today()}", "words": "郧西县民政局李主任签收"}
    assert (await clerk.post(f"{path}/handover-receipt", **received)).status_code == 303
    assert "对方签收：郧西县民政局李主任签收" in words_of(await clerk.get(path))
    assert "还没有签收" not in words_of(await clerk.get("/relays"))
    assert "已转外县" in words_of(await clerk.get("/cases?state=passed_on"))
