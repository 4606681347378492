"""Own letters (我的告知书): what was decided in writing, read in the mini program by the person and who helps them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from backend import applications, clock, database, programmes
from backend.applications import Application
from backend.entitlements import Award
from backend.journal import By, Signature
from backend.letters.decision_letter import DecisionLetter, Way
from backend.letters.delivering import record_delivery
from backend.letters.reading import NoSuchLetter, letter_of
from backend.residents import Resident

OWN_LETTERS = 30

# Of the person and of their wards; of the children at home; of the cases in which the asker holds a mandate today.
_ABOUT = """
SELECT l.id, l.facts, l.drawn_up_at, l.delivered_at, a.programme, l.resident_id = $1 AS own,
       l.application_id IS NOT NULL AND EXISTS (SELECT FROM decision_letter newer
              WHERE newer.application_id = l.application_id AND newer.id > l.id) AS replaced
FROM decision_letter l
LEFT JOIN award w ON w.id = l.award_id
LEFT JOIN application c ON c.id = coalesce(l.application_id, w.application_id)
CROSS JOIN LATERAL (SELECT coalesce(w.programme, c.programme) AS programme) a
WHERE l.id IN (
    SELECT id FROM decision_letter WHERE resident_id = $1
    UNION ALL
    SELECT o.id FROM guardianship g JOIN decision_letter o ON o.resident_id = g.resident_id
    WHERE g.guardian_id = $1 AND g.ended_at IS NULL
    UNION ALL
    SELECT o.id FROM resident child JOIN decision_letter o ON o.resident_id = child.id
    LEFT JOIN award ow ON ow.id = o.award_id LEFT JOIN application oc ON oc.id = o.application_id
    WHERE child.household_id = $2
      AND (coalesce(ow.programme, oc.programme) = ANY ($3) OR child.birth_date > $6::date - interval '18 years')
    UNION ALL
    SELECT o.id FROM mandate m LEFT JOIN award ow ON ow.application_id = m.application_id
    JOIN decision_letter o ON o.application_id = m.application_id OR o.award_id = ow.id
    WHERE (m.agent_kind, m.agent_id) IN (SELECT * FROM unnest($4::text[], $5::uuid[]))
      AND m.revoked_at IS NULL AND m.expires_on >= $6
  )
  AND ($7::uuid IS NULL OR l.id < $7)
ORDER BY l.id DESC LIMIT $8
"""


@dataclass(frozen=True)
class OwnLetter:
    """`heading` says in one plain sentence what was decided, to the person or of them; `replaced` by a later letter;
    `appeal`: until when, empty while the letter has not reached the person.
    """

    id: UUID
    title: str
    heading: str
    programme_title: str
    person_name: str
    own: bool
    written_on: date
    replaced: bool
    delivered: bool
    appeal: str


async def letters_about(
    hands: Sequence[Signature], resident: Resident | None, after: UUID | None = None
) -> list[OwnLetter]:
    """At most 30, the newest first, older than `after`: one's own, one's wards', and where one helps.

    `hands` are those of the one account that asks, as a resident and as a cadre.
    """
    grown = resident is not None and applications.is_adult(resident)
    found = await database.rows(
        _ABOUT,
        resident.id if resident else None,
        resident.household_id if resident and grown else None,
        list(programmes.OF_CHILDREN),
        [each.kind.value for each in hands], [each.id for each in hands], clock.today(), after, OWN_LETTERS,
    )  # fmt: skip
    return [_own(each) for each in found]


async def open_letter(letter_id: UUID, hands: Sequence[Signature]) -> DecisionLetter:
    """One letter of that list. Opened by the person, or who hears in their stead, it has been delivered.

    A helper reads it, and it is not delivered by that: a letter in an agent's hand has not reached the person.
    NoSuchLetter to everybody else.
    """
    letter = await DecisionLetter.get_or_none(id=letter_id)
    if letter is None:
        raise NoSuchLetter
    case, programme = await _told_of(letter)
    for by in hands:
        if by == Signature(By.RESIDENT, letter.resident_id) or await applications.hears_as_guardian(
            letter.resident_id, programme, by
        ):
            reader = await Resident.get(id=by.id)
            await record_delivery(letter, Way.SMS_LINK, clock.now(), by, receiver=reader.name)
            return letter
    mandate = await applications.mandate_of(case) if case else None
    if mandate is None or mandate.agent not in hands or not mandate.in_force_on(clock.today()):
        raise NoSuchLetter
    return letter


async def open_letter_of_case(application_id: UUID, hands: Sequence[Signature]) -> DecisionLetter:
    """The case's latest; as `open_letter`."""
    letter = await letter_of(application_id)
    if letter is None:
        raise NoSuchLetter
    return await open_letter(letter.id, hands)


async def _told_of(letter: DecisionLetter) -> tuple[UUID | None, str]:
    """The case that it goes back to, where there is one, and the programme."""
    if letter.award_id is None:
        case = await Application.get(id=letter.application_id)
        return case.id, case.programme
    award = await Award.get(id=letter.award_id)
    return award.application_id, award.programme


def _own(row: dict[str, Any]) -> OwnLetter:
    facts, delivered_at = json.loads(row["facts"]), row["delivered_at"]
    told_on = clock.in_county_time(delivered_at).date() if delivered_at else None
    who = "您" if row["own"] else facts["name"]
    return OwnLetter(
        id=row["id"], title=facts.get("title", "告知书"), heading=heading_of(facts, who),
        programme_title=facts["programme"], person_name=facts["name"], own=bool(row["own"]),
        written_on=clock.in_county_time(row["drawn_up_at"]).date(), replaced=row["replaced"],
        delivered=told_on is not None, appeal=applications.appeal_from(told_on).sentence if told_on else "",
    )  # fmt: skip


def heading_of(facts: dict[str, Any], who: str) -> str:
    """「您的农村低保从2026年4月起停发。」 `facts` are the letter's own words."""
    benefit, amended, grant = facts["programme"], facts.get("amended"), facts.get("grant") or {}
    if facts.get("changed"):
        return f"{who}的{benefit}{facts['changed']}。"
    if amended:
        return f"{who}申请{benefit}的决定更正了：{amended['becomes']}。"
    if not facts["favourable"]:
        return f"{who}申请的{benefit}没有通过，理由和不同意怎么办都写在里面。"
    if grant.get("once"):
        return f"{who}申请的{benefit}批准了，一次性发{grant['amount']}元。"
    if grant:
        each = f"，每月{grant['amount']}元" if grant.get("amount") else ""
        return f"{who}申请的{benefit}通过了，从{grant['from_month']}起发放{each}。"
    return f"{who}申请的{benefit}通过了。"
