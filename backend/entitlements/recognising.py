"""Recognising (认定): the county's yes to a programme that pays nothing, by the same guards as a grant."""

from uuid import UUID

from backend import applications, clock, database, journal, programmes, staff
from backend.applications import Application
from backend.entitlements.granting import checked_again, must_be_another_hand
from backend.entitlements.recognition import Recognition, last_day, only_recognised
from backend.identifiers import new_id
from backend.refusals import NotNow
from backend.staff import Officer, Power


class PaysMoney(NotNow):
    """The programme pays: it is granted, not recognised."""

    sentence = "这项待遇要发钱，请按审核确认办理。"


async def recognise(application_id: UUID, officer: Officer, note: str = "") -> Recognition:
    """The county's decision with today's verdict on what was verified, and until when it holds.

    Refuses as `grant` does, and with PaysMoney.
    """
    staff.must_have(officer, Power.CONFIRM)
    case = await applications.visible_to_officer(application_id, officer)
    if not only_recognised(case.programme, clock.today()):
        raise PaysMoney
    too_late = applications.on_record_if_too_late(application_id, officer.signature)
    async with too_late, database.transaction():
        await applications.hold_to_decide(application_id, officer)
        await must_be_another_hand(application_id, officer)
        verdict = await checked_again(application_id)
        case = await applications.mark_confirmed(application_id, officer, verdict, note)
        recognition, recognised = await keep_recognition(case)
        facts = {"valid_until": recognition.valid_until.isoformat()}
        confirmed = case.moved(journal.Deed.APPLICATION_CONFIRMED, case_number=case.case_number, **facts)
        await journal.record_many([confirmed, recognised], by=officer.signature)
    return recognition


async def keep_recognition(case: Application) -> tuple[Recognition, journal.Line]:
    """From today, as long as the law lets it hold, and the line that tells of it."""
    today = clock.today()
    recognition = await Recognition.create(
        id=new_id(), county=case.county, village=case.village, resident_id=case.resident_id,
        programme=case.programme, application_id=case.id, recognised_on=today,
        valid_until=last_day(case.programme, today, await programmes.parameters_on(case.county, today)),
    )  # fmt: skip
    facts = {"programme": case.programme, "application_id": case.id, "valid_until": recognition.valid_until.isoformat()}
    return recognition, journal.Line(
        journal.Deed.RECOGNISED, case.county, "recognition", recognition.id, resident_id=case.resident_id,
        village=case.village, facts=facts,
    )  # fmt: skip
