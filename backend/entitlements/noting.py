"""Noting a fact about an award: the fact, the row made of all of them, and the journal entry, in one transaction."""

import json
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from backend import clock, database, journal
from backend.entitlements.award import Award
from backend.entitlements.award_fact import AwardFact, Fact, FactKind
from backend.entitlements.standing import standing_of
from backend.identifiers import new_id
from backend.journal import By, Deed, Signature

_DEEDS = {
    FactKind.ADJUSTED: Deed.AWARD_ADJUSTED,
    FactKind.SUSPENDED: Deed.AWARD_SUSPENDED,
    FactKind.RESUMED: Deed.AWARD_RESUMED,
    FactKind.GRACE: Deed.AWARD_IN_GRACE,
    FactKind.STOPPED: Deed.AWARD_STOPPED,
    FactKind.DEATH: Deed.AWARD_STOPPED,
    FactKind.DEATH_CORRECTED: Deed.DEATH_CORRECTED,
    FactKind.RECHECKED: Deed.AWARD_RECHECKED,
    FactKind.RECHECK_CALLED: Deed.AWARD_RECHECK_CALLED,
    FactKind.CARD_KEPT: Deed.CARD_KEPT,
    FactKind.CARD_RETURNED: Deed.CARD_RETURNED,
    FactKind.CALLED_OFF: Deed.AWARD_CALLED_OFF,
    FactKind.RESTORED: Deed.AWARD_RESTORED,
}
_TURNS_MONEY = set(FactKind) - {
    FactKind.RECHECKED, FactKind.RECHECK_CALLED, FactKind.CARD_KEPT, FactKind.CARD_RETURNED,
}  # fmt: skip


async def note(award: Award, fact: Fact, by: Signature, **details: object) -> None:
    """Add the fact, inside the transaction that holds the award's row."""
    noted = await AwardFact.filter(award_id=award.id).order_by("number")
    begun = [] if noted else granting_of(award)
    for number, each in enumerate(begun, start=1):
        await _insert(award, number, each, Signature(By.CLOCK), {})
    number = len(noted) + len(begun) + 1
    await _insert(award, number, fact, by, details)
    if fact.kind in _TURNS_MONEY:
        await _follow(award, [*(each.told for each in noted), *begun, fact])
    await journal.record(award.line(_DEEDS[fact.kind], **facts_told(fact, **details)), by=by)


def facts_told(fact: Fact, **details: object) -> dict[str, object]:
    """What the journal holds of a fact: all that decides what is owed, so that `retold` makes the same of it."""
    shown = {"fen": fact.fen, "month": fact.month, "amounts": list(fact.amounts), "reason": fact.reason, **details}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in shown.items() if value}


def granting_of(award: Award) -> list[Fact]:
    """What the row of an award that has no facts yet says of it: the granting, and how it was taken over."""
    facts = [Fact(FactKind.GRANTED, award.from_month, award.monthly_fen)]
    if award.suspended_from is not None:
        facts.append(Fact(FactKind.SUSPENDED, award.suspended_from))
    if award.stopped_from is not None:
        facts.append(Fact(FactKind.STOPPED, award.stopped_from, reason=award.stop_reason or ""))
    return facts


async def facts_of(award: Award) -> list[Fact]:
    """All that is known to have happened to it, in order."""
    noted = await AwardFact.filter(award_id=award.id).order_by("number")
    return [each.told for each in noted] or granting_of(award)


async def hold(award_id: UUID) -> Award:
    """The award, its row held until the transaction ends."""
    return await Award.select_for_update().get(id=award_id)


async def _insert(award: Award, number: int, fact: Fact, by: Signature, details: dict[str, object]) -> None:
    await database.execute(
        """INSERT INTO award_fact (id, county, award_id, number, kind, month, fen, amounts, reason, basis, details,
                                   by_kind, by_id, at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)""",
        new_id(), award.county, award.id, number, fact.kind.value, fact.month, fact.fen,
        json.dumps(list(fact.amounts)), fact.reason, fact.basis, json.dumps(details, default=str), by.kind.value,
        by.id, award.started_at if fact.kind is FactKind.GRANTED else clock.now(),
    )  # fmt: skip


async def _follow(award: Award, facts: Sequence[Fact]) -> None:
    """The row tells what the facts tell."""
    standing = standing_of(facts)
    steps = [(month.isoformat(), fen) for month, fen in standing.steps]
    await database.execute(
        """UPDATE award SET monthly_fen = $2, steps = $3, suspended_from = $4, stopped_from = $5, stop_reason = $6
           WHERE id = $1""",
        award.id, standing.fen, json.dumps(steps) if steps else None, standing.suspended_from, standing.stopped_from,
        standing.stop_reason,
    )  # fmt: skip
