"""The day on which a part of the way was done: not in the future, nor before what went before it."""

from datetime import date

from backend import clock
from backend.refusals import NotAcceptable


class DayWrong(NotAcceptable):
    """In the future, or before what went before it."""

    sentence = "日期不能晚于今天，也不能早于上一步，请核对。"


def must_be_past(day: date, *, not_before: date | None = None) -> None:
    """DayWrong for the future, and for what cannot have come after what went before."""
    if day > clock.today() or (not_before is not None and day < not_before):
        raise DayWrong
