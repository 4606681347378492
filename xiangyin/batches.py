"""Batches from the command line: seen by whoever runs the house, and moved by an officer who signs in.

Drawing up, exporting and reading back are asked for here; approving and releasing are not. Who approves or releases
has looked at the rows, the differences and the flags, and those are on the pages: a command would make two signatures
of two lines in a script.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from backend import clock, entitlements, payouts
from backend.refusals import Refusal
from backend.settings import settings
from xiangyin.acting import Acting
from xiangyin.months import month_of
from xiangyin.new_file import must_be_writable, write_new
from xiangyin.refusal import CommandRefused


@dataclass(frozen=True)
class Listed:
    """A batch and where it stands, `title` in words; it names nobody."""

    number: str
    programme: str
    month: date
    state: str
    title: str
    totals: payouts.Totals


@dataclass(frozen=True)
class Standing(Listed):
    """More of one batch: `open_flags` are persons, `held_back` persons by reason, `unconfirmed` townships by name."""

    people: int
    open_flags: int
    held_back: dict[str, int]
    unconfirmed: list[str]
    files_read: int


@dataclass(frozen=True)
class Drawn:
    """What became of one programme: a batch, or why there is none. `left_out` counts awards by reason.

    `refused`: it could not be drawn up at all; False where there was simply nothing left to put into one.
    """

    programme: str
    title: str
    number: str | None
    people: int
    payouts: int
    fen: int
    left_out: dict[str, int] = field(default_factory=dict)
    why_none: str = ""
    refused: bool = False


@dataclass(frozen=True)
class Exported:
    """The file that lies there now, of which batch."""

    file: str
    sha256: str
    standing: Standing


@dataclass(frozen=True)
class ReadBack:
    """What one return file did; `odd` counts lines that were not taken by the reason, `refused` is why all were not."""

    file: str
    report: payouts.ReturnReport | None
    odd: dict[str, int] = field(default_factory=dict)
    refused: str = ""


async def all_batches() -> list[Listed]:
    """The county's latest batches."""
    return [await _listed(each) for each in await payouts.latest_batches(settings().county)]


async def standing_of(number: str) -> Standing:
    """One batch; refuses with payouts.NoSuchBatch."""
    batch = await payouts.batch_numbered(settings().county, number)
    flags = [each for each in await payouts.flag_totals(batch.id) if not each.kind.warns_only]
    parts = await payouts.parts_of(batch) if batch.township_confirms else []
    return Standing(
        **vars(await _listed(batch)),
        people=await payouts.people_in(batch.id),
        open_flags=sum(each.open for each in flags),
        held_back={each.kind.shown: each.people for each in flags if each.kind.by_rule},
        unconfirmed=[part.township_name for part in parts if not part.confirmed],
        files_read=len(await payouts.files_read(batch.id)),
    )


async def unpaid() -> list[payouts.AgeGroup]:
    """What came back and waits, by age."""
    return await payouts.ageing_of(settings().county)


async def draw_up_all(programmes: Sequence[str], month: str, acting: Acting) -> list[Drawn]:
    """The month's batch of each programme named, else of all that pay; asked for again, nobody is left to be put in."""
    first = month_of(month)
    codes = [entitlements.get_benefit(code).code for code in programmes]
    return [
        await _draw_up(code, first, acting)
        for code in codes or [each.code for each in payouts.programmes_paid(clock.today())]
    ]


async def export(number: str, file: Path, acting: Acting) -> Exported:
    """The bank's file onto the disk; again gives the same bytes, and finishes what was cut off."""
    must_be_writable(file)
    batch = await payouts.batch_numbered(settings().county, number)
    made = await payouts.export(batch.id, acting.officer, acting.told)
    write_new(file, made.content)
    return Exported(str(file), made.digest, await standing_of(number))


async def read_back(number: str, files: Sequence[Path], acting: Acting) -> list[ReadBack]:
    """What the return files say takes effect, one after the other; the same file again changes nothing."""
    contents = [(file.name, _content(file)) for file in files]
    batch = await payouts.batch_numbered(settings().county, number)
    return [await _read(batch, name, content, acting) for name, content in contents]


async def _listed(batch: payouts.Batch) -> Listed:
    totals = await payouts.totals(batch.id)
    title = payouts.batch_title(batch, totals)
    return Listed(batch.number, batch.programme, batch.month, batch.state.value, title, totals)


async def _draw_up(programme: str, month: date, acting: Acting) -> Drawn:
    title = entitlements.get_benefit(programme).title
    try:
        batch = await payouts.draw_up(programme, month, acting.officer, acting.told)
    except Refusal as no:
        refused = not isinstance(no, payouts.EmptyBatch)
        return Drawn(programme, title, None, 0, 0, 0, why_none=no.shown, refused=refused)
    totals, people = await payouts.totals(batch.id), await payouts.people_in(batch.id)
    left_out = dict(Counter(each.why for each in batch.skipped))
    return Drawn(programme, title, batch.number, people, totals.payouts, totals.total_fen, left_out)


async def _read(batch: payouts.Batch, name: str, content: bytes, acting: Acting) -> ReadBack:
    try:
        report = await payouts.read_return_file(batch.id, content, acting.officer, acting.told)
    except Refusal as no:
        return ReadBack(name, None, refused=no.shown)
    return ReadBack(name, report, dict(Counter(each.sentence for each in report.odd)))


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as missing:
        raise CommandRefused(f"{file} cannot be read; nothing was done.") from missing
