"""Batches in words for a terminal, or as one JSON document for a program."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, is_dataclass

from backend.money import yuan
from backend.payouts import AgeGroup
from xiangyin.batches import Drawn, Exported, Listed, ReadBack, Standing


def as_json(said: object) -> str:
    """Dataclasses as objects, dates as 2026-03-01, amounts as integer fen."""

    def plain(value: object) -> object:
        return asdict(value) if is_dataclass(value) and not isinstance(value, type) else str(value)

    return json.dumps(said, default=plain, ensure_ascii=False, indent=2)


def of_list(found: Sequence[Listed]) -> Iterator[str]:
    """A line a batch."""
    for each in found:
        yield f"{each.number:<24} {each.totals.payouts:>8,} {yuan(each.totals.total_fen):>16} 元  {each.title}"
    if not found:
        yield "No batch was drawn up yet."


def of_standing(found: Standing) -> Iterator[str]:
    """One batch, and what holds it up."""
    totals = found.totals
    yield f"{found.number}  {found.title}"
    yield f"{found.people:,} persons, {totals.payouts:,} payouts, {yuan(totals.total_fen)} 元"
    yield f"  arrived   {totals.settled:>8,} {yuan(totals.settled_fen):>16} 元"
    yield f"  came back {totals.bounced:>8,} {yuan(totals.bounced_fen):>16} 元"
    yield f"  waiting   {totals.sent:>8,} {yuan(totals.sent_fen):>16} 元; {found.files_read} files read"
    yield from (f"  held back {people:>8,}  {why}" for why, people in found.held_back.items())
    if found.open_flags:
        yield f"{found.open_flags} persons were flagged and wait for a decision."
    if found.unconfirmed:
        yield f"Not confirmed by: {'、'.join(found.unconfirmed)}"


def of_unpaid(found: Sequence[AgeGroup]) -> Iterator[str]:
    """A line an age."""
    for group in found:
        yield f"{group.title:<10} {group.people:>6,} persons {group.months:>6,} months {yuan(group.fen):>16} 元"
    if not found:
        yield "Nothing that came back is unpaid."


def of_drawn(done: Sequence[Drawn]) -> Iterator[str]:
    """Each programme, who was left out and why, and the whole."""
    for each in done:
        if each.number is None:
            yield f"{each.title}：{each.why_none}"
            continue
        yield f"{each.title}  {each.number}"
        yield f"  {each.people:,} persons, {each.payouts:,} payouts, {yuan(each.fen)} 元"
        yield from (f"  left out: {people:>6,}  {why}" for why, people in each.left_out.items())
    people, fen = sum(each.people for each in done), sum(each.fen for each in done)
    yield f"In all {people:,} persons, {yuan(fen)} 元. Colleagues decide the flags, approve and release in the console."


def of_exported(done: Exported) -> Iterator[str]:
    """The file, its sum and its digest."""
    totals = done.standing.totals
    yield f"{done.file}: {done.standing.people:,} persons, {totals.payouts:,} payouts, {yuan(totals.total_fen)} 元"
    yield from (f"  held back, and still owed: {people:>6,}  {why}" for why, people in done.standing.held_back.items())
    yield f"SHA-256 {done.sha256}"
    yield "It holds personal data in clear: hand it to the bank, and keep it no longer than it is needed."


def of_read(done: Sequence[ReadBack]) -> Iterator[str]:
    """Each file, and why lines of it were not taken."""
    for each in done:
        report = each.report
        if report is None:
            yield f"{each.file}: {each.refused}"
            continue
        yield f"{each.file}: {report.settled:,} arrived, {yuan(report.settled_fen)} 元"
        yield f"  {report.bounced:,} came back, {yuan(report.bounced_fen)} 元"
        yield f"  {report.received:,} are with the platform, {report.known:,} were known before"
        yield f"  {report.still_sent:,} wait for an answer{'; the batch is closed' if report.closed else ''}"
        yield from (f"  not taken: {lines:>6,}  {why}" for why, lines in each.odd.items())
