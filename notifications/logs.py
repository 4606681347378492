"""How outreach writes its log: one JSON object a line, a fixed sentence plus facts, never a name, number or address."""

import logging

import structlog


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
    # These write addresses, tokens or whole requests at INFO and DEBUG.
    for name in ("urllib3", "wechatpy", "apscheduler", "asyncio", "uvicorn", "tortoise", "httpx"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # While PostgreSQL is away its pool writes a traceback with the address every second; our loops say it in one line.
    logging.getLogger("asyncpg").setLevel(logging.CRITICAL)
    # A refused or broken call is for us to judge; the SDK would print its address and request.
    logging.getLogger("aliyunsdkcore").setLevel(logging.CRITICAL)
