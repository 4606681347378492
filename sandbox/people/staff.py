"""Who serves the county: a cadre in each village, clerks and a leader in each township, the county office."""

from random import Random

from sandbox.people.divisions import COUNTY, townships, villages
from sandbox.people.names import full_name, surname
from sandbox.people.phones import PhoneBook
from sandbox.people.rows import Cadre, Officer, Role

# Townships as their clerks type them when they sign in.
_PINYIN = {
    "410325100000": "chengguan", "410325101000": "tianhu", "410325102000": "jiuxian",
    "410325103000": "checun", "410325104000": "yanzhuang", "410325105000": "deting",
    "410325106000": "dazhang", "410325107000": "baihe", "410325108000": "zhifang",
    "410325109000": "fanpo", "410325110000": "jiugao", "410325111000": "luhun",
    "410325201000": "daping", "410325203000": "hecun", "410325209000": "huangzhuang",
    "410325210000": "muzhijie", "410325400000": "taocun", "410325401000": "wumasi",
    "410325402000": "wangmangzhai",
}  # fmt: skip
_TOWNSHIP_ROLES: tuple[tuple[Role, str], ...] = (("clerk", "clerk1"), ("clerk", "clerk2"), ("leader", "leader"))
_COUNTY_ROLES: tuple[tuple[Role, str], ...] = (
    ("reviewer", "reviewer1"), ("reviewer", "reviewer2"), ("reviewer", "reviewer3"),
    ("approver", "approver1"), ("approver", "approver2"),
    ("payer", "payer1"), ("payer", "payer2"),
    ("auditor", "auditor"),
)  # fmt: skip


def cadres(lots: Random, book: PhoneBook) -> list[Cadre]:
    """One cadre in each village, with a mobile."""
    return [Cadre(key, _name(lots), book.new_mobile(), (village.code12,)) for key, village in enumerate(villages(), 1)]


def officers(lots: Random) -> list[Officer]:
    """Two clerks and a leader in each township (`checun.clerk1`), then the county's (`county.payer1`)."""
    posts = [
        (role, f"{_PINYIN[township.code12]}.{desk}", township.code12)
        for township in townships()
        for role, desk in _TOWNSHIP_ROLES
    ] + [(role, f"county.{desk}", COUNTY) for role, desk in _COUNTY_ROLES]
    return [Officer(key, _name(lots), username, role, place) for key, (role, username, place) in enumerate(posts, 1)]


def _name(lots: Random) -> str:
    sex, born_in = lots.random(), 1968 + int(lots.random() * 30)
    return full_name(lots, surname(lots), "male" if sex < 0.6 else "female", born_in)
