"""One instance of the house: its processes, and the environment that each of them reads."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from xiangyin.keys import keys_of
from xiangyin.ports import Ports

COUNTY = "410325"  # 嵩县
WECHAT_APP_ID = "wxdemo0000000000a1"
WECHAT_APP_SECRET = "demo-secret"
ALIYUN_ACCESS_KEY_ID = "demo-ak"
ALIYUN_ACCESS_KEY_SECRET = "demo-sk"
INSIDE = "127.0.0.1"  # the processes reach each other here, whatever address they listen on


@dataclass(frozen=True)
class Program:
    """A child process: how it is started, and the addresses that answer 200 once it is ready."""

    name: str
    command: tuple[str, ...]
    healthy_at: tuple[str, ...]


@dataclass(frozen=True)
class Instance:
    """A demo or throw-away house on one data folder.

    `environment` is `demo` or `test`: both let the county's clock be moved. Production is not started here.
    """

    root: Path
    ports: Ports
    database_url: str
    redis_url: str
    host: str = INSIDE
    environment: str = "demo"

    @property
    def clock_file(self) -> Path:
        """Seconds by which the county's time is ahead of the real one."""
        return self.root / "clock"

    def variables(self) -> dict[str, str]:
        """What every process of this instance gets, on top of what we were started with."""
        return {
            **os.environ,
            "PYTHONUNBUFFERED": "1",
            "ENVIRONMENT": self.environment,
            "COUNTY": COUNTY,
            "COUNTY_CLOCK_FILE": str(self.clock_file),
            "XIANGYIN_DATA": str(self.root),
            "DATABASE_URL": self.database_url,
            "REDIS_URL": self.redis_url,
            "PHOTO_DIR": str(self.root / "photos"),
            "BIND_HOST": self.host,
            "CONSOLE_COOKIE_SECURE": "false",  # a demo is served without TLS
            "OUTREACH_PORT": str(self.ports.outreach),
            **keys_of(self.root),
            **self._providers(),
            **self._sandbox(),
        }

    def programs(self) -> list[Program]:
        """The four processes."""
        python, ports = sys.executable, self.ports
        return [
            # Its three listeners open together; the control door stands for all of them.
            Program("sandbox", (python, "-m", "sandbox"), (f"http://{INSIDE}:{ports.phones}/control/clock",)),
            self._served("api", "miniprogram_api.app:app", ports.api),
            self._served("console", "console.app:app", ports.console),
            Program("outreach", (python, "-m", "notifications"), (_healthz(ports.outreach),)),
        ]

    def _served(self, name: str, application: str, port: int) -> Program:
        command = (
            *(sys.executable, "-m", "uvicorn", application, "--host", self.host, "--port", str(port)),
            *("--loop", "uvloop", "--http", "httptools", "--no-access-log", "--log-level", "warning"),
            *("--timeout-graceful-shutdown", "5"),  # seconds; below the supervisor's ten
        )
        return Program(name, command, (_healthz(port),))

    def _providers(self) -> dict[str, str]:
        return {
            "PUBLIC_ADDRESS": f"http://{INSIDE}:{self.ports.api}",
            "WECHAT_API_BASE": f"http://{INSIDE}:{self.ports.wechat}",
            "WECHAT_APP_ID": WECHAT_APP_ID,
            "WECHAT_APP_SECRET": WECHAT_APP_SECRET,
            "ALIYUN_SMS_DOMAIN": f"{INSIDE}:{self.ports.aliyun}",
            "ALIYUN_SMS_TLS": "false",
            "ALIYUN_VOICE_DOMAIN": f"{INSIDE}:{self.ports.aliyun}",
            "ALIYUN_VOICE_TLS": "false",
            "ALIYUN_ACCESS_KEY_ID": ALIYUN_ACCESS_KEY_ID,
            "ALIYUN_ACCESS_KEY_SECRET": ALIYUN_ACCESS_KEY_SECRET,
            "SMS_SIGN_NAME": "嵩县民政局",
            "QUIET_HOLIDAYS": "none",  # a demo shows its texts on any day
            "PAYOUT_NOTICES_HOURS": "0",  # and all of them
        }

    def _sandbox(self) -> dict[str, str]:
        keys = keys_of(self.root)
        callbacks = f"http://{INSIDE}:{self.ports.outreach}/callbacks/{keys['CALLBACK_PATH_SECRET']}"
        return {
            "SANDBOX_HOST": self.host,
            "SANDBOX_TEXT_ADDRESS": f"http://{INSIDE}:{self.ports.api}",
            "SANDBOX_SENDING_OPENS_HOUR": "8",  # the county's own quiet hours end at eight
            "SANDBOX_WECHAT_PORT": str(self.ports.wechat),
            "SANDBOX_ALIYUN_PORT": str(self.ports.aliyun),
            "SANDBOX_PHONES_PORT": str(self.ports.phones),
            "SANDBOX_SMS_REPORT_URL": f"{callbacks}/sms-reports",
            "SANDBOX_SMS_UP_URL": f"{callbacks}/sms-replies",
            "SANDBOX_VOICE_REPORT_URL": f"{callbacks}/voice-reports",
            "SANDBOX_WECHAT_PUSH_URL": f"{callbacks}/wechat",
            "SANDBOX_WECHAT_APP_ID": WECHAT_APP_ID,
            "SANDBOX_WECHAT_APP_SECRET": WECHAT_APP_SECRET,
            "SANDBOX_WECHAT_PUSH_TOKEN": keys["WECHAT_PUSH_TOKEN"],
            "SANDBOX_WECHAT_PUSH_AES_KEY": keys["WECHAT_PUSH_AES_KEY"],
            "SANDBOX_ALIYUN_ACCESS_KEY_ID": ALIYUN_ACCESS_KEY_ID,
            "SANDBOX_ALIYUN_ACCESS_KEY_SECRET": ALIYUN_ACCESS_KEY_SECRET,
        }


def _healthz(port: int) -> str:
    return f"http://{INSIDE}:{port}/healthz"
