"""Outsider (不在册的代办人): acts for somebody with a mandate and is on no register: known by name, number and phone.

What the paper says proves nothing yet: the phone is theirs once their own WeChat has proved it with the same name and
number, and until then nothing of the case goes there. Another phone under the same number is another outsider, so that
nobody who names a stranger's number and a phone of their own gets at what the stranger was given.
"""

from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from backend import clock, database, journal, sealing
from backend.identifiers import new_id
from backend.privacy import masked_identity_number, masked_phone
from backend.residents.binding import AlreadyBound, IdentityNotMatched, PhoneNotOnFile
from backend.residents.contact import PHONE
from backend.residents.dead_number import revive_number
from backend.residents.identity_number import IdentityNumber, normalise_identity_number
from backend.residents.phone_numbers import normalise_phone, phone_index
from backend.residents.resident import IDENTITY
from backend.residents.wechat_account import WechatAccount

_NOT_NAMED = (
    "没有找到委托您代办的人。请核对姓名、身份证号，用委托书上写的手机号；还没有登记委托书的，请本人或村干部先登记。"
)


class Outsider(Model):
    """`account_id` is the WeChat account that proved the phone, `bound_at` when."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    name = fields.TextField()
    identity_sealed = fields.BinaryField()
    identity_index = fields.BinaryField()
    phone_sealed = fields.BinaryField()
    phone_index = fields.BinaryField()
    named_at = fields.DatetimeField()
    account_id = fields.UUIDField(null=True)
    bound_at = fields.DatetimeField(null=True)

    class Meta:
        table = "outsider"

    @property
    def signature(self) -> journal.Signature:
        """Their hand."""
        return journal.Signature(journal.By.OUTSIDER, self.id)

    @property
    def masked_identity(self) -> str:
        """The ID number as staff see it."""
        return masked_identity_number(sealing.unseal(self.identity_sealed, IDENTITY))

    @property
    def masked_phone(self) -> str:
        """The phone as staff see it."""
        return masked_phone(sealing.unseal(self.phone_sealed, PHONE))


def outsider_named(name: str, number: IdentityNumber, phone: str, county: str) -> Outsider:
    """As somebody names them; nothing is kept yet. Refuses with BadPhone."""
    digits = normalise_phone(phone)
    return Outsider(
        id=new_id(), county=county, name=name.strip(), identity_sealed=sealing.seal(str(number), IDENTITY),
        identity_index=sealing.blind_index(str(number), IDENTITY), phone_sealed=sealing.seal(digits, PHONE),
        phone_index=phone_index(digits), named_at=clock.now(),
    )  # fmt: skip


async def keep_outsider(named: Outsider, *, by: journal.Signature) -> Outsider:
    """Put them on file, once however often they are named, and have their phone told that somebody asks for them.

    In the caller's transaction.
    """
    await database.execute(
        """INSERT INTO outsider
               (id, county, name, identity_sealed, identity_index, phone_sealed, phone_index, named_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING""",
        named.id, named.county, named.name, named.identity_sealed, named.identity_index, named.phone_sealed,
        named.phone_index, named.named_at,
    )  # fmt: skip
    kept = await Outsider.get(
        identity_index=named.identity_index, phone_index=named.phone_index, county=named.county, name=named.name
    )
    # Named in a second county of the house: the phone was proved in the first.
    await database.execute(
        """UPDATE outsider o SET account_id = b.account_id, bound_at = b.bound_at FROM outsider b
           WHERE o.id = $1 AND o.account_id IS NULL AND b.account_id IS NOT NULL AND b.name = o.name
             AND (b.identity_index, b.phone_index) = (o.identity_index, o.phone_index)""",
        kept.id,
    )
    line = journal.Line(journal.Deed.OUTSIDER_NAMED, kept.county, "outsider", kept.id)
    await journal.record(line, by=by)
    return kept


async def bind_outsider(account_id: UUID, *, name: str, identity_number: str, phone: str) -> list[Outsider]:
    """Bind an account to whom a mandate names by this name, number and phone, which was just proved; in every county.

    Refuses with BadIdentityNumber, IdentityNotMatched (nobody named such a person; which part failed stays unsaid) and
    AlreadyBound (by another account, or this account is somebody else's) and PhoneNotOnFile where the phone is somebody
    else's: a resident's own, or another helper's. Every refused try is journaled.
    """
    index = sealing.blind_index(str(normalise_identity_number(identity_number)), IDENTITY)
    named = await Outsider.filter(identity_index=index, phone_index=phone_index(phone), name=name.strip())
    if not named:
        await _note_attempt(account_id, "outsider_not_named")
        raise IdentityNotMatched(_NOT_NAMED)
    if await _is_anothers_phone(phone_index(phone), index):
        await _note_attempt(account_id, "phone_of_another")
        raise PhoneNotOnFile("这个手机号登记在别人名下。请用您自己的手机号，让本人或村干部重新登记委托书。")
    ids = [each.id for each in named]
    try:
        async with database.transaction():
            await _bind(account_id, named, index)
    except AlreadyBound:
        await _note_attempt(account_id, "already_bound")
        raise
    return await Outsider.filter(id__in=ids).order_by("id")


async def _bind(account_id: UUID, named: list[Outsider], identity_index: bytes) -> None:
    """All of them or none, in the caller's transaction."""
    await database.rows("SELECT FROM wechat_account WHERE id = $1 FOR UPDATE", account_id)
    if await _is_somebody_else(account_id, identity_index):
        raise AlreadyBound
    bound = await database.execute(
        """UPDATE outsider SET account_id = $2, bound_at = coalesce(bound_at, $3)
           WHERE id = ANY ($1) AND (account_id IS NULL OR account_id = $2)""",
        [each.id for each in named], account_id, clock.now(),
    )  # fmt: skip
    if bound != len(named):
        raise AlreadyBound
    await database.execute(
        "UPDATE wechat_account SET county = $2 WHERE id = $1 AND resident_id IS NULL AND cadre_id IS NULL",
        account_id, named[0].county,
    )  # fmt: skip
    for each in named:
        await revive_number(each.county, bytes(each.phone_index))
        line = journal.Line(journal.Deed.WECHAT_BOUND, each.county, "outsider", each.id)
        await journal.record(line, by=each.signature)


async def _is_anothers_phone(index: bytes, identity_index: bytes) -> bool:
    return bool(
        await database.rows(
            """SELECT FROM contact c JOIN resident r ON r.id = c.resident_id AND r.deceased_on IS NULL
               WHERE c.phone_index = $1 AND c.owner = 'self' AND c.dead_since IS NULL AND r.identity_index <> $2
               UNION ALL SELECT FROM outsider o
               WHERE o.phone_index = $1 AND o.bound_at IS NOT NULL AND o.identity_index <> $2""",
            index,
            identity_index,
        )
    )


async def _is_somebody_else(account_id: UUID, identity_index: bytes) -> bool:
    """Whether the account is bound to another person, on the register or not."""
    return bool(
        await database.rows(
            """SELECT FROM wechat_account a JOIN resident r ON r.id = a.resident_id
               WHERE a.id = $1 AND r.identity_index <> $2
               UNION ALL SELECT FROM outsider o WHERE o.account_id = $1 AND o.identity_index <> $2""",
            account_id,
            identity_index,
        )
    )


async def _note_attempt(account_id: UUID, reason: str) -> None:
    account = await WechatAccount.get(id=account_id)
    async with database.transaction():
        line = journal.Line(
            journal.Deed.WECHAT_BINDING_REFUSED, account.county, "wechat_account", account_id,
            facts={"reason": reason, "as": "outsider"},
        )  # fmt: skip
        await journal.record(line, by=journal.Signature(journal.By.RESIDENT, account_id))
