"""残联核对 through the pages: recorded on the case, and shown there without the card's number."""

from typing import Any

from backend.residents import get_resident
from backend.staff import Role
from tests.backend.inquiries.test_card_check import taken_in
from tests.console.desks import Console, words_of
from tests.people import seed_parameters


async def test_an_officer_records_what_the_federation_said(console: Console, at: Any) -> None:
    at("2026-03-30 09:30")
    await seed_parameters()
    clerk, leader = await console.desk(), await console.desk(Role.TOWNSHIP_LEADER)
    case = await taken_in("disability_care", clerk.officer)
    here = f"/cases/{case.id}"
    assert "登记残联核对" in (await clerk.get(here)).text
    number = (await get_resident(case.resident_id)).identity_number + "42"
    answer = {"holds": "true", "number": number, "words": "残联12号函"}
    assert (await clerk.post(f"{here}/card-check", **answer, valid_to="")).status_code == 422
    assert (await clerk.post(f"{here}/card-check", **answer, valid_to="2030-01-01")).status_code == 303
    page = await leader.get(here)
    assert "肢体残疾，2级，有效期至2030年1月1日" in words_of(page)
    assert number not in page.text
