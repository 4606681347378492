"""What a household lives on: income a month, savings, vehicles, homes, so that they fit its benefits."""

from random import Random
from typing import Literal, NamedTuple

from sandbox.people.drawing import between
from sandbox.people.rows import RegisterKind

Support = Literal["none", "dibao", "destitute"]

# Luoyang's dibao standards of 2023 a head and month. Later ones are higher, so whoever is below these
# is below whatever standard the county has now.
STANDARD_FEN: dict[RegisterKind, int] = {"rural": 440_00, "urban": 640_00}
# Median income a head and month, after Luoyang's rural and urban disposable income of about 2024.
MEDIAN_FEN: dict[RegisterKind, int] = {"rural": 1_350_00, "urban": 2_700_00}
# Families below the standard who never applied: whom the county has yet to find.
NEVER_APPLIED_SHARE = 0.018
_TEN_YUAN = 10_00


class Means(NamedTuple):
    """Income of the whole household a month and what it holds, in fen; vehicles and homes counted."""

    monthly_income_fen: int
    financial_assets_fen: int
    vehicles: int
    homes: int


def means(lots: Random, support: Support, kind: RegisterKind, counted: int) -> Means:
    """The means of a household of so many counted members with that support."""
    if support == "none" and lots.random() >= NEVER_APPLIED_SHARE:
        return _ordinary(lots, kind, counted)
    share = 0.05 + 0.35 * lots.random() if support == "destitute" else 0.18 + 0.77 * lots.random()
    income = _rounded(STANDARD_FEN[kind] * share * counted)
    savings = between(lots, 0, 60) * 100_00 * counted // 2
    return Means(income, savings, 0, 0 if lots.random() < 0.08 else 1)


def _ordinary(lots: Random, kind: RegisterKind, counted: int) -> Means:
    a_head = max(STANDARD_FEN[kind] * 1.08, MEDIAN_FEN[kind] * lots.lognormvariate(0, 0.55))
    savings = _rounded(counted * 12_000_00 * lots.lognormvariate(0, 1.0))
    well_off = a_head > 1.2 * MEDIAN_FEN[kind]
    vehicles = sum(lots.random() < (0.45 if well_off else 0.14) for _ in range(2))
    homes = 1 + (lots.random() < (0.22 if well_off else 0.06)) + (lots.random() < 0.01)
    return Means(_rounded(a_head * counted), savings, vehicles, homes)


def _rounded(fen: float) -> int:
    return int(fen / _TEN_YUAN) * _TEN_YUAN
