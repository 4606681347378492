"""Which village a roster means: by code, or by the names that offices give to townships and villages."""

import re
from collections.abc import Iterable, Sequence

from backend.places import Level, Place, township_of
from backend.rosters.cells import CellWrong

_COMMITTEE = re.compile(r"(社区居民委员会|村民委员会|居民委员会|社区居委会|村委会|居委会)$")
_KIND = re.compile(r"(村|社区)$")
_OFFICE = re.compile(r"(人民政府|街道办事处|街道|镇|乡)$")


class Villages:
    """The county's villages, to be looked up by whatever a row says of them."""

    def __init__(self, places: Iterable[Place]) -> None:
        places = list(places)
        self._codes = {place.code for place in places if place.level == Level.VILLAGE.value}
        self._townships = {_township_name(p.name): p.code for p in places if p.level == Level.TOWNSHIP.value}
        self._by_name: dict[str, list[str]] = {}
        for place in places:
            if place.level == Level.VILLAGE.value:
                self._by_name.setdefault(_COMMITTEE.sub("", place.name), []).append(place.code)
        self._known: dict[tuple[str, str, str], str] = {}

    def find(self, code: str, township: str, village: str) -> str:
        """The village's 12-digit code; CellWrong where it is none, or where several are called so."""
        asked = code, township, village
        if asked not in self._known:
            self._known[asked] = self._by_code(code) if code else self._named(township, village)
        return self._known[asked]

    def township_in(self, text: str) -> str:
        """The township whose name stands in a text, such as a sheet's name; blank for none."""
        return max((name for name in self._townships if name in text), key=len, default="")

    def _by_code(self, code: str) -> str:
        if code not in self._codes:
            raise CellWrong("这个代码不是本县已登记的村。")
        return code

    def _named(self, township: str, village: str) -> str:
        if not village:
            raise CellWrong("没有写是哪个村。")
        within = self._townships.get(_township_name(township)) if township else None
        if township and within is None:
            raise CellWrong("本县没有登记这个乡镇，请按区划里的名称填写。")
        plain = _COMMITTEE.sub("", village)
        for name in (plain, _KIND.sub("", plain)):
            found = [code for code in self._by_name.get(name, ()) if within in (None, township_of(code))]
            if found:
                return _the_only(found)
        raise CellWrong("没有找到这个村，请按区划里的名称填写，或者填村代码。")


def _the_only(found: Sequence[str]) -> str:
    if len(found) > 1:
        raise CellWrong("有几个村都叫这个名字，请写明乡镇或者填村代码。")
    return found[0]


def _township_name(name: str) -> str:
    return _OFFICE.sub("", name)
