"""Finding (发现多发): what settled beyond what is owed by today's facts, or what an officer reports."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from backend import clock, database, entitlements, funds, programmes, staff
from backend.eligibility import StandardsNotSet
from backend.identifiers import new_id
from backend.journal import By, Signature
from backend.recoveries.noting import must_fit, note, sound_reason
from backend.recoveries.overpayment import Cause, FactKind, Overpayment
from backend.recoveries.releasing import release
from backend.recoveries.suspects import Rates, one_payout, settled_months, suspects
from backend.refusals import NotFound
from backend.staff import Officer, Power


class NoSuchPayment(NotFound):
    """No settled payout of that id in the officer's county."""

    sentence = "没有找到这笔已到账的发放，请刷新后再选。"


@dataclass(frozen=True, slots=True)
class _Excess:
    """So much of one payout was too much."""

    payout: dict[str, Any]
    owed_fen: int
    fen: int


async def find(county: str, by: Signature, resident_id: UUID | None = None) -> list[Overpayment]:
    """Compare every settled month with what is owed for it today, and record what was paid beyond it, once.

    One overpayment an award; a month found before is found again only for what has been added to it since. A month
    whose rate the county has not set is left alone. Each is booked in the ledger as money to come back. What was found
    before and is owed after all is released.
    """
    await release(county, by)
    async with database.transaction():
        await database.rows("SELECT pg_advisory_xact_lock(hashtextextended($1, 72))", county)
        by_award: dict[UUID, list[_Excess]] = defaultdict(list)
        for month in await settled_months(county):
            rates = await programmes.parameters_on(county, month)
            parts: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
            for payout in await suspects(county, month, rates, resident_id):
                parts[payout["award_id"]].append(payout)
            for award_id, its in parts.items():
                by_award[award_id] += _excesses(its, rates)
        return [await _record(county, excesses, _cause(excesses), "", by) for excesses in by_award.values() if excesses]


async def find_tonight() -> int:
    """Every county that anything settled in; how many were found. For the timetable."""
    counties = await database.rows("SELECT DISTINCT county FROM batch")
    return sum([len(await find(each["county"], Signature(By.CLOCK))) for each in counties])


async def report(payout_id: UUID, fen: int, cause: Cause, officer: Officer, *, reason: str) -> Overpayment:
    """An officer reports that `fen` of a settled payout were too much, for a cause that the register does not show.

    Refuses with NoSuchPower, NoSuchPayment, ReasonMissing and MoreThanTheDebt (above what is not claimed of it yet).
    """
    staff.must_have(officer, Power.RECOVER)
    reason = sound_reason(reason)
    async with database.transaction():
        await database.rows("SELECT pg_advisory_xact_lock(hashtextextended($1, 72))", officer.county)
        payout = await one_payout(officer.county, payout_id, officer.scope.like)
        if payout is None:
            raise NoSuchPayment
        must_fit(fen, payout["amount_fen"] - payout["claimed"])
        excess = _Excess(payout, payout["amount_fen"] - payout["claimed"] - fen, fen)
        return await _record(officer.county, [excess], cause, reason, officer.signature)


def _excesses(parts: Sequence[dict[str, Any]], rates: Rates) -> list[_Excess]:
    """What the settled parts of a month brought beyond what is owed for it and what is claimed of it already.

    It is claimed of the last part first.
    """
    try:
        owed = entitlements.fen_for(entitlements.claim_in(parts[0]), parts[0]["for_month"], rates)
    except StandardsNotSet:
        return []
    left = sum(each["amount_fen"] + each["withheld_fen"] - each["claimed"] for each in parts) - owed
    excesses = []
    for each in sorted(parts, key=lambda each: -int(each["part"])):
        fen = min(left, each["amount_fen"] - each["claimed"])
        if fen > 0:
            excesses.append(_Excess(each, owed, fen))
            left -= fen
    return excesses


def _cause(excesses: Sequence[_Excess]) -> Cause:
    """The gravest that the register shows."""
    last = excesses[-1].payout
    died, stopped = last["deceased_on"], last["stopped_from"]
    if died is not None and last["for_month"] > entitlements.month_of(died):
        return Cause.DEATH
    return Cause.STOPPED if stopped is not None and last["for_month"] >= stopped else Cause.DECREASED


async def _record(county: str, excesses: Sequence[_Excess], cause: Cause, why: str, by: Signature) -> Overpayment:
    first, total = excesses[0].payout, sum(each.fen for each in excesses)
    made = await Overpayment.create(
        id=new_id(), county=county, village=first["village"], resident_id=first["resident_id"],
        award_id=first["award_id"], programme=first["programme"], cause=cause, fen=total, note=why,
        reported=bool(why), found_on=clock.today(),
    )  # fmt: skip
    await database.copy(
        "overpaid_month",
        ("overpayment_id", "payout_id", "for_month", "paid_fen", "owed_fen", "fen"),
        [
            (made.id, each.payout["payout_id"], each.payout["for_month"], each.payout["amount_fen"], each.owed_fen,
             each.fen)
            for each in excesses
        ],
    )  # fmt: skip
    each_of = [[each.payout["payout_id"], each.payout["for_month"], each.fen] for each in excesses]
    await note(
        made, FactKind.FOUND, by, fen=total, reason=why, cause=cause.value, months=len(excesses),
        award_id=made.award_id, payouts=each_of,
    )  # fmt: skip
    batches: Counter[UUID] = Counter()
    for each in excesses:
        batches[each.payout["batch_id"]] += each.fen
    await funds.claim(county, made.id, made.programme, batches, by)
    return made
