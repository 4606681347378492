"""Freeing WeChat (解除微信绑定): a phone that is lost, or an account that is not the person's, acts no longer."""

from uuid import UUID

from backend import database
from backend.refusals import NotAcceptable, NotNow
from backend.residents import WechatAccount, unbind
from backend.staff.kinship import must_not_be_kin
from backend.staff.noting_how_to_tell import resident_for
from backend.staff.officer import Officer
from backend.staff.powers import Power, must_have

_WORDS_AT_LEAST, _WORDS_AT_MOST = 2, 100  # characters


class UnbindingReasonMissing(NotAcceptable):
    """Why, and how it is known who asks for it."""

    sentence = f"请用{_WORDS_AT_LEAST}到{_WORDS_AT_MOST}个字写明为什么解除、怎么核实是本人的意思。"


class NothingBound(NotNow):
    """No account acts for this person, or a colleague was faster."""

    sentence = "现在没有微信绑定这个人，请刷新后再看。"


async def wechat_of(resident_id: UUID) -> WechatAccount | None:
    """The account that acts for the person."""
    return await WechatAccount.get_or_none(resident_id=resident_id)


async def free_wechat(resident_id: UUID, officer: Officer, *, reason: str) -> None:
    """The person came to the office, or rang: the account is not theirs, or not in their hands any more.

    Refuses with NoSuchPower, NoSuchResident, staff.YourOwnKin, UnbindingReasonMissing and NothingBound.
    """
    must_have(officer, Power.REVIEW)
    resident = await resident_for(resident_id, officer)
    await must_not_be_kin(officer.signature, resident.id)
    if not _WORDS_AT_LEAST <= len(reason.strip()) <= _WORDS_AT_MOST:
        raise UnbindingReasonMissing
    async with database.transaction():
        if not await unbind(resident.id, by=officer.signature, reason=reason.strip()):
            raise NothingBound
