"""A case at the wrong township is passed on from its page, and the right township sees its papers."""

from typing import Any

from backend import applications
from tests.backend.applications.cases import submitted
from tests.console.desks import Console
from tests.people import OTHER_TOWNSHIP, OTHER_VILLAGE, VILLAGE, a_resident, seed_parameters


async def test_the_right_township_gets_the_case_and_its_photos(console: Console, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()
    clerk, there = await console.desk(), await console.desk(place=OTHER_TOWNSHIP)
    case = await submitted(await a_resident())
    path = f"/cases/{case.id}"
    page = (await clerk.get(path)).text
    assert f'<option value="{OTHER_VILLAGE}">田湖村民委员会' in page
    assert f'<option value="{VILLAGE}">' not in page
    (photo, *_) = await applications.attached(case.id)
    assert (await there.get(f"/photos/{photo.photo_id}/thumbnail")).status_code == 404
    assert (await clerk.post(f"{path}/forwarding", village=VILLAGE)).status_code == 422
    assert (await clerk.post(f"{path}/forwarding", village=OTHER_VILLAGE)).status_code == 303
    assert (await clerk.get(path)).status_code == 403
    assert (await there.get(path)).status_code == 200
    assert (await there.get(f"/photos/{photo.photo_id}/thumbnail")).status_code == 200
