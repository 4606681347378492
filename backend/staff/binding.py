"""Binding a WeChat account to the cadre whose phone it proved."""

from uuid import UUID

from tortoise.exceptions import IntegrityError

from backend import clock, database, journal, sealing
from backend.refusals import NotAllowed
from backend.residents import AlreadyBound, revive_number
from backend.staff.cadre import PHONE, Cadre


class NotACadresPhone(NotAllowed):
    """The township has not registered this phone as a cadre's."""

    sentence = "这个手机号没有登记为村干部，请联系乡镇民政所登记后再试。"


async def bind_cadre(account_id: UUID, county: str, phone: str) -> Cadre:
    """Give an account a cadre's powers. `phone` was proved by WeChat or by SMS code.

    The cadre may serve in any county of this house; `county`, the account's, comes first where one serves in two.
    Refuses NotACadresPhone and AlreadyBound; either try is journaled, for a cadre's powers are worth stealing.
    """
    serving = await Cadre.filter(phone_index=sealing.blind_index(phone, PHONE), left_on=None).order_by("id")
    cadre = min(serving, key=lambda each: each.county != county, default=None)
    if cadre is None:
        await _note_attempt(account_id, county, "not_a_cadres_phone")
        raise NotACadresPhone
    try:
        bound = await _bind(account_id, cadre)
    except IntegrityError:
        bound = False
    if not bound:
        await _note_attempt(account_id, cadre.county, "already_bound")
        raise AlreadyBound
    return cadre


async def _bind(account_id: UUID, cadre: Cadre) -> bool:
    async with database.transaction():
        changed = await database.execute(
            """UPDATE wechat_account SET cadre_id = $2, bound_at = $3, county = $4
               WHERE id = $1 AND cadre_id IS NULL""",
            account_id,
            cadre.id,
            clock.now(),
            cadre.county,
        )
        if changed:
            await revive_number(cadre.county, bytes(cadre.phone_index))  # the phone was just proved
            line = journal.Line(journal.Deed.WECHAT_BOUND, cadre.county, "cadre", cadre.id)
            await journal.record(line, by=cadre.signature)
    return bool(changed)


async def _note_attempt(account_id: UUID, county: str, reason: str) -> None:
    async with database.transaction():
        line = journal.Line(
            journal.Deed.WECHAT_BINDING_REFUSED, county, "wechat_account", account_id,
            facts={"reason": reason, "as": "cadre"},
        )  # fmt: skip
        await journal.record(line, by=journal.Signature(journal.By.RESIDENT, account_id))
