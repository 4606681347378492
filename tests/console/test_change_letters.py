"""变动告知书 at the desk: listed until it has reached the person, read and proved on the award's page."""

from datetime import date
from typing import Any

import pytest

from backend import entitlements, letters
from backend.entitlements import Award, FactKind, Reason
from backend.letters import DecisionLetter
from backend.staff import Role
from tests.backend.applications.cases import a_jpeg
from tests.backend.payouts.awards import an_award
from tests.console.desks import Console, Desk, words_of
from tests.people import OTHER_TOWNSHIP, a_resident, an_officer, seed_parameters


@pytest.fixture
async def clerk(console: Console, at: Any) -> Desk:
    at("2026-03-06 09:30")
    await seed_parameters()
    return await console.desk()


async def a_stop(clerk: Desk) -> tuple[Award, DecisionLetter]:
    award = await an_award(await a_resident(), programme="rural_dibao", monthly_fen=22_000, from_month=date(2026, 1, 1))
    change = await entitlements.propose_change(
        award.id, FactKind.STOPPED, clerk.officer, month=date(2026, 4, 1), reason=Reason.NO_LONGER_FITS,
        basis="年度复核第12号",
    )  # fmt: skip
    await entitlements.confirm_change(change.id, await an_officer(Role.COUNTY_REVIEWER, name="孙敏"))
    await letters.draw_up()
    return award, await DecisionLetter.get()


async def test_from_the_list_to_the_signed_receipt(clerk: Desk) -> None:
    award, letter = await a_stop(clerk)
    listed = await clerk.get("/letters")
    assert f"/awards/{award.id}#letter-{letter.id}" in listed.text
    assert "停发告知书" in words_of(listed)
    page = await clerk.get(f"/awards/{award.id}")
    assert "还没有送达，最晚2026年3月11日" in words_of(page)
    address = f"/awards/letters/{letter.id}/letter"
    assert address in page.text
    paper = await clerk.get(address)
    assert (paper.status_code, paper.content[:4]) == (200, b"%PDF")
    sent = await clerk.post_file(f"{address}-receipts", a_jpeg())
    assert (sent.status_code, sent.headers["location"]) == (303, f"/awards/{award.id}#letter-{letter.id}")
    page = await clerk.get(f"/awards/{award.id}")
    receipt = page.text.split('name="photo" value="')[1].split('"')[0]
    done = await clerk.post(f"{address}-delivery", way="in_person", receiver="王秀英", photo=receipt)
    assert done.status_code == 303
    assert "已送达：工作人员当面送达，签收人王秀英" in words_of(await clerk.get(f"/awards/{award.id}"))
    assert (
        await clerk.post(f"{address}-delivery", way="in_person", receiver="王秀英", photo=receipt)
    ).status_code == 409
    assert "停发告知书" not in words_of(await clerk.get("/letters"))


async def test_other_places_and_bent_forms(console: Console, clerk: Desk) -> None:
    _, letter = await a_stop(clerk)
    address = f"/awards/letters/{letter.id}/letter"
    stranger = await console.desk(Role.TOWNSHIP_CLERK, OTHER_TOWNSHIP, name="周敏")
    assert (await stranger.get(address)).status_code == 404
    assert (await stranger.post_file(f"{address}-receipts", a_jpeg())).status_code == 404
    assert (await stranger.post(f"{address}-delivery", way="in_person", receiver="王")).status_code == 404
    for form in ({"way": "owl"}, {"way": "in_person", "receiver": "长" * 51}, {"way": "in_person", "photo": "x"}):
        assert (await clerk.post(f"{address}-delivery", **form)).status_code == 422
    assert (await clerk.post(f"{address}-delivery", way="in_person", receiver="王秀英")).status_code == 422
