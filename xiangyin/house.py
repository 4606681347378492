"""The whole house on one machine: engines, schema, demo county and the four processes."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from xiangyin import county_clock
from xiangyin.data_folder import CHECKOUT
from xiangyin.engines import Engines
from xiangyin.environment import INSIDE, Instance
from xiangyin.health import as_they_answer
from xiangyin.ports import Ports, free_ports
from xiangyin.progress import Stages
from xiangyin.refusal import CommandRefused
from xiangyin.supervising import Child, Supervisor, end
from xiangyin.tethering import tie

TITLES = {
    "sandbox": "沙箱 sandbox",
    "api": "居民和村干部 API",
    "console": "工作台 console",
    "outreach": "通知 outreach",
}


class House:
    """`open()` makes the data ready, `serve()` starts the processes, `tend()` keeps them, `stop()` ends all.

    With DATABASE_URL or REDIS_URL in the environment that engine is not embedded. Use it from the main thread.
    """

    def __init__(
        self,
        root: Path,
        ports: Ports,
        *,
        host: str = INSIDE,
        environment: str = "demo",
        durable: bool = True,
        stages: Stages | None = None,
    ) -> None:
        database, redis = os.environ.get("DATABASE_URL"), os.environ.get("REDIS_URL")
        self.engines = Engines(root, durable, embed_postgres=not database, embed_valkey=not redis)
        self.instance = Instance(
            self.engines.root,
            ports,
            database or self.engines.database_url,
            redis or self.engines.redis_url,
            host,
            environment,
        )
        self.children: dict[str, Child] = {}
        self._stages = stages or Stages()
        self._supervisor = Supervisor(self._stages.say, self._returned)
        self._sandbox_has_our_time = True

    def open(self, scale: float | None) -> bool:
        """Start the engines, bring the schema up to date, and fill an empty county; whether it was filled now.

        `scale`: part of the county to load, 1.0 for all of it; None for an empty one.
        """
        with self._stages.stage("数据库与缓存 engines"):
            self.engines.start()
        self._write_note()
        (self.instance.root / "photos").mkdir(mode=0o700, exist_ok=True)
        with self._stages.stage("数据表 migrate"):
            asyncio.run(_migrate(self.instance.database_url))
        if scale is None or not asyncio.run(_is_empty(self.instance.database_url)):
            return False
        with self._stages.stage("示范县 demo county", shows_itself=True):
            self.run("load", "--scale", str(scale))
        return True

    def serve(self) -> None:
        """Start the processes and return once each of them answers.

        The sandbox comes first and is told the county's time: outreach speaks at once, and the outside world's clock
        must not show the night then, nor stamp what it receives with another day.
        """
        variables, logs = self.instance.variables(), self.instance.root / "logs"
        self.children = {program.name: Child(program, variables, logs) for program in self.instance.programs()}
        sandbox = self.children["sandbox"]
        self._start_together([sandbox])
        self._tell_time()
        self._start_together([child for child in self.children.values() if child is not sandbox])
        self._supervisor.watch(*self.engines.members, *self.children.values())

    def _start_together(self, children: list[Child]) -> None:
        begun = time.monotonic()
        for child in children:
            child.start()
        for child in as_they_answer(children):
            self._stages.done(TITLES[child.name], begun)

    def tend(self) -> None:
        """Start again what has died; call it every fraction of a second."""
        self._supervisor.tend()
        if not self._sandbox_has_our_time:
            self._tell_time()

    def stop(self, hastened: Callable[[], bool] = lambda: False) -> None:
        """End the processes, then the engines. `hastened` is asked again and again while it waits."""
        end(list(self.children.values()), hastened)
        if self.engines.running:
            self._note.unlink(missing_ok=True)
            self.engines.stop()

    def run(self, *arguments: str) -> None:
        """Run a command of ours in this instance's environment. Refuses with CommandRefused when it fails."""
        done = subprocess.run(
            [sys.executable, "-m", "xiangyin", *arguments],
            cwd=CHECKOUT,
            env=self.instance.variables(),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=tie(signal.SIGKILL),
            check=False,
        )
        if done.returncode != 0:
            raise CommandRefused(f"xiangyin {' '.join(arguments)} ended with status {done.returncode}.")

    @property
    def _note(self) -> Path:
        return self.instance.root / "running.json"

    def _write_note(self) -> None:
        """For `xiangyin clock`, which must find the sandbox of the house that runs on these data."""
        self._note.write_text(json.dumps({"pid": os.getpid(), "ports": asdict(self.instance.ports)}))

    def _returned(self, name: str) -> None:
        if name == "sandbox":
            self._sandbox_has_our_time = False

    def _tell_time(self) -> None:
        """A sandbox that has just started knows real time only."""
        offset = county_clock.read_offset(self.instance.clock_file)
        self._sandbox_has_our_time = offset == 0 or county_clock.tell_sandbox(self.instance.ports.phones, offset)


@contextmanager
def throwaway_house(scale: float | None = None, environment: str = "demo") -> Iterator[House]:
    """A whole house on free ports and an empty folder that is gone afterwards; already serving."""
    root = Path(tempfile.mkdtemp(prefix="xiangyin-"))
    root.chmod(0o711)  # mkdtemp closes it to `nobody`, under whom root runs the engines
    house = House(root, free_ports(), environment=environment, durable=False)
    try:
        house.open(scale)
        house.serve()
        yield house
    finally:
        house.stop()
        shutil.rmtree(root, ignore_errors=True)


async def _migrate(url: str) -> None:
    import asyncpg

    from xiangyin.migrating import migrate

    try:
        await migrate(url)
    except (OSError, asyncpg.InvalidAuthorizationSpecificationError, asyncpg.InvalidCatalogNameError) as error:
        raise CommandRefused(f"The database at DATABASE_URL cannot be used: {error}") from error


async def _is_empty(url: str) -> bool:
    """Only a county without residents is filled: never somebody's real one."""
    import asyncpg

    connection = await asyncpg.connect(url)
    try:
        return not await connection.fetchval("SELECT EXISTS (SELECT 1 FROM resident)")
    finally:
        await connection.close()
