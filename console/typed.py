"""Typed into a form: months, days and yuan as people write them, and what they chose from a list."""

from datetime import date
from typing import Annotated

from fastapi import Form

from backend import entitlements
from backend.money import NoAmount, fen_from_yuan

#: The id that a list of choices sends, or nothing where none was chosen.
IdChosen = Annotated[str, Form(pattern=r"^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?$")]


def month_typed(text: str) -> date:
    """The first day of 「2026-04」; entitlements.MonthImpossible."""
    try:
        return date.fromisoformat(f"{text[:7]}-01")
    except ValueError:
        raise entitlements.MonthImpossible("月份请写成“2026-04”这样。") from None


def day_typed(text: str) -> date | None:
    """The day of 「2026-04-01」, None where nothing was typed; entitlements.MonthImpossible."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise entitlements.MonthImpossible("日期请写成“2026-04-01”这样。") from None


def fen_typed(amount: str) -> int:
    """Fen of an amount in yuan; entitlements.AmountImpossible."""
    try:
        return fen_from_yuan(amount)
    except NoAmount as wrong:
        raise entitlements.AmountImpossible(wrong.shown) from None
