"""All batches are redone from their rows; who rewrites rows, links and digests alike is found by what was signed."""

from datetime import date
from typing import Any

from backend import database, payouts
from tests.backend.payouts.awards import a_payer, an_award, let_go, with_the_lock_off
from tests.people import seed_parameters

# What somebody with the database and our source could do: everything that a batch says of itself fits again.
_REWRITE_ALL = """
ALTER TABLE batch DISABLE TRIGGER USER;
UPDATE account SET bank = '别的银行' WHERE id = (SELECT account_id FROM payout WHERE batch_id = '{0}');
UPDATE payout p SET link = sha256(convert_to(concat_ws('|', p.line, p.serial, p.award_id, p.for_month,
        p.amount_fen, p.account_id, p.resident_id, p.withheld_fen), 'UTF8')
    || sha256(convert_to(a.holder_name || '|' || a.bank, 'UTF8') || a.number_index))
FROM account a WHERE a.id = p.account_id AND p.batch_id = '{0}';
UPDATE batch SET chain_digest = (SELECT encode(link, 'hex') FROM payout WHERE batch_id = '{0}') WHERE id = '{0}';
ALTER TABLE batch ENABLE TRIGGER USER;
"""


async def test_an_altered_batch_is_named_with_its_line_and_the_others_hold(empty_database: str, at: Any) -> None:
    at("2026-03-05 09:00")
    await seed_parameters()
    assert await payouts.verify_batches() == payouts.BatchesVerified(0, 0, [])
    drawn = []
    for number in (1, 2, 1):
        for _ in range(number):
            await an_award()
        drawn.append(await payouts.draw_up("old_age_allowance", date(2026, 3, 1), await a_payer()))
        await let_go(drawn[-1])
    first, second, third = drawn
    assert await payouts.verify_batches() == payouts.BatchesVerified(3, 4, [])

    await with_the_lock_off(f"UPDATE payout SET amount_fen = 1 WHERE batch_id = '{second.id}' AND line = 2")
    for statement in _REWRITE_ALL.format(third.id).split(";\n"):
        await with_the_lock_off(statement)
    assert (await payouts.check_chain(await payouts.Batch.get(id=third.id))).broken_at is None
    verified = await payouts.verify_batches()
    assert verified.altered == [payouts.AlteredBatch(second.number, 2), payouts.AlteredBatch(third.number, 0)]

    await with_the_lock_off(f"DELETE FROM payout WHERE batch_id = '{first.id}'")
    assert (await payouts.verify_batches()).altered[0] == payouts.AlteredBatch(first.number, 0)
    assert await database.rows("SELECT FROM payout")
