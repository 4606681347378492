"""Pool (资金盘子): programmes that are paid out of the same appropriations, as the county groups them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from backend import entitlements
from backend.programmes import NoSuchProgramme
from backend.refusals import NotAcceptable, NotFound

KEY = "funds.pools"  #: {code: {"title": …, "programmes": [code, …]}}
Rates = Mapping[str, object]


class NoSuchPool(NotFound):
    """Neither a pool of the county's nor a programme of its own."""

    sentence = "没有这个资金盘子，请从列表里选择。"


class PoolsUnreadable(NotAcceptable):
    """What the county set as its pools is none: no title, or no programmes."""

    sentence = "资金盘子设置有误，请在参数里改正后再办理。"


@dataclass(frozen=True)
class Pool:
    """`programmes` are the codes paid out of it."""

    code: str
    title: str
    programmes: tuple[str, ...]


def pools_in(rates: Rates) -> list[Pool]:
    """The county's pools, as it set them; programmes in none of them are pools of their own and not listed.

    Refuses with PoolsUnreadable.
    """
    given = cast(Mapping[str, Mapping[str, Any]], rates.get(KEY) or {})
    try:
        pools = [Pool(code, str(each["title"]), tuple(each["programmes"])) for code, each in given.items()]
    except (KeyError, TypeError, AttributeError):
        raise PoolsUnreadable from None
    if not all(pool.programmes for pool in pools):
        raise PoolsUnreadable
    return pools


def pool_of(programme: str, rates: Rates) -> Pool:
    """The pool that pays a programme; a programme in no pool is one by itself."""
    for pool in pools_in(rates):
        if programme in pool.programmes:
            return pool
    return Pool(programme, entitlements.get_benefit(programme).title, (programme,))


def get_pool(code: str, rates: Rates) -> Pool:
    """The pool of this code; NoSuchPool otherwise."""
    for pool in pools_in(rates):
        if pool.code == code:
            return pool
    try:
        pool = pool_of(code, rates)
    except NoSuchProgramme:
        raise NoSuchPool from None
    if pool.code != code:  # the programme belongs to a larger pool: money for it goes there
        raise NoSuchPool
    return pool


def pool_as_booked(code: str, rates: Rates) -> Pool:
    """The pool of this code, also where the county has grouped its programmes otherwise since: its books stay."""
    for pool in pools_in(rates):
        if pool.code == code:
            return pool
    try:
        return Pool(code, entitlements.get_benefit(code).title, (code,))
    except NoSuchProgramme:
        return Pool(code, f"原资金盘子（{code}）", ())
