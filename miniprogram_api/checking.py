"""Checks that arrive together are worked out together: the engine takes as long for one row as for fifty.

Nobody waits for company. A round is whoever asked before the event loop came round again, so a single check goes at
once and rounds grow only under load.
"""

import asyncio
from collections.abc import Mapping
from datetime import date

from backend.eligibility import BadFact, FactValue, Verdict, decide_each
from miniprogram_api.standards import standards

_Waiting = list[tuple[Mapping[str, FactValue], asyncio.Future[Verdict]]]
_rounds: dict[tuple[str, str, date], _Waiting] = {}


async def check(programme: str, facts: Mapping[str, FactValue], *, county: str, on: date) -> Verdict:
    """What the law says of one person; refuses as `eligibility.decide`."""
    parameters = await standards(county, on)
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[Verdict] = loop.create_future()
    waiting = _rounds.get((programme, county, on))
    if waiting is None:
        waiting = _rounds[programme, county, on] = []
        loop.call_soon(_work_out, (programme, county, on), parameters)
    waiting.append((facts, answer))
    return await answer


def _work_out(which: tuple[str, str, date], parameters: Mapping[str, object]) -> None:
    programme, _, on = which
    waiting = _rounds.pop(which)
    verdicts: list[Verdict | BadFact] | list[Exception]
    try:
        verdicts = decide_each(programme, [facts for facts, _ in waiting], on=on, parameters=parameters)
    except Exception as failure:  # whatever it is, nobody may wait for ever: each asker raises it
        verdicts = [failure] * len(waiting)
    for (_, answer), verdict in zip(waiting, verdicts, strict=True):
        if answer.done():  # the asker hung up
            continue
        if isinstance(verdict, Exception):
            answer.set_exception(verdict)
        else:
            answer.set_result(verdict)
