"""A month's run from draw-up to the bank's answer, done as far as it is not done: what a killed process is asked again.

`python -m tests.load.month ROUND` says that it is ready, waits for a line, runs, and says that it is done; whoever
started it may kill it.
"""

import asyncio
import sys

from backend import clock, database, payouts
from backend.payouts import Batch, BatchState
from backend.staff import Officer, Role
from sandbox import bank

PROGRAMME = "old_age_allowance"


async def run_month(number: int) -> None:
    """The `number`-th run of this month; what an earlier process did of it stays done."""
    payer = await Officer.get(role=Role.COUNTY_PAYER.value)
    approver, releaser = await Officer.filter(role=Role.COUNTY_APPROVER.value).order_by("id")
    month = clock.today().replace(day=1)
    batch = await Batch.get_or_none(programme=PROGRAMME, month=month, round=number)
    batch = batch or await payouts.draw_up(PROGRAMME, month, payer)
    if batch.state is BatchState.DRAWN_UP:
        batch = await payouts.approve(batch.id, approver)
    if batch.state is BatchState.APPROVED:
        await payouts.release(batch.id, releaser)
    file = await payouts.export(batch.id, payer)
    await payouts.read_return_file(batch.id, bank.answer(file.content, paid_on=clock.today()), payer)


async def _main(number: int) -> None:
    await database.connect(pool_min=1, pool_max=2)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.readline)
    await run_month(number)
    sys.stdout.write("done\n")
    sys.stdout.flush()
    await database.close()


if __name__ == "__main__":
    asyncio.run(_main(int(sys.argv[1])))
