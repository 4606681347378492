"""Kleene's logic with True, False and None for not yet known."""

from collections.abc import Callable
from typing import Any


def both(*truths: bool | None) -> bool | None:
    """False as soon as one is false, else not known as soon as one is not known."""
    if any(truth is False for truth in truths):
        return False
    return None if any(truth is None for truth in truths) else True


def either(*truths: bool | None) -> bool | None:
    """True as soon as one is true, else not known as soon as one is not known."""
    if any(truth is True for truth in truths):
        return True
    return None if any(truth is None for truth in truths) else False


def negated(truth: bool | None) -> bool | None:
    return None if truth is None else not truth


def known(test: Callable[..., bool], *values: Any) -> bool | None:
    """The test, where all of its values are known."""
    return None if any(value is None for value in values) else test(*values)


def looked_at(truth: bool | None) -> bool | None:
    """A condition whose failing an officer must look at: never a no."""
    return True if truth is True else None
