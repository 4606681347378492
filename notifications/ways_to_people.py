"""Ways to people on the register: their WeChat where they granted a message of that template, then their phones."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from backend import database, sealing
from backend.residents import Contact, PhoneOwner, Resident, Subscription, Tongue, WechatAccount
from notifications.message import OPENID, ChannelName
from notifications.route import Route, ways
from notifications.wording import Occasion, Phones

_PHONES = "SELECT * FROM contact WHERE resident_id = ANY ($1) ORDER BY priority, id"
_SHARED = """
SELECT c.phone_index FROM contact c JOIN resident r ON r.id = c.resident_id AND r.deceased_on IS NULL
WHERE c.phone_index = ANY ($1) AND c.owner = 'self' AND c.dead_since IS NULL
GROUP BY c.phone_index HAVING count(DISTINCT c.resident_id) > 1
"""
_ACCOUNTS = """
SELECT * FROM wechat_account WHERE resident_id = ANY ($1) UNION SELECT * FROM wechat_account WHERE id = ANY ($2)
"""
# 听力残疾 is the second class on the card (GB/T 26341).
_HARD_OF_HEARING = "SELECT resident_id FROM disability_card WHERE resident_id = ANY ($1) AND disability_class = '2'"


@dataclass
class WaysToPeople:
    """The ways to some people, read in a few queries."""

    _contacts: dict[UUID, list[Contact]] = field(default_factory=lambda: defaultdict(list))
    _deaf: set[UUID] = field(default_factory=set)
    _shared: set[bytes] = field(default_factory=set)  #: numbers that more than one living person calls their own
    _wechat: dict[UUID, WechatAccount] = field(default_factory=dict)
    _of_helpers: dict[UUID, WechatAccount] = field(default_factory=dict)
    _quota: dict[tuple[UUID, str], int] = field(default_factory=dict)

    @classmethod
    async def to(cls, ids: Sequence[UUID], accounts_of_helpers: Sequence[UUID] = ()) -> "WaysToPeople":
        """Read the phones and WeChat accounts of these residents, and the accounts of helpers on no register."""
        found = cls()
        for contact in await database.models(Contact, _PHONES, ids):
            found._contacts[contact.resident_id].append(contact)
        own = [bytes(each.phone_index) for several in found._contacts.values() for each in several
               if each.owner == PhoneOwner.SELF.value]  # fmt: skip
        found._shared = {bytes(each["phone_index"]) for each in await database.rows(_SHARED, own)}
        found._deaf = {each["resident_id"] for each in await database.rows(_HARD_OF_HEARING, ids)}
        accounts = await database.models(WechatAccount, _ACCOUNTS, ids, list(accounts_of_helpers))
        found._wechat = {each.resident_id: each for each in accounts if each.resident_id is not None}
        found._of_helpers = {each.id: each for each in accounts if each.id in accounts_of_helpers}
        if accounts:
            granted = await Subscription.filter(account_id__in=[each.id for each in accounts], quota__gt=0)
            found._quota = {(each.account_id, each.template): each.quota for each in granted}
        return found

    def routes(self, person: Resident, occasion: Occasion, *, acts: bool = True) -> list[Route]:
        """The best first, by what another's phone may learn of this occasion; a card takes one of its quota.

        `acts`: whether they can do in the mini program what a link in the text would open.
        """
        card, phones = self._card(person.id, occasion), as_fits(occasion, self.phones(person))
        if acts and occasion.link is not None and person.can_read and person.id in self._wechat:
            phones = [replace(r, opens_link=r.own_phone and r.channel == ChannelName.SMS) for r in phones]
        return [card, *phones] if card else phones

    def phones(self, person: Resident) -> list[Route]:
        """By text and by call, whatever it is about: the own phone first."""
        contacts = sorted(self._contacts.get(person.id, []), key=lambda each: not self._is_own(each))
        hears = person.id not in self._deaf
        knows = person.understands is Tongue.PUTONGHUA
        return [
            route
            for contact in contacts
            for route in ways(contact, own=self._is_own(contact), reads=person.can_read, hears=hears, understands=knows)
        ]

    def leads_to(self, resident_id: UUID, route: Route) -> bool:
        """Whether this is a phone or the WeChat of this resident."""
        account = self._wechat.get(resident_id)
        theirs = {each.id for each in self._contacts.get(resident_id, [])} | ({account.id} if account else set())
        return route.route_id in theirs

    def _is_own(self, contact: Contact) -> bool:
        """Whether it is surely theirs alone: one that two people call their own is a shared phone, and one whose owner
        was asked twice in vain may be a stranger's."""
        sure = contact.owner == PhoneOwner.SELF.value and contact.doubted_since is None
        return sure and bytes(contact.phone_index) not in self._shared

    def card_of(self, account_id: UUID | None, occasion: Occasion) -> Route | None:
        """The card to a helper on no register, where they granted one."""
        return self._to(self._of_helpers.get(account_id) if account_id else None, occasion)

    def _card(self, resident_id: UUID, occasion: Occasion) -> Route | None:
        return self._to(self._wechat.get(resident_id), occasion)

    def _to(self, account: WechatAccount | None, occasion: Occasion) -> Route | None:
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


def as_fits(occasion: Occasion, routes: list[Route]) -> list[Route]:
    """By what another's phone may learn of this."""
    if occasion.phones is Phones.ANY:
        return [replace(route, own_phone=True) for route in routes]
    return [route for route in routes if route.own_phone] if occasion.phones is Phones.OWN else routes
