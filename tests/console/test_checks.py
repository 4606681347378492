"""核对 through the pages: a letter on the case, the request file, a reply with a wrong cell, the family's words."""

import re
from datetime import date
from typing import Any

from backend.inquiries import CheckBatch
from backend.programmes import PhotoKind
from backend.spreadsheet import read_table
from backend.staff import Role
from tests.backend.applications.cases import a_photo
from tests.backend.inquiries.checks import a_reply
from tests.backend.inquiries.opinions import dibao_accepted
from tests.console.cases import an_elder
from tests.console.desks import Console, Desk, words_of
from tests.people import a_household, a_resident, an_identity_number, seed_parameters


async def test_a_check_goes_out_and_comes_back_by_files(console: Console, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()
    clerk, county = await console.desk(), await console.desk(Role.COUNTY_REVIEWER, name="周敏")
    elder, number = await an_elder()
    case = await dibao_accepted(elder, clerk.officer)
    here = f"/cases/{case.id}/checks"
    assert here in (await clerk.get(f"/cases/{case.id}")).text

    async def stands(how: str) -> bool:
        return f"信息核对（{how}）" in (await clerk.get(f"/cases/{case.id}")).text

    assert await stands("还没有登记授权")
    letter = {"person": str(elder.id), "relation": "本人", "valid_until": "2027-03-01"}
    asked = await clerk.get(here)
    assert (f'value="{elder.id}" selected' in asked.text, number in asked.text) == (True, False), "masked, and chosen"
    assert (await clerk.post(here, **letter)).status_code == 422  # no photo chosen
    photo = str(await a_photo(elder, PhotoKind.CHECK_AUTHORISATION))
    stranger = {**letter, "person": str((await a_resident("外人")).id)}
    assert (await clerk.post(here, **stranger, photo=photo)).status_code == 404
    assert (await clerk.post(here, **{**letter, "person": "-" * 36}, photo=photo)).status_code == 422
    unnamed = await clerk.post(here, **{**letter, "person": ""}, photo=photo)
    assert unnamed.status_code == 422
    assert (await clerk.post(here, **letter, photo=photo)).status_code == 303
    page = await clerk.get(here)
    assert "等待县里生成请求文件" in words_of(page)
    assert await stands("等部门回复")
    assert number not in page.text
    assert "要在2026年3月5日前启动" in words_of(await county.get("/checks"))
    batch = (await county.post("/checks", items=["vehicles", "deposits"])).headers["location"]
    file = await county.post(f"{batch}/file")
    assert read_table(file.content)[0].rows[1].cells[4] == number
    made = await _reply(batch, county, "好像有")
    wrong = await _upload(console, county, batch, made)
    assert (wrong.status_code, "回复!F2：结果只能填「有」或「无」。" in wrong.text) == (422, True)
    assert (await _upload(console, county, batch, await _reply(batch, county, "有"))).status_code == 303
    assert "录入1条" in words_of(await county.get(batch))
    answered = await clerk.get(here)
    assert "货车一辆" in answered.text
    assert await stands("有结果要家庭说明、登记"), "nobody has to look whether something came back"
    (settling,) = set(re.findall(rf'action="({here}/results/[^"]+)"', answered.text))
    assert (await clerk.post(settling, how="explained", words="2024年卖了")).status_code == 303
    assert "家庭说明成立：2024年卖了" in words_of(await clerk.get(here))


async def _reply(batch: str, county: Desk, flag: str) -> bytes:
    kept = await CheckBatch.get(id=batch.rpartition("/")[2])
    return await a_reply(kept, county.officer, ("车辆、船舶", flag, "货车一辆"))


async def _upload(console: Console, desk: Desk, batch: str, content: bytes) -> Any:
    return await console.client.post(
        f"{batch}/replies", data={"form_token": desk.form_token}, files={"file": ("reply.xlsx", content)},
        headers=desk.cookie,
    )  # fmt: skip


async def test_an_obligor_is_named_signs_and_is_struck_by_the_page(console: Console, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()
    clerk, (elder, _) = await console.desk(), await an_elder()
    case = await dibao_accepted(elder, clerk.officer, "tekun")
    here = f"/cases/{case.id}/checks"
    assert "法定义务人（不住在一起的也要登记）" in words_of(await clerk.get(here))
    named = await clerk.post(f"/cases/{case.id}/obligors", name="王建设", relation="儿子", married="true")
    assert named.headers["location"] == f"{here}#obligors"
    page = await clerk.get(here)
    assert "还没有登记核对授权书的：王秀英、王建设、王建设的配偶" in words_of(page)
    (obligor,) = set(re.findall(r'<option value="([0-9a-f-]{36})">王建设（儿子）', page.text))
    assert "是哪位义务人的配偶" in page.text
    number = an_identity_number(date(1968, 1, 2), "male")
    photo = str(await a_photo(elder, PhotoKind.CHECK_AUTHORISATION))
    letter = {"person": obligor, "relation": "儿子", "valid_until": "2027-03-01", "identity_number": number}
    assert (await clerk.post(here, **letter, photo=photo)).status_code == 303
    page = await clerk.get(here)
    assert "还没有登记核对授权书的：王秀英、王建设的配偶" in words_of(page)
    assert number not in page.text
    striking = f"/cases/{case.id}/obligors/{obligor}/striking"
    assert (await clerk.post(striking)).status_code == 422
    assert (await clerk.post(striking, reason="登记错了人")).status_code == 303
    assert "王建设的配偶" not in words_of(await clerk.get(here))


async def test_who_is_on_the_register_beside_the_applicant_is_named_by_one_click(console: Console, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()
    clerk, home = await console.desk(), await a_household()
    elder = await a_resident(household=home)
    son = await a_resident("王建设", date(1968, 1, 2), household=home, sex="male", relation="child")
    case = await dibao_accepted(elder, clerk.officer, "tekun")
    here = f"/cases/{case.id}/checks"
    assert "登记王建设（儿子）" in words_of(await clerk.get(here))
    assert (await clerk.post(f"/cases/{case.id}/obligors", resident=str(son.id))).status_code == 303
    page = await clerk.get(here)
    assert "登记王建设（儿子）" not in words_of(page)
    assert "还没有登记核对授权书的：王秀英、王建设" in words_of(page)
    assert son.identity_number not in page.text
    for bent in ({"resident": str(elder.id)}, {"resident": "x"}, {}):
        assert (await clerk.post(f"/cases/{case.id}/obligors", **bent)).status_code in (404, 422)
