"""What the door does with a phone's sendings, as a process, to be killed.

It reads sendings line by line, answers each, and goes on behind the answer; whoever started it may kill it any time.
"""

import asyncio
import base64
import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from uuid import UUID

from backend import clock, database, fieldwork
from backend.fieldwork import Item
from backend.staff import Cadre
from tests.backend.fieldwork.offline import sha256, whole


class FieldProcess:
    """Running from `with` to its end, on the same engines and at the same county time as the test."""

    def __init__(self, cadre: Cadre, folder: Path) -> None:
        clock_file = folder / "clock"
        clock_file.write_text(str((clock.now() - datetime.now(UTC)).total_seconds()))
        self._variables = {**os.environ, "COUNTY_CLOCK_FILE": str(clock_file)}
        self._cadre = cadre

    def __enter__(self) -> "FieldProcess":
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.backend.fieldwork.field_process", self._cadre.id.hex],
            env=self._variables, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        return self

    def __exit__(self, *raised: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.kill()

    async def send(self, sending: Item | bytes) -> str:
        """The answer: `whole`, or what became of the item."""
        given = sending.model_dump(mode="json") if isinstance(sending, Item) else base64.b64encode(sending).decode()
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(given) + "\n")
        self.process.stdin.flush()
        answer = await asyncio.to_thread(self.process.stdout.readline)
        assert answer, "it died by itself"
        return answer.strip()

    def kill(self) -> None:
        """kill -9."""
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate()


async def _answer(cadre_id: UUID) -> None:
    await database.connect()
    cadre = await Cadre.get(id=cadre_id)
    behind: set[asyncio.Task[int]] = set()
    while line := await asyncio.to_thread(sys.stdin.readline):
        given = json.loads(line)
        if isinstance(given, str):
            content = base64.b64decode(given)
            await whole(content, cadre, parts=2)
            await fieldwork.file_arrived(sha256(content), cadre)
            _say("whole")
        else:
            (outcome,) = await fieldwork.sync([Item.model_validate(given)], cadre)
            _say(outcome.said.value)
        behind.add(asyncio.create_task(fieldwork.go_on()))


def _say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(_answer(UUID(sys.argv[1])))
