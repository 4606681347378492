"""Noting a fact about an overpayment, with its journal entry and, where money moves, its voucher."""

import json
from datetime import date
from uuid import UUID

from backend import clock, database, funds, journal, staff
from backend.funds import VoucherKind
from backend.identifiers import new_id
from backend.journal import Deed, Signature
from backend.money import yuan
from backend.recoveries.overpayment import ENDING, FactKind, NoSuchOverpayment, Overpayment, RecoveryFact
from backend.refusals import NotAcceptable, NotNow
from backend.staff import Officer, Power

REASON_AT_LEAST, REASON_AT_MOST = 2, 200  # characters
_VOUCHERS = {
    FactKind.REPAID: VoucherKind.REPAID,
    FactKind.OFFSET: VoucherKind.OFFSET,
    FactKind.DROPPED: VoucherKind.CLAIM_DROPPED,
    FactKind.RELEASED: VoucherKind.CLAIM_DROPPED,
    FactKind.WRITTEN_OFF: VoucherKind.WRITTEN_OFF,
}


class MoreThanTheDebt(NotAcceptable):
    """The amount is above what is left, or not above zero; `details["left_fen"]`."""

    sentence = "金额要大于0，并且不能超过还没有追回的数额（正在抵扣的除外）。"


class NothingLeft(NotNow):
    """All of it was repaid, offset, dropped or written off."""

    sentence = "这笔多发已经办结，不需要再办理。"


class DayImpossible(NotAcceptable):
    """Later than today, or before the overpayment was found."""

    sentence = "日期不能晚于今天，也不能早于发现多发的那一天，请检查后再填。"


class ReasonMissing(NotAcceptable):
    """The record says why."""

    sentence = f"请用{REASON_AT_LEAST}到{REASON_AT_MOST}个字写明原因。"


async def hold(
    overpayment_id: UUID, officer: Officer, power: Power, *, ended_too: bool = False
) -> tuple[Overpayment, int]:
    """The overpayment, held until the transaction ends, and the fen left of it that no batch on its way holds back.

    Refuses with NoSuchPower, NoSuchOverpayment (also outside the officer's places) and NothingLeft, unless one that has
    ended will do.
    """
    staff.must_have(officer, power)
    await funds.hold_ledger(officer.county)  # as the draw-up does before it reads what is left of a debt
    held = await database.rows(
        "SELECT id FROM overpayment WHERE id = $1 AND county = $2 AND village LIKE $3 FOR UPDATE",
        overpayment_id, officer.county, officer.scope.like,
    )  # fmt: skip
    if not held:
        raise NoSuchOverpayment
    left = await left_of(overpayment_id)
    if left == 0 and not ended_too:
        raise NothingLeft
    under_way = await database.row("SELECT held_back($1) AS fen", overpayment_id)
    return await Overpayment.get(id=overpayment_id), left - int((under_way or {})["fen"])


async def left_of(overpayment_id: UUID) -> int:
    """Fen found and not yet repaid, offset, dropped or written off."""
    found = await database.row(
        """SELECT o.fen - coalesce(sum(f.fen) FILTER (WHERE f.kind = ANY ($2)), 0)::bigint AS left
           FROM overpayment o LEFT JOIN recovery_fact f ON f.overpayment_id = o.id WHERE o.id = $1 GROUP BY o.id""",
        overpayment_id, [kind.value for kind in ENDING],
    )  # fmt: skip
    return int(found["left"]) if found else 0


async def note(
    overpayment: Overpayment,
    kind: FactKind,
    by: Signature,
    *,
    fen: int | None = None,
    on: date | None = None,
    reason: str = "",
    **details: object,
) -> UUID:
    """Add a fact, in a transaction that holds the overpayment; the fact's id. The voucher, if any, is in it."""
    fact_id = new_id()
    await database.execute(
        """INSERT INTO recovery_fact (id, county, overpayment_id, kind, fen, happened_on, details, reason, by_kind,
                                      by_id, at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)""",
        fact_id, overpayment.county, overpayment.id, kind.value, fen, on or clock.today(),
        json.dumps(details, ensure_ascii=False, default=str), reason, by.kind.value, by.id, clock.now(),
    )  # fmt: skip
    facts = {key: value for key, value in {"fen": fen, **details}.items() if value is not None}
    await journal.record(overpayment.line(Deed(f"recoveries.{kind.value}"), **facts), by=by)
    if kind in _VOUCHERS and fen is not None:
        await funds.end_claim(overpayment.county, overpayment.id, overpayment.programme, fen, by, how=_VOUCHERS[kind])
    return fact_id


async def was_told(overpayment_id: UUID) -> bool:
    """Whether the person, or the family, has heard of it."""
    return await RecoveryFact.filter(overpayment_id=overpayment_id, kind=FactKind.TOLD).exists()


def must_fit(fen: int, left: int) -> None:
    """MoreThanTheDebt unless 0 < fen ≤ left."""
    if not 0 < fen <= left:
        raise MoreThanTheDebt(f"金额要大于0，并且不能超过还没有追回的{yuan(left)}元（正在抵扣的除外）。", left_fen=left)


def must_be_in_time(on: date, overpayment: Overpayment) -> None:
    """DayImpossible unless found ≤ on ≤ today."""
    if not overpayment.found_on <= on <= clock.today():
        raise DayImpossible


def sound_reason(reason: str) -> str:
    """The reason without blanks around it; ReasonMissing."""
    if not REASON_AT_LEAST <= len(reason.strip()) <= REASON_AT_MOST:
        raise ReasonMissing
    return reason.strip()
