"""Audience: everyone of a place, or whoever receives a benefit there; how many, by which way, at what cost."""

from dataclasses import dataclass
from uuid import UUID

from backend import clock, database, programmes
from backend.places import Scope

_FIRST_PART, _FURTHER_PARTS = 70, 67  # characters of a text in one part, and of each part of a longer one


@dataclass(frozen=True)
class Audience:
    """Who is meant; `programme` None: whoever lives there. Children are told of nothing by this way."""

    county: str
    place: str
    programme: str | None
    from_age: int


@dataclass(frozen=True)
class Foreseen:
    """How many people, of whom so many by text and by call first; `without` have no number that may be used.

    `cost_fen` is what texts and calls cost by the county's prices, were each tried once; None where none are set.
    """

    people: int
    texts: int
    calls: int
    without: int
    parts: int
    cost_fen: int | None


# A landline rings, and whoever cannot read is called, unless the call would not be understood. Opted out, dead and lost
# numbers are no way.
# `$5`: whether another's phone will do, as for a warning.
_COUNT = """
SELECT count(*) AS people, count(*) FILTER (WHERE way = 'text') AS texts, count(*) FILTER (WHERE way = 'call') AS calls
FROM (SELECT (SELECT CASE WHEN c.kind = 'mobile' AND c.sms_ok AND (r.can_read OR c.owner <> 'self') THEN 'text'
                     ELSE 'call' END
              FROM contact c WHERE c.resident_id = r.id AND c.dead_since IS NULL AND c.opted_out_at IS NULL
                AND (c.owner = 'self' AND c.kind = 'mobile' OR $5)
                AND (c.owner <> 'self' OR c.kind <> 'mobile' OR r.can_read OR r.understands = 'putonghua')
              ORDER BY c.owner <> 'self', c.priority, c.id LIMIT 1) AS way
      FROM resident r WHERE {audience}) AS each
"""
_AUDIENCE = """r.county = $1 AND r.village LIKE $2 AND r.deceased_on IS NULL
        AND r.birth_date <= ($3::date - make_interval(years => $6))
        AND ($4::text IS NULL OR EXISTS (SELECT 1 FROM award a WHERE a.resident_id = r.id AND a.programme = $4
                                         AND a.stopped_from IS NULL))"""


async def foresee(audience: Audience, text: str, *, anybodys_phone: bool) -> Foreseen:
    """What telling them costs. `text` is the whole text as it goes out, with the longest name and the signature."""
    counted = await database.row(
        _COUNT.format(audience=_AUDIENCE), audience.county, Scope(audience.place).like, clock.today(),
        audience.programme, anybodys_phone, audience.from_age,
    )  # fmt: skip
    assert counted is not None
    parts, people, texts, calls = parts_of(text), counted["people"], counted["texts"], counted["calls"]
    prices = await programmes.parameters_on(audience.county, clock.today())
    a_text, a_call = prices.get("outreach.thousand_texts_fen"), prices.get("outreach.thousand_calls_fen")
    cost = None
    if isinstance(a_text, int) and isinstance(a_call, int):
        cost = -(-(texts * parts * a_text + calls * a_call) // 1000)
    return Foreseen(people, texts, calls, people - texts - calls, parts, cost)


def parts_of(text: str) -> int:
    """How many parts a text is charged as."""
    return 1 if len(text) <= _FIRST_PART else -(-len(text) // _FURTHER_PARTS)


async def next_people(audience: Audience, after: UUID | None, limit: int) -> list[tuple[UUID, str]]:
    """The next of the audience in order of id, with their villages."""
    found = await database.rows(
        f"""SELECT r.id, r.village FROM resident r WHERE {_AUDIENCE} AND ($5::uuid IS NULL OR r.id > $5)
            ORDER BY r.id LIMIT $7""",
        audience.county, Scope(audience.place).like, clock.today(), audience.programme, after, audience.from_age, limit,
    )  # fmt: skip
    return [(each["id"], each["village"]) for each in found]
