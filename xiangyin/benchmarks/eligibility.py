"""Eligibility: the law over a whole county and for one person, beside NumPy and a loop over the formula alone."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from xiangyin.benchmarks import plain_law
from xiangyin.benchmarks.asking_around import ask_around, middle, p95
from xiangyin.benchmarks.figure import Figure
from xiangyin.benchmarks.http_load import Order, send
from xiangyin.benchmarks.one_screening import screen_apart
from xiangyin.benchmarks.proving_ground import opened_database, proving_ground
from xiangyin.benchmarks.reads import both_serving
from xiangyin.benchmarks.trial import Trial
from xiangyin.data_folder import CHECKOUT
from xiangyin.environment import COUNTY

if TYPE_CHECKING:
    from backend.discovery import KnownFacts

PROGRAMME = "rural_dibao"
RULE_MS = 50.0  # milliseconds for all households
SCREEN_S, SCREEN_MB = 15.0, 1024.0  # for all programmes with every reason, from rows to stored hits
ONE_MS, HTTP_P95_MS = 1.0, 20.0
LOADING_S = 0.5  # seconds to read and check every rule file
QUESTIONS, STEP_MS = 12, 20.0  # of an intake for all programmes, and the time of one step
TURNS = 5  # of what takes milliseconds, in each round
PEOPLE = 2_000  # who are checked one by one
USERS, PAUSE, SECONDS = 50, 0.5, 3.0  # of the check over HTTP
_READ_RULES = """
import time, polars
from backend import clock, eligibility
polars.sql_expr("a + 1")
begun = time.perf_counter()
for programme in eligibility.programmes():
    eligibility.parameters_declared(programme, on=clock.today())
print(time.perf_counter() - begun)
"""
_READ_YAML = """
import time, yaml
from pathlib import Path
files = sorted(Path("backend/eligibility").rglob("*.yaml"))
begun = time.perf_counter()
for file in files:
    yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader)
print(time.perf_counter() - begun)
"""


def measure(trial: Trial) -> list[Figure]:
    """All on one county, fully loaded at full scale."""
    with proving_ground(trial.county(1.0)) as house:
        figures = [*asyncio.run(_law(trial)), *_screening(trial), *_reading(trial)]
        with both_serving(house) as bare_port:
            return [*figures, _over_http(trial, house.instance.ports.api, bare_port)]


async def _law(trial: Trial) -> list[Figure]:
    from backend import clock, discovery, programmes

    async with opened_database():
        known = await discovery.know(COUNTY, clock.today())
        parameters = await programmes.parameters_on(COUNTY, clock.today())
    return [
        *_whole_county(trial, known, parameters),
        _one_by_one(trial, known, parameters),
        *_intakes(trial, known, parameters),
    ]


def _intakes(trial: Trial, known: KnownFacts, parameters: Mapping[str, Any]) -> list[Figure]:
    asked, few = ask_around(known, parameters), trial.target(QUESTIONS)
    return [
        Figure("questions_median", [middle(asked.counts)], "", [], few),
        Figure("questions_p95", [p95(asked.counts)], "", [], few),
        Figure("questions_hard_up_median", [middle(asked.hard_up)], "", [], None),
        Figure("questions_hard_up_p95", [p95(asked.hard_up)], "", [], None),
        Figure("intake_step_p95", [asked.step_p95], "ms", [], trial.target(STEP_MS)),
    ]


def _whole_county(trial: Trial, known: KnownFacts, parameters: Mapping[str, Any]) -> list[Figure]:
    import numpy as np
    import polars as pl

    from backend import clock, eligibility

    said = pl.lit(True).alias("members_authorised"), pl.lit(False).alias("receives_dibao_elsewhere")
    homes = known.households.with_columns(*said)
    columns = {name: homes[name].fill_null(0 if homes[name].dtype == pl.Int64 else False).to_numpy()
               for name in plain_law.FACTS if name != "home_kind"}  # fmt: skip
    columns["home_kind"] = np.array(homes["home_kind"].to_list())
    unknown, rows = homes["monthly_income_fen"].is_null().to_numpy(), homes.select(plain_law.FACTS).rows()
    today = clock.today()
    sides: dict[str, Callable[[], object]] = {
        "ours": lambda: eligibility.decide_many(PROGRAMME, homes, on=today, parameters=parameters),
        "numpy": lambda: plain_law.by_numpy(columns, unknown),
        "loop": lambda: plain_law.by_loop(rows),
    }
    took: dict[str, list[float]] = {side: [] for side in sides}
    for _ in range(trial.rounds * TURNS):
        for side, run in sides.items():
            took[side].append(_milliseconds(run))
    limit = trial.target(RULE_MS)
    return [
        Figure("rural_dibao_beside_numpy", took["ours"], "ms", took["numpy"], limit),
        Figure("rural_dibao_beside_loop", took["ours"], "ms", took["loop"], limit),
    ]


def _one_by_one(trial: Trial, known: KnownFacts, parameters: Mapping[str, Any]) -> Figure:
    from backend import clock, eligibility

    names = [fact.key for fact in eligibility.facts_declared(PROGRAMME) if fact.key in known.households.columns]
    people = [
        {**facts, "members_authorised": True, "receives_dibao_elsewhere": False}
        for facts in known.households.select(names).head(PEOPLE).to_dicts()
    ]
    today = clock.today()

    def ours() -> None:
        for facts in people:
            eligibility.decide(PROGRAMME, facts, on=today, parameters=parameters)

    def plain() -> None:
        for facts in people:
            plain_law.for_one(facts)

    took, bare = [], []
    for _ in range(trial.rounds):
        took.append(_milliseconds(ours) / len(people))
        bare.append(_milliseconds(plain) / len(people))
    return Figure("one_check", took, "ms", bare, trial.target(ONE_MS))


def _screening(trial: Trial) -> list[Figure]:
    ours, plain, memory = [], [], []
    for _ in range(trial.rounds):
        asyncio.run(_forget())
        night = screen_apart()
        ours.append(night.seconds)
        memory.append(night.megabytes)
        plain.append(asyncio.run(plain_law.screen()))
    return [
        Figure("screen_county", ours, "s", plain, trial.target(SCREEN_S)),
        Figure("screen_county_memory", memory, "MB", [], trial.target(SCREEN_MB)),
    ]


async def _forget() -> None:
    """No hits, and written to the disk, so that every night is a first one and pays for nothing else."""
    async with opened_database() as database:
        await database.execute("TRUNCATE hit, screening, errand, journal_entry CASCADE")
        await database.execute("CHECKPOINT")


def _reading(trial: Trial) -> list[Figure]:
    ours, plain = [], []
    for _ in range(trial.rounds):
        ours.append(_in_own_process(_READ_RULES))
        plain.append(_in_own_process(_READ_YAML))
    return [Figure("rule_files_read", ours, "s", plain, trial.target(LOADING_S))]


def _in_own_process(program: str) -> float:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=CHECKOUT, check=True)
    return float(done.stdout)


def _over_http(trial: Trial, port: int, bare_port: int) -> Figure:
    """A household's check by many users at once; the bare endpoint answers the age rule from the same database."""
    homes = [
        {"registered_here": True, "monthly_income_fen": number * 100, "members_counted": 3, "homes": 1, "vehicles": 0,
         "members_authorised": True}
        for number in range(PEOPLE)
    ]  # fmt: skip
    ours = [_post("/v1/eligibility-checks", {"programme": PROGRAMME, "facts": facts}) for facts in homes]
    bare = [_post("/checks", {"birth_date": "1940-01-01", "alive": True, "registered_here": True})]
    seen, plain = [], []
    for _ in range(trial.rounds):
        plain.append(send(Order(bare_port, bare, USERS, SECONDS, PAUSE)).p95)
        seen.append(send(Order(port, ours, USERS, SECONDS, PAUSE)).p95)
    return Figure("one_check_http_p95", seen, "ms", plain, trial.target(HTTP_P95_MS))


def _post(path: str, body: Mapping[str, object]) -> str:
    said = json.dumps(body)
    return (
        f"POST {path} HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(said)}\r\n\r\n{said}"
    )


def _milliseconds(run: Callable[[], object]) -> float:
    begun = time.perf_counter()
    run()
    return (time.perf_counter() - begun) * 1000
