"""The engines keep their promise: quick, private, alone on their data, and gone when their owner is."""

import os
import signal
import subprocess
from pathlib import Path

import asyncpg
import pytest
from redis.asyncio import Redis

from tests.xiangyin.processes import processes_of, start_owner, within
from xiangyin.account import Account
from xiangyin.engines import Engines, EnginesRefused


def sleeper(account: Account) -> subprocess.Popen[bytes]:
    return subprocess.Popen(["sleep", "60"], **account.as_popen_arguments())


async def remember(engines: Engines, word: str) -> None:
    connection = await asyncpg.connect(engines.database_url)
    await connection.execute("CREATE TABLE IF NOT EXISTS word (word text)")
    await connection.execute("INSERT INTO word VALUES ($1)", word)
    await connection.close()
    async with Redis.from_url(engines.redis_url) as store:
        await store.set("word", word)


async def remembered(engines: Engines) -> tuple[str, str]:
    connection = await asyncpg.connect(engines.database_url)
    in_table = await connection.fetchval("SELECT word FROM word")
    await connection.close()
    async with Redis.from_url(engines.redis_url, decode_responses=True) as store:
        return in_table, str(await store.get("word"))


async def test_data_outlive_a_stop_and_the_second_start_is_warm(folder: Path) -> None:
    with Engines(folder) as cold:
        await remember(cold, "乡音")
    assert processes_of(folder) == {}
    with Engines(folder) as warm:
        assert await remembered(warm) == ("乡音", "乡音")
    assert warm.timings["PostgreSQL"] < cold.timings["PostgreSQL"]


async def test_kill_9_of_the_owner_leaves_no_process_and_all_data(folder: Path) -> None:
    owner = start_owner(folder)
    await remember(Engines(folder), "kept")
    assert len(processes_of(folder)) > 2
    owner.kill()
    owner.wait()
    assert within(5, lambda: processes_of(folder) == {}), processes_of(folder)
    with Engines(folder) as engines:
        assert await remembered(engines) == ("kept", "kept")


async def test_a_start_right_after_kill_9_waits_for_the_old_engines(folder: Path) -> None:
    owner = start_owner(folder)
    await remember(Engines(folder), "kept")
    owner.kill()
    owner.wait()
    with Engines(folder) as engines:
        assert await remembered(engines) == ("kept", "kept")


async def test_kill_9_of_everything_loses_no_committed_row(folder: Path) -> None:
    owner = start_owner(folder)
    await remember(Engines(folder), "kept")
    doomed = [*processes_of(folder), owner.pid]
    for pid in doomed:
        os.kill(pid, signal.SIGKILL)
    owner.wait()
    with Engines(folder) as engines:
        assert (await remembered(engines))[0] == "kept"


async def test_a_stale_pid_file_does_not_harm_the_stranger_it_names(folder: Path) -> None:
    with Engines(folder) as engines:
        await remember(engines, "kept")
        stale = (folder / "pg" / "postmaster.pid").read_text().split("\n")
    account = Account.for_engines()
    stranger = sleeper(account)
    try:
        (folder / "pg" / "postmaster.pid").write_text("\n".join([str(stranger.pid), *stale[1:]]))
        os.chown(folder / "pg" / "postmaster.pid", account.uid, account.gid)
        with Engines(folder) as engines:
            assert await remembered(engines) == ("kept", "kept")
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_second_instance_is_refused_and_the_first_goes_on(folder: Path) -> None:
    with Engines(folder) as first:
        with pytest.raises(EnginesRefused, match=f"already runs on {folder} .process {os.getpid()}"):
            Engines(folder).start()
        assert all(member.alive() for member in first.members)


async def test_a_path_too_long_for_a_socket_gets_a_short_private_one(folder: Path) -> None:
    deep = folder / ("d" * 60) / ("e" * 60)
    with Engines(deep, durable=False) as engines:
        await remember(engines, "deep")
        sockets = Path(engines.redis_url.removeprefix("unix://")).parent
        assert len(bytes(sockets / ".s.PGSQL.5432")) < 100
        assert sockets.stat().st_mode & 0o777 == 0o700
    assert not sockets.exists()


def test_neither_engine_runs_as_root_or_listens_on_the_network(folder: Path) -> None:
    with Engines(folder, durable=False):
        engines = processes_of(folder)
        assert len(engines) >= 2
        for pid in engines:
            assert Path(f"/proc/{pid}").stat().st_uid == Account.for_engines().uid != 0
            listening = subprocess.run(["readlink", *Path(f"/proc/{pid}/fd").iterdir()], capture_output=True)
            sockets = {line[8:-1] for line in listening.stdout.split() if line.startswith(b"socket:[")}
            tcp = Path(f"/proc/{pid}/net/tcp").read_bytes() + Path(f"/proc/{pid}/net/tcp6").read_bytes()
            assert sockets.isdisjoint(line.split()[9] for line in tcp.splitlines()[1:] if len(line.split()) > 9)


def test_a_start_killed_in_the_middle_of_initdb_is_begun_again(folder: Path) -> None:
    (folder / "pg.half" / "base").mkdir(parents=True)
    folder.chmod(0o711)
    (folder / "pg.half" / "PG_VERSION").write_text("18\n")
    with Engines(folder, durable=False) as engines:
        assert all(member.alive() for member in engines.members)
    assert not (folder / "pg.half").exists()


def test_data_of_another_major_version_are_refused_untouched(folder: Path) -> None:
    with Engines(folder, durable=False):
        pass
    (folder / "pg" / "PG_VERSION").write_text("12\n")
    with pytest.raises(EnginesRefused, match=r"made by PostgreSQL 12.*POSTGRES_BIN_DIR"):
        Engines(folder).start()
    assert processes_of(folder) == {}


def test_an_account_cannot_reach_below_a_closed_folder(folder: Path) -> None:
    stranger = Account(uid=65533, gid=65533, name="stranger", lowered=True)
    (folder / "inner").mkdir(parents=True)
    folder.chmod(0o700)
    (folder / "inner").chmod(0o755)
    assert not stranger.can_reach(folder / "inner")
    folder.chmod(0o711)
    assert stranger.can_reach(folder / "inner")


def test_a_socket_folder_of_somebody_else_is_refused(folder: Path) -> None:
    """/tmp/xiangyin-<hash> can be guessed: whoever made it first could sit on the sockets."""
    folder.mkdir()
    (folder / "link").symlink_to(folder)
    with pytest.raises(PermissionError, match="another user"):
        Account.for_engines().own_folder(folder / "link")
