"""Races: two officers at one thing in the same moment, here of whoever finds out and hears."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from backend import applications, entitlements, errands, evidence, inquiries
from backend.applications import Application, Asked, Obliged
from backend.errands import Outcome
from backend.evidence import PhotoDoubt
from backend.identifiers import new_id
from backend.inquiries import CheckItem, Settled
from backend.inquiries.check import CheckResult
from backend.journal import Deed
from backend.programmes import PhotoKind
from backend.refusals import Refusal
from backend.residents import Resident
from backend.staff import Officer, Role
from tests.backend.applications.cases import a_draft, hand, mandated
from tests.backend.evidence.spoiled import a_page, jpeg
from tests.backend.inquiries.checks import a_letter, a_reply
from tests.backend.inquiries.opinions import dibao_accepted, opinion
from tests.backend.inquiries.visits import visited
from tests.backend.payouts.awards import an_award
from tests.people import VILLAGE, a_cadre, a_resident, an_officer

CARS = ("车辆、船舶", "有", "货车一辆")


@dataclass(frozen=True)
class Race:
    """What each of the two tries, what the slower one is refused with, and which deed is on record once."""

    tries: Callable[[Officer], Awaitable[Any]]
    role: Role
    refusal: type[Refusal]
    deed: Deed


async def _by_a_cadre(elder: Resident) -> Application:
    cadre = await a_cadre()
    draft = await a_draft(elder, by=cadre.signature)
    await mandated(draft, elder, cadre)
    return await applications.submit(draft.id, by=cadre.signature)


async def heard_by_call() -> Race:
    case = await _by_a_cadre(await a_resident())
    return Race(
        lambda by: applications.hear_by_call(case.id, by, agreed=True), Role.TOWNSHIP_CLERK,
        applications.MandateMissing, Deed.MANDATE_CONFIRMED,
    )  # fmt: skip


async def heard_out() -> Race:
    case, clerk = await _by_a_cadre(await a_resident()), await an_officer()
    await applications.accept(case.id, clerk)
    await applications.hear_by_call(case.id, clerk, agreed=False)
    return Race(
        lambda by: applications.hear_out(case.id, by, wants=True, how=Asked.CALL, words="愿意办"), Role.TOWNSHIP_CLERK,
        applications.NothingToHear, Deed.PRINCIPAL_HEARD_OUT,
    )  # fmt: skip


async def opinion_given() -> Race:
    case, clerk = await dibao_accepted(await a_resident(), await an_officer()), await an_officer()
    await visited(case, clerk)
    return Race(
        lambda by: inquiries.give_first_opinion(case.id, opinion(), by), Role.TOWNSHIP_LEADER,
        inquiries.AnotherOpined, Deed.FIRST_OPINION_GIVEN,
    )  # fmt: skip


async def letter_recorded() -> Race:
    case = await dibao_accepted(await a_resident(), await an_officer())
    return Race(lambda by: a_letter(case, by), Role.TOWNSHIP_CLERK, inquiries.AlreadyAuthorised, Deed.CHECK_AUTHORISED)


async def letter_taken_back() -> Race:
    clerk = await an_officer()
    letter = await a_letter(await dibao_accepted(await a_resident(), clerk), clerk)
    return Race(
        lambda by: inquiries.revoke_authorisation(letter.id, by), Role.TOWNSHIP_CLERK,
        inquiries.NoSuchAuthorisation, Deed.CHECK_AUTHORISATION_REVOKED,
    )  # fmt: skip


async def registers_asked() -> Race:
    clerk = await an_officer()
    await a_letter(await dibao_accepted(await a_resident(), clerk), clerk)
    return Race(
        lambda by: inquiries.make_check_batch([CheckItem.VEHICLES], by), Role.COUNTY_REVIEWER, inquiries.NobodyToAsk,
        Deed.CHECK_REQUESTED,
    )  # fmt: skip


async def reply_read() -> Race:
    clerk, reviewer = await an_officer(), await an_officer(Role.COUNTY_REVIEWER)
    await a_letter(await dibao_accepted(await a_resident(), clerk), clerk)
    batch = await inquiries.make_check_batch([CheckItem.VEHICLES], reviewer)
    reply = await a_reply(batch, reviewer, CARS)
    return Race(
        lambda by: inquiries.take_reply(batch.id, reply, by), Role.COUNTY_REVIEWER, inquiries.ReplyReadBefore,
        Deed.CHECK_REPLY_READ,
    )  # fmt: skip


async def result_settled() -> Race:
    race = await reply_read()
    await race.tries(await an_officer(Role.COUNTY_REVIEWER))
    result = await CheckResult.get()
    return Race(
        lambda by: inquiries.settle_result(result.id, Settled.EXPLAINED, "车卖了，有过户单", by), Role.TOWNSHIP_CLERK,
        inquiries.AlreadySettled, Deed.CHECK_RESULT_SETTLED,
    )  # fmt: skip


async def obligor_struck() -> Race:
    clerk = await an_officer()
    case = await dibao_accepted(await a_resident(), clerk)
    son = await applications.name_obligor(case.id, Obliged("王建设", "儿子"), clerk)
    return Race(
        lambda by: applications.strike_obligor(son.id, case.id, "登记错了人", by), Role.TOWNSHIP_CLERK,
        applications.NoSuchObligor, Deed.OBLIGOR_STRUCK,
    )  # fmt: skip


async def doubt_cleared() -> Race:
    photo, kind = jpeg(a_page()), PhotoKind.IDENTITY_CARD
    for _ in range(2):
        elder = await a_resident()
        await evidence.receive(photo, upload_id=new_id(), resident=elder, kind=kind, by=hand(elder))
    doubt = await PhotoDoubt.get()
    return Race(
        lambda by: evidence.clear_doubt(doubt.id, by, reason="同一位监护人的证件"), Role.TOWNSHIP_CLERK,
        evidence.DoubtNotOpen, Deed.PHOTO_DOUBT_CLEARED,
    )  # fmt: skip


async def found_alive() -> Race:
    await an_award(await a_resident(), certification_due_on=date(2026, 3, 20))
    await entitlements.warn_of_certification_due()
    (errand,) = await errands.open_errands([VILLAGE])
    await errands.finish(errand.id, await a_cadre(), outcome=Outcome.DIED, note="邻居说上月走的")
    return Race(
        lambda by: errands.find_alive(errand.id, by), Role.TOWNSHIP_CLERK, errands.NoDeathReported,
        Deed.ERRAND_FOUND_ALIVE,
    )  # fmt: skip


async def death_recorded() -> Race:
    elder = await a_resident()
    return Race(
        lambda by: entitlements.stop_for_death(elder.id, date(2026, 3, 1), by, reason="村里上报"), Role.TOWNSHIP_CLERK,
        entitlements.DeathRecordedBefore, Deed.DEATH_RECORDED,
    )  # fmt: skip


INVESTIGATING = [
    heard_by_call, heard_out, opinion_given, letter_recorded, letter_taken_back, registers_asked, reply_read,
    result_settled, obligor_struck, doubt_cleared, found_alive, death_recorded,
]  # fmt: skip
