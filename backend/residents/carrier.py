"""Carrier (运营商): whose number a mobile number was given out as.

By number segment alone, after the list of network numbers of the Ministry of Industry and Information Technology as of
the end of March 2023 (我国公众移动通信网网号及H0分配情况, 2023-06-05). A number that was taken along to another carrier
(携号转网) keeps its segment: nobody outside the carriers can tell.
"""

import csv
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

_SEGMENTS = Path(__file__).with_name("number_segments.csv")
_LONGEST = 5  # digits of a segment


class Carrier(StrEnum):
    """The column's words; resold numbers (虚拟运营商) count as the carrier's whose network they use."""

    MOBILE = "mobile"
    UNICOM = "unicom"
    TELECOM = "telecom"
    BROADNET = "broadnet"
    OTHER = "other"  #: a segment that the list does not have

    @property
    def shown(self) -> str:
        """As a list shows it."""
        return _TITLES[self]


_TITLES = {
    Carrier.MOBILE: "移动",
    Carrier.UNICOM: "联通",
    Carrier.TELECOM: "电信",
    Carrier.BROADNET: "广电",
    Carrier.OTHER: "其他号段",
}


def carrier_of(number: str) -> Carrier:
    """By the longest segment that the number begins with; eleven digits, as they are kept."""
    segments = _segments()
    return next(
        (segments[number[:length]] for length in range(_LONGEST, 2, -1) if number[:length] in segments), Carrier.OTHER
    )


@lru_cache
def _segments() -> dict[str, Carrier]:
    with _SEGMENTS.open(encoding="utf-8", newline="") as content:
        return {row["prefix"]: Carrier(row["carrier"]) for row in csv.DictReader(content)}
