"""Binding a WeChat account to the person it belongs to, and to nobody else."""

from uuid import UUID

from tortoise.exceptions import IntegrityError

from backend import clock, database, journal, sealing
from backend.identifiers import new_id
from backend.refusals import NotAllowed, NotNow
from backend.residents.contact import PHONE, Contact, ContactKind, PhoneOwner
from backend.residents.identity_number import normalise_identity_number
from backend.residents.phone_numbers import phone_index
from backend.residents.resident import Resident, find_in_any_county
from backend.residents.wechat_account import WechatAccount


class IdentityNotMatched(NotAllowed):
    """Name, number and phone do not belong to one living person on the register. Which part failed stays unsaid."""

    sentence = "姓名、身份证号与登记信息不一致，请核对。如信息确实有误，请到村委会或乡镇更正。"


class PhoneNotOnFile(NotAllowed):
    """The proved phone is not this person's own by the register. Whose it is stays unsaid."""

    sentence = "这个手机号不是登记的本人手机号。请用登记的号码，或请村干部帮您办理；换了号请到村委会更正。"


class AlreadyBound(NotNow):
    """The person, or this WeChat account, is bound already."""

    sentence = "这个微信或这位居民已经绑定过。如不是您本人操作，请马上联系乡镇民政所。"


async def bind_resident(account_id: UUID, *, name: str, identity_number: str, phone: str) -> Resident:
    """Bind an account to the resident with this name and number whose phone was just proved.

    1. the number must be well formed (BadIdentityNumber)
    2. name and number must match a living resident of a county of this house (IdentityNotMatched, journaled as an
       attempt)
    3. the phone must be on file as the person's own; only where none is on file may it be a new one, and then none
       that is on file for anybody (PhoneNotOnFile, journaled): name and ID number are known to many, and a neighbour's
       phone on file is for passing on messages, not for acting
    4. neither side may be bound already (AlreadyBound, journaled); the constraint decides between two at once. An
       account that acts for others as somebody on no register is bound to the same person alone
    """
    account = await WechatAccount.get(id=account_id)
    registered = await find_in_any_county(normalise_identity_number(identity_number))
    people = [each for each in registered if each.name == name.strip() and each.deceased_on is None]
    if not people:
        await _note_attempt(account, registered[0] if registered else None, "identity_not_matched")
        raise IdentityNotMatched
    resident = await _proved_by(phone, people)
    if resident is None:
        await _note_attempt(account, people[0], "phone_of_another")
        raise PhoneNotOnFile
    try:
        bound = await _bind(account, resident, phone)
    except IntegrityError:
        bound = False
    if not bound:
        await _note_attempt(account, resident, "already_bound")
        raise AlreadyBound
    return resident


async def unbind(resident_id: UUID, *, by: journal.Signature, reason: str) -> bool:
    """Take the WeChat account off its resident, in the caller's transaction; whether there was one.

    A session that is open sees nobody's matters from its next request on. The person binds the account that is theirs
    with the phone on file.
    """
    freed = await database.row(
        """UPDATE wechat_account SET resident_id = NULL, bound_at = NULL WHERE resident_id = $1
           RETURNING id, county""",
        resident_id,
    )
    if freed is None:
        return False
    line = journal.Line(
        journal.Deed.WECHAT_UNBOUND, freed["county"], "wechat_account", freed["id"], resident_id=resident_id,
        facts={"reason": reason},
    )  # fmt: skip
    await journal.record(line, by=by)
    return True


async def _proved_by(phone: str, people: list[Resident]) -> Resident | None:
    """Whom having this phone in hand shows one to be; `people` is one person, on one register or several."""
    index = phone_index(phone)
    own = await Contact.filter(
        resident_id__in=[each.id for each in people], owner=PhoneOwner.SELF.value, dead_since=None
    )
    mobiles = [contact for contact in own if contact.kind == ContactKind.MOBILE.value]
    if mobiles:
        whose = {contact.resident_id for contact in mobiles if bytes(contact.phone_index) == index}
        return next((each for each in people if each.id in whose), None)
    theirs = {each.id for each in people}
    on_file = await Contact.filter(phone_index=index)
    free = all(each.resident_id in theirs and each.owner == PhoneOwner.SELF.value for each in on_file)
    return people[0] if free else None


async def _bind(account: WechatAccount, resident: Resident, phone: str) -> bool:
    async with database.transaction():
        changed = await database.execute(
            """UPDATE wechat_account SET resident_id = $2, bound_at = $3, county = $4
               WHERE id = $1 AND resident_id IS NULL AND NOT EXISTS (
                   SELECT FROM outsider o WHERE o.account_id = $1 AND o.identity_index <> $5)""",
            account.id,
            resident.id,
            clock.now(),
            resident.county,
            resident.identity_index,
        )
        if not changed:
            return False
        await database.execute(
            """INSERT INTO contact (id, county, resident_id, phone_sealed, phone_index, kind, owner, priority,
                                    verified_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, 9, $8)
               ON CONFLICT (resident_id, phone_index)
               DO UPDATE SET verified_at = EXCLUDED.verified_at, doubted_since = NULL""",
            new_id(), resident.county, resident.id, sealing.seal(phone, PHONE), phone_index(phone),
            ContactKind.MOBILE.value, PhoneOwner.SELF.value, clock.now(),
        )  # fmt: skip
        await journal.record(
            journal.Line(
                journal.Deed.WECHAT_BOUND, resident.county, "wechat_account", account.id, resident_id=resident.id,
                village=resident.village,
            ),
            by=journal.Signature(journal.By.RESIDENT, resident.id),
        )  # fmt: skip
    return True


async def _note_attempt(account: WechatAccount, resident: Resident | None, reason: str) -> None:
    """A refused binding is an event that auditors look for; it is kept though the binding is not."""
    async with database.transaction():
        await journal.record(
            journal.Line(
                journal.Deed.WECHAT_BINDING_REFUSED, resident.county if resident else account.county,
                "wechat_account", account.id,
                resident_id=resident.id if resident else None, facts={"reason": reason},
            ),
            by=journal.Signature(journal.By.RESIDENT, account.id),
        )  # fmt: skip
