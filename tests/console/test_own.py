"""An officer's own work phone: proved by a code, masked afterwards, and never anybody else's to set."""

from typing import Any

import pytest

from backend.journal import Deed, Entry
from backend.residents import PhoneCode
from backend.staff import Officer, Role
from tests.console.desks import Console, sentence_of, words_of
from tests.people import an_officer


@pytest.fixture(autouse=True)
async def morning(console: Console, at: Any) -> None:
    at("2026-03-02 09:30")


async def test_a_work_phone_is_proved_masked_changed_and_dropped(console: Console, at: Any) -> None:
    colleague = await an_officer(name="孙敏")
    clerk = await console.desk()
    assert "还没有登记" in words_of(await clerk.get("/own"))
    assert (await clerk.post("/own/phone-codes", number="137 0000 1111")).headers["location"] == "/own"
    page = await clerk.get("/own")
    assert "已发到137****1111" in words_of(page)
    assert (await Officer.get(id=clerk.officer.id)).phone_sealed is None, "nothing is on file before the code is read"
    code = await PhoneCode.get()
    wrong = await clerk.post("/own/phone", code="000000" if code.code != "000000" else "111111")
    assert (wrong.status_code, "验证码不对" in sentence_of(wrong)) == (422, True)
    assert (await clerk.post("/own/phone", code=f" {code.code} ")).status_code == 303
    page = await clerk.get("/own")
    assert "现在登记的：137****1111" in words_of(page)
    assert "13700001111" not in page.text
    assert (await Officer.get(id=colleague.id)).phone_sealed is None
    (entry,) = await Entry.filter(deed=Deed.OFFICERS_PHONE_KEPT.value)
    assert (entry.by_id, entry.subject_id, entry.facts) == (clerk.officer.id, clerk.officer.id, {"given": True})
    assert (await clerk.post("/own/phone", code=code.code)).status_code == 422, "a code is good once"
    for _ in range(2):
        assert (await clerk.post("/own/phone/dropping")).status_code == 303
    assert "还没有登记" in words_of(await clerk.get("/own"))
    assert await Entry.filter(deed=Deed.OFFICERS_PHONE_KEPT.value).count() == 2


@pytest.mark.parametrize("number", ["", "12345", "0379-66310000", "１３７😀", "1370000111a"])
async def test_a_number_that_cannot_be_texted_is_refused_in_a_sentence(console: Console, number: str) -> None:
    clerk = await console.desk()
    answer = await clerk.post("/own/phone-codes", number=number)
    assert (answer.status_code, bool(sentence_of(answer))) == (422, True)
    assert await PhoneCode.all().count() == 0


@pytest.mark.parametrize("code", ["", "１２３４５６", "验证码", "12345", "1234567890123456"])
async def test_what_is_no_code_is_refused_in_a_sentence(console: Console, code: str) -> None:
    clerk = await console.desk()
    await clerk.post("/own/phone-codes", number="13700001111")
    answer = await clerk.post("/own/phone", code=code)
    assert (answer.status_code, bool(sentence_of(answer))) == (422, True)


async def test_a_colleagues_code_proves_nothing_and_five_tries_are_all(console: Console) -> None:
    clerk, other = await console.desk(), await console.desk(Role.COUNTY_REVIEWER)
    await clerk.post("/own/phone-codes", number="13700001111")
    code = (await PhoneCode.get()).code
    assert (await other.post("/own/phone", code=code)).status_code == 422
    for _ in range(5):
        await clerk.post("/own/phone", code="99999" + ("1" if code[-1] != "1" else "2"))
    assert (await clerk.post("/own/phone", code=code)).status_code == 422
    assert "已发到" not in words_of(await clerk.get("/own"))


async def test_codes_are_not_sent_by_the_dozen(console: Console, at: Any) -> None:
    clerk = await console.desk()
    answers = [await clerk.post("/own/phone-codes", number=f"1370000222{number}") for number in range(6)]
    assert [each.status_code for each in answers] == [303] * 5 + [429]
    assert "请过一个小时再试" in sentence_of(answers[-1])
    again = await (await console.desk()).post("/own/phone-codes", number="13700002220")
    assert (again.status_code, "请等一分钟" in sentence_of(again)) == (429, True)
