"""Forwarding (转办): a case that reached the wrong office is passed on to the right one, never refused for that."""

from uuid import UUID

from backend import clock, database, places
from backend.applications.application import Application, State
from backend.applications.children import review_power
from backend.applications.deadlines import papers_due
from backend.applications.reading import visible_to_officer
from backend.applications.wrong_state import must_still_be_theirs, tell_what_happened
from backend.journal import Deed, record
from backend.refusals import NotAcceptable
from backend.staff import Officer, must_have, must_not_be_kin


class SameOffice(NotAcceptable):
    """The village lies in the officer's own places, or in another county, which has its own system."""

    sentence = "请选择本县其他乡镇的村。本乡镇的村直接办理；归外县办的，用「转给外县」连同材料转过去。"


async def forward(application_id: UUID, village: str, officer: Officer) -> Application:
    """Pass a case that nobody accepted yet to the township of `village`, with all its papers; the person is told.

    Refuses with NoSuchPower, NoSuchApplication, OutsideYourPlace, places.NoSuchVillage, SameOffice, WrongState and
    staff.YourOwnKin. Source: 《社会救助暂行办法》 art. 60, policy §0.
    """
    seen = await visible_to_officer(application_id, officer)
    must_have(officer, review_power(seen.programme))
    await places.must_be_a_village(village)
    if not village.startswith(officer.county) or officer.scope.covers(village):
        raise SameOffice
    township = places.township_of(village)
    due = await papers_due(seen.programme, seen.county, clock.today())
    async with database.transaction():
        case = await Application.select_for_update().get(id=application_id)
        if case.state is not State.SUBMITTED:
            await tell_what_happened(case.id, officer.signature)
        await must_still_be_theirs(case, officer.signature)
        await must_not_be_kin(officer.signature, case.resident_id)
        await database.execute(
            "UPDATE application SET village = $2, township = $3, step_due_on = $4, due_provisional = $5 WHERE id = $1",
            case.id, village, township, due.day, due.provisional,
        )  # fmt: skip
        case = await Application.get(id=case.id)
        facts = {"from_township": officer.place, "office": await places.name_of(township), "step_due_on": due.day}
        await record(case.moved(Deed.APPLICATION_FORWARDED, **facts), by=officer.signature)
    return case
