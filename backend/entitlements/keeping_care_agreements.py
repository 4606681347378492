"""Keeping care agreements (养育协议): the carer's signature, then the office's, each with its day and photo.

No money hangs on it: the law pays from the month after the recognition, and names no agreement as its condition
(民发〔2010〕161号; docs/decisions/0111). What is missing is asked for until it is there.
"""

from datetime import date
from uuid import UUID

from tortoise.exceptions import IntegrityError

from backend import clock, database, errands, evidence, journal, staff
from backend.entitlements.award import Award
from backend.entitlements.care_agreement import (
    AGREED,
    Agreed,
    CareAgreement,
    CareAgreementIncomplete,
    CareAgreementMoved,
    CareAgreementStands,
    CareAgreementState,
    CarerImpossible,
    NoCareAgreement,
    NoSuchCareAgreement,
    SigningDayImpossible,
    WhyEnded,
)
from backend.entitlements.lawful import StoppedAlready
from backend.entitlements.proposing import changeable
from backend.entitlements.seeing_awards import award_for
from backend.identifiers import new_id
from backend.journal import Signature
from backend.programmes import PhotoKind
from backend.residents import Resident, is_of_age
from backend.staff import Officer, Power

_SIGNED = "协议双方已经签好，不用再办。"
_STANDS = (CareAgreementState.FILED, CareAgreementState.IN_FORCE)


def agreed_of(award: Award) -> Agreed:
    """What is signed with this award; NoCareAgreement."""
    agreed = AGREED.get(award.programme)
    if agreed is None or award.read_only:
        raise NoCareAgreement
    return agreed


async def file_care_agreement(
    award_id: UUID, officer: Officer, *, carer_name: str, relation: str, signed_on: date | None, photo_id: UUID
) -> CareAgreement:
    """The carer has signed: on file with the award, and the office's turn.

    Refuses as `propose_change`, with NoCareAgreement, StoppedAlready, CareAgreementIncomplete, CarerImpossible,
    SigningDayImpossible, evidence.NoSuchPhoto and CareAgreementStands.
    """
    award = await changeable(award_id, officer)
    agreed_of(award)
    if award.stopped_from is not None:
        raise StoppedAlready
    name, relation = carer_name.strip(), relation.strip()
    if not name or not relation:
        raise CareAgreementIncomplete
    if signed_on is None or signed_on > clock.today():
        raise SigningDayImpossible
    await _must_show(award, photo_id)
    agreement = CareAgreement(
        id=new_id(), county=award.county, award_id=award.id, resident_id=award.resident_id, carer_name=name,
        carer_id=await _on_the_register(award, name), relation=relation, carer_signed_on=signed_on,
        carer_photo_id=photo_id, filed_by=officer.id, filed_at=clock.now(),
    )  # fmt: skip
    try:
        async with database.transaction():
            await agreement.save(force_create=True)
            line = award.line(journal.Deed.CARE_AGREEMENT_FILED, agreement_id=agreement.id, signed_on=signed_on)
            await journal.record(line, by=officer.signature)
    except IntegrityError:
        if await care_agreement_of(award) is None:
            raise CareAgreementIncomplete from None  # the photo is another agreement's
        raise CareAgreementStands from None
    return agreement


async def sign_care_agreement(
    agreement_id: UUID, officer: Officer, *, signed_on: date | None, photo_id: UUID
) -> CareAgreement:
    """The office has signed, too: from now on it is in force, and nobody asks for it any more.

    Refuses with NoSuchPower, NoSuchCareAgreement, staff.YourOwnKin, SigningDayImpossible, CareAgreementIncomplete,
    evidence.NoSuchPhoto and CareAgreementMoved.
    """
    agreement, award = await _of_your_places(agreement_id, officer)
    if not staff.has_power(officer, Power.CONFIRM):
        staff.must_have(officer, agreed_of(award).signs)
    await staff.must_not_be_kin(officer.signature, award.resident_id)
    if signed_on is None or not agreement.carer_signed_on <= signed_on <= clock.today():
        raise SigningDayImpossible
    await _must_show(award, photo_id)
    try:
        async with database.transaction():
            signed = await database.execute(
                """UPDATE care_agreement SET state = 'in_force', organ_signed_on = $2, organ_photo_id = $3,
                          signed_by = $4, signed_at = $5 WHERE id = $1 AND state = 'filed'""",
                agreement.id, signed_on, photo_id, officer.id, clock.now(),
            )  # fmt: skip
            if not signed:
                raise CareAgreementMoved
            line = award.line(journal.Deed.CARE_AGREEMENT_SIGNED, agreement_id=agreement.id, signed_on=signed_on)
            await journal.record(line, by=officer.signature)
            await errands.close_needless(await _asked_for(award), words=_SIGNED, by=officer.signature)
    except IntegrityError:
        raise CareAgreementIncomplete from None
    return await CareAgreement.get(id=agreement_id)


async def end_care_agreement(agreement_id: UUID, officer: Officer, *, why: WhyEnded) -> CareAgreement:
    """It holds no more; while the benefit goes on, another one is asked for. Refuses as `file_care_agreement`, and with
    NoSuchCareAgreement and CareAgreementMoved.
    """
    agreement, award = await _of_your_places(agreement_id, officer)
    await changeable(award.id, officer)
    async with database.transaction():
        if not await end(award, agreement.id, why, officer.signature):
            raise CareAgreementMoved
    return await CareAgreement.get(id=agreement_id)


async def end(award: Award, agreement_id: UUID, why: WhyEnded, by: Signature) -> bool:
    """Inside the caller's transaction; whether it stood until now."""
    ended = await database.execute(
        """UPDATE care_agreement SET state = 'ended', ended_on = $2, ended_because = $3
           WHERE id = $1 AND state <> 'ended'""",
        agreement_id, clock.today(), why.value,
    )  # fmt: skip
    if ended:
        line = award.line(journal.Deed.CARE_AGREEMENT_ENDED, agreement_id=agreement_id, why=why.value)
        await journal.record(line, by=by)
    return bool(ended)


async def award_of_care_agreement(agreement_id: UUID, officer: Officer) -> Award:
    """NoSuchPower and NoSuchCareAgreement, and as `award_for`."""
    return (await _of_your_places(agreement_id, officer))[1]


async def care_agreement_of(award: Award) -> CareAgreement | None:
    """The one that stands, for whoever was given the award."""
    return await CareAgreement.get_or_none(award_id=award.id, state__in=_STANDS)


async def care_agreements_before(award: Award) -> list[CareAgreement]:
    """Those that ended, the newest first."""
    return await CareAgreement.filter(award_id=award.id, state=CareAgreementState.ENDED).order_by("-id")


async def _of_your_places(agreement_id: UUID, officer: Officer) -> tuple[CareAgreement, Award]:
    agreement = await CareAgreement.get_or_none(id=agreement_id, county=officer.county)
    if agreement is None:
        raise NoSuchCareAgreement
    return agreement, await award_for(agreement.award_id, officer)


async def _asked_for(award: Award) -> list[str]:
    """What gave rise to the errands that ask for it and are open."""
    about = errands.Errand.filter(resident_id=award.resident_id, done_at=None)
    return [each.because for each in await about.filter(because__startswith=f"care_agreement:{award.id}:")]


async def _must_show(award: Award, photo_id: UUID) -> None:
    photo = await evidence.get_photo(photo_id)
    if (photo.resident_id, photo.kind) != (award.resident_id, PhotoKind.CARE_AGREEMENT.value):
        raise CareAgreementIncomplete


async def _on_the_register(award: Award, name: str) -> UUID | None:
    """Who of the home, or the guardian on file, bears that name; None where nobody of ours does. CarerImpossible."""
    person = await Resident.get(id=award.resident_id)
    on_file = await staff.guardianship_of(person.id)
    named = await Resident.filter(household_id=person.household_id, name=name).order_by("id")
    if on_file is not None and on_file.guardian_id is not None:
        named += await Resident.filter(id=on_file.guardian_id, name=name)
    if not named:
        return None
    able = [
        each for each in named
        if each.id != person.id and each.deceased_on is None and is_of_age(each.birth_date, clock.today())
    ]  # fmt: skip
    if not able:
        raise CarerImpossible
    return able[0].id
