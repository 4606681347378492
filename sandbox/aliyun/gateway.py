"""The gateway in front of every Aliyun call; it checks in the order of the real one."""

import hmac
import time
from collections import deque
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache

from sandbox.aliyun.refusing import GatewayRefusal
from sandbox.aliyun.signature import signature, string_to_sign
from sandbox.stage import Stage

VERSION = "2017-05-25"
TOLERATED_SECONDS = 15 * 60
COMMON = ("AccessKeyId", "SignatureMethod", "SignatureVersion", "SignatureNonce", "Timestamp", "Signature")
REQUIRED = {
    "SendSms": ("PhoneNumbers", "SignName", "TemplateCode"),
    "SingleCallByTts": ("CalledNumber", "TtsCode"),
    "QuerySendDetails": ("PhoneNumber", "SendDate", "PageSize", "CurrentPage"),
}


class Gateway:
    """Admits a request or raises GatewayRefusal."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._settings = stage.settings
        self.reset()

    def reset(self) -> None:
        """Forget nonces and the second's count; believe the clock of the settings again."""
        self.follows = self._settings.aliyun_clock
        self._nonces: set[str] = set()
        self._nonces_by_age: deque[tuple[float, str]] = deque()
        self._second, self._in_second = 0, 0

    def admit(self, method: str, params: Mapping[str, str]) -> str:
        """Return the action asked for; every check of the gateway has passed."""
        action = self._known_action(params)
        if params.get("Version") != VERSION:
            raise GatewayRefusal(400, "InvalidVersion", "Specified parameter Version is not valid.")
        _require(params, COMMON)
        if params["AccessKeyId"] != self._settings.aliyun_access_key_id:
            raise GatewayRefusal(404, "InvalidAccessKeyId.NotFound", "Specified access key is not found.")
        self._timely(params["Timestamp"])
        self._signed(method, params)
        self._used_once(params["SignatureNonce"])
        self._not_too_many()
        _require(params, REQUIRED[action])
        return action

    def _known_action(self, params: Mapping[str, str]) -> str:
        action = params.get("Action", "")
        if action not in REQUIRED:
            raise GatewayRefusal(
                404, "InvalidAction.NotFound", "Specified api is not found, please check your url and method."
            )
        return action

    def _timely(self, text: str) -> None:
        if (stamp := _moment(text)) is None:
            raise GatewayRefusal(
                400, "InvalidTimeStamp.Format", "Specified time stamp or date value is not well formatted."
            )
        # A client keeps real time when a test moves ours, so by default either clock will do.
        clocks = [self._stage.clock.now()] + ([time.time()] if self.follows == "either" else [])
        if min(abs(stamp - clock) for clock in clocks) > TOLERATED_SECONDS:
            raise GatewayRefusal(400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.")

    def _signed(self, method: str, params: Mapping[str, str]) -> None:
        text = string_to_sign(method, params)
        want = signature(self._settings.aliyun_access_key_secret, text)
        if not hmac.compare_digest(want.encode(), params["Signature"].encode()):
            raise GatewayRefusal(
                400,
                "SignatureDoesNotMatch",
                f"Specified signature is not matched with our calculation. server string to sign is:{text}",
            )

    def _used_once(self, nonce: str) -> None:
        now = time.time()
        while self._nonces_by_age and self._nonces_by_age[0][0] < now - TOLERATED_SECONDS:
            self._nonces.discard(self._nonces_by_age.popleft()[1])
        if nonce in self._nonces:
            raise GatewayRefusal(400, "SignatureNonceUsed", "Specified signature nonce was used already.")
        self._nonces.add(nonce)
        self._nonces_by_age.append((now, nonce))

    def _not_too_many(self) -> None:
        second = int(time.time())  # real time: a frozen clock would never begin a new second
        self._in_second = self._in_second + 1 if second == self._second else 1
        self._second = second
        faults = self._stage.faults.aliyun
        if faults.throttle_times:
            faults.throttle_times -= 1
            raise throttled()
        if self._in_second > self._settings.aliyun_requests_per_second:
            raise throttled()


def throttled() -> GatewayRefusal:
    """Return the refusal of too many requests."""
    return GatewayRefusal(400, "Throttling.User", "Request was denied due to user flow control.")


@lru_cache(maxsize=64)  # thousands of requests carry the same second
def _moment(text: str) -> float | None:
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).timestamp()
    except ValueError:
        return None


def _require(params: Mapping[str, str], names: tuple[str, ...]) -> None:
    for name in names:
        if not params.get(name):
            raise GatewayRefusal(400, f"Missing{name}", f"{name} is mandatory for this action.")
