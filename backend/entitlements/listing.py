"""Listing awards: an officer's places, by how they stand; a page at a time."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from backend import clock, database, staff
from backend.entitlements.award_change import BY_CARD
from backend.entitlements.care_agreement import ASKED_FOR
from backend.entitlements.month import month_of
from backend.entitlements.rechecking import recheck_terms
from backend.entitlements.seeing_awards import hidden_from
from backend.places import Scope
from backend.programmes import OF_CHILDREN
from backend.settings import settings
from backend.staff import Officer, Power

PAGE = 50
_UNNAMED = "儿童，不显示姓名"


class Which(StrEnum):
    """Of which awards."""

    RUNNING = "running"
    WAITING = "waiting"
    SUSPENDED = "suspended"
    RECHECK_DUE = "recheck_due"
    CERTIFICATION_DUE = "certification_due"
    UNCERTIFIED = "uncertified"
    AGREEMENT_ENDING = "agreement_ending"
    CARE_AGREEMENT_MISSING = "care_agreement_missing"
    CARD_EXPIRED = "card_expired"
    FUNERAL_OPEN = "funeral_open"
    STOPPED = "stopped"

    @property
    def shown(self) -> str:
        """As the console shows it."""
        return _WHICH[self]


_WHICH = {
    Which.RUNNING: "在享",
    Which.WAITING: "有变动、协议或丧葬费用待确认",
    Which.SUSPENDED: "暂停发放",
    Which.RECHECK_DUE: "复核到期",
    Which.CERTIFICATION_DUE: "30天内要做生存认证",
    Which.UNCERTIFIED: "生存认证已过期",
    Which.AGREEMENT_ENDING: "代领协议快到期或已到期",
    Which.CARE_AGREEMENT_MISSING: "养育协议还没有签好",
    Which.CARD_EXPIRED: "残疾证过期，还没有暂停",
    Which.FUNERAL_OPEN: "特困人员去世，丧葬费用还没有办",
    Which.STOPPED: "已停发",
}
#: For the county: a change that somebody proposed, the agreement on another's account or with a child's guardian, or a
#: funeral to pay for.
# Sets of their own, looked up once: asked of each award in turn, 200 changes took a county's page a second and a half.
_WAITS = """(a.id IN (SELECT award_id FROM award_change WHERE state = 'proposed')
             OR a.id IN (SELECT award_id FROM payee_agreement WHERE state = 'filed')
             OR a.id IN (SELECT award_id FROM care_agreement WHERE state = 'filed')
             OR a.id IN (SELECT tekun_award_id FROM funeral_aid WHERE state = 'proposed'))"""
_CONDITIONS = {
    Which.RUNNING: "stands.runs",
    Which.WAITING: _WAITS,
    Which.SUSPENDED: "stands.runs AND stands.suspended",
    Which.RECHECK_DUE: "stands.runs AND stands.recheck_due",
    Which.CERTIFICATION_DUE: "stands.runs AND a.certification_due_on BETWEEN $9::date AND $9::date + 30",
    Which.UNCERTIFIED: "stands.runs AND a.certification_due_on < $9::date",
    Which.AGREEMENT_ENDING: "stands.runs AND agreement.ends_soon",
    Which.CARE_AGREEMENT_MISSING: f"""stands.runs
        AND a.programme IN ({", ".join(f"'{each}'" for each in ASKED_FOR)})
        AND a.id NOT IN (SELECT award_id FROM care_agreement WHERE state = 'in_force')""",
    Which.CARD_EXPIRED: f"""stands.runs AND a.stopped_from IS NULL AND a.suspended_from IS NULL
        AND a.programme IN ({", ".join(f"'{each}'" for each in BY_CARD)})
        AND EXISTS (SELECT FROM disability_card d WHERE d.resident_id = a.resident_id AND d.valid_to < $9::date)""",
    Which.FUNERAL_OPEN: """a.programme = 'tekun' AND a.stop_reason = 'death' AND NOT EXISTS (
        SELECT FROM funeral_aid f WHERE f.resident_id = a.resident_id AND f.state IN ('proposed', 'given'))
        AND EXISTS (SELECT FROM resident d JOIN parameter q ON q.valid_from <= d.deceased_on
                        AND coalesce(q.valid_to > d.deceased_on, true)
                    WHERE d.id = a.resident_id AND q.key = 'tekun.funeral' AND q.place = a.county || '000000'
                      AND q.superseded_at IS NULL)""",
    Which.STOPPED: "NOT stands.runs",
}

# LEFT, though everybody is on the register: a count asks nothing of them, and reads no 560,000 residents.
_FROM = """
FROM award a LEFT JOIN resident r ON r.id = a.resident_id
LEFT JOIN unnest($6::text[], $7::int[]) AS term (programme, months) ON term.programme = a.programme
LEFT JOIN LATERAL (
    SELECT g.until, g.until <= $9::date + $12::int AS ends_soon FROM payee_agreement g
    WHERE g.resident_id = a.resident_id AND g.state = 'in_force') AS agreement ON true
CROSS JOIN LATERAL (SELECT coalesce(a.recheck_due_on,
    (a.from_month + make_interval(months => term.months))::date) AS due_on) AS recheck
CROSS JOIN LATERAL (SELECT coalesce(a.stopped_from > $4::date, true) AS runs,
                           a.suspended_from <= $4::date AS suspended,
                           recheck.due_on <= $9::date AS recheck_due) AS stands
WHERE a.county = $1 AND a.village LIKE $2 AND a.village LIKE $3 AND NOT a.read_only
  AND ($5 = '' OR a.programme = $5) AND a.programme <> ALL ($11)
"""


@dataclass(frozen=True)
class ListedAward:
    """A line of the list, without a child's name; `fen` None: by age. `recheck_due_on` None: none is asked for.

    `certification_due_on` None: nobody need be seen. `payee_until`: the last day of the agreement by which another's
    account is paid, where there is one.
    """

    id: UUID
    name: str
    village: str
    programme: str
    fen: int | None
    from_month: date
    suspended_from: date | None
    stopped_from: date | None
    recheck_due_on: date | None
    certification_due_on: date | None
    payee_until: date | None
    waiting: bool


async def awards_for(
    officer: Officer, which: Which, *, place: str = "", programme: str = "", after: UUID | None = None
) -> list[ListedAward]:
    """At most 50 awards of the officer's places within `place` (any division's code), after the one named.

    A re-check is due a term after the last one, or after the first month where none is on record. NoSuchPower.
    """
    staff.must_have(officer, Power.SEE_CASES)
    rows = await database.rows(
        f"""SELECT a.id, CASE WHEN a.programme = ANY ($8) THEN $10 ELSE r.name END AS name, a.village, a.programme,
                   a.monthly_fen AS fen, a.from_month, a.suspended_from, a.stopped_from,
                   recheck.due_on AS recheck_due_on, a.certification_due_on, agreement.until AS payee_until,
                   {_WAITS} AS waiting
            {_FROM} AND $8::text[] IS NOT NULL AND $10::text IS NOT NULL
              AND ($13::uuid IS NULL OR a.id > $13) AND {_CONDITIONS[which]}
            ORDER BY a.id LIMIT {PAGE}""",
        *_within(officer, place, programme), after,
    )  # fmt: skip
    return [ListedAward(**row) for row in rows]


async def counts_of_awards(officer: Officer, *which: Which) -> dict[Which, int]:
    """How many of the officer's places stand so, all of them counted in one reading; NoSuchPower."""
    staff.must_have(officer, Power.SEE_CASES)
    counted = ", ".join(f"count(*) FILTER (WHERE {_CONDITIONS[each]})::int AS {each.value}" for each in which)
    row = await database.row(
        f"SELECT {counted} {_FROM} AND $8::text[] IS NOT NULL AND $10::text IS NOT NULL", *_within(officer, "", "")
    )
    return {each: (row or {})[each.value] for each in which}


def _within(officer: Officer, place: str, programme: str) -> tuple[object, ...]:
    """$1 to $12 of `_FROM` and what is selected of it."""
    today = clock.today()
    terms = recheck_terms(today)
    return (
        officer.county, officer.scope.like, Scope(place).like if place else "%", month_of(today), programme,
        list(terms), list(terms.values()), list(OF_CHILDREN), today, _UNNAMED, list(hidden_from(officer)),
        settings().agreement_reminder_days,
    )  # fmt: skip
