"""Busy county: what a county of 560,000 people has on its desks after a year, made by SQL and the house's own deeds."""

from __future__ import annotations

from types import ModuleType

from xiangyin.benchmarks.batch import desk_of_the_county, pay_flagged, returned
from xiangyin.environment import COUNTY

CASES, ERRANDS, MESSAGES, CHANGES = 14_000, 30_000, 300_000, 200
_AT_ONCE = 50_000  # messages a statement: a slow machine, too, writes so many in the time that one may take
# Of a hundred cases: those on their way, and the many that are decided.
_STATES = {
    "draft": 2, "submitted": 3, "returned": 1, "accepted": 4, "posted": 2, "objected": 1, "county_review": 2,
    "withdrawn": 3, "refused": 11, "terminated": 1, "confirmed": 70,
}  # fmt: skip
_PROGRAMMES = ("old_age_allowance", "rural_dibao", "tekun", "disability_care", "temporary_expenditure")
_DRAWN_UP, _SETTLED = "rural_dibao", "disability_care"  # a month that waits for its approval, and one that is closed

_APPLICATIONS = """
WITH somebody AS (
    SELECT id, village, row_number() OVER (ORDER BY md5(id::text)) AS n FROM resident
    WHERE deceased_on IS NULL ORDER BY md5(id::text) LIMIT $1
), timed AS (
    SELECT *, ($2::text[])[1 + (n * 37 % 100)::int] AS state, now() - (n % 360) * interval '1 day' AS begun,
           n % 360 AS days FROM somebody
)
INSERT INTO application (id, county, township, village, case_number, programme, resident_id, started_by_kind,
                         started_by_id, state, started_at, submitted_at, accepted_at, decided_at, step_due_on,
                         decision_due_on)
SELECT uuidv7(begun - now()), $3::text, left(village, 9) || '000', village,
       'MZ-' || $3::text || '-2026-' || lpad(n::text, 6, '0'),
       ($4::text[])[1 + (n % $5)::int], id, 'resident', id, state, begun, begun, begun,
       CASE WHEN state IN ('refused', 'terminated', 'confirmed', 'withdrawn') THEN begun + interval '20 days' END,
       CASE WHEN state IN ('submitted', 'accepted', 'posted', 'objected', 'county_review')
            THEN current_date + (n % 14)::int - 4 END,
       CASE WHEN state IN ('accepted', 'posted', 'objected', 'county_review')
            THEN current_date + (n % 30)::int - 2 END
FROM timed
"""
_ENTRIES = """
INSERT INTO journal_entry (id, county, deed, subject_kind, subject_id, resident_id, village, by_kind, facts, at,
                           announced_at)
SELECT uuidv7(a.started_at - now()), a.county, told.deed, 'application', a.id, a.resident_id, a.village, 'officer',
       '{}', a.started_at, a.started_at
FROM application a CROSS JOIN unnest($1::text[]) AS told (deed)
"""
_DECISIONS = """
INSERT INTO decision (id, county, application_id, kind, officer_id, at)
SELECT uuidv7(a.decided_at - now()), a.county, a.id, a.state, $1, a.decided_at
FROM application a WHERE a.state IN ('refused', 'terminated', 'confirmed')
"""
_LETTERS = """
INSERT INTO decision_letter (id, county, village, application_id, decision_id, resident_id, favourable, facts,
                             drawn_up_at, due_on, way, delivered_at)
SELECT uuidv7(d.at - now()), a.county, a.village, a.id, d.id, a.resident_id, d.kind = 'confirmed',
       '{"title": "告知书", "name": "某某", "programme": "待遇"}', d.at, current_date + (a.id::text < '8')::int,
       CASE WHEN waits THEN NULL ELSE 'sms_link' END, CASE WHEN waits THEN NULL ELSE d.at END
FROM decision d JOIN application a ON a.id = d.application_id
CROSS JOIN LATERAL (SELECT abs(hashtext(d.id::text)) % 12 = 0 AS waits) AS w
"""
_ERRANDS = """
INSERT INTO errand (id, county, village, resident_id, kind, reason, because, due_on, raised_at, done_at, outcome)
SELECT uuidv7((-n % 300) * interval '1 day'), $2::text, r.village, r.id,
       ($3::text[])[1 + (n % 4)::int], '请上门看一看。', 'bench:' || n, current_date + (n % 40)::int - 12,
       now() - (n % 300) * interval '1 day', CASE WHEN n % 8 <> 0 THEN now() END, CASE WHEN n % 8 <> 0 THEN 'done' END
FROM (SELECT id, village, row_number() OVER (ORDER BY md5('e' || id::text)) AS n FROM resident
      WHERE deceased_on IS NULL ORDER BY md5('e' || id::text) LIMIT $1) AS r
"""
_MESSAGES = """
WITH people AS (
    SELECT r.id, r.village, c.id AS contact, c.phone_sealed, c.phone_index,
           row_number() OVER (ORDER BY c.id) - 1 AS number
    FROM contact c JOIN resident r ON r.id = c.resident_id
    WHERE c.kind = 'mobile' AND c.owner = 'self' AND r.deceased_on IS NULL
)
INSERT INTO message (id, county, village, entry_id, occasion, recipient_kind, recipient_id, channel, route_id,
                     own_phone, address_sealed, address_index, lane, state, attempts, send_after, created_at,
                     sent_at, finished_at, followed_up_at)
SELECT uuidv7(at - now()), $2::text, village, uuidv7(at - now()), 'payout_settled', 'resident', people.id, 'sms',
       contact, true, phone_sealed, phone_index, 2, CASE WHEN n % 60 = 0 THEN 'undelivered' ELSE 'delivered' END, 1,
       at, at, at, at, at
FROM generate_series($1::int, $3::int) AS n JOIN people ON people.number = n % (SELECT count(*) FROM people)
CROSS JOIN LATERAL (SELECT now() - (n % 28) * interval '1 day' AS at) AS told
"""
# Some of them tell of what stands in the journal, and can be proved.
_PROVED = """
UPDATE message SET entry_id = told.entry_id FROM (
    SELECT DISTINCT ON (m.recipient_id) m.id, e.id AS entry_id FROM journal_entry e
    JOIN message m ON m.recipient_id = e.resident_id WHERE e.deed = 'applications.confirmed'
    ORDER BY m.recipient_id, m.id) AS told
WHERE message.id = told.id
"""
_CHANNEL_DAYS = """
INSERT INTO channel_day (channel, day, accepted)
SELECT channel, (sent_at AT TIME ZONE 'Asia/Shanghai')::date, count(*) FROM message GROUP BY 1, 2
"""
_CHANGES = """
INSERT INTO award_change (id, county, award_id, kind, month, reason, basis, state, proposed_by, proposed_at)
SELECT uuidv7(), a.county, a.id, 'stopped', date_trunc('month', now())::date, 'given_up', 'measured', 'proposed', $2,
       now()
FROM award a WHERE a.stopped_from IS NULL AND NOT a.read_only ORDER BY md5(a.id::text) LIMIT $1
"""


async def make_busy(database: ModuleType, scale: float) -> None:
    """A year's cases, errands, letters and messages, a night's screening and figures, a month drawn up and one paid."""
    from backend import discovery, forecasts, messages
    from backend.staff import Officer, Role

    states = [state for state, many in _STATES.items() for _ in range(many)]
    await database.execute(
        _APPLICATIONS, int(CASES * scale), states, COUNTY, list(_PROGRAMMES), len(_PROGRAMMES)
    )  # fmt: skip
    deeds = ("started", "submitted", "accepted", "returned", "submitted", "confirmed")
    await database.execute(_ENTRIES, [f"applications.{each}" for each in deeds])
    reviewer = await Officer.filter(role=Role.COUNTY_REVIEWER.value).first()
    assert reviewer is not None, "the demo has one"
    await database.execute(_DECISIONS, reviewer.id)
    await database.execute(_LETTERS)
    kinds = ["deliver_message", "collect_papers", "certify_life", "ask_after"]
    await database.execute(_ERRANDS, int(ERRANDS * scale), COUNTY, kinds)
    for last in range(_AT_ONCE, int(MESSAGES * scale) + _AT_ONCE, _AT_ONCE):
        await database.execute(_MESSAGES, last - _AT_ONCE + 1, COUNTY, min(last, int(MESSAGES * scale)))
    await database.execute(_PROVED)
    await database.execute(_CHANNEL_DAYS)
    await database.execute(_CHANGES, int(CHANGES * scale), reviewer.id)
    await discovery.screen(COUNTY)
    await _pay()
    await database.execute("ANALYZE")
    await messages.keep_figures()
    await forecasts.keep_forecasts()


async def _pay() -> None:
    from backend import clock, payouts

    desk = await desk_of_the_county()
    await payouts.draw_up(_DRAWN_UP, clock.today(), desk.payer)
    settled = await payouts.draw_up(_SETTLED, clock.today(), desk.payer)
    await pay_flagged(settled.id, desk.payer)
    await payouts.approve(settled.id, desk.approver)
    await payouts.release(settled.id, desk.releaser)
    file = await payouts.export(settled.id, desk.payer)
    await payouts.read_return_file(settled.id, returned(file.content, clock.today().isoformat()), desk.payer)
