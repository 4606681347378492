"""`python -m notifications`: the callback door and its share of what waits always, and what only one process may do
while no other does it."""

import asyncio
import contextlib
import gc
import signal
import sys
from collections.abc import Iterator

import uvicorn

from backend import database
from notifications import logs, tables
from notifications.callback_door import callback_door
from notifications.leading import lead
from notifications.persevering import persevere
from notifications.registrations import unregistered
from notifications.settings import settings
from notifications.speaking import Speaker

_GOODBYE = 8  # seconds for calls under way; one takes 7 at most


class _Door(uvicorn.Server):
    """Leaves the signals to us: the door closes only after what we are saying has been written down."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture nothing."""
        yield


def main() -> None:
    """Serve until SIGTERM or Ctrl-C."""
    logs.set_up()
    lacking = unregistered()
    if lacking:
        sys.exit(f"Not started: register these and set them first (docs/runbooks). {'; '.join(lacking)}")
    tables.register()
    with asyncio.Runner(loop_factory=uvicorn.Config("", log_config=None).get_loop_factory()) as runner:
        runner.run(_serve())


async def _serve() -> None:
    await database.connect()
    speaker = Speaker()
    # What is loaded now stays: looked through again and again it would hold up callbacks for 100 ms at a time.
    gc.collect()
    gc.freeze()
    door = _Door(
        uvicorn.Config(
            callback_door(speaker.callback_came.set, speaker.gauges),
            host=settings().bind_host,
            port=settings().outreach_port,
            lifespan="off",
            log_config=None,  # it writes by our rules
            access_log=False,
            timeout_graceful_shutdown=2,
        )
    )
    told_to_stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, told_to_stop.set)
    serving = asyncio.create_task(door.serve())
    leading = asyncio.create_task(persevere("lead", lambda: lead(speaker.speak)))
    delivering = asyncio.create_task(speaker.deliver())
    await asyncio.wait({asyncio.create_task(told_to_stop.wait()), serving}, return_when=asyncio.FIRST_COMPLETED)
    for task in (leading, delivering):
        task.cancel()
    await asyncio.wait({leading, delivering}, timeout=_GOODBYE)
    door.should_exit = True
    await serving
    speaker.close()
    await database.close()


if __name__ == "__main__":
    main()
