"""Audience: everyone of a place, or whoever receives a benefit there, and in whose stead a guardian hears."""

from dataclasses import dataclass
from uuid import UUID

from backend import clock, database
from backend.places import Scope


@dataclass(frozen=True)
class Audience:
    """Who is meant; `programme` None: whoever lives there. Children are told of nothing by this way."""

    county: str
    place: str
    programme: str | None
    from_age: int

    @property
    def terms(self) -> tuple[object, ...]:
        """What MEANT takes as $1 to $5."""
        return self.county, Scope(self.place).like, clock.today(), self.programme, self.from_age


MEANT = """r.county = $1 AND r.village LIKE $2 AND r.deceased_on IS NULL
        AND r.birth_date <= ($3::date - make_interval(years => $5))
        AND ($4::text IS NULL OR EXISTS (SELECT 1 FROM award a WHERE a.resident_id = r.id AND a.programme = $4
                                         AND a.stopped_from IS NULL))"""


async def next_people(audience: Audience, after: UUID | None, limit: int) -> list[tuple[UUID, str]]:
    """The next of the audience in order of id, with their villages."""
    found = await database.rows(
        f"""SELECT r.id, r.village FROM resident r WHERE {MEANT} AND ($6::uuid IS NULL OR r.id > $6)
            ORDER BY r.id LIMIT $7""",
        *audience.terms, after, limit,
    )  # fmt: skip
    return [(each["id"], each["village"]) for each in found]
