"""Starting a program whose life is tied to ours: when we die, however we die, the kernel ends it."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from xiangyin.account import Account

PR_SET_PDEATHSIG = 1  # linux/prctl.h
LOG_LIMIT = 10 * 1024 * 1024  # bytes; a longer log is moved aside once at start, so that a demo never fills a disk


def tethered(
    command: Sequence[str | Path],
    *,
    when_we_die: int,
    log: Path,
    cwd: Path,
    env: Mapping[str, str],
    account: Account | None = None,
) -> subprocess.Popen[bytes]:
    """Start `command` in its own session, output appended to `log`; at our death it gets `when_we_die`.

    Its own session keeps a Ctrl-C at the terminal from it: we choose the order in which things stop.
    Call it from the main thread: Linux sends the signal when the *thread* that started the child ends.
    """
    with _opened(log) as output:
        return subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=cwd,
            env=dict(env),
            start_new_session=True,
            preexec_fn=tie(when_we_die),
            **(account.as_popen_arguments() if account else {}),
        )


def tie(when_we_die: int) -> Callable[[], None]:
    """What a child runs before exec, after its change of user (which would undo it), to be tied to us."""
    parent = os.getpid()
    libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None

    def in_child() -> None:
        if libc is None:
            return
        libc.prctl(PR_SET_PDEATHSIG, when_we_die, 0, 0, 0)
        if os.getppid() != parent:  # we died before the line above: nobody would ever send the signal
            os._exit(1)

    return in_child


def tie_to_our_parent() -> None:
    """End with SIGTERM when the program that started us dies, even of kill -9 (make does not pass that on)."""
    if sys.platform == "linux":
        parent = os.getppid()
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGTERM)


def _opened(log: Path) -> BinaryIO:
    log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_suffix(".old.log"))
    return log.open("ab")
