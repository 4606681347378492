"""Stand-in: what the benchmarks ask of the sandbox's control door."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

from xiangyin.health import direct
from xiangyin.house import House

_NO_ENTRY = 10**12  # above every number of the request journal: only its totals are wanted


class StandIn:
    """The sandbox of one house."""

    def __init__(self, house: House) -> None:
        self._port = house.instance.ports.phones

    def accepted(self) -> int:
        """How many texts it has taken since its start."""
        totals = self._ask(f"journal?since={_NO_ENTRY}&limit=1")["totals"]
        return sum(each["count"] for each in totals if (each["what"], each["outcome"]) == ("SendSms", "OK"))

    def most_of_one(self) -> int:
        """How often the most often sent text was sent: 1 where nobody heard anything twice."""
        return int(self._ask("accounting")["accepted_per_phone_outid_max"])

    def doubled(self) -> int:
        """How many texts were sent more than once; no more than a thousand are listed."""
        return len(self._ask("accounting")["duplicates"])

    def offences(self) -> list[str]:
        """What should never have been sent: twice, at night, or to who had said that they want none; as sentences."""
        found = self._ask("accounting")
        counts = {
            "texts went twice": len(found["duplicates"]), "texts went at night": found["outside_hours_count"],
            "calls rang at night": found["calls_outside_hours"],
            "texts and calls went to who wants none": found["to_opted_out_count"],
        }  # fmt: skip
        return [f"{count} {what}." for what, count in counts.items() if count]

    def opted_out(self) -> set[str]:
        """The phones from which the house was told that they want no more."""
        return set(self._ask("accounting")["opted_out"])

    def set_faults(self, **faults: Any) -> None:
        """Let things go wrong, as the control door has it: `aliyun` and `numbers`."""
        self._ask("faults", faults)

    def break_down(self, *, whole: bool) -> None:
        """Answer every call with 500, or none any more."""
        self.set_faults(aliyun={"status_500": whole})

    def answer_too_late(self, phones: list[str]) -> None:
        """Accept what goes to these phones, and say so when nobody listens any more."""
        self.set_faults(numbers=dict.fromkeys(phones, "0504"))

    def be_well(self) -> None:
        """Let nothing go wrong any more."""
        self.set_faults(clear=True)

    def answer_after(self, milliseconds: int) -> None:
        """Let every answer of the SMS provider wait."""
        self.set_faults(aliyun={"slow_ms": milliseconds})

    def report_to(self, address: str) -> str:
        """Push receipts there, nowhere when empty; the address until now."""
        before = str(self._ask("push-urls", {})["sms_report"])
        self._ask("push-urls", {"sms_report": address})
        return before

    def _ask(self, what: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self._port}/control/{what}",
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        with direct.open(request, timeout=10) as answer:
            found: dict[str, Any] = json.load(answer)
        return found
