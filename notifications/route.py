"""Route: one way to one recipient, and which ways a phone on file offers."""

from dataclasses import dataclass
from uuid import UUID

from backend.residents import Contact, ContactKind, Outsider, call_problem, phone_problem
from backend.staff import Cadre, Officer
from notifications.message import ChannelName, RecipientKind
from notifications.settings import settings


@dataclass(frozen=True, slots=True)
class Route:
    """One way to one recipient."""

    channel: ChannelName
    route_id: UUID
    address_sealed: bytes
    address_index: bytes
    own_phone: bool = True
    opens_link: bool = False  #: whether a short link in the text leads its reader anywhere


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is told, and the ways to them, the best first; without any, someone must go to the door."""

    kind: RecipientKind
    id: UUID
    name: str
    routes: list[Route]


def to_officer(officer: Officer) -> Route | None:
    """A work phone is whose the staff file says, or the officer proved by a code; None where none is on file."""
    if officer.phone_sealed is None or officer.phone_index is None:
        return None
    return Route(ChannelName.SMS, officer.id, bytes(officer.phone_sealed), bytes(officer.phone_index))


def to_cadre(cadre: Cadre) -> Route:
    """A cadre's phone is theirs: the township registered it."""
    return Route(ChannelName.SMS, cadre.id, bytes(cadre.phone_sealed), bytes(cadre.phone_index))


def to_outsider(helper: Outsider) -> Route:
    """The phone that a mandate names; surely theirs once `bound_at` says that they proved it."""
    return Route(ChannelName.SMS, helper.id, bytes(helper.phone_sealed), bytes(helper.phone_index))


def ways(contact: Contact, *, own: bool, reads: bool, hears: bool, understands: bool) -> list[Route]:
    """`own`: whether the phone is surely theirs alone.

    By text and by call, whichever is of more use there first. Whoever is at home may answer a landline; the own
    phone of somebody who does not hear rings for nobody. Who neither reads nor understands Putonghua is told by a
    person: a call or a text on their own phone would look as if it had reached them."""
    sealed, index = bytes(contact.phone_sealed), bytes(contact.phone_index)
    text, call = [], []
    if phone_problem(contact) is None:
        text = [Route(ChannelName.SMS, contact.id, sealed, index, own_phone=own)]
    theirs = own and contact.kind == ContactKind.MOBILE.value
    if settings().voice_calls and call_problem(contact) is None and ((hears and understands) or not theirs):
        call = [Route(ChannelName.VOICE, contact.id, sealed, index, own_phone=theirs)]
    if theirs and not reads and not understands:
        return []
    return text + call if reads or not own else call + text
