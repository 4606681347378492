"""Taking in (导入花名册): a roster's people, households and awards in one transaction, each with where it came from."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from backend import clock, cycle_collector, database, entitlements, journal, programmes, residents
from backend.entitlements import months_after
from backend.journal import Deed, Signature
from backend.places import Place
from backend.refusals import NotAcceptable
from backend.rosters.comparing import Outcome, Plan, compare
from backend.rosters.line import Weight
from backend.rosters.mapping import SheetMapping, must_fit
from backend.rosters.reading import BY_AGE, Reading
from backend.rosters.reading_sheets import read_roster
from backend.rosters.villages import Villages
from backend.spreadsheet import Sheet

_MONTHS_AHEAD = 3
_NAMED = 20  # mistakes that a refusal names; the report has all of them


class HasMistakes(NotAcceptable):
    """Rows cannot be taken and the whole file was asked for; `details["reasons"]` names the first of them."""

    sentence = "花名册里有不能导入的行，一行也没有导入。请改好后再导入，或者选择只导入没有问题的行。"


class BadFirstMonth(NotAcceptable):
    """A month that has passed would be paid a second time."""

    sentence = "由本系统发放的第一个月，只能是本月或以后三个月内的月份：以前的月份已由原来的办法发放。"


class Choice(StrEnum):
    """What is done with a roster that has mistakes."""

    ALL = "all"  #: all rows or none
    ROWS = "rows"  #: those without mistakes

    @property
    def shown(self) -> str:
        """As the console says it."""
        return {"all": "全部没有问题才导入", "rows": "只导入没有问题的行"}[self.value]


@dataclass(frozen=True)
class Wanted:
    """A roster as it is to be read: whose, of what, by which mapping. `paid_here_from` is a month's first day."""

    county: str
    programme: str
    sheets: Sequence[Sheet]
    mappings: Sequence[SheetMapping]
    paid_here_from: date


@dataclass(frozen=True)
class Examined:
    """What is in a roster, and what taking it in does or would do."""

    reading: Reading
    plan: Plan


Told = Callable[[int], None]


@cycle_collector.resting()
async def examine(wanted: Wanted, told: Told = lambda rows: None) -> Examined:
    """The dry run. Refuses with BadMapping, BadFirstMonth, eligibility.StandardsNotSet; `told` hears of rows read."""
    reading = await _read(wanted, told)
    return Examined(reading, await compare(wanted.county, wanted.programme, reading, wanted.paid_here_from))


@cycle_collector.resting()
async def take_in(
    wanted: Wanted, choice: Choice, *, roster: UUID, digest: str, by: Signature, told: Told = lambda rows: None
) -> Examined:
    """Write it down, or nothing. `roster` and `digest` (SHA-256 of the file) go into the journal.

    Refuses as `examine`, and with HasMistakes where `choice` is all of it. A second time finds everything unchanged.
    """
    reading = await _read(wanted, told)
    async with database.transaction():
        # Two rosters at once would each find the same people missing.
        await database.rows("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"rosters:{wanted.county}")
        plan = await compare(wanted.county, wanted.programme, reading, wanted.paid_here_from)
        if choice is Choice.ALL and plan.outcomes[Outcome.STOPPED]:
            stops = [each for each in reading.findings if each.weight is Weight.STOPS]
            raise HasMistakes(reasons=[f"{each.at}「{each.title}」：{each.sentence}" for each in stops[:_NAMED]])
        await _write(wanted, plan, roster, digest, by)
    return Examined(reading, plan)


async def _read(wanted: Wanted, told: Told) -> Reading:
    must_fit(wanted.mappings, wanted.sheets, wanted.programme)
    today, first = clock.today(), wanted.paid_here_from
    this_month = today.replace(day=1)
    if first.day != 1 or not this_month <= first <= months_after(this_month, _MONTHS_AHEAD):
        raise BadFirstMonth
    villages = Villages(await Place.filter(code__startswith=wanted.county))
    return await asyncio.to_thread(read_roster, wanted.sheets, wanted.mappings, wanted.programme, villages, today, told)


async def _write(wanted: Wanted, plan: Plan, roster: UUID, digest: str, by: Signature) -> None:
    county, programme = wanted.county, wanted.programme
    await residents.register(county, plan.registration)
    rates = await programmes.parameters_on(county, wanted.paid_here_from) if programme == BY_AGE else {}
    await entitlements.take_over(county, programme, plan.awards, rates)
    facts = {
        "programme": programme, "digest": digest, "fen": plan.fen, "paid_here_from": wanted.paid_here_from,
        **plan.counted,
    }  # fmt: skip
    lines = [journal.Line(Deed.ROSTER_TAKEN_IN, county, "roster", roster, facts=facts)]
    lines += [
        journal.Line(
            Deed.AWARD_IMPORTED, county, "award", award.id, resident_id=award.resident_id, village=award.village,
            facts={
                "programme": programme, "roster": roster, "row": at, "from_month": award.from_month,
                "paid_here_from": award.paid_here_from, "fen": award.fen,
                "made_of": [each.told for each in award.made_of],
            },
        )
        for award, at in zip(plan.awards, plan.sources, strict=True)
    ]  # fmt: skip
    await journal.record_many(lines, by=by)
