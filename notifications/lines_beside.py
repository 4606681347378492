"""Lines beside: the phones of payees and cadres as such, where one of them is asked about its own number."""

from collections.abc import Iterable
from uuid import UUID

from backend.entitlements import PayeeAgreement
from backend.journal import Entry
from backend.staff import Cadre
from notifications.message import ChannelName, RecipientKind
from notifications.route import Recipient, Route, to_cadre


async def lines_beside(entries: Iterable[Entry]) -> dict[UUID, Recipient]:
    """By what the entry is about, an agreement or a cadre; by text alone, and nobody whose number is gone by now."""
    about: dict[str, list[UUID]] = {"payee_agreement": [], "cadre": []}
    for entry in entries:
        about.get(entry.subject_kind, []).append(entry.subject_id)
    found: dict[UUID, Recipient] = {}
    if about["payee_agreement"]:
        for each in await PayeeAgreement.filter(id__in=about["payee_agreement"], state="in_force"):
            if each.phone_sealed is not None and each.phone_index is not None:
                way = Route(ChannelName.SMS, each.id, bytes(each.phone_sealed), bytes(each.phone_index))
                found[each.id] = Recipient(RecipientKind.PAYEE, each.id, each.holder_name, [way])
    if about["cadre"]:
        for cadre in await Cadre.filter(id__in=about["cadre"], left_on=None):
            found[cadre.id] = Recipient(RecipientKind.CADRE, cadre.id, cadre.name, [to_cadre(cadre)])
    return found
