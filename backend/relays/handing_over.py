"""Handing over (转办到外县): a case that belongs to another county goes there with its papers, and is never refused.

Within the county it moves (`applications.forward`). The person is told who has it now, and that the clock runs from the
acceptance there. Source: 《社会救助暂行办法》 art. 60; policy §0.
"""

from datetime import date
from uuid import UUID

from tortoise.exceptions import IntegrityError

from backend import applications, clock, database, eligibility, journal, places, programmes, sealing, staff, workdays
from backend.applications import Application
from backend.identifiers import new_id
from backend.journal import Deed
from backend.refusals import NotAcceptable, NotNow
from backend.relays.day import must_be_past
from backend.relays.handover import Handover, NoSuchHandover, handover_of
from backend.relays.manifest import digest_of, manifest_of
from backend.relays.reading import last_hand
from backend.relays.relay import Relay, Way
from backend.relays.taking import AlreadyRelayed, relayed_programmes
from backend.residents import IDENTITY, Contact, Resident
from backend.staff import Officer, must_have

_AT_LEAST, _OFFICE_AT_MOST, _WORDS_AT_MOST = 2, 35, 200  # characters; the office stands in a text


class OfficeMissing(NotAcceptable):
    """Who is to have it, and why it is theirs."""

    sentence = (
        f"请写明转给哪里（省、市、县的民政局，{_AT_LEAST}到{_OFFICE_AT_MOST}个字）和为什么归那里办"
        f"（{_AT_LEAST}到{_WORDS_AT_MOST}个字）。"
    )


class OwnCounty(NotAcceptable):
    """It is our own county's."""

    sentence = "这是本县，请用「转到应当受理的乡镇」选村。"


class DecidedHere(NotNow):
    """Help in an emergency is given where it happens; and what came from elsewhere goes back by its relay."""

    sentence = "急难救助由发生地办理，不看户口，不能转走；外地转来的，请和转来的地方联系。"


class ReceivedBefore(NotNow):
    """It is on record already."""

    sentence = "已经登记过签收了，请刷新后再看。"


class ReceiptWordsMissing(NotAcceptable):
    """Who there has it."""

    sentence = f"请用{_AT_LEAST}到{_WORDS_AT_MOST}个字写明对方谁签收的、怎么确认的。"


async def hand_over(application_id: UUID, office: str, reason: str, officer: Officer) -> Application:
    """Pass a case that nobody accepted yet on to `office` of another county; it has ended here, and why is on record.

    Of programmes whose way has days of its own (两项补贴) a relay follows, sent today. Refuses with NoSuchPower,
    NoSuchApplication, OutsideYourPlace, OfficeMissing, OwnCounty, DecidedHere, AlreadyRelayed, WrongState and
    staff.YourOwnKin.
    """
    seen = await applications.visible_to_officer(application_id, officer)
    must_have(officer, applications.review_power(seen.programme))
    office, reason = office.strip(), reason.strip()
    if not (_AT_LEAST <= len(office) <= _OFFICE_AT_MOST and _AT_LEAST <= len(reason) <= _WORDS_AT_MOST):
        raise OfficeMissing
    if await places.name_of(f"{seen.county}000000") in office:
        raise OwnCounty
    if programmes.get_programme(seen.programme).urgent or seen.came_from_elsewhere:
        raise DecidedHere
    try:
        async with applications.on_record_if_too_late(seen.id, officer.signature), database.transaction():
            case = await applications.mark_passed_on(seen.id, officer.signature)
            manifest = await manifest_of(case)
            relayed = case.programme in relayed_programmes(clock.today())
            relay = await _relay_of(case, office, officer) if relayed else None
            made = await Handover.create(
                id=new_id(), county=case.county, application_id=case.id, office=office, reason=reason,
                manifest=manifest, digest=digest_of(manifest), relay_id=relay.id if relay else None,
                made_by=officer.id, made_at=clock.now(),
            )  # fmt: skip
            facts = {"office": office, "handover_id": made.id, "digest": made.digest}
            await journal.record(case.moved(Deed.CASE_PASSED_ON, **facts), by=officer.signature)
    except IntegrityError as twice:
        raise AlreadyRelayed from twice
    return case


async def _relay_of(case: Application, office: str, officer: Officer) -> Relay:
    """The rest of its way: the county there decides within its days, and we tell the person."""
    person = await Resident.get(id=case.resident_id)
    contact = await Contact.filter(resident_id=person.id, dead_since=None).order_by("priority", "id").first()
    today = clock.today()
    limit = eligibility.procedure(case.programme, today).step("decision")
    due = workdays.after_workdays(today, limit.limit if limit and limit.limit else 0)
    handed_in = clock.in_county_time(case.submitted_at or case.started_at).date()
    relay = await Relay.create(
        id=new_id(), county=case.county, township=case.township, way=Way.OUT, programme=case.programme,
        other_place=office, name=person.name, identity_sealed=sealing.seal(person.identity_number, IDENTITY),
        identity_index=person.identity_index, phone_sealed=contact.phone_sealed if contact else None,
        began_on=handed_in, pushed_on=today, due_on=due.day, due_provisional=due.provisional, taken_by=officer.id,
        taken_at=clock.now(),
    )  # fmt: skip
    await journal.record(relay.line(Deed.RELAY_PUSHED, due_on=due.day), by=officer.signature)
    return relay


async def record_receipt(application_id: UUID, on: date, words: str, officer: Officer) -> Handover:
    """The other county has it; the person is told so on the case's page.

    Refuses with NoSuchPower, NoSuchApplication, OutsideYourPlace, NoSuchHandover, DayWrong, ReceiptWordsMissing and
    ReceivedBefore.
    """
    case = await applications.visible_to_officer(application_id, officer)
    must_have(officer, applications.review_power(case.programme))
    made = await handover_of(case.id)
    if made is None:
        raise NoSuchHandover
    must_be_past(on, not_before=clock.in_county_time(made.made_at).date())
    if not _AT_LEAST <= len(words.strip()) <= _WORDS_AT_MOST:
        raise ReceiptWordsMissing
    async with database.transaction():
        await staff.must_not_be_kin(officer.signature, case.resident_id)
        kept = await database.execute(
            "UPDATE handover SET received_on = $2, received_words = $3 WHERE id = $1 AND received_on IS NULL",
            made.id, on, words.strip(),
        )  # fmt: skip
        if not kept:
            raise ReceivedBefore(f"已经登记过签收了（{await last_hand(case.id)}），请刷新后再看。")
        await journal.record(case.line(Deed.HANDOVER_RECEIVED, received_on=on), by=officer.signature)
    return await Handover.get(id=made.id)
