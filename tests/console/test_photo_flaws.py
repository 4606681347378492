"""An officer at the counter hears at once what makes a photo hard to read, in the words that phones hear."""

from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from backend import letters
from backend.evidence import FLAW_SENTENCES, Flaw, Photo
from backend.programmes import PhotoKind
from tests.backend.applications.cases import accepted, turned_down
from tests.backend.evidence.spoiled import SPOILED, a_page, jpeg
from tests.console.desks import Console, Desk, words_of
from tests.people import a_resident, seed_parameters

BLURRED = jpeg(SPOILED["blurred"](a_page()))


@pytest.fixture
async def clerk(console: Console, at: Any) -> Desk:
    at("2026-03-02 09:30")
    await seed_parameters()
    return await console.desk()


async def arrived_at(desk: Desk, answer: httpx.Response) -> str:
    """The page after the upload: without a fragment, by which the browser would jump past what is told on top."""
    assert answer.status_code == 303, answer.text
    where = urlsplit(answer.headers["location"])
    assert where.fragment == ""
    return words_of(await desk.get(f"{where.path}?{where.query}"))


@pytest.mark.parametrize("flaw", list(SPOILED))
async def test_a_visits_photo(clerk: Desk, flaw: str) -> None:
    case = await accepted(await a_resident(), clerk.officer)
    at = f"/cases/{case.id}/visit-photos"
    spoiled = jpeg(SPOILED[flaw](a_page()))
    page = await arrived_at(clerk, await clerk.post_file(at, spoiled, kind=PhotoKind.VISIT_SIGNATURE.value))
    assert f"入户调查签字页：{FLAW_SENTENCES[Flaw(flaw)]}" in page
    kept = await Photo.filter(resident_id=case.resident_id, kind=PhotoKind.VISIT_SIGNATURE).count()
    assert kept == 1, "it is advice, and the photo is kept"


async def test_a_sound_photo_is_not_talked_about(clerk: Desk) -> None:
    case = await accepted(await a_resident(), clerk.officer)
    answer = await clerk.post_file(f"/cases/{case.id}/visit-photos", jpeg(a_page()), kind="visit_signature")
    assert answer.headers["location"] == f"/cases/{case.id}/visits/new"


async def test_a_letters_receipt(clerk: Desk) -> None:
    case = await turned_down(await accepted(await a_resident(), clerk.officer), "papers_untrue")
    assert await letters.draw_up() == 1
    answer = await clerk.post_file(f"/cases/{case.id}/letter-receipts", BLURRED)
    assert f"送达回证照片：{FLAW_SENTENCES[Flaw.BLURRED]}" in await arrived_at(clerk, answer)


async def test_an_address_says_nothing_but_what_we_say(clerk: Desk) -> None:
    page = (await clerk.get("/today?flaw=portrait.dark&flaw=portrait.dark&flaw=<b>.dark&flaw=dark&flaw=x.y")).text
    assert page.count(FLAW_SENTENCES[Flaw.DARK]) == 1
    assert "<b>" not in page
