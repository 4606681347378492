"""Given up (不再等的离线办理): what was done without a signal and never sent whole, for the cadre and the officers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from backend import clock, database
from backend.errands import Errand
from backend.fieldwork.giving_up import DAYS_WAITED, TITLES
from backend.fieldwork.waiting import lacking_words
from backend.journal import Deed
from backend.staff import Cadre, Officer, Power, must_have, youngest_shown

GIVEN_UP_A_PAGE = 50
_NAMELESS_FOR = timedelta(days=60)  # what is whose nobody can find out: no errand ends it

# Whose it is and what it waited for stands in the journal: the item itself keeps nothing. The errand that asked for the
# rest names the cadre, the person and a month.
_FROM = """
FROM field_item f JOIN cadre c ON c.id = f.cadre_id
CROSS JOIN LATERAL (SELECT j.resident_id, ARRAY(SELECT jsonb_array_elements_text(j.facts -> 'waited_for')) AS waited_for
                    FROM journal_entry j WHERE j.subject_id = f.id AND j.deed = $1 ORDER BY j.id DESC LIMIT 1) AS told
LEFT JOIN resident r ON r.id = told.resident_id
LEFT JOIN LATERAL (SELECT e.id, e.due_on, e.outcome FROM errand e
                   WHERE e.resident_id = r.id AND e.raised_at < f.finished_at
                     AND e.because LIKE 'field_items:' || replace(f.cadre_id::text, '-', '') || ':%'
                   ORDER BY e.raised_at DESC LIMIT 1) AS asked ON true
"""
_SELECT = """
SELECT f.id, f.item_id, f.kind, f.captured_at, f.finished_at AS given_up_at, c.name AS cadre_name, told.waited_for,
       asked.id AS errand_id, asked.due_on, asked.outcome
"""
# What names nobody is for the officers of the cadre's villages.
_OF_THE_PLACE = """
WHERE f.county = $2 AND f.state = 'given_up'
  AND CASE WHEN r.id IS NULL
           THEN EXISTS (SELECT FROM cadre_village v WHERE v.cadre_id = f.cadre_id AND v.village LIKE $3)
           ELSE r.village LIKE $3 AND r.birth_date <= $4 END
"""
_GIVEN_UP = f"""
{_SELECT}, r.name AS person_name,
       coalesce(r.village, (SELECT min(v.village) FROM cadre_village v
                            WHERE v.cadre_id = f.cadre_id AND v.village LIKE $3)) AS village
{_FROM} {_OF_THE_PLACE} AND ($5::uuid IS NULL OR f.id < $5) ORDER BY f.id DESC LIMIT {GIVEN_UP_A_PAGE}
"""
# Until somebody has seen to it: whose errand has ended was asked and answered.
_OPEN = "CASE WHEN asked.id IS NULL THEN f.finished_at > {since} ELSE asked.outcome IS NULL END"
_HOW_MANY = f"SELECT count(*)::int AS number {_FROM} {_OF_THE_PLACE} AND {_OPEN.format(since='$5')}"
_OF_A_CADRE = f"""
{_SELECT}, served.name AS person_name, coalesce(served.village, '') AS village
{_FROM} LEFT JOIN resident served ON served.id = r.id AND EXISTS (
    SELECT FROM cadre_village v WHERE v.cadre_id = f.cadre_id AND v.village = r.village)
WHERE f.cadre_id = $2 AND f.state = 'given_up' AND {_OPEN.format(since="$3")} ORDER BY f.id
"""


@dataclass(frozen=True)
class GivenUp:
    """One item; `person_name` None where it named nobody whom we know, and then there is no errand either.

    `item_id` is the phone's; `outcome` of the errand that asked for the rest, as staff read it; blank while it is open.
    """

    id: UUID
    item_id: UUID
    kind: str
    captured_at: datetime
    given_up_at: datetime
    cadre_name: str
    waited_for: Sequence[str]
    person_name: str | None
    village: str
    errand_id: UUID | None
    due_on: date | None
    outcome: str

    @property
    def kind_title(self) -> str:
        """What it was to be."""
        return TITLES[self.kind]

    @property
    def lacking(self) -> str:
        """What never came, such as 「1张照片」."""
        return lacking_words(self.waited_for)

    @property
    def sentence(self) -> str:
        """What the cadre reads: what, why, and what to do."""
        done = clock.in_county_time(self.captured_at)
        why = f"还缺{self.lacking}" if self.waited_for else "没有办成"
        then = "，再把这个人的「帮忙补材料」任务办结" if self.errand_id else ""
        return (
            f"{done.month}月{done.day}日办的{self.kind_title}等了{DAYS_WAITED}天，{why}，系统已不再等，这一项等于没有办。"
            f"手机上还有的请重新同步，没有的请重新办理{then}。"
        )


async def given_up_for(officer: Officer, after: UUID | None = None) -> list[GivenUp]:
    """At most GIVEN_UP_A_PAGE of the officer's places that were not sent again, newest first, older than `after`.

    Names are in full in the officer's own places (policy §14.4). Refuses with NoSuchPower.
    """
    must_have(officer, Power.SEE_CASES)
    return [_given_up(each) for each in await database.rows(_GIVEN_UP, *_within(officer), after)]


async def how_many_given_up(officer: Officer) -> int:
    """How many of them nobody has seen to: the errand is open, or it is new and named nobody. NoSuchPower."""
    must_have(officer, Power.SEE_CASES)
    (found,) = await database.rows(_HOW_MANY, *_within(officer), clock.now() - _NAMELESS_FOR)
    return int(found["number"])


async def given_up_items(cadre: Cadre) -> list[GivenUp]:
    """What of a cadre's was given up, has not been sent again and nobody has seen to, oldest first."""
    since = clock.now() - _NAMELESS_FOR
    return [
        _given_up(each) for each in await database.rows(_OF_A_CADRE, Deed.FIELD_ITEM_GIVEN_UP.value, cadre.id, since)
    ]


def _within(officer: Officer) -> tuple[object, ...]:
    """$1 to $4 of `_FROM` and `_OF_THE_PLACE`."""
    return Deed.FIELD_ITEM_GIVEN_UP.value, officer.county, officer.scope.like, youngest_shown(officer)


def _given_up(found: dict[str, Any]) -> GivenUp:
    return GivenUp(**{**found, "outcome": Errand(outcome=found["outcome"]).outcome_shown})
