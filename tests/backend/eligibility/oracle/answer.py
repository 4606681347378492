"""An oracle's answer in the shape of `decide_many`: outcome, amount and conditions by key."""

from collections.abc import Collection, Mapping
from typing import Any

from .three_valued import both

Person = Mapping[str, Any]
Conditions = Mapping[str, bool | None]


def answered(conditions: Conditions, amount_fen: int | None, waiting: Collection[str] = ()) -> dict[str, Any]:
    """Nothing is promised to whom the law says no; what cannot be reckoned yet is None; `waiting` holds nothing up."""
    outcome = both(*(truth for key, truth in conditions.items() if key not in waiting))
    told = {f"condition_{key}": word(truth) for key, truth in conditions.items()}
    return {"outcome": word(outcome), "amount_fen": None if outcome is False else amount_fen} | told


def word(truth: bool | None) -> str:
    return "unknown" if truth is None else "yes" if truth else "no"
