"""How outreach writes its log: one JSON object a line, a fixed sentence plus facts, never a name, number or address."""

import json
import logging
import sys
from datetime import UTC, datetime

import structlog


class _OneLine(logging.Formatter):
    """What a library says: its own fixed sentence without the values in it, and of a fault only the kind.

    Values may be addresses and phones, and a traceback over forty lines is nothing that a log collector can read.
    """

    def format(self, record: logging.LogRecord) -> str:
        fault = record.exc_info[0] if record.exc_info else None
        sentence = str(record.msg).strip().partition("\n")[0]  # asyncio appends the values line by line
        return json.dumps(
            {
                "event": sentence[:200],
                "logger": record.name,
                "level": record.levelname.lower(),
                **({"fault": fault.__name__} if fault else {}),
                "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat().replace("+00:00", "Z"),
            },
            ensure_ascii=False,
        )


def set_up() -> None:
    """Once a process, before anything is said."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )
    libraries = logging.StreamHandler(sys.stdout)  # where our own lines go
    libraries.setFormatter(_OneLine())
    logging.basicConfig(handlers=[libraries], level=logging.WARNING, force=True)
    # These write addresses, tokens or whole requests at INFO and DEBUG.
    for name in ("urllib3", "wechatpy", "asyncio", "uvicorn", "tortoise", "httpx"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # While PostgreSQL is away its pool writes a traceback with the address every second; our loops say it in one line.
    logging.getLogger("asyncpg").setLevel(logging.CRITICAL)
    # A duty cut off because the lead was lost is an error to it; what became of each duty we say ourselves.
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
    # A refused or broken call is for us to judge; the SDK would print its address and request.
    logging.getLogger("aliyunsdkcore").setLevel(logging.CRITICAL)
