"""Audience: who hears of an entry, and by which way first.

The person's own WeChat when they granted a message of that template, else a text to their own phone, else a call
there, else another's phone in neutral words. Who cannot read is called first, and a landline can only ring. Nobody
hears twice of one thing by one way. The dead hear nothing. For a child, and for whom a court found without full
capacity, the guardian hears. Beside a person the helper of the case hears, and the payee whether the money came, on
nobody's phone but their own. Who neither reads nor understands Putonghua is told by a person.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID

from backend import clock, database, entitlements, postings, sealing
from backend.journal import Entry
from backend.residents import (
    Contact,
    Number,
    PhoneCode,
    PhoneOwner,
    Resident,
    Subscription,
    Tongue,
    WechatAccount,
    closed_among,
    doubted_among,
)
from backend.staff import Cadre, Officer, cadres_of
from notifications.lines_beside import lines_beside
from notifications.message import OPENID, ChannelName, RecipientKind
from notifications.overtaking import case_of
from notifications.route import Recipient, Route, to_cadre, to_officer, ways
from notifications.settings import settings
from notifications.standing_in import StandIns, is_minor, stand_ins
from notifications.wording import Hears, Occasion, Phones

# Texts to one cadre as such in 24 hours: each only says to look into the app's list, where every errand stands, and a
# month with many bounced payouts would make a hundred of them that read alike.
_MOST_A_DAY = 3

_PEOPLE = "SELECT * FROM resident WHERE id = ANY ($1)"
_PHONES = "SELECT * FROM contact WHERE resident_id = ANY ($1) ORDER BY priority, id"
_SHARED = """
SELECT c.phone_index FROM contact c JOIN resident r ON r.id = c.resident_id AND r.deceased_on IS NULL
WHERE c.phone_index = ANY ($1) AND c.owner = 'self' AND c.dead_since IS NULL
GROUP BY c.phone_index HAVING count(DISTINCT c.resident_id) > 1
"""
_TAKEN = "SELECT id, taken_by FROM errand WHERE id = ANY ($1) AND taken_by IS NOT NULL"
_ACCOUNTS = "SELECT * FROM wechat_account WHERE resident_id = ANY ($1)"
# 听力残疾 is the second class on the card (GB/T 26341).
_HARD_OF_HEARING = "SELECT resident_id FROM disability_card WHERE resident_id = ANY ($1) AND disability_class = '2'"


@dataclass
class Audience:
    """Everyone whom a batch of entries may concern, read in a few queries."""

    residents: dict[UUID, Resident] = field(default_factory=dict)
    _contacts: dict[UUID, list[Contact]] = field(default_factory=lambda: defaultdict(list))
    _deaf: set[UUID] = field(default_factory=set)
    _shared: set[bytes] = field(default_factory=set)  #: numbers that more than one living person calls their own
    _wechat: dict[UUID, WechatAccount] = field(default_factory=dict)
    _quota: dict[tuple[UUID, str], int] = field(default_factory=dict)
    _officers: dict[UUID, Officer] = field(default_factory=dict)
    _codes: dict[UUID, PhoneCode] = field(default_factory=dict)
    _cadres: dict[str, list[Cadre]] = field(default_factory=dict)
    _runners: dict[UUID, Cadre] = field(default_factory=dict)  #: by errand, the cadre who sees to it
    _told: dict[UUID, int] = field(default_factory=dict)
    _others: dict[UUID, Resident] = field(default_factory=dict)
    _stand_ins: StandIns = field(default_factory=StandIns)
    _helping_cadres: dict[UUID, Cadre] = field(default_factory=dict)
    _payees: dict[UUID, entitlements.PayeeAgreement] = field(default_factory=dict)
    _funerals: dict[UUID, entitlements.FuneralAid] = field(default_factory=dict)
    _objections: dict[UUID, postings.Objection] = field(default_factory=dict)
    _beside: dict[UUID, Recipient] = field(default_factory=dict)  #: who is asked about their number
    _doubted: set[Number] = field(default_factory=set)  #: payees' numbers that may be a stranger's
    _closed: set[Number] = field(default_factory=set)  #: dead or stopped numbers, of payees, cadres and officers

    @classmethod
    async def of(cls, told: list[tuple[Entry, Occasion]]) -> "Audience":
        """Read whoever these entries concern."""
        audience = cls()
        people = {entry.resident_id for entry, _ in told if entry.resident_id}
        await audience._read_people(list(people), {case for each in told if (case := case_of(*each)) is not None})
        paid = {entry.resident_id for entry, occasion in told if entry.resident_id and occasion.payee}
        if paid:
            audience._payees = await entitlements.payees_of(list(paid))
            numbers = [_number_of(each) for each in audience._payees.values()]
            await audience._read_closed(numbers)
            audience._doubted = await doubted_among(numbers)
        audience._beside = await lines_beside([each for each, occasion in told if occasion.hears is Hears.ASKER])
        asked = [each for each, _ in told if each.subject_id in audience._beside]
        await audience._read_closed([audience._number_beside(each) for each in asked])
        await audience._read_funerals([each for each, occasion in told if occasion.hears is Hears.FUNERAL_PAYEE])
        await audience._read_objections([each for each, occasion in told if occasion.hears is Hears.OBJECTOR])
        codes = [entry.subject_id for entry, occasion in told if occasion.hears is Hears.NEW_PHONE]
        officers = [entry.subject_id for entry, occasion in told if occasion.hears is Hears.OFFICER]
        if officers:
            audience._officers = {each.id: each for each in await Officer.filter(id__in=officers, left_on=None)}
            await audience._read_closed([_number_of(each) for each in audience._officers.values()])
        if codes:
            audience._codes = {code.id: code for code in await PhoneCode.filter(id__in=codes)}
        await audience._read_cadres([each for each, occasion in told if occasion.hears is Hears.CADRE])
        return audience

    def recipients(self, entry: Entry, occasion: Occasion) -> list[Recipient]:
        """Who hears of this entry, whom it concerns first; none when nobody does."""
        first = self._recipient(entry, occasion)
        helper = self._helper(entry, occasion, first) if first and first.kind is RecipientKind.RESIDENT else None
        payee = self._payee(entry, occasion, first) if first and first.kind is RecipientKind.RESIDENT else None
        return [each for each in (first, helper, payee) if each is not None]

    def door_of(self, person: Resident) -> Resident:
        """At whose door it is said: where a court found without full capacity, at the guardian's if that is known."""
        if is_minor(person) or person.id not in self._stand_ins.wards:
            return person
        guardians = [self._others[each] for each in self._stand_ins.guardians.get(person.id, [])]
        return next((each for each in guardians if each.deceased_on is None), person)

    def _recipient(self, entry: Entry, occasion: Occasion) -> Recipient | None:
        if occasion.hears is Hears.NEW_PHONE:
            return self._new_phone(entry)
        if occasion.hears is Hears.CADRE:
            return self._cadre(entry)
        if occasion.hears is Hears.OFFICER:
            return self._officer(entry)
        if occasion.hears is Hears.FUNERAL_PAYEE:
            return self._funeral_payee(entry)
        if occasion.hears is Hears.OBJECTOR:
            return self._objector(entry)
        if entry.subject_id in self._beside:
            return None if self._number_beside(entry) in self._closed else self._beside[entry.subject_id]
        if occasion.hears is Hears.ASKER and entry.subject_kind != "contact":
            return None  # a payee's or cadre's number that is on file no more
        resident = self.residents.get(entry.resident_id) if entry.resident_id else None
        if resident is None or resident.deceased_on is not None:
            return None
        if is_minor(resident):
            routes, name = self._to_guardians(resident, occasion), f"{resident.name}家长"
        elif resident.id in self._stand_ins.wards:
            routes, name = self._to_guardians(resident, occasion), f"{resident.name}的监护人"
        else:
            routes, name = self._routes(resident, occasion), resident.name
        if occasion.hears is Hears.ASKER:  # who texted is answered by a text
            routes = [r for r in routes if r.route_id == entry.subject_id and r.channel == ChannelName.SMS]
        return Recipient(RecipientKind.RESIDENT, resident.id, name, routes)

    def _to_guardians(self, ward: Resident, occasion: Occasion) -> list[Route]:
        """The guardians' ways as if they were the person's; a phone on file under the ward is not surely theirs."""
        guardians = [self._others[each] for each in self._stand_ins.guardians.get(ward.id, [])]
        acts = is_minor(ward) and (occasion.step or occasion.beside)  # a court's guardian acts by mandate
        theirs = [r for each in guardians if not each.deceased_on for r in self._routes(each, occasion, acts=acts)]
        at_hand = [replace(route, own_phone=False) for route in self._phones(ward)]
        return theirs + _as_fits(occasion, at_hand)

    def _helper(self, entry: Entry, occasion: Occasion, first: Recipient) -> Recipient | None:
        """Whoever holds the mandate of the case, on a phone surely theirs; a guardian who holds it has heard."""
        case = case_of(entry, occasion)
        mandate = self._stand_ins.helpers.get(case) if case else None
        if mandate is None or entry.resident_id is None:
            return None
        cadre, resident = self._helping_cadres.get(mandate.agent_id), self._others.get(mandate.agent_id)
        if cadre is not None:
            routes = [] if self._is_closed(cadre) else [to_cadre(cadre)]
        elif resident is not None and resident.deceased_on is None and not self._speaks_to(resident, first):
            routes = [each for each in self._routes(resident, occasion) if each.own_phone]
        else:
            return None
        name = f"{self.residents[entry.resident_id].name}的代办人"
        return Recipient(RecipientKind.HELPER, mandate.agent_id, name, routes) if routes else None

    def _speaks_to(self, resident: Resident, first: Recipient) -> bool:
        """Whether the whole news goes to this resident already, in another's stead."""
        account = self._wechat.get(resident.id)
        theirs = {each.id for each in self._contacts.get(resident.id, [])} | ({account.id} if account else set())
        return bool(first.routes) and first.routes[0].own_phone and first.routes[0].route_id in theirs

    def _payee(self, entry: Entry, occasion: Occasion, first: Recipient) -> Recipient | None:
        """Whoever keeps the account the money went to, on the phone in the agreement: by text, then by call."""
        agreement = self._payees.get(first.id) if occasion.payee else None
        if agreement is None or _number_of(agreement) in self._closed:
            return None  # who wants nothing, or cannot be reached, is beside the person, and is not gone to
        if agreement.last_four != entry.facts.get("account_last_four"):
            return None
        sealed, index = bytes(agreement.phone_sealed or b""), bytes(agreement.phone_index or b"")
        if first.routes and (first.routes[0].address_index, first.routes[0].own_phone) == (index, True):
            return None  # one phone is not told twice
        name = f"{self.residents[first.id].name}的代领人"
        channels = (ChannelName.SMS, ChannelName.VOICE) if settings().voice_calls else (ChannelName.SMS,)
        sure = _number_of(agreement) not in self._doubted
        routes = [Route(channel, agreement.id, sealed, index, own_phone=sure) for channel in channels]
        return Recipient(RecipientKind.PAYEE, agreement.id, name, routes)

    async def _read_people(self, ids: list[UUID], cases: set[UUID]) -> None:
        if not ids:
            return
        self.residents = {each.id: each for each in await database.models(Resident, _PEOPLE, ids)}
        self._stand_ins = await stand_ins(self.residents.values(), cases)
        if self._stand_ins.residents:
            others = await database.models(Resident, _PEOPLE, list(self._stand_ins.residents))
            self._others = {each.id: each for each in others}
            ids = list({*ids, *self._others})
        if self._stand_ins.cadres:
            serving = await Cadre.filter(id__in=list(self._stand_ins.cadres), left_on=None)
            self._helping_cadres = {each.id: each for each in serving}
            await self._read_closed([_number_of(each) for each in serving])
        for contact in await database.models(Contact, _PHONES, ids):
            self._contacts[contact.resident_id].append(contact)
        own = [bytes(each.phone_index) for several in self._contacts.values() for each in several
               if each.owner == PhoneOwner.SELF.value]  # fmt: skip
        self._shared = {bytes(each["phone_index"]) for each in await database.rows(_SHARED, own)}
        self._deaf = {each["resident_id"] for each in await database.rows(_HARD_OF_HEARING, ids)}
        accounts = await database.models(WechatAccount, _ACCOUNTS, ids)
        self._wechat = {each.resident_id: each for each in accounts if each.resident_id is not None}
        if accounts:
            granted = await Subscription.filter(account_id__in=[each.id for each in accounts], quota__gt=0)
            self._quota = {(each.account_id, each.template): each.quota for each in granted}

    async def _read_cadres(self, entries: list[Entry]) -> None:
        if not entries:
            return
        for village in {entry.village for entry in entries if entry.village}:
            self._cadres[village] = await cadres_of(village)
        serving = {each.id: each for several in self._cadres.values() for each in several}
        taken = await database.rows(_TAKEN, [entry.subject_id for entry in entries])
        self._runners = {each["id"]: serving[each["taken_by"]] for each in taken if each["taken_by"] in serving}
        await self._read_closed([_number_of(each) for each in serving.values()])
        told = await database.rows(
            """SELECT recipient_id, count(*) AS times FROM message
                   WHERE recipient_id = ANY ($1) AND recipient_kind = 'cadre'
                     AND created_at > $2 AND created_at <= $3 GROUP BY recipient_id""",
            list(serving),
            clock.now() - timedelta(days=1),
            clock.now(),
        )
        self._told = {each["recipient_id"]: each["times"] for each in told}

    async def _read_funerals(self, entries: list[Entry]) -> None:
        if entries:
            self._funerals = await entitlements.funeral_payees_of([_award_of(each) for each in entries])
            await self._read_closed([_number_of(each) for each in self._funerals.values()])

    async def _read_objections(self, entries: list[Entry]) -> None:
        if entries:
            self._objections = await postings.objections_with_phones([each.subject_id for each in entries])
            await self._read_closed([_number_of(each) for each in self._objections.values()])

    async def _read_closed(self, numbers: list[Number]) -> None:
        if numbers:
            self._closed |= await closed_among(numbers)

    def _is_closed(self, cadre: Cadre) -> bool:
        return _number_of(cadre) in self._closed

    def _number_beside(self, entry: Entry) -> Number:
        return entry.county, self._beside[entry.subject_id].routes[0].address_index

    def _new_phone(self, entry: Entry) -> Recipient | None:
        code = self._codes.get(entry.subject_id)
        if code is None:
            return None
        route = Route(ChannelName.SMS, code.id, bytes(code.phone_sealed), bytes(code.phone_index))
        return Recipient(RecipientKind.PHONE, code.id, "", [route])

    def _funeral_payee(self, entry: Entry) -> Recipient | None:
        """The person has died: only whoever buried them hears, of the account that was approved, by text."""
        aid = self._funerals.get(_award_of(entry))
        if aid is None or aid.last_four != entry.facts.get("account_last_four"):
            return None
        sealed, index = bytes(aid.phone_sealed or b""), bytes(aid.phone_index or b"")
        routes = [] if _number_of(aid) in self._closed else [Route(ChannelName.SMS, aid.id, sealed, index)]
        return Recipient(RecipientKind.PAYEE, aid.id, aid.payee_name, routes)

    def _objector(self, entry: Entry) -> Recipient | None:
        """By text to the number that was left, and by no other way: nobody goes to a door to tell of an objection."""
        objection = self._objections.get(entry.subject_id)
        if objection is None:
            return None
        sealed, index = bytes(objection.phone_sealed or b""), bytes(objection.phone_index or b"")
        closed = _number_of(objection) in self._closed
        routes = [] if closed else [Route(ChannelName.SMS, objection.id, sealed, index)]
        return Recipient(RecipientKind.OBJECTOR, objection.id, "", routes)

    def _officer(self, entry: Entry) -> Recipient | None:
        officer = self._officers.get(entry.subject_id)
        route = to_officer(officer) if officer else None
        if officer is not None and _number_of(officer) in self._closed:
            return None
        return Recipient(RecipientKind.OFFICER, officer.id, officer.name, [route]) if officer and route else None

    def _cadre(self, entry: Entry) -> Recipient | None:
        runner = self._runners.get(entry.subject_id)
        served_by = [runner] if runner else self._cadres.get(entry.village or "", [])
        serving = [each for each in served_by if not self._is_closed(each)]
        if not serving:
            return None
        cadre = serving[0]
        self._told[cadre.id] = self._told.get(cadre.id, 0) + 1
        if self._told[cadre.id] > _MOST_A_DAY:
            return None
        return Recipient(RecipientKind.CADRE, cadre.id, cadre.name, [to_cadre(cadre)])

    def _routes(self, person: Resident, occasion: Occasion, *, acts: bool = True) -> list[Route]:
        """`acts`: whether they can do in the mini program what a link in the text would open."""
        card, phones = self._wechat_route(person.id, occasion), _as_fits(occasion, self._phones(person))
        if acts and occasion.link is not None and person.can_read and person.id in self._wechat:
            phones = [replace(r, opens_link=r.own_phone and r.channel == ChannelName.SMS) for r in phones]
        return [card, *phones] if card else phones

    def _phones(self, person: Resident) -> list[Route]:
        contacts = sorted(self._contacts.get(person.id, []), key=lambda each: not self._is_own(each))
        hears = person.id not in self._deaf
        knows = person.understands is Tongue.PUTONGHUA
        return [
            route
            for contact in contacts
            for route in ways(contact, own=self._is_own(contact), reads=person.can_read, hears=hears, understands=knows)
        ]

    def _is_own(self, contact: Contact) -> bool:
        """Whether it is surely theirs alone: one that two people call their own is a shared phone, and one whose owner
        was asked twice in vain may be a stranger's."""
        sure = contact.owner == PhoneOwner.SELF.value and contact.doubted_since is None
        return sure and bytes(contact.phone_index) not in self._shared

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


def _award_of(entry: Entry) -> UUID:
    """The award that money is or was owed by: what a payout names, or the award itself."""
    return UUID(str(entry.facts.get("award_id") or entry.subject_id))


def _as_fits(occasion: Occasion, routes: list[Route]) -> list[Route]:
    """By what another's phone may learn of this."""
    if occasion.phones is Phones.ANY:
        return [replace(route, own_phone=True) for route in routes]
    return [route for route in routes if route.own_phone] if occasion.phones is Phones.OWN else routes


def _number_of(
    line: Cadre | Officer | entitlements.PayeeAgreement | entitlements.FuneralAid | postings.Objection,
) -> Number:
    """A phone that is no contact, as it may be closed: in the county that has it on file."""
    return line.county, bytes(line.phone_index or b"")
