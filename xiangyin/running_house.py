"""Commands that look into a county's database: the one named by DATABASE_URL, else of the house that runs here."""

from __future__ import annotations

import json
import os
from pathlib import Path

from xiangyin.engines import Engines
from xiangyin.environment import Instance
from xiangyin.ports import Ports
from xiangyin.refusal import CommandRefused


def enter(root: Path) -> None:
    """Take over the environment of the house that runs on `root`, unless DATABASE_URL says where to look.

    Refuses with CommandRefused when neither is there.
    """
    if "DATABASE_URL" in os.environ:
        return
    try:
        ports = json.loads((root / "running.json").read_text(encoding="ascii"))["ports"]
    except FileNotFoundError:
        raise CommandRefused(
            f"No house runs on {root}, and DATABASE_URL is not set: start one with make run, or set it."
        ) from None
    engines = Engines(root)
    os.environ.update(Instance(root, Ports(**ports), engines.database_url, engines.redis_url).variables())
