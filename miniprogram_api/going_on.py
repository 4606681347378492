"""Going on behind an answer: a few hands do what field items have everything for."""

import asyncio

import structlog

from backend import fieldwork
from backend.fault_trace import where_it_happened

_HANDS = 3  # two photos are decoded at once, and a third may be written
_AT_ONCE = 4  # items, before a hand looks whether the house closes
_PATIENCE = 3.0  # seconds; the server is ended after five
_hands: set[asyncio.Task[None]] = set()  # held, or the loop would forget them
_wanted = _closing = False
log = structlog.get_logger()


def go_on_behind() -> None:
    """One more hand, unless all are busy: the backlog is in the database, where each of them finds it."""
    global _wanted
    if len(_hands) >= _HANDS:
        _wanted = True  # the last of them may have looked just before there was something
        return
    task = asyncio.create_task(_go_on())
    _hands.add(task)
    task.add_done_callback(_let_go)


async def let_finish() -> None:
    """Wait for what is in hand, a few seconds at most: an orderly stop leaves no photo half decoded."""
    global _closing
    _closing = True
    if _hands:
        await asyncio.wait(list(_hands), timeout=_PATIENCE)
    _closing = False


async def _go_on() -> None:
    while not _closing and (had := await fieldwork.go_on(at_most=_AT_ONCE)):
        if had == _AT_ONCE and len(_hands) < _HANDS:
            go_on_behind()  # after a start nobody else may say that there is this much


def _let_go(task: asyncio.Task[None]) -> None:
    global _wanted
    _hands.discard(task)
    if not task.cancelled() and (fault := task.exception()) is not None:
        where = where_it_happened(fault)
        log.error("Field items were not gone on with; the timetable will.", fault=type(fault).__name__, at=where)
    elif _wanted and not _closing:
        _wanted = False
        go_on_behind()
