"""A promise instead of a paper is given at the door, and counts in whatever order it arrives."""

import random
from datetime import date, timedelta
from typing import Any, get_args

import pytest

from backend import applications, clock, fieldwork
from backend.applications import Application, State
from backend.fieldwork import Item, Remark, Said
from backend.fieldwork.item_body import PromisePaper
from backend.journal import Deed, Entry
from backend.programmes import PhotoKind
from backend.residents import Resident
from backend.staff import Cadre
from miniprogram_api.routes.applications_asked import AskPromise
from tests.backend.applications.cases import hand
from tests.backend.evidence.pictures import a_picture
from tests.backend.fieldwork.offline import an_item, sha256, upload
from tests.people import a_cadre, a_resident, seed_parameters

PAPERS = (PhotoKind.DECLARATION, PhotoKind.CHECK_AUTHORISATION, PhotoKind.MANDATE)


@pytest.fixture(autouse=True)
async def monday(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()


class PromisedCase:
    """刚性支出困难家庭 of an elder who has the receipts no more."""

    def __init__(self, elder: Resident) -> None:
        self.start = an_item("start", programme="rigid_spending", resident_id=elder.id)
        self.files = [a_picture() for _ in PAPERS]
        self.photos = [
            an_item("photo", resident_id=elder.id, shows=shows, case=self.start.id, sha256=sha256(content))
            for shows, content in zip(PAPERS, self.files, strict=True)
        ]
        self.mandate = an_item(
            "mandate", case=self.start.id, photo=self.photos[-1].id, relation="村干部", scope="申请",
            expires_on="2027-03-01",
        )  # fmt: skip
        self.promise = self.promised(self.mandate)
        needs = [each.id for each in (*self.photos, self.mandate, self.promise)]
        self.submit = an_item("submit", case=self.start.id, needs=needs)

    def promised(self, mandate: Item, **given: Any) -> Item:
        return an_item(
            "promise", case=self.start.id, paper="spending_proof", words=applications.PROMISE, mandate=mandate.id,
            **given,
        )  # fmt: skip

    async def papers_arrive(self, cadre: Cadre) -> None:
        await fieldwork.sync([self.start, *self.photos, self.mandate], cadre)
        for content in self.files:
            await upload(content, cadre)


@pytest.mark.parametrize("seed", range(3))
async def test_a_case_with_a_promise_is_handed_in_once_in_whatever_order(seed: int) -> None:
    chance, cadre = random.Random(seed), await a_cadre()
    offline = PromisedCase(await a_resident())
    sendings: list[Item | bytes] = [
        offline.start, *offline.photos, offline.mandate, offline.promise, offline.submit, *offline.files,
        offline.promise, offline.submit,
    ]  # fmt: skip
    chance.shuffle(sendings)
    for sending in sendings:
        if isinstance(sending, bytes):
            await upload(sending, cadre)
        else:
            await fieldwork.sync([sending], cadre)
    await fieldwork.go_on(cadre)
    assert (await Application.get()).state is State.SUBMITTED
    assert await Entry.filter(deed=Deed.PAPER_PROMISED.value).count() == 1


async def test_what_is_promised_for_another_stands_with_the_mandate_of_that_moment(at: Any) -> None:
    cadre, elder = await a_cadre(), await a_resident()
    offline = PromisedCase(elder)
    await offline.papers_arrive(cadre)
    at("2026-03-03 12:00")
    await applications.revoke_mandate((await Application.get()).id, hand(elder))
    at("2026-03-04 12:00")
    after, before = (
        offline.promised(offline.mandate),
        offline.promised(offline.mandate, at=clock.now() - timedelta(days=2)),
    )
    late, held = await fieldwork.sync([after, before], cadre)
    assert late.code == "applications.MandateRevoked"
    assert (held.said, held.remarks) == (Said.DONE, [Remark.MANDATE_ENDED_SINCE])
    assert (await Entry.get(deed=Deed.PAPER_PROMISED.value)).at.date() == date(2026, 3, 4)


async def test_the_paper_itself_is_wanted_where_the_law_has_it_so() -> None:
    cadre = await a_cadre()
    offline = PromisedCase(await a_resident())
    await offline.papers_arrive(cadre)
    shown = an_item(
        "promise", case=offline.start.id, paper="declaration", words=applications.PROMISE, mandate=offline.mandate.id
    )
    assert (await fieldwork.sync([shown], cadre))[0].code == "applications.MustBeShown"


def test_the_words_are_the_same_whichever_way_they_come() -> None:
    for asked in (PromisePaper, AskPromise):
        assert get_args(asked.model_fields["words"].annotation) == (applications.PROMISE,)
