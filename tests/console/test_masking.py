"""No page holds a full ID number, phone or account; a look at a number needs a reason and is written down."""

import pytest

from backend import payouts
from backend.journal import Entry
from backend.staff import Role
from tests.backend.payouts.awards import an_award
from tests.console.cases import ACCOUNT, PHONE, an_elder, by_a_cadre, objected, posted
from tests.console.desks import Console, Desk, words_of
from tests.people import seed_parameters


@pytest.fixture(autouse=True)
async def county(console: Console, at: object) -> None:
    at("2026-03-02 09:30")  # type: ignore[operator]
    await seed_parameters()


async def test_no_page_holds_a_number_in_full(console: Console) -> None:
    clerk, payer = await console.desk(), await console.desk(Role.COUNTY_PAYER)
    (first, number), (second, other_number) = await an_elder(), await an_elder("刘大山")
    waiting, hanging = await by_a_cadre(first), await posted(second, clerk.officer)
    await objected(hanging)
    await an_award(first)
    batch = await payouts.draw_up("old_age_allowance", (await an_award(second)).from_month, payer.officer)
    pages: list[tuple[Desk, str]] = [
        (clerk, "/cases"), (clerk, f"/cases/{waiting.id}"), (clerk, f"/cases/{hanging.id}"), (clerk, "/notices"),
        (clerk, "/errands"), (payer, "/batches"), (payer, f"/batches/{batch.id}"),
    ]  # fmt: skip
    for desk, path in pages:
        answer = await desk.get(path)
        assert answer.status_code == 200
        assert [each for each in (number, other_number, PHONE, ACCOUNT) if each in answer.text] == [], path
    case_page = words_of(await clerk.get(f"/cases/{waiting.id}"))
    assert all(shown in case_page for shown in (number[:3] + "*" * 11 + number[-4:], "138****5678", "尾号0018"))


async def test_a_look_needs_a_reason_and_is_written_down(console: Console) -> None:
    clerk = await console.desk()
    elder, number = await an_elder()
    path = f"/residents/{elder.id}/revealing"
    for reason in ("", " ", "看", "长" * 101):
        answer = await clerk.post(path, reason=reason)
        assert answer.status_code == 422
        assert number not in answer.text
    assert await Entry.filter(deed="staff.personal_data_revealed").count() == 0
    assert number in (await clerk.post(path, reason="与户口簿核对")).text
    (entry,) = await Entry.filter(deed="staff.personal_data_revealed")
    assert (entry.by_id, entry.resident_id) == (clerk.officer.id, elder.id)
    assert entry.facts == {"what": "identity_number", "reason": "与户口簿核对"}


async def test_with_htmx_the_number_comes_alone_and_without_it_as_a_page(console: Console) -> None:
    clerk = await console.desk()
    elder, number = await an_elder()
    form = {"form_token": clerk.form_token, "reason": "核对"}
    path = f"/residents/{elder.id}/revealing"
    in_place = await clerk.post_without_token(path, form, **{"HX-Request": "true"})
    page = await clerk.post_without_token(path, form)
    assert in_place.text.startswith(f"<strong>{number}</strong>")
    assert "<html" in page.text
    assert number in page.text
    assert in_place.headers["vary"] == page.headers["vary"] == "HX-Request"


async def test_a_look_at_a_full_photo_is_written_down_and_a_thumbnail_is_not(console: Console) -> None:
    clerk = await console.desk()
    elder, _ = await an_elder()
    case = await by_a_cadre(elder)
    page = (await clerk.get(f"/cases/{case.id}")).text
    photos = {part.partition("/thumbnail")[0] for part in page.split('<img src="')[1:]}
    assert len(photos) == 4
    for photo in photos:
        small, full = await clerk.get(f"{photo}/thumbnail"), await clerk.get(photo)
        assert small.content[:3] == full.content[:3] == b"\xff\xd8\xff"
        assert small.headers["cache-control"] == full.headers["cache-control"] == "no-store"
    assert await Entry.filter(deed="evidence.photo_shown", by_id=clerk.officer.id).count() == 4
