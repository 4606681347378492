"""Intake: callbacks that come together are kept together, with one statement and one flush to the disk for all."""

import asyncio

from notifications.receipt import ReceiptKind, keep

_AT_MOST = 500  # callbacks a statement


class Intake:
    """One a process, on one event loop. Thousands of receipts come within seconds after a payday; each is answered
    only when it is on the disk, and while one statement writes the next ones gather."""

    def __init__(self) -> None:
        self._came: list[tuple[ReceiptKind, str, asyncio.Future[None]]] = []
        self._keeping: asyncio.Task[None] | None = None

    async def keep(self, kind: ReceiptKind, body: str) -> None:
        """Returns when it is kept; raises what the statement raised, for every callback that was in it."""
        kept = asyncio.get_running_loop().create_future()
        self._came.append((kind, body, kept))
        if self._keeping is None or self._keeping.done():
            self._keeping = asyncio.create_task(self._keep_all())
        await kept

    async def _keep_all(self) -> None:
        while self._came:
            together, self._came = self._came[:_AT_MOST], self._came[_AT_MOST:]
            waiting = [kept for _, _, kept in together if not kept.done()]  # who hung up waits for nothing
            try:
                await keep([(kind, body) for kind, body, _ in together])
            except Exception as fault:
                for kept in waiting:
                    if not kept.done():
                        kept.set_exception(fault)
            else:
                for kept in waiting:
                    if not kept.done():
                        kept.set_result(None)
