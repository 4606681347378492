"""Nobody sees another township's people: not in a list, not by an address, not by a form."""

from datetime import date

import pytest

from backend import payouts
from backend.applications import Application, State
from backend.journal import Entry
from backend.payouts import Batch, BatchState
from backend.places import Place
from backend.postings import Objection
from backend.staff import Officer, Role
from tests.backend.applications.cases import a_draft, submitted
from tests.backend.payouts.awards import an_award
from tests.console.cases import Foreign, elsewhere, posted
from tests.console.desks import Console, Desk
from tests.people import OTHER_TOWNSHIP, a_resident, an_account, seed_parameters


@pytest.fixture
async def foreign(console: Console, at: object) -> Foreign:
    at("2026-03-02 09:30")  # type: ignore[operator]
    await seed_parameters()
    return await elsewhere()


@pytest.fixture(params=[Role.TOWNSHIP_CLERK, Role.TOWNSHIP_LEADER])
async def desk(console: Console, foreign: Foreign, request: pytest.FixtureRequest) -> Desk:
    """At the first township."""
    return await console.desk(request.param)


LISTS = [
    "/cases",
    "/parameters",
    "/rate-changes",
    "/rules",
    *(f"/cases?state={state.value}" for state in State),
    "/notices",
    "/errands",
    "/awards",
]


@pytest.mark.parametrize("path", LISTS)
async def test_no_list_names_them(console: Console, desk: Desk, path: str) -> None:
    assert "田湖" not in (await desk.get(path)).text


async def test_the_lists_do_name_them_at_home(console: Console, foreign: Foreign) -> None:
    """Else the test above would find nothing wherever it looks."""
    home = await console.desk(Role.TOWNSHIP_CLERK, OTHER_TOWNSHIP)
    pages = ["/cases?state=submitted", "/cases?state=objected", "/notices", "/errands"]
    for path in pages:
        assert "田湖" in (await home.get(path)).text.replace("田湖镇", ""), path


async def test_no_count_includes_them(console: Console, foreign: Foreign) -> None:
    desk = await console.desk()
    assert "badge" not in (await desk.get("/cases")).text
    await submitted(await a_resident())
    assert '<span class="badge text-bg-secondary">1</span>' in (await desk.get("/cases")).text


async def test_no_address_shows_them(desk: Desk, foreign: Foreign) -> None:
    looks_before = await Entry.filter(deed="evidence.photo_shown").count()
    for path in (
        f"/cases/{foreign.case.id}", f"/cases/{foreign.posted.id}", f"/photos/{foreign.photo}",
        f"/photos/{foreign.photo}/thumbnail",
    ):  # fmt: skip
        answer = await desk.get(path)
        assert answer.status_code in (403, 404), path
        assert "田湖" not in answer.text
        assert answer.headers["content-type"].startswith("text/html")
    assert await Entry.filter(deed="evidence.photo_shown").count() == looks_before


async def test_no_form_touches_them(console: Console, foreign: Foreign) -> None:
    """The clerk has every power of a township, only not there."""
    clerk = await console.desk()
    before = await Entry.all().count()
    forms: list[tuple[str, dict[str, object]]] = [
        (f"/cases/{foreign.case.id}/acceptance", {}),
        (f"/cases/{foreign.case.id}/return", {"missing": "portrait", "note": "再拍"}),
        (f"/cases/{foreign.case.id}/refusal", {"reasons": "under_age"}),
        (f"/cases/{foreign.posted.id}/objections", {"body": "不对"}),
        ("/notices", {"application_id": str(foreign.case.id)}),
        (f"/objections/{foreign.objection}/answer", {"answer": "查了", "upheld": "true"}),
        (f"/residents/{foreign.resident.id}/revealing", {"reason": "想看看"}),
        (f"/residents/{foreign.resident.id}/death", {"died_on": "2026-03-01", "reason": "听说的"}),
    ]
    for path, form in forms:
        answer = await clerk.post(path, **form)
        assert answer.status_code in (403, 404), path
        assert "田湖" not in answer.text
    assert await Entry.all().count() == before
    assert (await Application.get(id=foreign.case.id)).state is State.SUBMITTED
    assert (await Objection.get(id=foreign.objection)).answered_at is None


async def test_a_notice_of_two_townships_hangs_in_none(console: Console, foreign: Foreign) -> None:
    clerk = await console.desk()
    own = await submitted(await a_resident())
    await clerk.post(f"/cases/{own.id}/acceptance")
    answer = await clerk.post("/notices", application_id=[str(own.id), str(foreign.case.id)])
    assert answer.status_code == 403
    assert (await Application.get(id=own.id)).state is State.ACCEPTED


async def test_the_county_sees_both(console: Console, foreign: Foreign) -> None:
    reviewer, clerk = await console.desk(Role.COUNTY_REVIEWER), await console.desk()
    await posted(await a_resident("赵车村"), clerk.officer)
    page = (await reviewer.get("/notices")).text
    assert "田湖村民委员会" in page
    assert "车村村民委员会" in page
    assert (await reviewer.get(f"/cases/{foreign.case.id}")).status_code == 200
    assert (await reviewer.get(f"/photos/{foreign.photo}")).content[:3] == b"\xff\xd8\xff"


async def test_another_county_has_nothing_here(console: Console, foreign: Foreign) -> None:
    payer = await console.desk(Role.COUNTY_PAYER)
    await an_award(foreign.resident)
    await an_account(foreign.resident)
    batch = await payouts.draw_up("old_age_allowance", date(2026, 3, 1), payer.officer)
    await Place.create(
        code="410326000000", level="county", name="汝阳县", parent_code="410300000000", valid_from=date(1900, 1, 1)
    )
    await Officer.filter(id=payer.officer.id).update(county="410326", place="410326000000")
    for path in (*LISTS, "/batches"):
        page = (await payer.get(path)).text
        assert "田湖" not in page, path
        assert batch.number not in page
    for path in (f"/batches/{batch.id}", f"/cases/{foreign.case.id}", f"/photos/{foreign.photo}"):
        assert (await payer.get(path)).status_code in (403, 404), path
    assert (await payer.post(f"/batches/{batch.id}/discarding")).status_code == 404
    assert (await Batch.get(id=batch.id)).state is BatchState.DRAWN_UP


async def test_a_draft_is_the_applicants_own_business(console: Console, foreign: Foreign) -> None:
    clerk = await console.desk()
    draft = await a_draft(await a_resident())
    assert (await clerk.get(f"/cases/{draft.id}")).status_code == 404
    assert "这里没有办件" in (await clerk.get("/cases?state=draft")).text
