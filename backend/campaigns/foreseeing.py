"""Foreseeing: how many people a campaign reaches by which way, at whose door it must be said, and what it costs.

The ways are those that outreach would try, worked out from the register by one statement; a test of outreach holds
both beside each other.
"""

from dataclasses import dataclass, field

from backend import clock, database, programmes
from backend.campaigns.audience import MEANT, Audience
from backend.messages import parts_of

_MOST_CALLS = 3  # as often as outreach rings one phone for one thing


@dataclass(frozen=True)
class Foreseen:
    """How many people, of whom so many by text and by call first; `without` have no number that may be used, and
    `doors` says how many of these live in which village. `by_guardian` hear through a guardian.

    `cost_fen` is what texts and calls cost by the county's prices, were each person tried once; `most_fen` were every
    way of each tried, each phone rung three times. None where no prices are set.
    """

    people: int
    texts: int
    calls: int
    without: int
    by_guardian: int
    parts: int
    cost_fen: int | None
    most_fen: int | None
    doors: dict[str, int] = field(default_factory=dict)


# Who is spoken to: the person, or the guardian whom a court's finding put in their stead, and after the guardian
# whoever picks up at the ward's. `own`: whether a phone of theirs may be surely the hearer's.
# A phone that two people call their own is a shared one, and one in doubt is as if it were another's. Of each, a text
# where it is a mobile that takes texts, a call where the hearer understands it or somebody else picks up; the more
# useful first. Who neither reads nor understands Putonghua is told by a person.
# $6: another's phone will do, as for a warning. $7: the county has a voice service.
_WAYS = f"""
WITH meant AS (SELECT r.id, r.village, w.id IS NOT NULL AS ward, w.guardian_id FROM resident r
               LEFT JOIN guardianship w ON w.resident_id = r.id AND w.ended_at IS NULL WHERE {MEANT}),
hearer AS (
    SELECT id AS person, id AS hearer, 0 AS turn, true AS own FROM meant WHERE NOT ward
    UNION ALL SELECT id, guardian_id, 0, true FROM meant WHERE guardian_id IS NOT NULL
    UNION ALL SELECT id, id, 1, false FROM meant WHERE ward),
shared AS (
    SELECT c.phone_index FROM contact c JOIN resident r ON r.id = c.resident_id AND r.deceased_on IS NULL
    WHERE c.county = $1 AND c.owner = 'self' AND c.dead_since IS NULL
    GROUP BY c.phone_index HAVING count(DISTINCT c.resident_id) > 1),
phone AS (
    SELECT h.person, h.turn, NOT o.own AS anothers, c.priority, c.id, l.can_read OR NOT o.own AS text_first,
           c.kind = 'mobile' AND c.sms_ok AND (h.own AND o.theirs OR $6) AS text,
           (h.own AND o.theirs OR $6) AND $7
           AND (NOT o.theirs OR l.understands = 'putonghua' AND NOT EXISTS (
                SELECT FROM disability_card d WHERE d.resident_id = l.id AND d.disability_class = '2')) AS call
    FROM hearer h JOIN resident l ON l.id = h.hearer AND l.deceased_on IS NULL
    JOIN contact c ON c.resident_id = l.id AND c.dead_since IS NULL AND c.opted_out_at IS NULL
    LEFT JOIN shared s ON s.phone_index = c.phone_index,
    LATERAL (SELECT c.owner = 'self' AND s.phone_index IS NULL AND c.doubted_since IS NULL AS own) AS sure,
    LATERAL (SELECT sure.own, sure.own AND c.kind = 'mobile' AS theirs) AS o
    WHERE l.can_read OR l.understands = 'putonghua' OR NOT o.theirs),
way AS (
    SELECT person, count(*) FILTER (WHERE text) AS texts, count(*) FILTER (WHERE call) AS calls,
           (array_agg(CASE WHEN text AND (text_first OR NOT call) THEN 'text' ELSE 'call' END
                      ORDER BY turn, anothers, priority, id))[1] AS first
    FROM phone WHERE text OR call GROUP BY person)
SELECT m.village, count(*) AS people, count(*) FILTER (WHERE m.ward) AS by_guardian,
       count(*) FILTER (WHERE w.first = 'text') AS texts, count(*) FILTER (WHERE w.first = 'call') AS calls,
       coalesce(sum(w.texts), 0)::bigint AS all_texts, coalesce(sum(w.calls), 0)::bigint AS all_calls
FROM meant m LEFT JOIN way w ON w.person = m.id GROUP BY m.village ORDER BY m.village
"""
# What outreach says by voice it puts on file at its start; before its first start nobody knows.
_VOICE = """SELECT NOT EXISTS (SELECT FROM template_on_file)
                   OR EXISTS (SELECT FROM template_on_file WHERE channel = 'voice') AS calls"""


async def foresee(audience: Audience, text: str, *, anybodys_phone: bool) -> Foreseen:
    """What telling them comes to. `text` is the whole text as it goes out, with the longest name and the signature."""
    voice = await database.row(_VOICE)
    villages = await database.rows(_WAYS, *audience.terms, anybodys_phone, bool(voice and voice["calls"]))
    total = {key: sum(each[key] for each in villages) for key in _COUNTED}
    parts, people, texts, calls = parts_of(text), total["people"], total["texts"], total["calls"]
    without = {each["village"]: each["people"] - each["texts"] - each["calls"] for each in villages}
    return Foreseen(
        people, texts, calls, people - texts - calls, total["by_guardian"], parts,
        await _cost(audience.county, texts * parts, calls),
        await _cost(audience.county, total["all_texts"] * parts, total["all_calls"] * _MOST_CALLS),
        {village: number for village, number in without.items() if number},
    )  # fmt: skip


_COUNTED = ("people", "by_guardian", "texts", "calls", "all_texts", "all_calls")


async def _cost(county: str, parts: int, calls: int) -> int | None:
    """Fen, rounded up; None without prices."""
    prices = await programmes.parameters_on(county, clock.today())
    a_text, a_call = prices.get("outreach.thousand_texts_fen"), prices.get("outreach.thousand_calls_fen")
    if not isinstance(a_text, int) or not isinstance(a_call, int):
        return None
    return -(-(parts * a_text + calls * a_call) // 1000)
