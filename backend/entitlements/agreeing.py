"""Agreeing on a payee (代领): filed at the township with the signed paper, used when the county has looked at it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tortoise.exceptions import IntegrityError

from backend import clock, database, evidence, journal, residents, sealing, staff
from backend.entitlements.agreement import (
    AgreementDecided,
    AgreementIncomplete,
    AgreementNeedless,
    AgreementStands,
    AgreementState,
    AgreementTermImpossible,
    NoSuchAgreement,
    OwnAgreement,
    PayeeAgreement,
)
from backend.entitlements.award import Award
from backend.entitlements.award_fact import Fact, FactKind
from backend.entitlements.month import month_of
from backend.entitlements.noting import hold, note
from backend.entitlements.proposing import changeable
from backend.entitlements.seeing_awards import award_for
from backend.identifiers import new_id
from backend.programmes import OF_CHILDREN, PhotoKind
from backend.residents import ACCOUNT, PHONE, AccountKind
from backend.staff import Officer, Power


@dataclass(frozen=True)
class Payee:
    """Who keeps the account, by the paper; `until` is the agreement's last day, `phone` their own or empty."""

    holder_name: str
    relation: str
    number: str
    bank: str
    kind: AccountKind
    until: date
    phone: str = ""


async def file_agreement(award_id: UUID, payee: Payee, photo_id: UUID, officer: Officer) -> PayeeAgreement:
    """Put a signed agreement on file; the money goes on as before until the county has looked at it.

    Refuses as `propose_change`, with AgreementIncomplete, AgreementNeedless, AgreementTermImpossible,
    residents.BadAccountNumber, residents.BadPhone, evidence.NoSuchPhoto and AgreementStands.
    """
    award = await changeable(award_id, officer)
    resident = await residents.get_resident(award.resident_id)
    name, relation, bank = payee.holder_name.strip(), payee.relation.strip(), payee.bank.strip()
    photo = await evidence.get_photo(photo_id)
    if not (name and relation and bank) or (photo.resident_id, photo.kind) != (
        resident.id,
        PhotoKind.PAYEE_AGREEMENT.value,
    ):
        raise AgreementIncomplete
    if name == resident.name:
        raise AgreementNeedless
    if payee.until <= clock.today():
        raise AgreementTermImpossible
    digits = residents.account_digits(payee.number)
    phone = residents.normalise_phone(payee.phone) if payee.phone.strip() else None
    agreement = PayeeAgreement(
        id=new_id(), county=award.county, award_id=award.id, resident_id=resident.id, holder_name=name,
        relation=relation, number_sealed=sealing.seal(digits, ACCOUNT), last_four=digits[-4:], bank=bank,
        kind=payee.kind.value, until=payee.until, photo_id=photo_id, filed_by=officer.id, filed_at=clock.now(),
        phone_sealed=sealing.seal(phone, PHONE) if phone else None,
        phone_index=sealing.blind_index(phone, PHONE) if phone else None,
    )  # fmt: skip
    try:
        async with database.transaction():
            await agreement.save(force_create=True)
            if agreement.phone_index is not None:
                await residents.revive_number(award.county, bytes(agreement.phone_index))
            line = award.line(journal.Deed.AGREEMENT_FILED, until=payee.until.isoformat(), last_four=digits[-4:])
            await journal.record(line, by=officer.signature)
    except IntegrityError:
        raise AgreementStands from None
    return agreement


async def confirm_agreement(agreement_id: UUID, officer: Officer) -> PayeeAgreement:
    """The county has looked at it: from now on the money goes to that account.

    Refuses with NoSuchPower, NoSuchAgreement, OwnAgreement, staff.YourOwnKin, AgreementTermImpossible (it has run out
    meanwhile), AgreementDecided and residents.PersonDeceased.
    """
    staff.must_have(officer, Power.CONFIRM)
    agreement, award = await _of_your_places(agreement_id, officer)
    if agreement.filed_by == officer.id:
        raise OwnAgreement
    await staff.must_not_be_kin(officer.signature, award.resident_id)
    if agreement.until <= clock.today():
        raise AgreementTermImpossible
    async with database.transaction():
        award = await hold(award.id)
        account = await residents.change_account(
            award.resident_id, holder_name=agreement.holder_name, bank=agreement.bank, by=officer.signature,
            number=sealing.unseal(agreement.number_sealed, ACCOUNT), kind=AccountKind(agreement.kind), agreed=True,
        )  # fmt: skip
        await _decide(agreement, AgreementState.IN_FORCE, officer, account.id)
        basis = f"代领协议（{agreement.relation}），至{agreement.until.isoformat()}"
        fact = Fact(FactKind.CARD_KEPT, month_of(clock.today()), basis=basis)
        await note(award, fact, officer.signature, last_four=agreement.last_four)
    return await PayeeAgreement.get(id=agreement_id)


async def decline_agreement(agreement_id: UUID, officer: Officer) -> PayeeAgreement:
    """The county does not let the account be used; refuses as `confirm_agreement`."""
    staff.must_have(officer, Power.CONFIRM)
    agreement, award = await _of_your_places(agreement_id, officer)
    if agreement.filed_by == officer.id:
        raise OwnAgreement
    await staff.must_not_be_kin(officer.signature, award.resident_id)
    async with database.transaction():
        await _decide(agreement, AgreementState.DECLINED, officer, None)
        await journal.record(award.line(journal.Deed.AGREEMENT_DECLINED), by=officer.signature)
    return await PayeeAgreement.get(id=agreement_id)


async def end_agreement(agreement_id: UUID, officer: Officer) -> PayeeAgreement:
    """The card is given back, or the agreement called off: its account is closed, and a batch on its way to it stops.

    Until the person's own account is registered the months stay owed, and a cadre is asked for one by the next batch.

    Refuses as `propose_change`, with NoSuchAgreement and AgreementDecided (it is not in force).
    """
    agreement, award = await _of_your_places(agreement_id, officer)
    await changeable(award.id, officer)
    async with database.transaction():
        award = await hold(award.id)
        ended = await database.execute(
            "UPDATE payee_agreement SET state = 'ended', ended_on = $2 WHERE id = $1 AND state = 'in_force'",
            agreement.id, clock.today(),
        )  # fmt: skip
        if not ended:
            raise AgreementDecided
        if agreement.account_id is not None:
            await residents.close_account(agreement.account_id)
        fact = Fact(FactKind.CARD_RETURNED, month_of(clock.today()), basis="代领协议终止")
        await note(award, fact, officer.signature)
    return await PayeeAgreement.get(id=agreement_id)


async def change_payees_phone(agreement_id: UUID, phone: str, officer: Officer) -> PayeeAgreement:
    """Where the payee is reached from now on; empty: nowhere. The paper and the account stay as they are.

    Refuses as `propose_change`, with NoSuchAgreement, residents.BadPhone and AgreementDecided (it is over).
    """
    agreement, award = await _of_your_places(agreement_id, officer)
    await changeable(award.id, officer)
    number = residents.normalise_phone(phone) if phone.strip() else None
    index = sealing.blind_index(number, PHONE) if number else None
    async with database.transaction():
        changed = await database.execute(
            """UPDATE payee_agreement SET phone_sealed = $2, phone_index = $3
               WHERE id = $1 AND state IN ('filed', 'in_force')""",
            agreement.id, sealing.seal(number, PHONE) if number else None, index,
        )  # fmt: skip
        if not changed:
            raise AgreementDecided
        if index is not None:
            await residents.revive_number(agreement.county, index)
        await journal.record(
            award.line(journal.Deed.AGREEMENT_PHONE_CHANGED, given=number is not None), by=officer.signature
        )
    return await PayeeAgreement.get(id=agreement_id)


async def agreement_of(award: Award) -> PayeeAgreement | None:
    """The latest one about the award's person, for whoever was given the award."""
    return await PayeeAgreement.filter(resident_id=award.resident_id).order_by("-id").first()


async def payees_of(resident_ids: list[UUID]) -> dict[UUID, PayeeAgreement]:
    """By person, the agreement by which money goes today and whose payee gave a phone."""
    found = PayeeAgreement.filter(
        resident_id__in=resident_ids, state=AgreementState.IN_FORCE, phone_index__isnull=False
    )
    return {each.resident_id: each for each in await found if each.covers(clock.today())}


async def is_of_a_child(agreement_id: UUID) -> bool:
    """Whether a child's aid goes by it, of which no cadre is told (policy §14.4)."""
    found = await database.row(
        "SELECT a.programme FROM payee_agreement g JOIN award a ON a.id = g.award_id WHERE g.id = $1", agreement_id
    )
    return found is not None and found["programme"] in OF_CHILDREN


async def _of_your_places(agreement_id: UUID, officer: Officer) -> tuple[PayeeAgreement, Award]:
    agreement = await PayeeAgreement.get_or_none(id=agreement_id, county=officer.county)
    if agreement is None:
        raise NoSuchAgreement
    return agreement, await award_for(agreement.award_id, officer)


async def _decide(agreement: PayeeAgreement, state: AgreementState, officer: Officer, account_id: UUID | None) -> None:
    decided = await database.execute(
        """UPDATE payee_agreement SET state = $2, decided_by = $3, decided_at = $4, account_id = $5
           WHERE id = $1 AND state = 'filed'""",
        agreement.id, state.value, officer.id, clock.now(), account_id,
    )  # fmt: skip
    if not decided:
        done = await PayeeAgreement.get(id=agreement.id)
        who = await staff.who_and_when(done.decided_by, done.decided_at)
        raise AgreementDecided(f"这份代领协议已经办过了（{who}），请刷新后再看。")
