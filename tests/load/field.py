"""After an outage every cadre's phone comes back at once: nothing lost, nothing doubled, and how fast.

`make bench-field`, or `python -m tests.load.field --scale 0.04`: 1 is 500 cadres with 20 cases of 5 photos each.
`--kills 5` kills the API with -9 so often while they send, and starts it again.
"""

import argparse
import asyncio
import os
import random
import sys
import time
from collections.abc import Awaitable
from datetime import date, datetime, timedelta
from statistics import quantiles
from typing import Any
from uuid import UUID

from tests.load.spending import most_memory, processor_seconds
from xiangyin.benchmarks.figure import Figure
from xiangyin.benchmarks.proving_ground import opened_database, programs, proving_ground, serving
from xiangyin.benchmarks.report import show
from xiangyin.house import House
from xiangyin.supervising import Child

CADRES, PHOTOS = 500, 5
MEMORY = 600.0  # MB that the API may take
_FIRST_BIRTH, _BIRTH_DAYS = date(1930, 1, 1), 5000


def main() -> int:
    """Print the figures; status 1 where a target is missed."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--scale", type=float, default=0.04, help="part of 500 cadres")
    given.add_argument("--cases", type=int, default=20, help="cases that each brings")
    given.add_argument("--kills", type=int, default=0, help="kill -9 of the API meanwhile")
    asked = given.parse_args()
    cadres = max(1, round(CADRES * asked.scale))
    with proving_ground() as house:
        os.environ["PHOTO_DIR"] = house.instance.variables()["PHOTO_DIR"]
        with serving(house, programs(house, "api", "sandbox", "outreach")) as processes:
            killed = _kill(processes["api"], asked.kills)
            figures = asyncio.run(_measure(house, cadres, asked.cases, killed))
    show("field", figures)
    return 0 if all(figure.met for figure in figures) else 1


async def _measure(house: House, cadres: int, cases: int, killed: Awaitable[int]) -> list[Figure]:
    from tests.load.phone import Log, Phone

    api, log = house.instance.ports.api, Log()
    people = await _people(cadres, cases)
    phones = [Phone(api, token, elders, seed, log) for seed, (token, elders) in enumerate(people)]
    started = time.time()
    before, own, begun = processor_seconds(house.instance.root), time.process_time(), time.perf_counter()
    kills, *_ = await asyncio.gather(killed, *(phone.send_everything() for phone in phones))
    own = time.process_time() - own
    spent = {name: seconds - before[name] for name, seconds in processor_seconds(house.instance.root).items()}
    memory = most_memory(f"--port {api}")
    took = (await _must_be_whole(cadres * cases)).timestamp() - started
    photos = cadres * cases * PHOTOS
    assert log.acknowledged == photos
    p95 = quantiles(log.upload_seconds, n=20)[-1]
    sync_p95 = quantiles(log.sync_seconds, n=20)[-1]
    return [
        Figure("field_cadres", [cadres], "", [], None),
        Figure("field_cases", [cadres * cases], "", [], None),
        Figure("field_kills", [kills], "", [], None),
        Figure("field_photos_acknowledged", [photos / (log.acknowledged_at - begun)], "/s", [], None, at_least=True),
        Figure("field_photos_in_their_cases", [photos / took], "/s", [], None, at_least=True),
        Figure("field_last_part_p95", [p95], "s", [], None),
        Figure("field_sync_p95", [sync_p95], "s", [], None),
        Figure("field_requests_unanswered", [log.unanswered], "", [], None),
        Figure("field_requests_put_off", [log.put_off["fieldwork.BacklogFull"]], "", [], None),
        Figure("field_requests_too_slow", [log.put_off.total() - log.put_off["fieldwork.BacklogFull"]], "", [], 0),
        Figure("field_photo_size", [log.bytes / photos / 1000], "kB", [], None),
        *(Figure(f"field_cpu_{name}", [seconds / photos * 1000], "ms", [], None) for name, seconds in spent.items()),
        Figure("field_cpu_phones", [own / photos * 1000], "ms", [], None),
        Figure("field_api_memory", [memory], "MB", [], MEMORY),
    ]


async def _kill(api: Child, times: int) -> int:
    """So often, while the phones send; what it costs and how much memory it takes is then of its last life only."""
    for _ in range(times):
        await asyncio.sleep(random.uniform(4, 10))
        assert api.process is not None
        api.process.kill()
        api.process.wait()
        api.start()
    return times


async def _people(cadres: int, cases: int) -> list[tuple[str, list[UUID]]]:
    """Each cadre signed in, with elders of a village; by the back door, for that is not what is measured."""
    from miniprogram_api.sessions import open_session
    from miniprogram_api.store import close_store, open_store
    from tests.people import VILLAGE, a_cadre, a_resident, a_wechat_account, seed_parameters

    made = []
    async with opened_database():
        open_store()
        await seed_parameters()
        for number in range(cadres):
            account = await a_wechat_account(cadre=await a_cadre([VILLAGE]))
            elders = [(await a_resident(**_born(number * cases + each))).id for each in range(cases)]
            made.append((await open_session(account.id), elders))
        await close_store()
    return made


def _born(person: int) -> dict[str, Any]:
    """Over 80, and no two with one identity number: a day's numbers are soon used up, so half are men."""
    turn, day = divmod(person, _BIRTH_DAYS)
    return {"birth_date": _FIRST_BIRTH + timedelta(days=day), "sex": ("female", "male")[turn]}


async def _must_be_whole(cases: int) -> datetime:
    """Nothing lost, nothing doubled; when the last item was done."""
    async with opened_database() as database:
        counted = await database.row(
            """SELECT (SELECT count(*) FROM application WHERE state = 'submitted') AS cases,
                      (SELECT count(*) FROM application) AS all_cases, (SELECT count(*) FROM photo) AS photos,
                      (SELECT count(DISTINCT sent_digest) FROM photo) AS files,
                      (SELECT count(*) FROM application_photo) AS papers, (SELECT count(*) FROM mandate) AS mandates,
                      (SELECT count(*) FROM field_item WHERE state = 'done') AS items,
                      (SELECT count(*) FROM field_item) AS all_items,
                      (SELECT count(*) FROM journal_entry WHERE deed = 'applications.submitted') AS told,
                      (SELECT max(finished_at) FROM field_item) AS last"""
        )
    assert counted is not None
    last: datetime = counted.pop("last")
    photos, items = cases * PHOTOS, cases * (PHOTOS + 3)
    assert counted == {
        "cases": cases, "all_cases": cases, "photos": photos, "files": photos, "papers": photos, "mandates": cases,
        "items": items, "all_items": items, "told": cases,
    }, counted  # fmt: skip
    return last


if __name__ == "__main__":
    sys.exit(main())
