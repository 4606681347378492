"""How many messages one number may be sent: the windows of Aliyun's flow control, in Beijing time."""

from sandbox.aliyun.refusing import BusinessRefusal
from sandbox.registrations import SmsTemplate, TemplateKind

MINUTE, HOUR, DAY = 60, 3600, 86_400  # Beijing is UTC+8, so clock minutes and hours are those of the epoch
CODE_WINDOWS = (("分钟", MINUTE, 1), ("小时", HOUR, 5))
CODES_A_DAY = 10  # the day runs 24 hours from the first send
CODES_A_DAY_FROM_ANYONE = 40
MOST_DAYS = 1_000_000  # days remembered before those that are over are forgotten
NOTICES_A_DAY = 50  # same signature, same template, same number, whatever the variables


class FlowControl:
    """Counts accepted messages; an accepted one counts even when it fails later."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Forget all counts."""
        self._clock_windows: dict[tuple[str, str, int], tuple[int, int]] = {}
        self._days: dict[tuple[str, ...], tuple[float, int]] = {}

    def check(self, phone: str, sign: str, template: SmsTemplate, now: float) -> None:
        """Raise BusinessRefusal when one more message would be too many."""
        if template.kind != TemplateKind.CODE:
            self._check_day((phone, sign, template.code), NOTICES_A_DAY, now)
            return
        for name, seconds, permits in CODE_WINDOWS:
            window, count = self._clock_windows.get((phone, sign, seconds), (0, 0))
            if window == int(now // seconds) and count >= permits:
                raise _refusal(name, permits)
        self._check_day((phone, sign), CODES_A_DAY, now)
        self._check_day((phone,), CODES_A_DAY_FROM_ANYONE, now)

    def count(self, phone: str, sign: str, template: SmsTemplate, now: float) -> None:
        """Count one accepted message."""
        if template.kind != TemplateKind.CODE:
            self._count_day((phone, sign, template.code), now)
            return
        for _, seconds, _ in CODE_WINDOWS:
            key, window = (phone, sign, seconds), int(now // seconds)
            last, count = self._clock_windows.get(key, (0, 0))
            self._clock_windows[key] = (window, count + 1 if last == window else 1)
        self._count_day((phone, sign), now)
        self._count_day((phone,), now)

    def _check_day(self, key: tuple[str, ...], permits: int, now: float) -> None:
        began, count = self._days.get(key, (0.0, 0))
        if now - began < DAY and count >= permits:
            raise _refusal("天", permits)

    def _count_day(self, key: tuple[str, ...], now: float) -> None:
        began, count = self._days.get(key, (0.0, 0))
        self._days[key] = (began, count + 1) if now - began < DAY else (now, 1)
        if len(self._days) > MOST_DAYS:
            self._days = {key: day for key, day in self._days.items() if now - day[0] < DAY}


def _refusal(name: str, permits: int) -> BusinessRefusal:
    return BusinessRefusal("isv.BUSINESS_LIMIT_CONTROL", f"触发{name}级流控Permits:{permits}")
