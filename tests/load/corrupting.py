"""A thousand damaged return files: each refused or reported, and none pays or loses a fen.

`python -m tests.load.corrupting`, or `--files 200`. A file that is taken whole had its lines in another order, or a
status turned round with everything that could be checked left as it was.
"""

import argparse
import asyncio
import sys
from collections import Counter
from datetime import datetime

from xiangyin.benchmarks.figure import Figure
from xiangyin.benchmarks.proving_ground import opened_database, proving_ground
from xiangyin.benchmarks.report import show

FILES_A_BATCH = 8


def main() -> int:
    """Print what became of the files; an assertion fails where a fen went astray."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--files", type=int, default=1000)
    given.add_argument("--seed", type=int, default=1000, help="of the first batch; each next one has the next")
    asked = given.parse_args()
    with proving_ground():
        outcomes = asyncio.run(_survive(asked.files, asked.seed))
    show("corrupting", [Figure(f"files_{each}", [number], "", [], None) for each, number in sorted(outcomes.items())])
    return 0


async def _survive(files: int, seed: int) -> Counter[str]:
    from backend import clock
    from tests.backend.payouts.awards import a_payer
    from tests.backend.payouts.damage import survive
    from tests.people import seed_parameters

    outcomes: Counter[str] = Counter()
    moment = datetime(2026, 3, 5, 9, tzinfo=clock.COUNTY_TIME)
    with clock.travelled_to(moment):
        async with opened_database():
            await seed_parameters()
            payer = await a_payer()
            while sum(outcomes.values()) < files:
                left = files - sum(outcomes.values())
                outcomes += await survive(seed + sum(outcomes.values()), min(FILES_A_BATCH, left), payer)
    return outcomes


if __name__ == "__main__":
    sys.exit(main())
