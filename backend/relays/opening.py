"""Opening a case (建立办件) of what another county took in for ours: its papers, and the day the person asked."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from backend import applications, database, evidence, journal, staff
from backend.applications import Application, State
from backend.identifiers import new_id
from backend.programmes import PhotoKind
from backend.refusals import NotNow
from backend.relays.day import must_be_past
from backend.relays.reading import get_relay, last_hand
from backend.relays.relay import NoSuchRelay, Relay, Way
from backend.residents import Resident, get_resident
from backend.staff import Officer, Power

Paper = tuple[PhotoKind, bytes]


class CaseOpened(NotNow):
    """There is one already, and it does not wait for papers; or nothing came in."""

    sentence = "这件转来的申请已经建立办件，现在不需要补材料，请到办件里办理。"


async def hand_in_papers(relay_id: UUID, applied_on: date, papers: Sequence[Paper], officer: Officer) -> Application:
    """Make a case of what came in, or hand in what a returned one still lacks; it waits for acceptance.

    The law's day is ten working days after the file arrived, whenever it is accepted; money counts from the month of
    `applied_on` (policy §5.3). Refuses with NoSuchPower, NoSuchRelay, CaseOpened, DayWrong, staff.YourOwnKin, as
    evidence.receive does with a file, and as applications.start and submit do: NotComplete names what is lacking.
    """
    staff.must_have(officer, Power.REVIEW)
    relay = await get_relay(relay_id, officer)
    if relay.way is not Way.IN or relay.resident_id is None or relay.due_on is None:
        raise CaseOpened
    must_be_past(applied_on)
    must_be_past(relay.began_on, not_before=applied_on)
    resident = await get_resident(relay.resident_id)
    photos = [await _received(kind, content, resident, officer) for kind, content in papers]
    async with database.transaction():
        held = await Relay.select_for_update().get_or_none(id=relay_id)
        if held is None:
            raise NoSuchRelay
        case = await _case_of(held, resident, applied_on, officer)
        for photo_id in photos:
            await applications.attach(case.id, photo_id, officer.signature)
        # Another county's window has taken it in: what the check says of it is for us to decide, and to write.
        return await applications.submit(
            case.id, by=officer.signature, decide_by=held.due_on or relay.due_on, insists=True
        )


async def _case_of(held: Relay, resident: Resident, applied_on: date, officer: Officer) -> Application:
    if held.application_id is not None:
        case = await Application.get(id=held.application_id)
        if case.state is not State.RETURNED:
            who = await last_hand(held.id)
            raise CaseOpened(f"这件转来的申请已经建立办件（{who}），现在不需要补材料，请到办件里办理。")
        return case
    case = await applications.start(held.programme, resident, by=officer.signature)
    await Relay.filter(id=held.id).update(application_id=case.id, applied_on=applied_on)
    facts = {"application_id": case.id, "applied_on": applied_on}
    await journal.record(held.line(journal.Deed.RELAY_CASE_OPENED, **facts), by=officer.signature)
    return case


async def _received(kind: PhotoKind, content: bytes, resident: Resident, officer: Officer) -> UUID:
    received = await evidence.receive(content, upload_id=new_id(), resident=resident, kind=kind, by=officer.signature)
    return received.photo.id
