"""Audience: who hears of an entry, and by which way first.

The person's own WeChat when they granted a message of that template, else a text to their own phone, else a call
there, else another's phone in neutral words. Who cannot read is called first, and a landline can only ring. Nobody
hears twice of one thing by one way. The dead hear nothing. For a child, and for whom a court found without full
capacity, the guardian hears. Beside a person the helper of the case hears, and the payee whether the money came, on
nobody's phone but their own. Who neither reads nor understands Putonghua is told by a person.
"""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from uuid import UUID

from backend import database, entitlements
from backend.journal import Entry
from backend.residents import Number, Outsider, Resident, doubted_among
from backend.staff import Cadre
from notifications.closed_numbers import ClosedNumbers, number_of
from notifications.message import ChannelName, RecipientKind
from notifications.other_hearers import OtherHearers
from notifications.overtaking import case_of
from notifications.route import Recipient, Route, to_cadre, to_outsider
from notifications.settings import settings
from notifications.standing_in import StandIns, is_minor, stand_ins
from notifications.ways_to_people import WaysToPeople, as_fits
from notifications.wording import Hears, Occasion

_PEOPLE = "SELECT * FROM resident WHERE id = ANY ($1)"


@dataclass
class Audience:
    """Everyone whom a batch of entries may concern, read in a few queries."""

    residents: dict[UUID, Resident] = field(default_factory=dict)
    _ways: WaysToPeople = field(default_factory=WaysToPeople)
    _closed: ClosedNumbers = field(default_factory=ClosedNumbers)
    _stand_ins: StandIns = field(default_factory=StandIns)
    _standing_in: dict[UUID, Resident] = field(default_factory=dict)  #: guardians and helpers
    _helping_cadres: dict[UUID, Cadre] = field(default_factory=dict)
    _outsiders: dict[UUID, Outsider] = field(default_factory=dict)  #: helpers on no register who proved their phone
    _payees: dict[UUID, entitlements.PayeeAgreement] = field(default_factory=dict)
    _doubted: set[Number] = field(default_factory=set)  #: payees' numbers that may be a stranger's
    _others: OtherHearers = field(init=False)

    @classmethod
    async def of(cls, told: list[tuple[Entry, Occasion]]) -> "Audience":
        """Read whoever these entries concern."""
        audience = cls()
        people = {entry.resident_id for entry, _ in told if entry.resident_id}
        await audience._read_people(people, {case for each in told if (case := case_of(*each)) is not None})
        await audience._read_payees({each.resident_id for each, occ in told if each.resident_id and occ.payee})
        audience._others = await OtherHearers.of(told, audience._closed)
        return audience

    def recipients(self, entry: Entry, occasion: Occasion) -> list[Recipient]:
        """Who hears of this entry, whom it concerns first; none when nobody does."""
        if self._others.hear(entry, occasion):
            other = self._others.recipient(entry, occasion)
            return [other] if other else []
        person = self._person(entry, occasion)
        if person is None:
            return []
        beside = self._helper(entry, occasion, person), self._payee(entry, occasion, person)
        return [person, *(each for each in beside if each is not None)]

    def door_of(self, person: Resident) -> Resident:
        """At whose door it is said: where a court found without full capacity, at the guardian's if that is known."""
        if is_minor(person) or person.id not in self._stand_ins.wards:
            return person
        guardians = [self._standing_in[each] for each in self._stand_ins.guardians.get(person.id, [])]
        return next((each for each in guardians if each.deceased_on is None), person)

    def _person(self, entry: Entry, occasion: Occasion) -> Recipient | None:
        resident = self.residents.get(entry.resident_id) if entry.resident_id else None
        if resident is None or resident.deceased_on is not None:
            return None
        if is_minor(resident):
            routes, name = self._to_guardians(resident, occasion), f"{resident.name}家长"
        elif resident.id in self._stand_ins.wards:
            routes, name = self._to_guardians(resident, occasion), f"{resident.name}的监护人"
        else:
            routes, name = self._ways.routes(resident, occasion), resident.name
        if occasion.hears is Hears.ASKER:  # who texted is answered by a text
            routes = [r for r in routes if r.route_id == entry.subject_id and r.channel == ChannelName.SMS]
        return Recipient(RecipientKind.RESIDENT, resident.id, name, routes)

    def _to_guardians(self, ward: Resident, occasion: Occasion) -> list[Route]:
        """The guardians' ways as if they were the person's; a phone on file under the ward is not surely theirs."""
        guardians = [self._standing_in[each] for each in self._stand_ins.guardians.get(ward.id, [])]
        acts = is_minor(ward) and (occasion.step or occasion.beside)  # a court's guardian acts by mandate
        living = [each for each in guardians if not each.deceased_on]
        theirs = [route for each in living for route in self._ways.routes(each, occasion, acts=acts)]
        at_hand = [replace(route, own_phone=False) for route in self._ways.phones(ward)]
        return theirs + as_fits(occasion, at_hand)

    def _helper(self, entry: Entry, occasion: Occasion, first: Recipient) -> Recipient | None:
        """Whoever holds the mandate of the case, on a phone surely theirs; a guardian who holds it has heard."""
        case = case_of(entry, occasion)
        mandate = self._stand_ins.helpers.get(case) if case else None
        if mandate is None or entry.resident_id is None:
            return None
        cadre, resident = self._helping_cadres.get(mandate.agent_id), self._standing_in.get(mandate.agent_id)
        outsider = self._outsiders.get(mandate.agent_id)
        if outsider is not None:
            card = self._ways.card_of(outsider.account_id, occasion)
            phone = [] if number_of(outsider) in self._closed else [to_outsider(outsider)]
            routes = [*([card] if card else []), *phone]
        elif cadre is not None:
            routes = [] if number_of(cadre) in self._closed else [to_cadre(cadre)]
        elif resident is not None and resident.deceased_on is None and not self._speaks_to(resident, first):
            routes = [each for each in self._ways.routes(resident, occasion) if each.own_phone]
        else:
            return None
        name = f"{self.residents[entry.resident_id].name}的代办人"
        return Recipient(RecipientKind.HELPER, mandate.agent_id, name, routes) if routes else None

    def _speaks_to(self, resident: Resident, first: Recipient) -> bool:
        """Whether the whole news goes to this resident already, in another's stead."""
        way = first.routes[0] if first.routes else None
        return way is not None and way.own_phone and self._ways.leads_to(resident.id, way)

    def _payee(self, entry: Entry, occasion: Occasion, first: Recipient) -> Recipient | None:
        """Whoever keeps the account the money went to, on the phone in the agreement: by text, then by call."""
        agreement = self._payees.get(first.id) if occasion.payee else None
        if agreement is None or number_of(agreement) in self._closed:
            return None  # who wants nothing, or cannot be reached, is beside the person, and is not gone to
        if agreement.last_four != entry.facts.get("account_last_four"):
            return None
        sealed, index = bytes(agreement.phone_sealed or b""), bytes(agreement.phone_index or b"")
        if first.routes and (first.routes[0].address_index, first.routes[0].own_phone) == (index, True):
            return None  # one phone is not told twice
        name = f"{self.residents[first.id].name}的代领人"
        channels = (ChannelName.SMS, ChannelName.VOICE) if settings().voice_calls else (ChannelName.SMS,)
        sure = number_of(agreement) not in self._doubted
        routes = [Route(channel, agreement.id, sealed, index, own_phone=sure) for channel in channels]
        return Recipient(RecipientKind.PAYEE, agreement.id, name, routes)

    async def _read_people(self, ids: Collection[UUID], cases: set[UUID]) -> None:
        if not ids:
            return
        self.residents = {each.id: each for each in await database.models(Resident, _PEOPLE, list(ids))}
        self._stand_ins = await stand_ins(self.residents.values(), cases)
        if self._stand_ins.residents:
            others = await database.models(Resident, _PEOPLE, list(self._stand_ins.residents))
            self._standing_in = {each.id: each for each in others}
        if self._stand_ins.cadres:
            serving = await Cadre.filter(id__in=list(self._stand_ins.cadres), left_on=None)
            self._helping_cadres = {each.id: each for each in serving}
            await self._closed.read([number_of(each) for each in serving])
        if self._stand_ins.outsiders:
            proved = await Outsider.filter(id__in=list(self._stand_ins.outsiders), account_id__isnull=False)
            self._outsiders = {each.id: each for each in proved}
            await self._closed.read([number_of(each) for each in proved])
        accounts = [each.account_id for each in self._outsiders.values() if each.account_id]
        self._ways = await WaysToPeople.to(list({*ids, *self._standing_in}), accounts)

    async def _read_payees(self, ids: Collection[UUID]) -> None:
        if not ids:
            return
        self._payees = await entitlements.payees_of(list(ids))
        numbers = [number_of(each) for each in self._payees.values()]
        await self._closed.read(numbers)
        self._doubted = await doubted_among(numbers)
