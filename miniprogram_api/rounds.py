"""What is asked in the same turn of the event loop is asked together: one trip for all, and nobody waits for company.

A single request goes at once; rounds grow only under load, when they are needed.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


class Rounds(Generic[Asked, Answer]):
    """`answer` gets everything of a round, and gives as many answers in the same order; an exception among them is
    raised to the one whose answer it is, one that it raises itself to all."""

    def __init__(self, answer: Callable[[Sequence[Asked]], Awaitable[Sequence[Answer | Exception]]]) -> None:
        self._answer = answer
        self._waiting: list[tuple[Asked, asyncio.Future[Answer]]] = []
        self._running: set[asyncio.Task[None]] = set()  # the loop itself holds tasks only weakly

    async def ask(self, asked: Asked) -> Answer:
        """Join the present round."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Answer] = loop.create_future()
        if not self._waiting:
            loop.call_soon(self._begin)
        self._waiting.append((asked, answer))
        return await answer

    def _begin(self) -> None:
        waiting, self._waiting = self._waiting, []
        task = asyncio.get_running_loop().create_task(self._give(waiting))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _give(self, waiting: list[tuple[Asked, "asyncio.Future[Answer]"]]) -> None:
        found: Sequence[Answer | Exception]
        try:
            found = await self._answer([asked for asked, _ in waiting])
        except Exception as failure:  # whatever it is, nobody may wait for ever: each asker raises it
            found = [failure] * len(waiting)
        for (_, answer), each in zip(waiting, found, strict=True):
            if answer.done():  # the asker hung up
                continue
            if isinstance(each, Exception):
                answer.set_exception(each)
            else:
                answer.set_result(each)
