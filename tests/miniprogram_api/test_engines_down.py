"""PostgreSQL or Redis stopped and started again while serving: a sentence meanwhile, then all is as before.

On engines and a server of their own, as a process, so that start and lifespan are the real ones too.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.wechat_platform.phone import APP_ID, SECRET, Phone
from xiangyin.engines import Engines, throwaway_engines

ROOT = Path(__file__).parents[2]
SOON = 15.0  # seconds within which the door must be itself again
STARTED = 60.0  # seconds that a busy machine may take to start one


@contextmanager
def served(engines: Engines, wechat: str) -> Iterator[httpx.Client]:
    """The door under uvicorn on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "DATABASE_URL": engines.database_url,
        "REDIS_URL": engines.redis_url,
        "WECHAT_API_BASE": wechat,
        "WECHAT_APP_ID": APP_ID,
        "WECHAT_APP_SECRET": SECRET,
        "DATABASE_PATIENCE": "1",
    }
    command = [sys.executable, "-m", "uvicorn", "miniprogram_api.app:app", "--port", str(port), "--no-access-log"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as door:
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=10) as client:
                until(lambda: client.get("/healthz").status_code == 200, STARTED)
                yield client
        finally:
            door.terminate()
            assert door.wait(10) in (0, -signal.SIGTERM)  # uvicorn ends by the signal it was sent


def until(holds: Callable[[], bool], within: float = SOON) -> None:
    """Wait until it holds; fail after a while."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        try:
            if holds():
                return
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    pytest.fail("did not come back in time")


@pytest.fixture(scope="module")
def world(wechat_addresses: dict[str, str]) -> Iterator[tuple[Engines, httpx.Client, Phone]]:
    """Own engines with the schema, own server, a phone."""
    phone = Phone(wechat_addresses["phones"])
    with throwaway_engines() as engines:
        subprocess.run(
            [sys.executable, "-c", "import asyncio, sys; from xiangyin.migrating import migrate; "
             "asyncio.run(migrate(sys.argv[1]))", engines.database_url],
            cwd=ROOT, check=True, env={**os.environ, "DATABASE_URL": engines.database_url}, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        with served(engines, wechat_addresses["wechat"]) as client:
            yield engines, client, phone
    phone.close()


@pytest.mark.parametrize("engine", ["PostgreSQL", "Valkey"])
def test_while_an_engine_is_down_there_is_a_sentence_and_then_all_is_as_before(
    world: tuple[Engines, httpx.Client, Phone], engine: str
) -> None:
    engines, client, phone = world
    token = client.post("/v1/sessions", json={"code": phone.login()}).json()["token"]
    me = {"Authorization": f"Bearer {token}"}
    assert client.get("/v1/me", headers=me).status_code == 200
    (member,) = [member for member in engines.members if member.name == engine]
    member.stop()
    try:
        for _ in range(3):
            answer = client.get("/v1/me", headers=me)
            assert (answer.status_code, answer.json()["code"]) == (503, "house.NotAvailable")
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json()["detail"].endswith("。")
            assert int(answer.headers["retry-after"]) > 0
        health = client.get("/healthz")
        down = {"PostgreSQL": "database", "Valkey": "redis"}[engine]
        assert (health.status_code, health.json()["ok"], health.json()[down]) == (503, False, False)
    finally:
        member.start()
    until(lambda: client.get("/healthz").status_code == 200)
    until(lambda: client.get("/v1/programmes").status_code == 200)
    again = client.post("/v1/sessions", json={"code": phone.login()})
    assert again.status_code == 201
    assert client.get("/v1/me", headers={"Authorization": f"Bearer {again.json()['token']}"}).status_code == 200


def test_a_frozen_database_is_met_with_a_sentence_and_not_with_silence(
    world: tuple[Engines, httpx.Client, Phone],
) -> None:
    """A stopped process still holds its sockets: without a limit of our own everyone would wait until it returns."""
    engines, client, phone = world
    token = client.post("/v1/sessions", json={"code": phone.login()}).json()["token"]
    me = {"Authorization": f"Bearer {token}"}
    with frozen(engines):
        for _ in range(3):
            assert client.get("/v1/me", headers=me).status_code == 503
        assert client.get("/healthz").json()["database"] is False
    until(lambda: client.get("/healthz").status_code == 200)
    until(lambda: client.get("/v1/me", headers=me).status_code == 200)


@contextmanager
def frozen(engines: Engines) -> Iterator[None]:
    """All of PostgreSQL's processes stopped, as on a machine that swaps or behind a cable that was pulled."""
    (noted,) = engines.root.glob("*/postmaster.pid")
    postmaster = int(noted.read_text().splitlines()[0])
    pids = [postmaster, *children_of(postmaster)]
    assert len(pids) > 3
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


def children_of(parent: int) -> list[int]:
    """Its child processes now."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            after_name = stat.read_text().rpartition(")")[2].split()
        except OSError:  # gone meanwhile
            continue
        if int(after_name[1]) == parent:
            found.append(int(stat.parent.name))
    return found
