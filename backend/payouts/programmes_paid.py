"""Programmes paid (有批次的待遇): those of which a batch can be drawn up."""

from datetime import date

from backend import entitlements
from backend.programmes import CATALOGUE, Programme


def programmes_paid(day: date) -> list[Programme]:
    """What is open here on a day and pays money; a recognition (认定) pays none."""
    return [
        each for each in CATALOGUE.values()
        if each.open_for_application and not entitlements.only_recognised(each.code, day)
    ]  # fmt: skip
