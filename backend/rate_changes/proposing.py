"""Proposing (提出): a change is written down together with everyone who would gain or lose by it."""

import json
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import date
from uuid import UUID

from tortoise.exceptions import IntegrityError

from backend import clock, database, journal, programmes, staff
from backend.identifiers import new_id
from backend.programmes import BadPeriod, SourceMissing, Span
from backend.rate_changes.change import RateChange, WrongChangeState
from backend.rate_changes.floor import must_reach_floor
from backend.rate_changes.foreseeing import Foreseen, foresee
from backend.rate_changes.reading import get_change
from backend.refusals import NotAcceptable, NotNow
from backend.staff import Officer, Power

_WITHIN = 10  # years before and after today; nobody pays back further, and a mistyped year would reckon for hours
_LINE_COLUMNS = (
    "change_id", "county", "award_id", "resident_id", "village", "programme", "from_month", "through_month", "months",
    "before_fen", "after_fen", "by_review",
)  # fmt: skip


_INSERT = """
INSERT INTO rate_change
    (id, county, key, value, valid_from, valid_to, source, state, proposed_by, proposed_at, foreseen_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'proposed', $8, $9, $9)
"""


class AlreadyProposed(NotNow):
    """This standard has a change that nobody has decided on."""

    sentence = "这项标准已经有一次调整在等确认，请先确认或撤回那一次。"


class UnlikelyDate(NotAcceptable):
    """A date before anything was paid here, or long after anyone can know."""

    sentence = f"起始日期离今天太远，前后最多{_WITHIN}年，请检查年份。"


@dataclass(frozen=True)
class Proposal:
    """What an officer asks for; `value` as JSON, checked against the declaration."""

    key: str
    value: object
    valid_from: date
    valid_to: date | None
    source: str


async def propose(proposal: Proposal, officer: Officer) -> RateChange:
    """Write the change down with its effects; nothing holds yet.

    Refuses as `must_make_sense` and `must_reach_floor`, and with AlreadyProposed.
    """
    must_make_sense(proposal, officer)
    span = span_of(proposal, officer)
    await must_reach_floor(officer.county, span.key, span.value, span.valid_from)
    foreseen = await foresee(officer.county, span)
    change_id = new_id()
    try:
        async with database.transaction():
            # By SQL: Tortoise's JSON field takes a plain word for JSON text.
            await database.execute(
                _INSERT, change_id, officer.county, proposal.key, json.dumps(span.value, ensure_ascii=False),
                proposal.valid_from, proposal.valid_to, proposal.source.strip(), officer.id, clock.now(),
            )  # fmt: skip
            change = await RateChange.get(id=change_id)
            await _write_lines(change, foreseen)
            line = change.line(journal.Deed.RATE_CHANGE_PROPOSED, lines=len(foreseen))
            await journal.record(line, by=officer.signature)
    except IntegrityError as open_change:
        raise AlreadyProposed from open_change
    return change


def must_make_sense(proposal: Proposal, officer: Officer) -> None:
    """Refuses with NoSuchPower, OutsideYourPlace, NoSuchParameter, BadValue, BadPeriod, SourceMissing, UnlikelyDate."""
    staff.must_have(officer, Power.PROPOSE_RATE)
    staff.must_cover(officer, f"{officer.county}000000")
    programmes.get_declaration(proposal.key).taken(proposal.value)
    if proposal.valid_to is not None and proposal.valid_to <= proposal.valid_from:
        raise BadPeriod
    if abs(proposal.valid_from.year - clock.today().year) > _WITHIN:
        raise UnlikelyDate
    if len(proposal.source.strip()) < 2:
        raise SourceMissing


def span_of(proposal: Proposal, officer: Officer) -> Span:
    """The proposal as a timeline takes it: a county sets values for itself."""
    value = programmes.get_declaration(proposal.key).taken(proposal.value)
    return Span(f"{officer.county}000000", proposal.key, value, proposal.valid_from, proposal.valid_to)


async def foresee_again(change_id: UUID, officer: Officer) -> RateChange:
    """重新测算 an open change by today's awards. Refuses as `get_change`, with NoSuchPower and WrongChangeState."""
    staff.must_have(officer, Power.PROPOSE_RATE)
    change = await get_change(change_id, officer)
    foreseen = await foresee(change.county, change.span)
    async with database.transaction():
        open_still = await database.execute(
            "UPDATE rate_change SET foreseen_at = $2 WHERE id = $1 AND state = 'proposed'", change_id, clock.now()
        )
        if not open_still:
            raise WrongChangeState
        await database.execute("DELETE FROM rate_change_line WHERE change_id = $1", change_id)
        await _write_lines(change, foreseen)
        line = change.line(journal.Deed.RATE_CHANGE_FORESEEN, lines=len(foreseen))
        await journal.record(line, by=officer.signature)
    return await RateChange.get(id=change_id)


async def _write_lines(change: RateChange, foreseen: Sequence[Foreseen]) -> None:
    records = ((change.id, change.county, *astuple(each)) for each in foreseen)
    await database.copy("rate_change_line", _LINE_COLUMNS, records)
