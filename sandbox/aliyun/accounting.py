"""What a test asks at the end: was anyone sent anything twice, at night or against their will; what did it cost."""

import unicodedata
from collections import Counter, deque
from typing import Any

from sandbox.aliyun.calls import Call
from sandbox.aliyun.messages import Message
from sandbox.registrations import TemplateKind
from sandbox.settings import Settings
from sandbox.virtual_clock import beijing

# What was under way when the app learned of a stop can be called back by nobody.
UNDER_WAY = 2.0  # seconds
OPT_OUT_WORDS = {"R", "T", "TD", "退订", "拒收"}
RESUME_WORDS = {"恢复", "恢复短信", "恢复接收", "重新接收", "重新订阅", "开通短信"}
LISTED = 1000


class Accounting:
    """Counts over every accepted message, for ever; lists of the newest offenders."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.clear()

    def clear(self) -> None:
        """Begin anew."""
        self._seen: set[int] = set()  # hashes of (phone, out_id): a million of them must fit
        self._accepted_again: Counter[tuple[str, str]] = Counter()
        self.without_out_id = 0
        self.total_accepted = 0
        self.parts_charged = 0
        self.opted_out: dict[str, float] = {}  # since when a text is an offence
        self._newest_word: dict[str, int] = {}
        self.outside_hours: deque[dict[str, Any]] = deque(maxlen=LISTED)
        self.to_opted_out: deque[dict[str, Any]] = deque(maxlen=LISTED)
        self.tallies: Counter[str] = Counter()
        self._minutes: dict[str, tuple[int, int]] = {}
        self.per_minute_max = 0
        self.per_day: Counter[str] = Counter()

    def accepted(self, message: Message) -> None:
        """Count an accepted message."""
        self.total_accepted += 1
        self.parts_charged += message.parts
        self._count_out_id(message)
        moment = beijing(message.accepted_at)
        self.per_day[moment.strftime("%Y%m%d")] += 1
        self._count_minute(message)
        if message.kind == TemplateKind.CODE:
            return
        if not self._settings.sending_opens_hour <= moment.hour < self._settings.sending_closes_hour:
            self._offence("outside_hours", self.outside_hours, message)
        self._look_for_stop(message)

    def called(self, call: Call) -> None:
        """Count a call that was taken."""
        self._look_for_stop(call)

    def refund(self, message: Message) -> None:
        """A message that the carrier did not deliver is not charged."""
        self.parts_charged -= message.parts

    def heard(self, phone: str, text: str, number: int, moment: float) -> None:
        """Take an elder's answer once the app knows of it; R, T, TD, 退订 and 拒收 mean: no more of it from `moment` on
        until 恢复 from the same phone. `number` is in order of the writing: of two the app may learn in any order.
        """
        word = unicodedata.normalize("NFKC", text).strip().upper()
        if word not in OPT_OUT_WORDS | RESUME_WORDS or number <= self._newest_word.get(phone, 0):
            return
        self._newest_word[phone] = number
        if word in OPT_OUT_WORDS:
            self.opted_out.setdefault(phone, moment)
        else:
            self.opted_out.pop(phone, None)

    @property
    def spent_fen(self) -> int:
        """Return what was spent, in fen rounded up."""
        return -(-self.parts_charged * self._settings.sms_price_tenths_of_fen // 10)

    def figures(self) -> dict[str, Any]:
        """Return all figures as JSON."""
        return {
            "total_accepted": self.total_accepted,
            "accepted_per_phone_outid_max": max(self._accepted_again.values(), default=0) + bool(self._seen),
            "duplicates": [
                {"phone": phone, "out_id": out_id, "count": again + 1}
                for (phone, out_id), again in self._accepted_again.most_common(LISTED)
            ],
            "without_out_id": self.without_out_id,
            "spent_fen": self.spent_fen,
            "per_minute_max": self.per_minute_max,
            "outside_hours_count": self.tallies["outside_hours"],
            "outside_hours": list(self.outside_hours),
            "to_opted_out_count": self.tallies["to_opted_out"],
            "to_opted_out": list(self.to_opted_out),
            "opted_out": sorted(self.opted_out),
        }

    def _count_out_id(self, message: Message) -> None:
        if not message.out_id:
            self.without_out_id += 1
            return
        key = (message.phone, message.out_id)
        if hash(key) in self._seen:
            self._accepted_again[key] += 1
        self._seen.add(hash(key))

    def _count_minute(self, message: Message) -> None:
        minute = int(message.accepted_at // 60)
        last, count = self._minutes.get(message.phone, (0, 0))
        count = count + 1 if last == minute else 1
        self._minutes[message.phone] = (minute, count)
        self.per_minute_max = max(self.per_minute_max, count)

    def _look_for_stop(self, sent: Message | Call) -> None:
        since = self.opted_out.get(sent.phone)
        if since is not None and _moment(sent) >= since:
            self._offence("to_opted_out", self.to_opted_out, sent)

    def _offence(self, name: str, listed: deque[dict[str, Any]], message: Message | Call) -> None:
        self.tallies[name] += 1
        at = beijing(_moment(message)).isoformat(timespec="seconds")
        listed.append({"phone": message.phone, "out_id": message.out_id, "at": at})


def _moment(sent: Message | Call) -> float:
    return sent.placed_at if isinstance(sent, Call) else sent.accepted_at
