"""Overview: a year's money by pool, source and programme, as those who are answerable for it see it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from backend import clock, database, entitlements, programmes
from backend.funds.allocation import Rates, largest_remainder, rule_for
from backend.funds.balances import Balance, balances
from backend.funds.fund import FundAccount
from backend.funds.pool import Pool, pool_as_booked
from backend.funds.reading import must_see_funds
from backend.funds.source import Source
from backend.staff import Officer


@dataclass(frozen=True)
class SourcePicture:
    """Fen of one source in a pool; `given` is what came in, carried over from the year before or moved included."""

    source: Source
    given: int
    available: int
    committed: int
    paid: int
    recoverable: int
    written_off: int


@dataclass(frozen=True)
class ProgrammePicture:
    """Fen of one programme in a pool."""

    code: str
    title: str
    committed: int
    paid: int
    recoverable: int


@dataclass(frozen=True)
class PoolPicture:
    """`uncovered` is what was approved without money, in fen."""

    pool: Pool
    sources: list[SourcePicture]
    programmes: list[ProgrammePicture]
    uncovered: int

    def total(self, account: str) -> int:
        """All sources together, such as `total("paid")`."""
        return sum(getattr(source, account) for source in self.sources)


@dataclass(frozen=True)
class SharePicture:
    """What a group of sources bears of all that is approved or paid: fen, and per mille beside what the county asked.

    `asked` is None for what has no money yet.
    """

    title: str
    asked: int | None
    fen: int
    share: int


def shares_of(pools: Iterable[PoolPicture], rates: Rates) -> list[SharePicture]:
    """By the groups of the county's rule (上级、本级、社会); none where it set no rule, or nothing is approved.

    Per mille add up to 1,000. Programmes with a rule of their own are counted with all others. AllocationUnreadable.
    """
    rule = rule_for("", rates)
    borne = Counter(dict.fromkeys(Source, 0))
    for pool in pools:
        for source in pool.sources:
            borne[source.source] += source.committed + source.paid
    if rule is None or not borne.total():
        return []
    asked = largest_remainder(1_000, [group.share for group in rule.groups])
    rows = [
        (group.title, part, sum(borne.pop(source) for source in group.sources))
        for group, part in zip(rule.groups, asked, strict=True)
    ]
    others = [(source.shown, None, fen) for source, fen in borne.items() if fen]
    fens = [fen for _, _, fen in [*rows, *others]]
    return [
        SharePicture(title, part, fen, share)
        for (title, part, fen), share in zip([*rows, *others], largest_remainder(1_000, fens), strict=True)
    ]


async def overview(officer: Officer, year: int) -> list[PoolPicture]:
    """The county's pools that anything was booked on in `year`; NoSuchPower, OutsideYourPlace."""
    must_see_funds(officer)
    rates = await programmes.parameters_on(officer.county, clock.today())
    by_pool: dict[str, list[Balance]] = {}
    for each in await balances(officer.county, year):
        by_pool.setdefault(each.fund.pool, []).append(each)
    return [_picture(pool_as_booked(code, rates), found) for code, found in by_pool.items()]


async def years_of(county: str) -> list[tuple[int, bool]]:
    """The years that anything was booked in, newest first, each with whether it is closed; with the running one."""
    found = await database.rows(
        "SELECT year, bool_and(closed_at IS NOT NULL) AS closed FROM fund WHERE county = $1 GROUP BY year", county
    )
    years = {each["year"]: bool(each["closed"]) for each in found}
    return sorted({clock.today().year: False, **years}.items(), reverse=True)


def _picture(pool: Pool, found: list[Balance]) -> PoolPicture:
    sources = [_source(source, found) for source in Source if any(each.fund.source is source for each in found)]
    codes = sorted({each.programme for each in found if each.programme})
    uncovered = sum(-source.available for source in sources if source.source is Source.UNCOVERED)
    return PoolPicture(pool, sources, [_programme(code, found) for code in codes], max(0, uncovered))


def _source(source: Source, found: list[Balance]) -> SourcePicture:
    mine = [each for each in found if each.fund.source is source]
    return SourcePicture(
        source,
        -_sum(mine, FundAccount.GRANTED) - _sum(mine, FundAccount.MOVED),
        *(_sum(mine, account) for account in (
            FundAccount.AVAILABLE, FundAccount.COMMITTED, FundAccount.PAID, FundAccount.RECOVERABLE,
            FundAccount.WRITTEN_OFF,
        )),
    )  # fmt: skip


def _programme(code: str, found: list[Balance]) -> ProgrammePicture:
    mine = [each for each in found if each.programme == code]
    accounts = (FundAccount.COMMITTED, FundAccount.PAID, FundAccount.RECOVERABLE)
    return ProgrammePicture(code, entitlements.get_benefit(code).title, *(_sum(mine, each) for each in accounts))


def _sum(found: Iterable[Balance], account: FundAccount) -> int:
    return sum(each.fen for each in found if each.account is account)
