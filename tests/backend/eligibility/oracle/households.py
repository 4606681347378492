"""Random people and households near the law's boundaries, with gaps."""

import random
from collections.abc import Callable, Mapping, Sequence
from typing import Any

_CLASSES = ("visual", "hearing", "speech", "limb", "intellectual", "mental", "multiple")
_STANDARDS = (44_000, 64_000)


def _often(share: float) -> Callable[[random.Random], bool]:
    return lambda rng: rng.random() < share


def _near_the_line(rng: random.Random) -> int:
    """An income of so many heads at the standard, a fen beside it, or any."""
    line = rng.choice(_STANDARDS) * rng.randrange(1, 8)
    return max(0, rng.choice((0, line - 1, line, line + 1, rng.randrange(0, 500_000))))


def _savings(rng: random.Random) -> int:
    line = 36 * rng.choice(_STANDARDS) * rng.randrange(1, 8)
    return rng.choice((0, line, line + 1, rng.randrange(0, 20_000_000)))


MAKERS: Mapping[str, Callable[[random.Random], Any]] = {
    "registered_here": _often(0.9),
    "family_hukou_and_home_here": _often(0.5),
    "home_kind": lambda rng: rng.choice(("village", "town")),
    "members_counted": lambda rng: rng.randrange(1, 8),
    "members_authorised": _often(0.95),
    "monthly_income_fen": _near_the_line,
    "member_receives_tekun": _often(0.04),
    "receives_dibao_elsewhere": _often(0.03),
    "homes": lambda rng: rng.choice((0, 1, 1, 1, 2)),
    "vehicles": lambda rng: rng.choice((0, 0, 0, 0, 1)),
    "financial_assets_fen": _savings,
    "applies_alone": _often(0.05),
    "serious_illness": _often(0.3),
    "religious_years": lambda rng: rng.choice((0, 0, 0, 2, 3)),
    "property_outcome": lambda rng: rng.choice(("clear",) * 18 + ("review", "blocked")),
    "dibao_grade": lambda rng: rng.choice(("一类", "二类", "三类", "四类")),
    "extra_percent": lambda rng: rng.choice((0, 10, 20, 33, 60)),
    "has_disability_card": _often(0.95),
    "card_valid": _often(0.93),
    "disability_class": lambda rng: rng.choice(_CLASSES),
    "disability_grade": lambda rng: rng.randrange(1, 5),
    "needs_long_care": _often(0.8),
    "receives_dibao": _often(0.7),
    "lives_in_edge_family": _often(0.5),
    "receives_work_injury_care": _often(0.04),
    "receives_tekun": _often(0.05),
    "receives_orphan_allowance": _often(0.04),
    "receives_child_allowance_in_full": _often(0.04),
    "receives_old_age_allowance": _often(0.2),
    "receives_elsewhere": _often(0.03),
    "age": lambda rng: rng.choice((15, 16, 17, 18, 59, 60, rng.randrange(0, 100), rng.randrange(60, 100))),
    "own_income_fen": lambda rng: rng.choice((0, 0, 20_000, rng.choice(_STANDARDS) + rng.randrange(-1, 2))),
    "income_is_of_pension": _often(0.05),
    "obligors": lambda rng: rng.choice((0, 0, 1, 2, 3)),
    "obligors_unable": lambda rng: rng.choice((0, 1, 2, 3)),
    "support_mode": lambda rng: rng.choice(("home", "institution")),
    "self_care_failed": lambda rng: rng.randrange(0, 7),
}


def one(rng: random.Random, unknown: float) -> dict[str, Any]:
    """Each fact is missing with that chance."""
    return {key: None if rng.random() < unknown else make(rng) for key, make in MAKERS.items()}


def many(count: int, *, seed: int, unknown: Sequence[float]) -> list[dict[str, Any]]:
    """As many, each with one of these shares of gaps in turn."""
    rng = random.Random(seed)
    return [one(rng, unknown[number % len(unknown)]) for number in range(count)]
