"""Flagging: before a batch goes on, every row is held against what the county knows, with one statement for all."""

import asyncio

from backend import clock, database, eligibility, programmes, sealing, staff
from backend.eligibility import Exclusion, Together
from backend.payouts.asking_for_agreement import ask_for_agreements
from backend.payouts.batch import Batch
from backend.payouts.flag import FlagKind
from backend.residents import ACCOUNT, AccountKind, passes_luhn

# Tables of their own with figures of their own: from figures older than the batch PostgreSQL would plan for a few rows,
# and fetch the person, account and award of each by itself, which a million payees would wait minutes for.
_DRAWN = """
CREATE TEMPORARY TABLE drawn ON COMMIT DROP AS
SELECT id, resident_id, award_id, account_id, for_month, village FROM payout WHERE batch_id = $1 AND state = 'drawn_up'
"""
_LOOK_AT = """
CREATE TEMPORARY TABLE looked_at ON COMMIT DROP AS
SELECT d.id, d.resident_id, d.award_id, d.for_month, d.village, r.name, r.sex, r.birth_date, r.registered_here,
       acc.number_index, acc.holder_name, acc.id AS account_id, a.application_id, a.after_death
FROM drawn d JOIN resident r ON r.id = d.resident_id JOIN account acc ON acc.id = d.account_id
JOIN award a ON a.id = d.award_id
"""
# Each line of `seen` is one finding. An account is open for one person once, so that its rows are persons. A relative
# whose case was filed as such (57号 art. 11) has been looked at already.
_RAISE = """
WITH twins AS (
    SELECT name, sex, birth_date
    FROM (SELECT DISTINCT resident_id, name, sex, birth_date FROM looked_at) AS person
    GROUP BY 1, 2, 3 HAVING count(*) > 1),
held AS (
    SELECT acc.number_index, count(*) AS people, bool_or(acc.resident_id = ANY ($4)) AS by_staff
    FROM account acc JOIN resident r ON r.id = acc.resident_id AND r.deceased_on IS NULL
    WHERE acc.closed_at IS NULL AND acc.number_index IN (SELECT number_index FROM looked_at)
    GROUP BY 1 HAVING count(*) > 1),
seen (id, kind, about) AS (
    SELECT id, 'same_person', '' FROM looked_at JOIN twins USING (name, sex, birth_date)
    UNION ALL SELECT looked_at.id, 'shared_account', people::text FROM looked_at JOIN held USING (number_index)
    UNION ALL SELECT looked_at.id, 'holder_differs', '' FROM looked_at
        WHERE holder_name <> name AND NOT after_death AND NOT EXISTS (
        SELECT FROM payee_agreement g
        WHERE g.account_id = looked_at.account_id AND g.state = 'in_force' AND g.until >= $7)
    UNION ALL SELECT looked_at.id, 'detained', '' FROM looked_at JOIN situation s USING (resident_id)
        WHERE s.detained AND NOT after_death
    UNION ALL SELECT id, 'moved_away', '' FROM looked_at WHERE NOT registered_here AND NOT after_death
    UNION ALL SELECT id, 'staff', '' FROM looked_at WHERE resident_id = ANY ($4)
    UNION ALL SELECT id, 'staff_kin', '' FROM looked_at WHERE resident_id = ANY ($5) AND NOT EXISTS (
        SELECT FROM kin_case k WHERE k.application_id = looked_at.application_id)
    UNION ALL SELECT looked_at.id, 'staff_account', '' FROM looked_at JOIN held USING (number_index)
        WHERE by_staff AND NOT looked_at.resident_id = ANY ($4)
    UNION ALL SELECT id, 'staff_account', '' FROM looked_at WHERE after_death AND EXISTS (
        SELECT FROM account s WHERE s.number_index = looked_at.number_index AND s.closed_at IS NULL
                              AND s.resident_id = ANY ($4))
    UNION ALL SELECT id, 'staff_account', '' FROM looked_at WHERE holder_name <> name AND EXISTS (
        SELECT FROM cadre c JOIN cadre_village v ON v.cadre_id = c.id
        WHERE v.village = looked_at.village AND c.name = looked_at.holder_name AND c.left_on IS NULL)
    UNION ALL SELECT looked_at.id, 'clash', min(other.programme) FROM looked_at JOIN award other USING (resident_id)
        WHERE other.programme = ANY ($6) AND other.from_month <= looked_at.for_month
          AND (other.stopped_from IS NULL OR other.stopped_from > looked_at.for_month)
          AND (other.suspended_from IS NULL OR other.suspended_from > looked_at.for_month) GROUP BY 1
    UNION ALL SELECT looked_at.id, 'clash', 'work_injury_care' FROM looked_at JOIN situation s USING (resident_id)
        WHERE s.work_injury_care AND 'work_injury_care' = ANY ($6))
INSERT INTO batch_flag (payout_id, kind, batch_id, county, resident_id, about, raised_at)
SELECT looked_at.id, seen.kind, $1, $2, looked_at.resident_id, seen.about, $3 FROM seen JOIN looked_at USING (id)
ON CONFLICT DO NOTHING RETURNING 1
"""
_EITHER = (Together.CHOOSE_ONE, Together.CHOOSE_THE_HIGHER)  # whichever is paid, somebody must have chosen


async def raise_flags(batch: Batch) -> int:
    """Note, inside the present transaction, what is odd about the rows of a batch; how much was not noted before."""
    known = await staff.staff_on_the_register(batch.county)
    await database.execute("SET LOCAL default_statistics_target = 10")  # a tenth of the rows tells as much here
    await database.execute(_DRAWN, batch.id)
    await database.execute("ANALYZE drawn")
    await database.execute(_LOOK_AT)
    await database.execute("ANALYZE looked_at")
    raised = await database.rows(
        _RAISE, batch.id, batch.county, clock.now(), list(known.staff), list(known.kin), await _not_beside(batch),
        clock.today(),
    )  # fmt: skip
    await ask_for_agreements(batch)
    return len(raised)


async def warn_of_numbers(batch: Batch) -> int:
    """Note the cards whose number cannot be right; a passbook's has no check digit."""
    rows = await database.rows(
        """SELECT p.id, p.resident_id, acc.number_sealed FROM payout p JOIN account acc ON acc.id = p.account_id
           WHERE p.batch_id = $1 AND acc.kind = $2""",
        batch.id,
        AccountKind.CARD.value,
    )
    wrong = await asyncio.to_thread(
        lambda: [row for row in rows if not passes_luhn(sealing.unseal(row["number_sealed"], ACCOUNT))]
    )
    return await database.execute(
        """INSERT INTO batch_flag (payout_id, kind, batch_id, county, resident_id, raised_at)
           SELECT wrong.payout_id, $2, $3, $4, wrong.resident_id, $5
           FROM unnest($1::uuid[], $6::uuid[]) AS wrong (payout_id, resident_id)
           ON CONFLICT DO NOTHING""",
        [row["id"] for row in wrong], FlagKind.LUHN.value, batch.id, batch.county, clock.now(),
        [row["resident_id"] for row in wrong],
    )  # fmt: skip


async def _not_beside(batch: Batch) -> list[str]:
    """The benefits beside which this one is not paid (policy §13.3), by the county's parameters of the month."""
    county = await programmes.parameters_on(batch.county, batch.month)
    others = {name for pair in eligibility.exclusions(county) for name in (pair.benefit, pair.other)}
    if batch.programme not in others:  # a funeral stands beside everything
        return []
    return sorted(
        other
        for other in others - {batch.programme}
        if any(_gives_way(clash, batch.programme) for clash in eligibility.clashes({batch.programme, other}, county))
    )


def _gives_way(clash: Exclusion, programme: str) -> bool:
    return clash.kind in _EITHER or (clash.kind is Together.EXCLUDES and clash.benefit == programme)
