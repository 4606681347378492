"""Other hearers: who hears by a number that is on no resident's file.

Cadres and officers at work, who buried somebody, who objected or reported and left a number, whom a mandate names and
no register knows, a payee or cadre who is asked whether the phone is still theirs, and whoever holds a phone that is to
be proved.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from backend import applications, clock, database, entitlements, postings
from backend.journal import Entry
from backend.residents import Number, Outsider, PhoneCode
from backend.staff import Cadre, Officer, cadres_of
from notifications.closed_numbers import ClosedNumbers, number_of
from notifications.lines_beside import lines_beside
from notifications.message import ChannelName, RecipientKind
from notifications.route import Recipient, Route, to_cadre, to_officer, to_outsider
from notifications.wording import Hears, Occasion

# Texts to one cadre as such in 24 hours: each only says to look into the app's list, where every errand stands, and a
# month with many bounced payouts would make a hundred of them that read alike.
_MOST_A_DAY = 3

_OTHERS = {Hears.NEW_PHONE, Hears.CADRE, Hears.OFFICER, Hears.FUNERAL_PAYEE, Hears.OBJECTOR, Hears.OUTSIDER}

_TAKEN = "SELECT id, taken_by FROM errand WHERE id = ANY ($1) AND taken_by IS NOT NULL"
_TOLD = """
SELECT recipient_id, count(*) AS times FROM message
WHERE recipient_id = ANY ($1) AND recipient_kind = 'cadre' AND created_at > $2 AND created_at <= $3
GROUP BY recipient_id
"""


@dataclass
class OtherHearers:
    """Those whom a batch of entries concerns, read in a few queries."""

    closed: ClosedNumbers
    _codes: dict[UUID, PhoneCode] = field(default_factory=dict)
    _officers: dict[UUID, Officer] = field(default_factory=dict)
    _cadres: dict[str, list[Cadre]] = field(default_factory=dict)
    _runners: dict[UUID, Cadre] = field(default_factory=dict)  #: by errand, the cadre who sees to it
    _told: dict[UUID, int] = field(default_factory=dict)
    _funerals: dict[UUID, entitlements.FuneralAid] = field(default_factory=dict)
    _objections: dict[UUID, postings.Objection | applications.Complaint] = field(default_factory=dict)
    _outsiders: dict[UUID, Outsider] = field(default_factory=dict)
    _beside: dict[UUID, Recipient] = field(default_factory=dict)  #: who is asked about their number

    @classmethod
    async def of(cls, told: list[tuple[Entry, Occasion]], closed: ClosedNumbers) -> "OtherHearers":
        """Read whoever of them these entries concern, and which of their numbers are closed."""
        others = cls(closed)

        def about(hears: Hears) -> list[Entry]:
            return [entry for entry, occasion in told if occasion.hears is hears]

        await others._read_codes(about(Hears.NEW_PHONE))
        await others._read_officers(about(Hears.OFFICER))
        await others._read_cadres(about(Hears.CADRE))
        await others._read_funerals(about(Hears.FUNERAL_PAYEE))
        await others._read_objections(about(Hears.OBJECTOR))
        await others._read_outsiders(about(Hears.OUTSIDER))
        await others._read_asked([each for each in about(Hears.ASKER) if each.subject_kind != "contact"])
        return others

    def hear(self, entry: Entry, occasion: Occasion) -> bool:
        """Whether it is one of them who hears of this, and no resident."""
        return occasion.hears in _OTHERS or (occasion.hears is Hears.ASKER and entry.subject_kind != "contact")

    def recipient(self, entry: Entry, occasion: Occasion) -> Recipient | None:
        """Who hears of an entry of which one of them does; None where that is nobody any more."""
        match occasion.hears:
            case Hears.NEW_PHONE:
                return self._new_phone(entry)
            case Hears.CADRE:
                return self._cadre(entry)
            case Hears.OFFICER:
                return self._officer(entry)
            case Hears.FUNERAL_PAYEE:
                return self._funeral_payee(entry)
            case Hears.OBJECTOR:
                return self._objector(entry)
            case Hears.OUTSIDER:
                return self._outsider(entry)
        return self._asked(entry)

    def _new_phone(self, entry: Entry) -> Recipient | None:
        code = self._codes.get(entry.subject_id)
        if code is None:
            return None
        route = Route(ChannelName.SMS, code.id, bytes(code.phone_sealed), bytes(code.phone_index))
        return Recipient(RecipientKind.PHONE, code.id, "", [route])

    def _cadre(self, entry: Entry) -> Recipient | None:
        runner = self._runners.get(entry.subject_id)
        served_by = [runner] if runner else self._cadres.get(entry.village or "", [])
        serving = [each for each in served_by if number_of(each) not in self.closed]
        if not serving:
            return None
        cadre = serving[0]
        self._told[cadre.id] = self._told.get(cadre.id, 0) + 1
        if self._told[cadre.id] > _MOST_A_DAY:
            return None
        return Recipient(RecipientKind.CADRE, cadre.id, cadre.name, [to_cadre(cadre)])

    def _officer(self, entry: Entry) -> Recipient | None:
        officer = self._officers.get(entry.subject_id)
        route = to_officer(officer) if officer else None
        if officer is None or route is None or number_of(officer) in self.closed:
            return None
        return Recipient(RecipientKind.OFFICER, officer.id, officer.name, [route])

    def _funeral_payee(self, entry: Entry) -> Recipient | None:
        """The person has died: only whoever buried them hears, of the account that was approved, by text."""
        aid = self._funerals.get(_award_of(entry))
        if aid is None or aid.last_four != entry.facts.get("account_last_four"):
            return None
        return Recipient(RecipientKind.PAYEE, aid.id, aid.payee_name, self._by_text(aid))

    def _objector(self, entry: Entry) -> Recipient | None:
        """By text to the number that was left, and by no other way: nobody goes to a door to tell of an objection.

        Nor of a report: the office hands over or posts what no text brings.
        """
        objection = self._objections.get(entry.subject_id)
        if objection is None:
            return None
        return Recipient(RecipientKind.OBJECTOR, objection.id, "", self._by_text(objection))

    def _outsider(self, entry: Entry) -> Recipient | None:
        """By text to the number that the mandate names, which nobody has proved yet."""
        helper = self._outsiders.get(entry.subject_id)
        if helper is None:
            return None
        routes = [] if number_of(helper) in self.closed else [to_outsider(helper)]
        return Recipient(RecipientKind.HELPER, helper.id, "", routes)

    def _by_text(self, line: entitlements.FuneralAid | postings.Objection | applications.Complaint) -> list[Route]:
        sealed, index = bytes(line.phone_sealed or b""), bytes(line.phone_index or b"")
        return [] if number_of(line) in self.closed else [Route(ChannelName.SMS, line.id, sealed, index)]

    def _asked(self, entry: Entry) -> Recipient | None:
        """A payee or cadre whose number is still on file, and takes texts."""
        recipient = self._beside.get(entry.subject_id)
        return None if recipient is None or _number_asked(entry, recipient) in self.closed else recipient

    async def _read_codes(self, entries: list[Entry]) -> None:
        if entries:
            codes = await PhoneCode.filter(id__in=[each.subject_id for each in entries])
            self._codes = {code.id: code for code in codes}

    async def _read_officers(self, entries: list[Entry]) -> None:
        if entries:
            serving = await Officer.filter(id__in=[each.subject_id for each in entries], left_on=None)
            self._officers = {each.id: each for each in serving}
            await self.closed.read([number_of(each) for each in serving])

    async def _read_cadres(self, entries: list[Entry]) -> None:
        if not entries:
            return
        for village in {entry.village for entry in entries if entry.village}:
            self._cadres[village] = await cadres_of(village)
        serving = {each.id: each for several in self._cadres.values() for each in several}
        taken = await database.rows(_TAKEN, [entry.subject_id for entry in entries])
        self._runners = {each["id"]: serving[each["taken_by"]] for each in taken if each["taken_by"] in serving}
        await self.closed.read([number_of(each) for each in serving.values()])
        told = await database.rows(_TOLD, list(serving), clock.now() - timedelta(days=1), clock.now())
        self._told = {each["recipient_id"]: each["times"] for each in told}

    async def _read_funerals(self, entries: list[Entry]) -> None:
        if entries:
            self._funerals = await entitlements.funeral_payees_of([_award_of(each) for each in entries])
            await self.closed.read([number_of(each) for each in self._funerals.values()])

    async def _read_objections(self, entries: list[Entry]) -> None:
        if entries:
            ids = [each.subject_id for each in entries]
            self._objections = {
                **await postings.objections_with_phones(ids), **await applications.complaints_with_phones(ids)
            }  # fmt: skip
            await self.closed.read([number_of(each) for each in self._objections.values()])

    async def _read_outsiders(self, entries: list[Entry]) -> None:
        if entries:
            named = await Outsider.filter(id__in=[each.subject_id for each in entries])
            self._outsiders = {each.id: each for each in named}
            await self.closed.read([number_of(each) for each in named])

    async def _read_asked(self, entries: list[Entry]) -> None:
        if entries:
            self._beside = await lines_beside(entries)
            found = [(each, self._beside[each.subject_id]) for each in entries if each.subject_id in self._beside]
            await self.closed.read([_number_asked(*each) for each in found])


def _number_asked(entry: Entry, recipient: Recipient) -> Number:
    return entry.county, recipient.routes[0].address_index


def _award_of(entry: Entry) -> UUID:
    """The award that money is or was owed by: what a payout names, or the award itself."""
    return UUID(str(entry.facts.get("award_id") or entry.subject_id))
