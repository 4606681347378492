"""Finishing in the office: what is to be done about a child's aid no cadre reads of; its handlers see to it."""

from uuid import UUID

from backend import clock, database
from backend.errands.errand import Errand, ErrandKind, Outcome
from backend.errands.finishing import NOTE_AT_MOST, ErrandNoteTooLong, WordsMissing, done_line, tell_it_is_done
from backend.errands.reading import errand_for
from backend.journal import record
from backend.refusals import NotAcceptable, NotAllowed, NotNow
from backend.residents import AccountKind, change_account, get_resident
from backend.staff import Officer, Power, has_power, must_have, must_not_be_kin

_BROUGHT = "已登记孩子本人的收款账户。"


class ForTheCadre(NotAllowed):
    """It stands on the village's list."""

    sentence = "这个任务由村干部上门办结，请村干部在小程序里填写结果。"


class NoAccountAskedFor(NotNow):
    """It asks for something else."""

    sentence = "这个任务不是核对收款账户，不能在这里登记账户。"


class BankMissing(NotAcceptable):
    """A number alone reaches no bank."""

    sentence = "请填写开户银行。"


async def finish_in_office(errand_id: UUID, officer: Officer, *, outcome: Outcome, note: str) -> None:
    """Close a child's errand, once, by whoever handles children at the township or decides at the county.

    Refuses with NoSuchPower, NoSuchErrand as `errand_for`, ForTheCadre, staff.YourOwnKin, ErrandNoteTooLong,
    WordsMissing and ErrandDone.
    """
    errand = await _theirs(errand_id, officer)
    if len(note) > NOTE_AT_MOST:
        raise ErrandNoteTooLong
    if not note.strip():
        raise WordsMissing
    async with database.transaction():
        await _close(errand, officer, outcome, note.strip())


async def finish_with_account(errand_id: UUID, officer: Officer, *, number: str, bank: str, kind: AccountKind) -> None:
    """Register the child's own account that the guardian brought, and the errand that asked for it is done.

    Into another's name the money goes by the payee's agreement alone. Refuses as `finish_in_office`, and with
    NoAccountAskedFor, BankMissing, residents.BadAccountNumber, AccountOfAnother and PersonDeceased.
    """
    errand = await _theirs(errand_id, officer)
    if errand.kind != ErrandKind.FIX_ACCOUNT.value:
        raise NoAccountAskedFor
    if not bank.strip():
        raise BankMissing
    child = await get_resident(errand.resident_id)
    async with database.transaction():
        await change_account(
            child.id, holder_name=child.name, number=number, bank=bank.strip(), kind=kind, by=officer.signature
        )
        await _close(errand, officer, Outcome.DONE, _BROUGHT)


async def _theirs(errand_id: UUID, officer: Officer) -> Errand:
    if not has_power(officer, Power.REVIEW_CHILDREN):
        must_have(officer, Power.CONFIRM)
    errand = await errand_for(errand_id, officer)
    if not errand.of_children:
        raise ForTheCadre
    await must_not_be_kin(officer.signature, errand.resident_id)
    return errand


async def _close(errand: Errand, officer: Officer, outcome: Outcome, note: str) -> None:
    closed = await database.execute(
        """UPDATE errand SET done_at = $2, done_by_officer = $3, outcome = $4, note = $5
           WHERE id = $1 AND done_at IS NULL""",
        errand.id, clock.now(), officer.id, outcome.value, note,
    )  # fmt: skip
    if not closed:
        await tell_it_is_done(errand.id)
    await record(done_line(errand, outcome), by=officer.signature)


async def children_waiting(officer: Officer) -> int:
    """How many errands about children's aid are open in the officer's places; none for who does not handle them."""
    if not has_power(officer, Power.HANDLE_CHILDREN):
        return 0
    open_ones = Errand.filter(county=officer.county, village__startswith=officer.scope.prefix, of_children=True)
    return await open_ones.filter(done_at=None).count()
