"""Facts as people write them: by their Chinese name, with 是 and 否, 元, and the words of a choice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from backend.eligibility import BadFact, Fact, FactValue
from backend.money import NoAmount, fen_from_yuan

_TRUTH: dict[Any, bool] = {"是": True, "否": False, True: True, False: False}
_NOT_KNOWN = "不知道"


class UnreadableFact(Exception):
    """Why a fact in a case cannot be read, in plain Chinese."""


def fact_named(facts: Iterable[Fact], name: str) -> Fact:
    """The fact of this key or Chinese name; UnreadableFact where the rule reads none."""
    for fact in facts:
        if name in (fact.key, fact.name):
            return fact
    names = "、".join(fact.name for fact in facts)
    raise UnreadableFact(f"这项待遇的规则不看「{name}」，可以写{names}")


def fact_read(fact: Fact, value: object) -> FactValue:
    """The value as the law takes it, None for 不知道; UnreadableFact where it cannot be read or believed."""
    if value is None or value == _NOT_KNOWN:
        return None
    read: object = value
    if fact.type == "bool":
        read = _TRUTH.get(value)
        if read is None:
            raise UnreadableFact(f"「{fact.name}」请写是、否或不知道")
    elif fact.type == "fen":
        read = _fen(fact, value)
    elif fact.type == "enum":
        read = next((key for key, word in fact.choices.items() if value in (key, word)), None)
        if read is None:
            raise UnreadableFact(f"「{fact.name}」请从{'、'.join(fact.choices.values())}里选，或者写不知道")
    elif fact.type == "date":
        if type(value) is not date:
            raise UnreadableFact(f"「{fact.name}」请写成 1943-05-06 这样，日期要真实存在")
        return value
    try:
        return fact.taken(read, on=date.max)  # of dates, `decide` asks on the day of the case
    except BadFact as bad:
        raise UnreadableFact(bad.shown) from bad


def _fen(fact: Fact, value: object) -> int:
    text = str(value)
    if not text.endswith("元"):
        raise UnreadableFact(f"「{fact.name}」请写成「1155元」这样，最多到分")
    try:
        return fen_from_yuan(text.removesuffix("元"))
    except NoAmount as wrong:
        raise UnreadableFact(f"「{fact.name}」请写成「1155元」这样，最多到分。{wrong.shown}") from None
