"""Phones by village (号码质量): who can be texted, who only called, who only visited."""

from dataclasses import dataclass

from backend import database


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

    @property
    def is_dark(self) -> bool:
        """Whether more than half of the people cannot be reached by any phone."""
        return self.none * 2 > self.people


async def phones_by_village(county: str, village_like: str) -> list[VillagePhones]:
    """Each village with people, the darkest first; a county has a few hundred."""
    found = await database.rows(
        """WITH person AS (SELECT DISTINCT a.resident_id, r.village FROM award a JOIN resident r ON r.id = a.resident_id
                           WHERE a.county = $1 AND r.village LIKE $2 AND a.stopped_from IS NULL
                             AND r.deceased_on IS NULL),
                shared AS (SELECT c.phone_index FROM contact c JOIN resident r ON r.id = c.resident_id
                           WHERE c.county = $1 AND c.owner = 'self' AND c.dead_since IS NULL AND r.deceased_on IS NULL
                           GROUP BY c.phone_index HAVING count(DISTINCT c.resident_id) > 1),
                phones AS (
               SELECT p.village, p.resident_id, count(c.dead_since) AS dead,
                      min(CASE WHEN c.dead_since IS NOT NULL OR c.opted_out_at IS NOT NULL THEN 4
                               WHEN c.kind = 'landline' THEN 3 WHEN c.owner = 'self' AND s.phone_index IS NULL THEN 1
                               ELSE 2 END) AS best,
                      bool_or(c.owner = 'self' AND s.phone_index IS NOT NULL) AS claimed
               FROM person p LEFT JOIN contact c ON c.resident_id = p.resident_id
               LEFT JOIN shared s ON s.phone_index = c.phone_index GROUP BY p.village, p.resident_id)
           SELECT village, count(*) AS people, count(*) FILTER (WHERE best = 1) AS own,
                  count(*) FILTER (WHERE best = 2) AS anothers, count(*) FILTER (WHERE best = 3) AS landline,
                  count(*) FILTER (WHERE coalesce(best, 4) = 4) AS none, sum(dead)::int AS dead,
                  count(*) FILTER (WHERE claimed) AS claimed
           FROM phones GROUP BY village
           ORDER BY count(*) FILTER (WHERE coalesce(best, 4) = 4)::float8 / count(*) DESC, village""",
        county,
        village_like,
    )
    return [VillagePhones(**row) for row in found]
