"""Changing where a person's money goes: never to another's account without the agreement the law asks for."""

import re
import unicodedata
from uuid import UUID

from backend import clock, database, journal, sealing
from backend.identifiers import new_id
from backend.refusals import NotAcceptable, NotNow
from backend.residents.account import ACCOUNT, Account, AccountKind
from backend.residents.resident import Resident, get_resident


class BadAccountNumber(NotAcceptable):
    """Not the number of a card or passbook."""

    sentence = "银行账号应为8到30位数字，请对照银行卡或存折再输一遍。"


class HolderDiffers(NotAcceptable):
    """The account is in another's name."""

    sentence = "收款账户的户名必须是本人。确需由他人代领的，请带双方身份证到乡镇办理代领协议。"


class AccountOfAnother(NotAcceptable):
    """The same number is in use for someone else: one card behind several elders is how money goes astray."""

    sentence = "这个账号已经登记在别人名下。请核对账号；确需代领的，请带双方身份证到乡镇办理代领协议。"


class PersonDeceased(NotNow):
    """Nothing is paid to the dead, so nothing is changed for them here."""

    sentence = "登记显示本人已去世，不能再更改收款账户。如登记有误，请到乡镇民政所更正。"


async def current_account(resident_id: UUID) -> Account | None:
    """The person's open account."""
    return await Account.get_or_none(resident_id=resident_id, closed_at=None, only_for=None)


def account_digits(number: str) -> str:
    """The number without blanks and hyphens; BadAccountNumber."""
    digits = re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", number))
    if not re.fullmatch(r"[0-9]{8,30}", digits):
        raise BadAccountNumber
    return digits


async def change_account(
    resident_id: UUID,
    *,
    holder_name: str,
    number: str,
    bank: str,
    kind: AccountKind,
    by: journal.Signature,
    agreed: bool = False,
) -> Account:
    """Close the present account and open this one; the same account again changes nothing.

    Refuses BadAccountNumber, PersonDeceased, and unless it is `agreed` AccountOfAnother, and HolderDiffers where the
    holder is not the person. `agreed`: the county has looked at the written agreement (dibao rule 2021 art. 26).
    """
    digits = account_digits(number)
    resident = await get_resident(resident_id)
    if resident.deceased_on is not None:
        raise PersonDeceased
    holder_name = holder_name.strip()
    if holder_name != resident.name and not agreed:
        raise HolderDiffers
    index = sealing.blind_index(digits, ACCOUNT)
    async with database.transaction():
        await database.rows("SELECT id FROM resident WHERE id = $1 FOR UPDATE", resident_id)
        present = await current_account(resident_id)
        if (
            present is not None
            and bytes(present.number_index) == index
            and (present.bank, present.holder_name) == (bank, holder_name)
        ):
            return present
        # Two elders' accounts changed to one number at once: the second waits here and is refused.
        await database.rows("SELECT pg_advisory_xact_lock(hashtext($1))", index.hex())
        of_others = Account.filter(number_index=index, closed_at=None, only_for=None).exclude(resident_id=resident_id)
        if not agreed and await of_others.exists():
            raise AccountOfAnother
        await database.execute(
            "UPDATE account SET closed_at = $2 WHERE resident_id = $1 AND closed_at IS NULL AND only_for IS NULL",
            resident_id,
            clock.now(),
        )
        account = _opened(resident, holder_name, digits, bank, kind)
        await account.save(force_create=True)
        await journal.record(_line(account, resident, present.id if present else None), by=by)
    return account


async def open_for_award(
    resident_id: UUID,
    award_id: UUID,
    *,
    holder_name: str,
    number: str,
    bank: str,
    kind: AccountKind,
    by: journal.Signature,
) -> Account:
    """Open the account that receives this one award, instead of an earlier one of it, in the caller's transaction.

    The county has looked at whose it is; BadAccountNumber.
    """
    resident = await get_resident(resident_id)
    before = await Account.get_or_none(only_for=award_id, closed_at=None)
    if before is not None:
        await close_account(before.id)
    account = _opened(resident, holder_name, account_digits(number), bank, kind)
    account.only_for = award_id
    await account.save(force_create=True)
    await journal.record(_line(account, resident, before.id if before else None), by=by)
    return account


async def close_account(account_id: UUID) -> None:
    """Nothing goes there any more, though no other is open yet; in the caller's transaction, which also journals it."""
    await database.execute(
        "UPDATE account SET closed_at = $2 WHERE id = $1 AND closed_at IS NULL", account_id, clock.now()
    )


def _opened(resident: Resident, holder_name: str, digits: str, bank: str, kind: AccountKind) -> Account:
    return Account(
        id=new_id(), county=resident.county, resident_id=resident.id, holder_name=holder_name,
        number_sealed=sealing.seal(digits, ACCOUNT), number_index=sealing.blind_index(digits, ACCOUNT),
        last_four=digits[-4:], bank=bank, kind=kind.value, since=clock.now(),
    )  # fmt: skip


def _line(account: Account, resident: Resident, replaces: UUID | None) -> journal.Line:
    return journal.Line(
        journal.Deed.ACCOUNT_CHANGED, resident.county, "account", account.id, resident_id=resident.id,
        village=resident.village,
        facts={"last_four": account.last_four, "replaces": str(replaces) if replaces else None},
    )  # fmt: skip
