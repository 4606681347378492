"""Phones by village (号码质量): who can be texted, who only called, who only visited."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend import clock, database
from backend.messages.last_night import stands
from backend.staff import Officer, youngest_shown


@dataclass(frozen=True)
class VillagePhones:
    """People of one village with a running award, by the best phone that works; `dead` numbers are to be put right."""

    village: str
    people: int
    own: int
    anothers: int
    landline: int
    none: int
    dead: int
    claimed: int  #: people whose number another person calls theirs, too: only a word is left there
    doubted: int  #: people who were asked twice in vain whether the number is still theirs: the same

    @property
    def is_dark(self) -> bool:
        """Whether more than half of the people cannot be reached by any phone."""
        return self.none * 2 > self.people


# Contacts, and who else has a number, are looked up along the indexes, person by person: left to itself the planner
# reads every contact of the county for a township, too, and after some visits may read them once for each person.
_PHONES = """
WITH person AS MATERIALIZED (
    SELECT DISTINCT a.resident_id, r.village FROM award a JOIN resident r ON r.id = a.resident_id
    WHERE a.county = $1 AND r.village LIKE $2 AND a.stopped_from IS NULL AND r.deceased_on IS NULL
), phone AS MATERIALIZED (
    SELECT p.village, p.resident_id, c.* FROM person p LEFT JOIN LATERAL (
        SELECT c.phone_index, c.owner, c.kind, c.opted_out_at, c.dead_since, c.doubted_since FROM contact c
        WHERE c.resident_id = p.resident_id OFFSET 0) AS c ON true
), shared AS MATERIALIZED (
    SELECT t.phone_index FROM (SELECT DISTINCT phone_index FROM phone WHERE owner = 'self') AS t
    CROSS JOIN LATERAL (
        SELECT count(*) AS many FROM contact o
        WHERE o.phone_index = t.phone_index AND o.owner = 'self' AND o.dead_since IS NULL
          AND EXISTS (SELECT FROM resident r WHERE r.id = o.resident_id AND r.deceased_on IS NULL OFFSET 0)) AS o
    WHERE o.many > 1
), best AS (
    SELECT p.village, p.resident_id, count(p.dead_since) AS dead,
           min(CASE WHEN p.dead_since IS NOT NULL OR p.opted_out_at IS NOT NULL OR p.owner IS NULL THEN 4
                    WHEN p.kind = 'landline' THEN 3
                    WHEN p.owner = 'self' AND s.phone_index IS NULL AND p.doubted_since IS NULL THEN 1
                    ELSE 2 END) AS best,
           bool_or(p.doubted_since IS NOT NULL AND p.dead_since IS NULL) AS doubted,
           bool_or(p.owner = 'self' AND s.phone_index IS NOT NULL) AS claimed
    FROM phone p LEFT JOIN shared s ON s.phone_index = p.phone_index GROUP BY p.village, p.resident_id
)
SELECT village, count(*) AS people, count(*) FILTER (WHERE best = 1) AS own,
       count(*) FILTER (WHERE best = 2) AS anothers, count(*) FILTER (WHERE best = 3) AS landline,
       count(*) FILTER (WHERE best = 4) AS none, sum(dead)::int AS dead,
       count(*) FILTER (WHERE claimed) AS claimed, count(*) FILTER (WHERE doubted) AS doubted
FROM best GROUP BY village
"""
_DARKEST_FIRST = "ORDER BY none::float8 / people DESC, village"
_KEPT = "village, people, own, anothers, landline, none, dead, claimed, doubted"


async def phones_by_village(officer: Officer) -> tuple[list[VillagePhones], datetime | None]:
    """Each of the officer's villages with people, the darkest first; and of when that is, None for now.

    A township is counted now. A county takes seconds, so it is counted by night (`keep_phones`), and now only where the
    last night has no count.
    """
    if officer.scope.prefix == officer.county:
        kept = await database.rows(
            f"SELECT {_KEPT}, counted_at FROM village_phones WHERE county = $1 {_DARKEST_FIRST}", officer.county
        )
        counted_at = [each.pop("counted_at") for each in kept]
        if counted_at and stands(counted_at[0]):
            return [VillagePhones(**each) for each in kept], counted_at[0]
    found = await database.rows(
        f"SELECT * FROM ({_PHONES}) AS counted {_DARKEST_FIRST}", officer.county, officer.scope.like
    )
    return [VillagePhones(**each) for each in found], None


async def keep_phones(county: str) -> int:
    """Count a county anew, in place of the night before; how many villages. For the timetable."""
    async with database.transaction():
        await database.execute("SET LOCAL work_mem = '64MB'")  # a county's people and contacts, nothing on the disk
        await database.execute("DELETE FROM village_phones WHERE county = $1", county)
        return await database.execute(
            f"""INSERT INTO village_phones (county, {_KEPT}, counted_at)
                SELECT $1::text, {_KEPT}, $3 FROM ({_PHONES}) AS counted""",
            county, f"{county}%", clock.now(),
        )  # fmt: skip


@dataclass(frozen=True)
class DeadLine:
    """A cadre or payee whose number reaches nobody, or is `doubted`: asked about twice in vain. `award_id` of the
    payee's agreement, None for a cadre."""

    name: str
    village: str
    award_id: UUID | None
    doubted: bool


_DEAD_LINES = """
WITH d AS (
    SELECT county, phone_index, false AS doubted FROM dead_number
    UNION ALL SELECT county, phone_index, true FROM number_beside WHERE doubted_since IS NOT NULL)
SELECT c.name, min(v.village) AS village, NULL::uuid AS award_id, bool_and(d.doubted) AS doubted FROM d
JOIN cadre c USING (county, phone_index) JOIN cadre_village v ON v.cadre_id = c.id
WHERE d.county = $1 AND v.village LIKE $2 AND c.left_on IS NULL GROUP BY c.id, c.name
UNION ALL
SELECT p.holder_name, r.village, p.award_id, bool_and(d.doubted) FROM d
JOIN payee_agreement p USING (county, phone_index) JOIN resident r ON r.id = p.resident_id
WHERE d.county = $1 AND r.village LIKE $2 AND p.state = 'in_force' AND r.birth_date <= $3
GROUP BY p.id, p.holder_name, r.village, p.award_id
ORDER BY village, name LIMIT 200
"""


async def dead_lines(officer: Officer) -> list[DeadLine]:
    """Cadres and payees of the officer's places whose number is to be put right: it is out of use, or in doubt. At
    most 200; a child's payee only for who handles children's affairs."""
    terms = officer.county, officer.scope.like, youngest_shown(officer)
    return [DeadLine(**row) for row in await database.rows(_DEAD_LINES, *terms)]
