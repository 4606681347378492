"""Binding a WeChat account to the cadre whose phone it proved."""

from uuid import UUID

from tortoise.exceptions import IntegrityError

from backend import clock, database, journal, sealing
from backend.refusals import NotAllowed
from backend.residents import AlreadyBound
from backend.staff.cadre import PHONE, Cadre


class NotACadresPhone(NotAllowed):
    """The township has not registered this phone as a cadre's."""

    sentence = "这个手机号没有登记为村干部，请联系乡镇民政所登记后再试。"


async def bind_cadre(account_id: UUID, county: str, phone: str) -> Cadre:
    """Give an account a cadre's powers. `phone` was proved by WeChat or by SMS code; AlreadyBound if taken."""
    cadre = await Cadre.get_or_none(county=county, phone_index=sealing.blind_index(phone, PHONE), left_on=None)
    if cadre is None:
        raise NotACadresPhone
    try:
        async with database.transaction():
            changed = await database.execute(
                "UPDATE wechat_account SET cadre_id = $2, bound_at = $3 WHERE id = $1 AND cadre_id IS NULL",
                account_id,
                cadre.id,
                clock.now(),
            )
            if not changed:
                raise AlreadyBound
            await journal.record(journal.Line(journal.Deed.WECHAT_BOUND, county, "cadre", cadre.id), by=cadre.signature)
    except IntegrityError as taken:
        raise AlreadyBound from taken
    return cadre
