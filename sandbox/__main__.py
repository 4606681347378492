"""`python -m sandbox`: three servers in one process, until SIGTERM or Ctrl-C."""

import asyncio
import contextlib
import json
import signal
import socket
import sys
from collections.abc import Generator
from typing import Any

import uvicorn

from sandbox.aliyun import AliyunApp
from sandbox.phones import phones_app
from sandbox.settings import Settings
from sandbox.transport import BreakableProtocol
from sandbox.wechat import WeChatApp
from sandbox.world import World


class QuietServer(uvicorn.Server):
    """A server that leaves the signals to the process: three servers cannot each own them."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Capture nothing."""
        yield


def main() -> None:
    """Start, print one line of JSON with the addresses, serve."""
    settings = Settings()
    ports = {
        "wechat": settings.wechat_port,
        "aliyun": settings.aliyun_port,
        "phones": settings.phones_port,
    }
    try:
        sockets = {name: _listen(settings.host, port) for name, port in ports.items()}
    except OSError as error:
        sys.exit(f"sandbox: cannot listen: {error}")
    with asyncio.Runner(loop_factory=uvicorn.Config("").get_loop_factory()) as runner:
        runner.run(_serve(World(settings), sockets))


def _listen(host: str, port: int) -> socket.socket:
    listener = socket.create_server((host, port), backlog=2048)
    listener.setblocking(False)
    return listener


async def _serve(world: World, sockets: dict[str, socket.socket]) -> None:
    apps: dict[str, Any] = {
        "wechat": WeChatApp(world.wechat),
        "aliyun": AliyunApp(world.aliyun),
        "phones": phones_app(world),
    }
    servers = {name: _server(app) for name, app in apps.items()}
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, _stop, list(servers.values()))
    world.start()
    serving = [server.serve(sockets=[sockets[name]]) for name, server in servers.items()]
    addresses = {name: "http://{}:{}".format(*listener.getsockname()) for name, listener in sockets.items()}
    sys.stdout.write(json.dumps({"sandbox": "ready", **addresses}) + "\n")
    sys.stdout.flush()
    await asyncio.gather(*serving)
    await world.stage.close()


def _server(app: Any) -> QuietServer:
    return QuietServer(
        uvicorn.Config(
            app,
            http=BreakableProtocol,
            ws="none",
            lifespan="off",
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=1,
            timeout_keep_alive=75,
        )
    )


def _stop(servers: list[QuietServer]) -> None:
    for server in servers:
        server.should_exit = True


if __name__ == "__main__":
    main()
