"""Batch: a month's money for a whole county drawn up, exported and settled, beside plain SQL on the same rows."""

from __future__ import annotations

import asyncio
import csv
import io
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING, Any
from uuid import UUID

from xiangyin.benchmarks import plain_batch
from xiangyin.benchmarks.figure import Figure
from xiangyin.benchmarks.proving_ground import opened_database, proving_ground
from xiangyin.benchmarks.trial import Trial
from xiangyin.refusal import CommandRefused

if TYPE_CHECKING:
    from backend.staff import Officer

PAYEES = 32_000
COUNTY_PART = 0.3  # of 560,000 people: enough of them have an account
PROGRAMME = "old_age_allowance"  # the one whose amount depends on the age reached in the month
STEPS = {"draw_up_32k": 5.0, "export_32k": 2.0, "return_file_32k": 5.0}  # seconds for all of it
ONE_BOUNCES_IN = 100  # payouts; each is given back to a cadre as an errand

Seconds = dict[str, float]


@dataclass(frozen=True)
class Desk:
    """Who draws up, who approves and who releases: three officers."""

    payer: Officer
    approver: Officer
    releaser: Officer

    async def another_approver(self) -> Officer:
        """One more than a demo has."""
        from backend.identifiers import new_id
        from backend.staff import Officer

        copied = ("county", "name", "role", "place", "password_hash", "totp_sealed")
        given = {field: getattr(self.approver, field) for field in copied}
        return await Officer.create(id=new_id(), username=f"another.{new_id()}", **given)


def measure(trial: Trial) -> list[Figure]:
    """Ours and the plain one in turn, on the same awards."""
    with proving_ground(trial.county(COUNTY_PART)):
        ours, plain = asyncio.run(_in_turn(int(PAYEES * trial.scale), trial.rounds))
    return [
        Figure(step, [each[step] for each in ours], "s", [each[step] for each in plain], trial.target(limit))
        for step, limit in STEPS.items()
    ]


async def _in_turn(payees: int, rounds: int) -> tuple[list[Seconds], list[Seconds]]:
    ours, plain = [], []
    async with opened_database() as database:
        await _award(database, payees)
        desk = await desk_of_the_county()
        for _ in range(rounds):
            seconds, answer = await _ours(desk, payees)
            ours.append(seconds)
            await empty(database)
            plain.append(await plain_batch.move(desk.payer.id, answer))
            await empty(database)
    return ours, plain


async def _award(database: ModuleType, payees: int) -> None:
    """So many elders with an account and an award, whatever age the synthetic county gave them."""
    await database.execute("DELETE FROM award")
    awarded = await database.execute(
        """INSERT INTO award (id, county, village, resident_id, programme, origin, read_only, from_month,
                              paid_here_from, started_at)
           SELECT gen_random_uuid(), r.county, r.village, r.id, $2, 'imported', false, '2026-01-01',
                  date_trunc('month', now())::date, now()
           FROM resident r JOIN account a ON a.resident_id = r.id AND a.closed_at IS NULL ORDER BY r.id LIMIT $1""",
        payees,
        PROGRAMME,
    )
    if awarded != payees:
        raise CommandRefused(f"Only {awarded} people with an account, {payees} are needed.")
    await database.execute(
        """UPDATE resident SET deceased_on = NULL, birth_date = date '1925-01-01' + abs(hashtext(id::text)) % 7300
           WHERE id IN (SELECT resident_id FROM award)"""
    )
    await database.execute("ANALYZE")


async def desk_of_the_county() -> Desk:
    """The demo's officers; CommandRefused where there are not enough."""
    from backend.staff import Officer, Role

    payer = await Officer.filter(role=Role.COUNTY_PAYER.value).first()
    approvers = await Officer.filter(role=Role.COUNTY_APPROVER.value).limit(2)
    if payer is None or len(approvers) < 2:
        raise CommandRefused("The county has no payer or not two approvers.")
    return Desk(payer, *approvers)


async def _ours(desk: Desk, payees: int) -> tuple[Seconds, bytes]:
    """Seconds of each step, and the return file that the bank sent."""
    from backend import clock, payouts

    async def drawn() -> UUID:
        batch = await payouts.draw_up(PROGRAMME, clock.today(), desk.payer)
        return batch.id

    batch_id, drawing = await _timed(drawn)
    await pay_flagged(batch_id, desk.payer)
    await payouts.approve(batch_id, desk.approver)
    await payouts.release(batch_id, desk.releaser)
    file, exporting = await _timed(lambda: payouts.export(batch_id, desk.payer))
    answer = returned(file.content, clock.today().isoformat())
    report, reading = await _timed(lambda: payouts.read_return_file(batch_id, answer, desk.payer))
    if report.settled + report.bounced != payees or report.odd or not report.closed:
        raise CommandRefused(f"Not every payout was settled or bounced: {report.still_sent} open, {report.odd[:1]}.")
    return dict(zip(STEPS, (drawing, exporting, reading), strict=True)), answer


async def pay_flagged(batch_id: UUID, payer: Officer) -> None:
    """Decide, one by one as an officer does, that whoever was flagged is paid all the same."""
    from backend import payouts

    for total in await payouts.flag_totals(batch_id):
        after = None
        while total.open and not total.kind.warns_only:
            page = await payouts.flagged(batch_id, total.kind, after)
            for each in page:
                decision = payouts.FlagDecision.PAY
                await payouts.decide_flag(batch_id, each.resident_id, each.kind, decision, "measured", payer)
            if not page:
                break
            after = page[-1].resident_id


async def _timed(step: Callable[[], Awaitable[Any]]) -> tuple[Any, float]:
    begun = time.perf_counter()
    done = await step()
    return done, time.perf_counter() - begun


def returned(bank_file: bytes, paid_on: str) -> bytes:
    """The bank's answer to its file: all but one in a hundred have arrived."""
    (whole,) = returned_in_parts(bank_file, paid_on, sys.maxsize)
    return whole


def returned_in_parts(bank_file: bytes, paid_on: str, most: int) -> Iterator[bytes]:
    """The same in files of so many lines at most, each with its own heading and sum."""
    lines = list(csv.reader(io.StringIO(bank_file.decode("gb18030"))))[3:]
    for first in range(0, len(lines), most):
        yield _returned(lines[first : first + most], first + 1, paid_on)


def _returned(lines: Sequence[Sequence[str]], first: int, paid_on: str) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(("业务流水号", "金额", "状态", "失败原因", "入账日期", "银行流水"))
    for number, (_, serial, _, _, _, amount, _) in enumerate(lines, start=first):
        if number % ONE_BOUNCES_IN:
            writer.writerow((serial, amount, "成功", "", paid_on, f"B{number:08d}"))
        else:
            writer.writerow((serial, amount, "失败", "户名不符", "", ""))
    fen = sum(int(amount.replace(".", "")) for *_, amount, _ in lines)
    writer.writerow((f"合计{len(lines)}笔", f"{fen // 100}.{fen % 100:02d}", "", "", "", ""))
    return text.getvalue().encode("gb18030")


async def empty(database: ModuleType) -> None:
    """No payouts, and written to the disk, so that neither side pays for what the other left in memory."""
    await database.execute("TRUNCATE payout, batch, return_file, errand, journal_entry CASCADE")
    await database.execute("CHECKPOINT")
