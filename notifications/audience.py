"""Audience: who hears of an entry, and by which way first.

The person's own WeChat when they granted a message of that template, else a text to their own phone, else a call
there, else another's phone in neutral words. Who cannot read is called first, and a landline can only ring. Nobody
hears twice of one thing by one way. The dead hear nothing.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID

from backend import clock, database, sealing
from backend.journal import Entry
from backend.residents import (
    Contact,
    ContactKind,
    DisabilityCard,
    PhoneCode,
    PhoneOwner,
    Resident,
    Subscription,
    WechatAccount,
    call_problem,
    phone_problem,
)
from backend.staff import Cadre, cadres_of
from notifications.message import OPENID, ChannelName, RecipientKind
from notifications.settings import settings
from notifications.wording import Hears, Occasion, Phones

# Texts to one cadre in 24 hours: each only says to look into the app's list, where every errand stands, and a month
# with many bounced payouts would make a hundred of them that read alike.
_MOST_A_DAY = 3
_HARD_OF_HEARING = "2"  # 听力残疾, the second class on the card (GB/T 26341)


@dataclass(frozen=True, slots=True)
class Route:
    """One way to one recipient."""

    channel: ChannelName
    route_id: UUID
    address_sealed: bytes
    address_index: bytes
    own_phone: bool = True


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is told, and the ways to them, the best first; without any, someone must go to the door."""

    kind: RecipientKind
    id: UUID
    name: str
    routes: list[Route]


@dataclass
class Audience:
    """Everyone whom a batch of entries may concern, read in a few queries."""

    residents: dict[UUID, Resident] = field(default_factory=dict)
    _contacts: dict[UUID, list[Contact]] = field(default_factory=lambda: defaultdict(list))
    _deaf: set[UUID] = field(default_factory=set)
    _wechat: dict[UUID, WechatAccount] = field(default_factory=dict)
    _quota: dict[tuple[UUID, str], int] = field(default_factory=dict)
    _codes: dict[UUID, PhoneCode] = field(default_factory=dict)
    _cadres: dict[str, list[Cadre]] = field(default_factory=dict)
    _told: dict[UUID, int] = field(default_factory=dict)

    @classmethod
    async def of(cls, told: list[tuple[Entry, Occasion]]) -> "Audience":
        """Read whoever these entries concern."""
        audience = cls()
        people = {entry.resident_id for entry, _ in told if entry.resident_id}
        await audience._read_people(list(people))
        codes = [entry.subject_id for entry, occasion in told if occasion.hears is Hears.NEW_PHONE]
        if codes:
            audience._codes = {code.id: code for code in await PhoneCode.filter(id__in=codes)}
        await audience._read_cadres(
            {entry.village for entry, occasion in told if occasion.hears is Hears.CADRE and entry.village}
        )
        return audience

    def recipient(self, entry: Entry, occasion: Occasion) -> Recipient | None:
        """Who hears of this entry; None when nobody does."""
        if occasion.hears is Hears.NEW_PHONE:
            return self._new_phone(entry)
        if occasion.hears is Hears.CADRE:
            return self._cadre(entry)
        resident = self.residents.get(entry.resident_id) if entry.resident_id else None
        if resident is None or resident.deceased_on is not None:
            return None
        routes = self._routes(resident, occasion)
        if occasion.hears is Hears.ASKER:  # who texted is answered by a text
            routes = [r for r in routes if r.route_id == entry.subject_id and r.channel is ChannelName.SMS]
        return Recipient(RecipientKind.RESIDENT, resident.id, resident.name, routes)

    async def _read_people(self, ids: list[UUID]) -> None:
        if not ids:
            return
        self.residents = {each.id: each for each in await Resident.filter(id__in=ids)}
        for contact in await Contact.filter(resident_id__in=ids).order_by("priority", "id"):
            self._contacts[contact.resident_id].append(contact)
        cards = DisabilityCard.filter(resident_id__in=ids, disability_class=_HARD_OF_HEARING)
        self._deaf = {each.resident_id for each in await cards}
        accounts = await WechatAccount.filter(resident_id__in=ids)
        self._wechat = {each.resident_id: each for each in accounts if each.resident_id is not None}
        if accounts:
            granted = await Subscription.filter(account_id__in=[each.id for each in accounts], quota__gt=0)
            self._quota = {(each.account_id, each.template): each.quota for each in granted}

    async def _read_cadres(self, villages: set[str]) -> None:
        for village in villages:
            self._cadres[village] = await cadres_of(village)
        if villages:
            told = await database.rows(
                """SELECT recipient_id, count(*) AS times FROM message
                   WHERE recipient_id = ANY ($1) AND created_at > $2 AND created_at <= $3 GROUP BY recipient_id""",
                [cadre.id for serving in self._cadres.values() for cadre in serving],
                clock.now() - timedelta(days=1),
                clock.now(),
            )
            self._told = {each["recipient_id"]: each["times"] for each in told}

    def _new_phone(self, entry: Entry) -> Recipient | None:
        code = self._codes.get(entry.subject_id)
        if code is None:
            return None
        route = Route(ChannelName.SMS, code.id, bytes(code.phone_sealed), bytes(code.phone_index))
        return Recipient(RecipientKind.PHONE, code.id, "", [route])

    def _cadre(self, entry: Entry) -> Recipient | None:
        serving = self._cadres.get(entry.village or "", [])
        if not serving:
            return None
        cadre = serving[0]
        self._told[cadre.id] = self._told.get(cadre.id, 0) + 1
        if self._told[cadre.id] > _MOST_A_DAY:
            return None
        route = Route(ChannelName.SMS, cadre.id, bytes(cadre.phone_sealed), bytes(cadre.phone_index))
        return Recipient(RecipientKind.CADRE, cadre.id, cadre.name, [route])

    def _routes(self, resident: Resident, occasion: Occasion) -> list[Route]:
        contacts = sorted(self._contacts.get(resident.id, []), key=lambda each: each.owner != PhoneOwner.SELF.value)
        hears = resident.id not in self._deaf
        phones = [route for contact in contacts for route in _ways(contact, reads=resident.can_read, hears=hears)]
        card = self._wechat_route(resident.id, occasion)
        if occasion.phones is Phones.ANY:
            phones = [replace(route, own_phone=True) for route in phones]
        elif occasion.phones is Phones.OWN:
            phones = [route for route in phones if route.own_phone]
        return [card, *phones] if card else phones

    def _wechat_route(self, resident_id: UUID, occasion: Occasion) -> Route | None:
        account = self._wechat.get(resident_id)
        if account is None or occasion.wechat is None:
            return None
        granted = (account.id, occasion.wechat.card.template)
        if not self._quota.get(granted):
            return None
        self._quota[granted] -= 1
        return Route(
            ChannelName.WECHAT,
            account.id,
            sealing.seal(account.openid, OPENID),
            sealing.blind_index(account.openid, OPENID),
        )


def _ways(contact: Contact, *, reads: bool, hears: bool) -> list[Route]:
    """By text and by call, whichever is of more use there first. Whoever is at home may answer a landline; the own
    phone of somebody who does not hear rings for nobody."""
    own = contact.owner == PhoneOwner.SELF.value
    sealed, index = bytes(contact.phone_sealed), bytes(contact.phone_index)
    text, call = [], []
    if phone_problem(contact) is None:
        text = [Route(ChannelName.SMS, contact.id, sealed, index, own_phone=own)]
    theirs = own and contact.kind == ContactKind.MOBILE.value
    if settings().voice_calls and call_problem(contact) is None and (hears or not theirs):
        call = [Route(ChannelName.VOICE, contact.id, sealed, index, own_phone=theirs)]
    return text + call if reads or not own else call + text
