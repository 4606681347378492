"""Telling and agreeing (告知、约定): the person hears of it, and how it comes back is settled with them."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from backend import clock, database, funds
from backend.recoveries.noting import hold, must_be_in_time, must_fit, note, was_told
from backend.recoveries.overpayment import FactKind, Overpayment
from backend.refusals import NotAcceptable, NotNow
from backend.staff import Officer, Power


class Telling(StrEnum):
    """How the person, or the family of the dead, was told."""

    LETTER = "letter"
    VISIT = "visit"
    PHONE = "phone"

    @property
    def shown(self) -> str:
        """As the console shows it."""
        return {"letter": "送达告知书", "visit": "上门告知", "phone": "电话告知"}[self.value]


class Way(StrEnum):
    """How it is to come back."""

    AT_ONCE = "at_once"
    INSTALMENTS = "instalments"
    OFFSET = "offset"

    @property
    def shown(self) -> str:
        """As the console shows it."""
        return {"at_once": "一次退回", "instalments": "分期退回", "offset": "从以后的待遇里抵扣"}[self.value]


class NotToldYet(NotNow):
    """Nobody agrees to what they have not heard of."""

    sentence = "还没有告知本人，请先告知，再约定退回办法。"


class NothingToOffset(NotNow):
    """The award has stopped: there is nothing to take it from."""

    sentence = "这项待遇已经停发，不能抵扣，请约定退回。"


class AgreedDayImpossible(NotAcceptable):
    """An agreement is about a day to come."""

    sentence = "约定退回的日期不能早于今天，请检查后再填。"


async def tell(overpayment_id: UUID, how: Telling, on: date, officer: Officer) -> Overpayment:
    """The person was told on that day; may be done again. Refuses as `noting.hold`, and with DayImpossible."""
    async with database.transaction():
        overpayment, _ = await hold(overpayment_id, officer, Power.RECOVER)
        must_be_in_time(on, overpayment)
        await note(overpayment, FactKind.TOLD, officer.signature, on=on, how=how.value)
    return overpayment


async def agree(
    overpayment_id: UUID, way: Way, officer: Officer, *, until: date | None = None, monthly_fen: int | None = None
) -> Overpayment:
    """How it is to come back: at once or by instalments until a day, or offset from what is owed later.

    The last agreement counts. Refuses as `noting.hold`, and with NotToldYet, AgreedDayImpossible, MoreThanTheDebt (an
    instalment); for an offset with funds.OffsetRuleNotSet and NothingToOffset.
    """
    async with database.transaction():
        overpayment, left = await hold(overpayment_id, officer, Power.RECOVER)
        if not await was_told(overpayment.id):
            raise NotToldYet
        if way is Way.OFFSET:
            await _order_offset(overpayment)
            until = monthly_fen = None
        elif until is None or until < clock.today():
            raise AgreedDayImpossible
        else:
            await funds.end_offset(overpayment.id)
        if way is Way.INSTALMENTS:
            must_fit(monthly_fen or 0, left)
        await note(
            overpayment, FactKind.AGREED, officer.signature, how=way.value,
            until=until.isoformat() if until else None, monthly_fen=monthly_fen,
        )  # fmt: skip
    return overpayment


async def _order_offset(overpayment: Overpayment) -> None:
    rule = await funds.offset_rule(overpayment.county)
    if rule is None:
        raise funds.OffsetRuleNotSet
    running = await database.row(
        "SELECT 1 AS one FROM award WHERE id = $1 AND (stopped_from IS NULL OR stopped_from > $2)",
        overpayment.award_id, clock.today(),
    )  # fmt: skip
    if running is None:
        raise NothingToOffset
    await funds.order_offset(overpayment.county, overpayment.programme, overpayment.award_id, overpayment.id, rule)
