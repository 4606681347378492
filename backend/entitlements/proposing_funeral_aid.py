"""Proposing funeral aid (提出丧葬费用): the township names who buried the dead, the account, and the proof."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tortoise.exceptions import IntegrityError

from backend import clock, database, evidence, journal, programmes, residents, sealing, staff
from backend.entitlements.award import Award
from backend.entitlements.funeral_aid import (
    FuneralAid,
    FuneralAidArrived,
    FuneralAidGiven,
    FuneralAidState,
    FuneralAidWaiting,
    FuneralFigureNotSet,
    FuneralPayeeIncomplete,
    FuneralPayeeIsDead,
    FuneralPayeeIsYou,
    NoFuneralAidYet,
    NotDead,
    NotTekunAtDeath,
    PayeeKind,
)
from backend.entitlements.month import month_of
from backend.entitlements.proposing import changeable
from backend.identifiers import new_id
from backend.journal import Deed, Line
from backend.programmes import PhotoKind
from backend.residents import ACCOUNT, PHONE, Account, AccountKind, Resident
from backend.staff import Officer


@dataclass(frozen=True)
class FuneralPayee:
    """Who saw to the funeral and is paid; `relation` to the dead where it is a relative, `phone` theirs or empty."""

    kind: PayeeKind
    name: str
    number: str
    bank: str
    account_kind: AccountKind
    relation: str = ""
    phone: str = ""


async def propose_funeral_aid(
    tekun_award_id: UUID, payee: FuneralPayee, photo_id: UUID, officer: Officer, *, instead: bool = False
) -> FuneralAid:
    """Ask that the county pay for the funeral of the award's person; `instead`: into another account than approved.

    Refuses as `propose_change`, with NotDead, NotTekunAtDeath, FuneralFigureNotSet, FuneralPayeeIncomplete,
    FuneralPayeeIsDead, FuneralPayeeIsYou, residents.BadAccountNumber, residents.BadPhone, evidence.NoSuchPhoto,
    FuneralAidWaiting, FuneralAidGiven, NoFuneralAidYet and FuneralAidArrived. Source: 《社会救助暂行办法》 art. 15;
    the sum is the county's.
    """
    award = await changeable(tekun_award_id, officer)
    resident = await Resident.get(id=award.resident_id)
    given = await FuneralAid.get_or_none(resident_id=resident.id, state=FuneralAidState.GIVEN)
    if given and not instead:
        raise FuneralAidGiven
    if instead:
        await must_be_replaceable(given)
    died_on, fen = (given.died_on, given.fen) if given else await due_for(award, resident)
    aid = await _written(award, resident, payee, photo_id, officer)
    aid.died_on, aid.fen, aid.replaces = died_on, fen, given.id if given else None
    await must_be_nobody_of(officer, aid)
    try:
        async with database.transaction():
            await aid.save(force_create=True)
            if aid.phone_index is not None:
                await residents.revive_number(award.county, bytes(aid.phone_index))
            await journal.record(line_of(aid, Deed.FUNERAL_AID_PROPOSED), by=officer.signature)
    except IntegrityError:
        raise FuneralAidWaiting from None
    return aid


async def due_for(award: Award, resident: Resident) -> tuple[date, int]:
    """The day of the death and the county's figure of that day in fen; NotDead, NotTekunAtDeath, FuneralFigureNotSet.

    Who was confirmed as 特困 is so from that day, though the first month paid is the next one; held back money changes
    nothing in it, and a stop does only where it held in the month of the death already.
    """
    died_on = resident.deceased_on
    if died_on is None:
        raise NotDead
    begun = award.from_month <= died_on or clock.in_county_time(award.started_at).date() <= died_on
    ended = award.stopped_from is not None and award.stopped_from <= month_of(died_on)
    if award.programme != "tekun" or not begun or ended:
        raise NotTekunAtDeath
    figure = (await programmes.parameters_on(award.county, died_on)).get("tekun.funeral")
    if not figure:
        raise FuneralFigureNotSet
    return died_on, int(str(figure))


async def funeral_due(award: Award, resident: Resident) -> int:
    """Fen that the county would pay for the funeral of an award's person; refuses as `due_for`."""
    return (await due_for(award, resident))[1]


async def must_be_replaceable(given: FuneralAid | None) -> None:
    """NoFuneralAidYet, FuneralAidArrived."""
    if given is None:
        raise NoFuneralAidYet
    if await database.rows("SELECT FROM payout WHERE award_id = $1 AND state = 'settled' LIMIT 1", given.award_id):
        raise FuneralAidArrived


async def must_be_nobody_of(officer: Officer, aid: FuneralAid) -> None:
    """Neither the officer, by name, nor by the account anybody on their part of the register of relatives.

    FuneralPayeeIsYou, staff.YourOwnKin.
    """
    if aid.payee_name == officer.name:
        raise FuneralPayeeIsYou
    holders = await Account.filter(number_index=aid.number_index, closed_at=None).limit(20)
    for holder in {each.resident_id for each in holders} - {aid.resident_id}:
        await staff.must_not_be_kin(officer.signature, holder)


def line_of(aid: FuneralAid, deed: Deed) -> Line:
    """A journal line about what was proposed."""
    facts = {"amount_fen": aid.fen, "payee_kind": aid.payee_kind.value, "account_last_four": aid.last_four}
    return Line(
        deed, aid.county, "funeral_aid", aid.id, resident_id=aid.resident_id, village=aid.village, facts=facts
    )  # fmt: skip


async def _written(
    award: Award, resident: Resident, payee: FuneralPayee, photo_id: UUID, officer: Officer
) -> FuneralAid:
    name, relation, bank = payee.name.strip(), payee.relation.strip(), payee.bank.strip()
    photo = await evidence.get_photo(photo_id)
    proves = (photo.resident_id, photo.kind) == (resident.id, PhotoKind.FUNERAL_PROOF.value)
    if not (name and bank and proves) or (payee.kind is PayeeKind.RELATIVE and not relation):
        raise FuneralPayeeIncomplete
    if name == resident.name and payee.kind is PayeeKind.RELATIVE:
        raise FuneralPayeeIsDead
    digits = residents.account_digits(payee.number)
    phone = residents.normalise_phone(payee.phone) if payee.phone.strip() else None
    return FuneralAid(
        id=new_id(), county=award.county, village=award.village, resident_id=resident.id, tekun_award_id=award.id,
        payee_kind=payee.kind, payee_name=name, relation=relation if payee.kind is PayeeKind.RELATIVE else "",
        number_sealed=sealing.seal(digits, ACCOUNT), number_index=sealing.blind_index(digits, ACCOUNT),
        last_four=digits[-4:], bank=bank, account_kind=payee.account_kind, photo_id=photo_id, proposed_by=officer.id,
        proposed_at=clock.now(), phone_sealed=sealing.seal(phone, PHONE) if phone else None,
        phone_index=sealing.blind_index(phone, PHONE) if phone else None,
    )  # fmt: skip
