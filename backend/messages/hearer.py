"""Hearer (告知对象): who of those that hear of an entry a notice went to, in words, and on whose phone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from backend import clock, database, sealing
from backend.applications import Mandate
from backend.entitlements import FuneralAid, PayeeAgreement
from backend.journal import Entry
from backend.messages.notice import Notice
from backend.privacy import masked_phone
from backend.residents import PHONE, Guardianship, Outsider, PhoneOwner, Resident, is_of_age
from backend.staff import Cadre

# A contact or an account may be gone by now, or another's: then nobody can say whose it was.
_ROUTES = """
SELECT m.id, m.address_sealed, m.provider_id, c.owner, r.id AS owner_id, r.name AS owner_name
FROM every_message m LEFT JOIN contact c ON c.id = m.route_id LEFT JOIN wechat_account w ON w.id = m.route_id
LEFT JOIN resident r ON r.id = coalesce(c.resident_id, w.resident_id)
WHERE m.id = ANY ($1)
"""


@dataclass(frozen=True)
class Line:
    """Which phone or account a notice went to: `whose` in words, `phone` masked, blank for a card or once forgotten.

    `receipt` is the number by which the provider finds its record of it.
    """

    whose: str
    phone: str
    receipt: str | None


async def who_heard(kind: str, recipient_id: UUID, person: Resident, entry: Entry) -> str:
    """Whom notices of that kind were for, such as 「代办人王建军（儿子）」."""
    if kind == "helper":
        return await _helper(recipient_id, person)
    if kind == "payee":
        agreement = await PayeeAgreement.get_or_none(id=recipient_id)
        if agreement is not None:
            return f"代领人{agreement.holder_name}（{agreement.relation}）"
        funeral = await FuneralAid.get_or_none(id=recipient_id)
        return f"料理后事的{funeral.payee_name}" if funeral else "代领人"
    if kind == "cadre":
        cadre = await Cadre.get_or_none(id=recipient_id)
        return f"村干部{cadre.name}" if cadre else "村干部"
    if not is_of_age(person.birth_date, clock.in_county_time(entry.at).date()):
        return f"{person.name}的家长"
    held = await Guardianship.filter(resident_id=person.id, recorded_at__lte=entry.at)
    stood = any(each.ended_at is None or each.ended_at > entry.at for each in held)
    return f"{person.name}的监护人" if stood else f"本人{person.name}"


async def lines_of(notices: Sequence[Notice], person: Resident) -> dict[UUID, Line]:
    """By notice, where it went."""
    routes = await database.rows(_ROUTES, [each.id for each in notices])
    by_id = {each["id"]: each for each in routes}
    return {each.id: _line(each, by_id[each.id], person) for each in notices}


async def _helper(agent_id: UUID, person: Resident) -> str:
    mandate = await Mandate.filter(principal_id=person.id, agent_id=agent_id).order_by("-given_at").first()
    agent = (
        await Resident.get_or_none(id=agent_id)
        or await Cadre.get_or_none(id=agent_id)
        or await Outsider.get_or_none(id=agent_id)
    )
    relation = f"（{mandate.relation}）" if mandate else ""
    return f"代办人{agent.name if agent else ''}{relation}"


def _line(notice: Notice, route: dict[str, Any], person: Resident) -> Line:
    sealed = bytes(route["address_sealed"])
    phone = masked_phone(sealing.unseal(sealed, PHONE)) if notice.channel.by_phone and sealed else ""
    return Line(_whose(notice, route, person), phone, route["provider_id"])


def _whose(notice: Notice, route: dict[str, Any], person: Resident) -> str:
    fixed = {"helper": "代办人的", "payee": "收款人登记的", "cadre": "村干部的"}.get(notice.recipient_kind)
    if fixed is not None:
        return fixed
    if route["owner_id"] not in (None, person.id):
        return f"{route['owner_name']}的"
    if notice.own_phone:
        return "本人的"
    return f"{PhoneOwner(route['owner']).shown}代转的" if route["owner"] not in (None, "self") else "家里的"
