"""Programmes paid (有批次的待遇): those of which a batch can be drawn up."""

from datetime import date

from backend import entitlements
from backend.entitlements import FUNERAL, Benefit
from backend.programmes import CATALOGUE


def programmes_paid(day: date) -> list[Benefit]:
    """What is open here on a day and pays money, and what follows a death; a recognition (认定) pays none."""
    paying = [
        code for code, each in CATALOGUE.items()
        if each.open_for_application and not entitlements.only_recognised(code, day)
    ]  # fmt: skip
    return [entitlements.get_benefit(code) for code in (*paying, FUNERAL)]
