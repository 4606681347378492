"""Retelling (从台账重述): what the journal alone says of an award, as its dated facts; pure, without table or clock."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from backend.entitlements.award_fact import Fact, FactKind
from backend.entitlements.month import months_after
from backend.entitlements.standing import Standing, standing_of
from backend.journal import Deed

_BY_AGE = "old_age_allowance"
#: A death ends an award like any other stop; the reason says so.
_KINDS = {
    Deed.AWARD_ADJUSTED: FactKind.ADJUSTED,
    Deed.AWARD_SUSPENDED: FactKind.SUSPENDED,
    Deed.AWARD_RESUMED: FactKind.RESUMED,
    Deed.AWARD_IN_GRACE: FactKind.GRACE,
    Deed.AWARD_STOPPED: FactKind.STOPPED,
    Deed.DEATH_CORRECTED: FactKind.DEATH_CORRECTED,
    Deed.AWARD_CALLED_OFF: FactKind.CALLED_OFF,
    Deed.AWARD_RESTORED: FactKind.RESTORED,
}
#: The deeds that an award's standing is made of, its beginning first.
RETOLD = (Deed.AWARD_STARTED, Deed.AWARD_IMPORTED, Deed.AID_GIVEN, Deed.FUNERAL_AID_GIVEN, *_KINDS)


def retold(entries: Iterable[tuple[str, Mapping[str, Any]]]) -> Standing | None:
    """How an award stands by its entries in order, each a deed and its facts.

    None where they do not tell how it began: it was there before the journal, or an older house wrote less.
    """
    told: list[Fact] = []
    for deed, facts in entries:
        match Deed(deed):
            case Deed.AWARD_STARTED:
                fen = None if facts["programme"] == _BY_AGE else facts["amount_fen"]
                told.append(Fact(FactKind.GRANTED, _month(facts["from_month"]), fen))
            case Deed.AWARD_IMPORTED if "fen" in facts:
                told.append(Fact(FactKind.GRANTED, _month(facts["from_month"]), facts["fen"]))
            case Deed.AID_GIVEN | Deed.FUNERAL_AID_GIVEN:
                month = date.fromisoformat(facts["month"])
                told.append(Fact(FactKind.GRANTED, month, facts["amount_fen"]))
                told.append(Fact(FactKind.STOPPED, months_after(month, 1), reason="once"))
            case known if known in _KINDS:
                told.append(
                    Fact(
                        _KINDS[known], _month(facts.get("month")), facts.get("fen"), tuple(facts.get("amounts", ())),
                        facts.get("reason", ""),
                    )
                )  # fmt: skip
            case _:
                return None
    return standing_of(told) if told and told[0].kind is FactKind.GRANTED else None


def _month(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
