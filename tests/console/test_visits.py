"""A household visit through the pages: photos first, then the form, then the case shows it."""

import re
from typing import Any

from backend.staff import Role
from tests.backend.applications.cases import a_jpeg, accepted, in_county_review
from tests.backend.inquiries.visits import ANSWERS, a_visit_photo
from tests.console.desks import Console, words_of
from tests.people import a_cadre, a_resident, seed_parameters


async def test_the_county_looks_at_a_door_and_the_case_shows_it(console: Console, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()
    elder, cadre = await a_resident(), await a_cadre()
    clerk, county = await console.desk(), await console.desk(Role.COUNTY_REVIEWER, name="周敏")
    case = await in_county_review(elder, clerk.officer)
    path = f"/cases/{case.id}"
    assert f"{path}/visits/new" in (await county.get(path)).text
    assert f"{path}/visits/new" not in (await clerk.get(path)).text
    sent = await console.client.post(
        f"{path}/visit-photos",
        data={"form_token": county.form_token, "kind": "visit_signature"},
        files={"file": ("a.jpg", a_jpeg(), "image/jpeg")},
        headers=county.cookie,
    )
    assert sent.status_code == 303
    photo = await a_visit_photo(elder, county.officer)
    form = (await county.get(f"{path}/visits/new")).text
    (signature,) = re.findall(r'name="signature_photo" value="([^"]+)"', form)
    assert str(photo) in form
    assert "李建国（村干部）" in form
    given = {
        "visited_at": "2026-03-02T09:20", "investigators": [f"officer:{county.officer.id}", f"cadre:{cadre.id}"],
        "conclusion": "属实", "photos": str(photo), "signature_photo": signature, "signer_name": "王建设",
        "signer_relation": "儿子", **ANSWERS,
    }  # fmt: skip
    short = await county.post(f"{path}/visits", **{**given, "house": ""})
    assert (short.status_code, "请补上：住房" in short.text) == (422, True)
    assert (await county.post(f"{path}/visits", **{**given, "investigators": ["moon"]})).status_code == 422
    assert (await county.post(f"{path}/visits", **given)).status_code == 303
    page = words_of(await clerk.get(path))
    assert "县级入户核查（上门）2026-03-0209:20，调查人：周敏、李建国；签字：王建设（儿子）" in page


async def test_a_township_sees_no_form_where_the_law_asks_for_none(console: Console, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()
    clerk = await console.desk()
    case = await accepted(await a_resident(), clerk.officer)
    assert "登记入户" not in (await clerk.get(f"/cases/{case.id}")).text
