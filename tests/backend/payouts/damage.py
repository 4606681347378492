"""Return files damaged by accidents, and what must hold whatever was read."""

import random
from collections import Counter
from datetime import date

from backend import database, payouts
from backend.payouts import Batch, BatchState, Payout, PayoutState
from backend.refusals import Refusal
from backend.staff import Officer
from sandbox import bank
from tests.backend.payouts.awards import an_exported_batch

ACCOUNTS = ["6228480000000000018", "6228480000000000001", "6217000000000000012", "6228480000000000002"] * 3
TODAY = date(2026, 3, 5)
Rows = dict[str, tuple[PayoutState, int]]


def damaged(honest: bytes, chance: random.Random) -> bytes:
    """The bank's file after one to three accidents."""
    lines = honest.decode("gbk").split("\r\n")
    for _ in range(chance.randint(1, 3)):
        accident = chance.choice([lost, doubled, swapped, turned, other_amount, other_serial, shuffled, other_trailer])
        accident(lines, chance)
    content = "\r\n".join(lines).encode(chance.choice(["gbk", "gb18030", "utf-8", "utf-8-sig"]))
    if chance.random() < 0.2:
        content = content[: chance.randrange(len(content))]
    if chance.random() < 0.2:
        at = chance.randrange(len(content) + 1)
        content = content[:at] + chance.randbytes(3) + content[at:]
    if chance.random() < 0.3:
        content = flipped(content, chance)
    return content


def flipped(content: bytes, chance: random.Random) -> bytes:
    """One to four of its bits, anywhere."""
    bits = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        if bits:
            bits[chance.randrange(len(bits))] ^= 1 << chance.randrange(8)
    return bytes(bits)


def a_place(lines: list[str], chance: random.Random) -> int:
    return chance.randrange(1, max(2, len(lines) - 2))


def lost(lines: list[str], chance: random.Random) -> None:
    if len(lines) > 4:
        del lines[a_place(lines, chance)]


def doubled(lines: list[str], chance: random.Random) -> None:
    at = a_place(lines, chance)
    lines.insert(at, lines[at])


def swapped(lines: list[str], chance: random.Random) -> None:
    one, other = a_place(lines, chance), a_place(lines, chance)
    lines[one], lines[other] = lines[other], lines[one]


def turned(lines: list[str], chance: random.Random) -> None:
    at = a_place(lines, chance)
    line = lines[at]
    lines[at] = line.replace("成功", "失败") if "成功" in line else line.replace("失败", "成功")


def other_amount(lines: list[str], chance: random.Random) -> None:
    at = a_place(lines, chance)
    lines[at] = lines[at].replace("50.00", chance.choice(["50.01", "500.00", "５０.00", "", "五十", "-50.00"]))


def other_serial(lines: list[str], chance: random.Random) -> None:
    at = a_place(lines, chance)
    lines[at] = chance.choice(["X", "", " "]) + lines[at][chance.randint(0, 3) :]


def shuffled(lines: list[str], chance: random.Random) -> None:
    body = lines[1:-2]
    chance.shuffle(body)
    lines[1:-2] = body


def other_trailer(lines: list[str], chance: random.Random) -> None:
    lines[-2] = chance.choice(["", "合计,600.01,12笔,,,", "合计,,,,,", "合计,600.00,13笔,,,"])


async def rows(batch: Batch) -> Rows:
    """State and fen of each payout, by serial."""
    return {each.serial: (each.state, each.amount_fen) for each in await Payout.filter(batch_id=batch.id)}


def fen_by_state(found: Rows, state: PayoutState) -> int:
    return sum(fen for its, fen in found.values() if its is state)


async def must_hold(batch: Batch, before: Rows) -> Rows:
    """What is true after every reading, whatever was read."""
    after = await rows(batch)
    totals = await payouts.totals(batch.id)
    assert totals.sent_fen + totals.settled_fen + totals.bounced_fen == totals.total_fen == 60000
    for serial, (state, fen) in before.items():
        assert after[serial][1] == fen
        assert state is PayoutState.SENT or after[serial][0] is state, "what the bank has said once stays said"
    told = await database.row(
        """SELECT coalesce(sum((facts->>'amount_fen')::int), 0)::int AS fen, count(DISTINCT subject_id)::int AS things,
                  count(*)::int AS entries
           FROM journal_entry JOIN payout ON payout.id = journal_entry.subject_id
           WHERE deed = 'payouts.settled' AND payout.batch_id = $1""",
        batch.id,
    )
    assert told is not None
    assert told["fen"] == fen_by_state(after, PayoutState.SETTLED)
    assert told["things"] == told["entries"]
    return after


async def survive(seed: int, files: int, payer: Officer) -> Counter[str]:
    """Read so many damaged files of one batch, then the honest one; how many were refused, reported or taken whole."""
    chance = random.Random(seed)
    batch, file = await an_exported_batch(payer, *ACCOUNTS)
    honest = bank.answer(file, paid_on=TODAY)
    known, outcomes = await rows(batch), Counter[str]()
    for _ in range(files):
        content = damaged(honest, chance)
        moved, outcome = await read_or_refuse(batch, content, payer)
        outcomes[outcome] += 1
        found = await must_hold(batch, known)
        assert sum(found[serial] != known[serial] for serial in found) == moved
        named = content.decode("utf-8", "ignore") + content.decode("gb18030", "ignore")
        assert all(serial in named for serial in found if found[serial] != known[serial]), "moved by no line"
        known = found
    await payouts.read_return_file(batch.id, honest, payer)
    assert not fen_by_state(await must_hold(batch, known), PayoutState.SENT)
    assert (await Batch.get(id=batch.id)).state is BatchState.CLOSED
    return outcomes


async def read_or_refuse(batch: Batch, content: bytes, payer: Officer) -> tuple[int, str]:
    """How many payouts the file moved, and what became of it; a refusal moves none."""
    try:
        report = await payouts.read_return_file(batch.id, content, payer)
    except Refusal:
        return 0, "refused"
    return report.settled + report.bounced, "reported" if report.odd else "whole"
