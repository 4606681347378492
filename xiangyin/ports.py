"""The six ports of an instance: the usual ones, moved up together by tens while one of them is taken."""

from __future__ import annotations

import errno
import socket
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from xiangyin.refusal import CommandRefused

STEP = 10
LAST_SHIFT = 900  # beyond it the two blocks of ports would meet

VARIABLES = {
    "api": "API_PORT",
    "console": "CONSOLE_PORT",
    "outreach": "OUTREACH_PORT",
    "wechat": "SANDBOX_WECHAT_PORT",
    "aliyun": "SANDBOX_ALIYUN_PORT",
    "phones": "SANDBOX_PHONES_PORT",
}


@dataclass(frozen=True)
class Ports:
    """TCP ports of an instance's six listeners."""

    api: int = 8000
    console: int = 8001
    outreach: int = 8002
    wechat: int = 8100
    aliyun: int = 8101
    phones: int = 8102

    def moved_by(self, shift: int, fixed: frozenset[str]) -> Ports:
        """All ports `shift` higher, but for the `fixed` ones."""
        return Ports(**{name: port + (0 if name in fixed else shift) for name, port in asdict(self).items()})

    def taken(self, host: str) -> list[int]:
        """Those on which somebody listens already."""
        return [port for port in asdict(self).values() if _is_taken(host, port)]


class ClaimedPorts:
    """Ports that are free, and ours: another instance that starts at the same moment takes the next ten.

    `shift` is how far they were moved. Keep the object as long as the ports are used.
    """

    def __init__(self, host: str, environ: Mapping[str, str]) -> None:
        wished = {name: _number(environ, variable) for name, variable in VARIABLES.items() if variable in environ}
        self._fixed = frozenset(wished)
        self._claim: socket.socket | None = None
        usual = Ports(**wished)
        for self.shift in range(0, LAST_SHIFT, STEP):
            self.ports = usual.moved_by(self.shift, self._fixed)
            if not self.ports.taken(host) and self._claimed():
                return
            self._refuse_taken_wish(host)
        raise CommandRefused(f"No free ports between {usual.api} and {usual.api + LAST_SHIFT}.")

    def release(self) -> None:
        """Let another instance have them."""
        if self._claim is not None:
            self._claim.close()

    def _claimed(self) -> bool:
        """A name in the kernel's abstract namespace: gone with us, however we die. Linux only."""
        if sys.platform != "linux":
            return True
        claim = socket.socket(socket.AF_UNIX)
        try:
            claim.bind(f"\0xiangyin-ports-{self.ports.api}")
        except OSError:
            claim.close()
            return False
        self._claim = claim
        return True

    def _refuse_taken_wish(self, host: str) -> None:
        for name in self._fixed:
            port = getattr(self.ports, name)
            if _is_taken(host, port):
                raise CommandRefused(f"{VARIABLES[name]}={port} is taken by another program: choose another one.")


def free_ports(host: str = "127.0.0.1") -> Ports:
    """Any six free ports, for a throw-away instance."""
    held = [socket.create_server((host, 0)) for _ in fields(Ports)]
    numbers = [line.getsockname()[1] for line in held]
    for line in held:
        line.close()
    return Ports(*numbers)


def _is_taken(host: str, port: int) -> bool:
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # connections of the last run may still fade
        try:
            line.bind((host, port))
            line.listen(1)
        except OSError as refused:
            if refused.errno in (errno.EADDRINUSE, errno.EACCES):
                return True
            raise CommandRefused(f"BIND_HOST={host}: {refused.strerror}.") from refused
    return False


def _number(environ: Mapping[str, str], variable: str) -> int:
    said = environ[variable]
    if not (said.isascii() and said.isdigit()) or not 0 < int(said) < 65536:
        raise CommandRefused(f"{variable}={said} is no port: give a number from 1 to 65535.")
    return int(said)
