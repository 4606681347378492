"""Aiding (临时救助): officers settle one sum within the county's caps, the township small ones, and it is paid once."""

from datetime import date
from uuid import UUID

from backend import applications, clock, database, inquiries, journal, programmes, staff
from backend.applications import Application
from backend.entitlements.aid import Aid, AidLevel
from backend.entitlements.award import Award, Origin
from backend.entitlements.granting import checked_again, must_be_another_hand
from backend.entitlements.month import month_of, months_after
from backend.identifiers import new_id
from backend.money import short_yuan
from backend.refusals import NotAcceptable, NotAllowed, NotNow
from backend.staff import Officer, Power


class NotGivenOnce(NotNow):
    """The programme pays by the month, or nothing at all."""

    sentence = "这项待遇不是一次性救助，请按审核确认办理。"


class SumWrong(NotAcceptable):
    """Nothing, or more than the county lets be given at once."""

    sentence = "救助金额要大于0，并且不超过县里规定的一次最多金额，请修改。"


class SumForTheCounty(NotAllowed):
    """Above what the township may approve itself."""

    sentence = "金额超过乡镇可以直接审批的上限，请由县里审批。"


async def give_aid(application_id: UUID, fen: int, officer: Officer, note: str = "") -> Aid:
    """The decision on 临时救助: `fen` once, payable this month; in an emergency the papers follow by a day.

    The caps are the county's (temp.cap in months of the household's 低保 standard, temp.township_cap). Refuses with
    NotGivenOnce, SumWrong, SumForTheCounty, applications.KinForTheCounty, eligibility.StandardsNotSet, and as `grant`.
    Source: 《社会救助暂行办法》 art. 48 and 49, policy §3.
    """
    small = staff.has_power(officer, Power.APPROVE_SMALL_AID)
    if not small:
        staff.must_have(officer, Power.CONFIRM)
    seen = await applications.visible_to_officer(application_id, officer)
    if not inquiries.given_once(seen):
        raise NotGivenOnce
    most, most_here = await inquiries.caps(seen)
    if not 0 < fen <= most:
        raise SumWrong(f"救助金额要大于0，一次最多{short_yuan(most)}元，请修改。", most_fen=most)
    if small and fen > most_here:
        raise SumForTheCounty(
            f"乡镇可以直接审批{short_yuan(most_here)}元以内的，这一件请由县里审批。", most_fen=most_here
        )
    too_late = applications.on_record_if_too_late(application_id, officer.signature)
    async with too_late, database.transaction():
        await applications.hold_to_decide(application_id, officer)
        await must_be_another_hand(application_id, officer)
        if small and await applications.lives_with_kin(seen):
            raise applications.KinForTheCounty
        verdict = await checked_again(application_id)
        case = await applications.mark_confirmed(application_id, officer, verdict, note)
        aid = await _give(case, fen, AidLevel.TOWNSHIP if small else AidLevel.COUNTY, officer)
        if programmes.get_programme(case.programme).urgent:
            await applications.await_papers(case, officer.signature)
    return aid


async def _give(case: Application, fen: int, level: AidLevel, officer: Officer) -> Aid:
    month = await _free_month(case, month_of(clock.today()))
    award = await Award.create(
        id=new_id(), county=case.county, village=case.village, resident_id=case.resident_id, programme=case.programme,
        application_id=case.id, origin=Origin.DECIDED.value, from_month=month, paid_here_from=month, monthly_fen=fen,
        stopped_from=months_after(month, 1), stop_reason="once", started_at=clock.now(),
    )  # fmt: skip
    aid = await Aid.create(
        id=new_id(), county=case.county, village=case.village, resident_id=case.resident_id, programme=case.programme,
        application_id=case.id, award_id=award.id, fen=fen, level=level, decided_by=officer.id,
        decided_on=clock.today(),
    )  # fmt: skip
    facts = {"amount_fen": fen, "month": month.isoformat(), "level": level.value}
    lines = [
        case.moved(journal.Deed.APPLICATION_CONFIRMED, case_number=case.case_number, **facts),
        award.line(journal.Deed.AID_GIVEN, application_id=case.id, aid_id=aid.id, **facts),
    ]
    await journal.record_many(lines, by=officer.signature)
    return aid


async def _free_month(case: Application, month: date) -> date:
    """This month, or the next in which nothing of the programme is owed or paid: a person's month is paid once."""
    # Rows of a later room, read as rows: what was withdrawn before it was paid takes up no month.
    had = await database.rows(
        """SELECT a.from_month FROM award a WHERE a.resident_id = $1 AND a.programme = $2
             AND (a.stopped_from IS NULL OR a.stopped_from > a.from_month
                  OR EXISTS (SELECT FROM payout p WHERE p.award_id = a.id AND p.live))""",
        case.resident_id, case.programme,
    )  # fmt: skip
    taken = {each["from_month"] for each in had}
    while month in taken:
        month = months_after(month, 1)
    return month
