"""Comparing: a roster's lines held against the register, and what taking them in would do. Reads, writes nothing."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from backend import database, entitlements, programmes, sealing
from backend.entitlements import Claim, TakenOver
from backend.identifiers import new_id
from backend.residents import (
    ACCOUNT,
    IDENTITY,
    AccountKind,
    ContactKind,
    NewAccount,
    NewContact,
    NewDisabilityCard,
    NewHousehold,
    NewResident,
    PhoneOwner,
    Registration,
)
from backend.rosters.line import Line, Weight
from backend.rosters.made_of import made_of
from backend.rosters.reading import BY_AGE, Reading, titles_of


class Outcome(StrEnum):
    """What a line comes to."""

    PERSON_AND_AWARD = "person_and_award"
    AWARD = "award"  #: of a person who is on the register
    MEMBER = "member"  #: of a household, put on the register without an award
    COMPLETED = "completed"  #: known with the award; an account, a phone or a card is added
    UNCHANGED = "unchanged"
    STOPPED = "stopped"

    @property
    def shown(self) -> str:
        """As the report says it."""
        return _OUTCOMES[self]


_OUTCOMES = {
    Outcome.PERSON_AND_AWARD: "新登记人员和待遇",
    Outcome.AWARD: "已登记人员，新增待遇",
    Outcome.MEMBER: "新登记家庭成员",
    Outcome.COMPLETED: "补登账户、电话或残疾证",
    Outcome.UNCHANGED: "已有，没有变化",
    Outcome.STOPPED: "不能导入",
}


@dataclass
class Plan:
    """What would be written; `sources` are the lines of the awards, in their order."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    households: list[NewHousehold] = field(default_factory=list)
    residents: list[NewResident] = field(default_factory=list)
    contacts: list[NewContact] = field(default_factory=list)
    accounts: list[NewAccount] = field(default_factory=list)
    cards: list[NewDisabilityCard] = field(default_factory=list)
    awards: list[TakenOver] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    fen: int = 0  #: a month, of the new awards; what age decides is reckoned for the first month

    @property
    def counted(self) -> dict[str, int]:
        """Rows by outcome, those of which there are some."""
        return {outcome.value: self.outcomes[outcome] for outcome in Outcome if self.outcomes[outcome]}

    @property
    def registration(self) -> Registration:
        """The people, for `residents.register`."""
        return Registration(self.households, self.residents, self.contacts, self.accounts, self.cards)


@dataclass(frozen=True)
class _Register:
    """What the county knows of the people and households that a roster names."""

    people: dict[bytes, dict[str, Any]]
    awards: dict[UUID, dict[str, Any]]
    homes: dict[str, dict[str, Any]]
    with_account: dict[UUID, bytes]
    holders: dict[bytes, UUID]
    with_phone: set[UUID]
    with_card: set[UUID]


async def compare(county: str, programme: str, reading: Reading, paid_here_from: date) -> Plan:
    """The plan for every line that is not stopped; what the register objects to is added to the reading's findings.

    Refuses with eligibility.StandardsNotSet where an elder's amount follows from rates that the county has not set.
    """
    identities = {line.row: sealing.blind_index(line.identity, IDENTITY) for line in reading.lines}
    accounts = {line.row: sealing.blind_index(line.account, ACCOUNT) for line in reading.lines if line.account}
    register = await _register(county, programme, identities.values(), accounts.values(), reading.lines)
    rates = await programmes.parameters_on(county, paid_here_from)
    comparison = _Comparison(register, reading, programme, paid_here_from, rates)
    known = {line.row: register.people.get(identities[line.row]) for line in reading.lines}
    for line in reading.lines:
        comparison.expect(line, known[line.row])
    for line in reading.lines:
        if not line.stopped:
            comparison.put(line, known[line.row], accounts.get(line.row))
    comparison.plan.outcomes[Outcome.STOPPED] = reading.rows - comparison.plan.outcomes.total()
    return comparison.plan


class _Comparison:
    """One line after the other against the register, into a plan."""

    def __init__(
        self, register: _Register, reading: Reading, programme: str, paid_here_from: date,
        rates: entitlements.Rates,
    ) -> None:  # fmt: skip
        self.plan = Plan()
        self._register, self._reading, self._programme = register, reading, programme
        self._month, self._rates, self._titles = paid_here_from, rates, titles_of(programme)
        self._homes: dict[str | None, UUID] = {number: home["id"] for number, home in register.homes.items()}

    def expect(self, line: Line, known: dict[str, Any] | None) -> None:
        """What the register says against a line; and the home of its household, where a member is known."""
        if line.stopped:
            return
        home = self._register.homes.get(line.household or "")
        if known is None:
            if home is not None and home["village"] != line.village:
                self._find(line, "household", Weight.STOPS, "系统里这个户编号属于另一个村。")
            return
        if known["name"] != line.name:
            self._find(line, "name", Weight.STOPS, "系统里这个身份证号登记的是另一个姓名，请核对。")
        elif known["deceased_on"] is not None:
            self._find(line, "name", Weight.STOPS, "系统里登记本人已去世。")
        elif known["village"] != line.village:
            self._find(line, "village", Weight.NOTED, "系统里本人登记在另一个村，以系统为准。")
        award = self._register.awards.get(known["id"])
        if award is not None and not line.stopped:
            self._same_award(line, award)
        if line.household and not line.stopped:
            self._homes.setdefault(line.household, known["household_id"])

    def _same_award(self, line: Line, award: dict[str, Any]) -> None:
        if award["monthly_fen"] is not None and line.fen != award["monthly_fen"]:
            self._find(line, "amount", Weight.STOPS, "系统里这项待遇的月金额不同。要调整的，请在待遇页办理。")
        elif line.from_month is not None and line.from_month != award["from_month"]:
            self._find(line, "from_month", Weight.NOTED, "系统里这项待遇的起始年月不同，以系统为准。")

    def put(self, line: Line, known: dict[str, Any] | None, account_index: bytes | None) -> None:
        """What taking the line in would write."""
        receives = known is not None and known["id"] in self._register.awards
        owed = self._owed(line) if not receives else None
        award = owed is not None and not receives
        person: UUID = known["id"] if known is not None else self._new_person(line)
        added = self._add(line, person, account_index, known is not None)
        if award:
            self._award(line, person, known["village"] if known is not None else line.village, owed or 0)
        if known is None:
            outcome = Outcome.PERSON_AND_AWARD if award else Outcome.MEMBER
        else:
            outcome = Outcome.AWARD if award else Outcome.COMPLETED if added else Outcome.UNCHANGED
        self.plan.outcomes[outcome] += 1

    def _owed(self, line: Line) -> int | None:
        """Fen a month; None for a member of a household whose amount stands with another."""
        if self._programme != BY_AGE:
            return line.fen
        claim = Claim(False, self._month, self._month, None, None, None, line.birth_date, None)
        owed = entitlements.fen_for(claim, self._month, self._rates)
        if owed == 0:
            self._find(line, "amount", Weight.NOTED, "按县里的标准，这个年龄还没有金额，要到年龄才发。")
        elif line.fen is not None and line.fen != owed:
            self._find(line, "amount", Weight.NOTED, "与县里这个年龄的标准不同，将按标准发放。")
        return owed

    def _award(self, line: Line, person: UUID, village: str, owed: int) -> None:
        begins = line.from_month or self._month
        fen = None if self._programme == BY_AGE else owed
        self.plan.fen += owed
        self.plan.sources.append(line.at)
        self.plan.awards.append(
            TakenOver(
                new_id(),
                person,
                village,
                begins,
                max(begins, self._month),
                fen,
                line.certified_on,
                line.rechecked_on,
                made_of(line, self._programme, self._rates) if fen is not None else (),
            )
        )

    def _new_person(self, line: Line) -> UUID:
        person = new_id()
        head = line.fen is not None if line.household else True
        relation = line.relation or ("head" if head else "other")
        self.plan.residents.append(
            NewResident(
                person, line.village, self._home(line), line.name, line.sex, line.birth_date, line.identity, relation,
                line.marital or "unknown",
            )
        )  # fmt: skip
        return person

    def _home(self, line: Line) -> UUID:
        if line.household in self._homes:
            return self._homes[line.household]
        home = new_id()
        number = line.household or f"R{home.hex[-12:]}"
        kind = line.register_kind or ("urban" if self._programme == "urban_dibao" else "rural")
        self.plan.households.append(NewHousehold(home, line.village, number, kind, line.members))
        self._homes[number] = home
        return home

    def _add(self, line: Line, person: UUID, account_index: bytes | None, known: bool) -> bool:
        """Account, phone and card where the person has none; whether there was any."""
        before = len(self.plan.accounts) + len(self.plan.contacts) + len(self.plan.cards)
        if line.account and line.bank and account_index and self._may_open(line, person, account_index):
            kind = AccountKind.CARD if 16 <= len(line.account) <= 19 else AccountKind.PASSBOOK
            self.plan.accounts.append(NewAccount(person, line.name, line.account, line.bank, kind.value))
        if line.phone and not (known and person in self._register.with_phone):
            kind_of_phone = ContactKind.LANDLINE if line.landline else ContactKind.MOBILE
            owner = PhoneOwner.RELATIVE if line.phone_of_relative else PhoneOwner.SELF
            self.plan.contacts.append(NewContact(person, line.phone, kind_of_phone.value, owner.value))
        if line.card and not (known and person in self._register.with_card):
            card = line.card
            self.plan.cards.append(
                NewDisabilityCard(person, card.number, card.disability_class, card.grade, card.valid_to)
            )
        return len(self.plan.accounts) + len(self.plan.contacts) + len(self.plan.cards) > before

    def _may_open(self, line: Line, person: UUID, index: bytes) -> bool:
        """Whether the roster's account is opened: nobody else holds it, and the person has none."""
        present = self._register.with_account.get(person)
        if self._register.holders.get(index, person) != person:
            self._find(line, "account", Weight.LEFT_OUT, "这个账号已登记在别人名下，账户没有登记。")
            return False
        if present is not None and present != index:
            self._find(line, "account", Weight.LEFT_OUT, "系统里本人登记的是另一个账号，以系统为准。")
        return present is None

    def _find(self, line: Line, key: str, weight: Weight, sentence: str) -> None:
        self._reading.add(line, key, weight, sentence, self._titles)


async def _register(
    county: str, programme: str, identities: Iterable[bytes], accounts: Iterable[bytes], lines: list[Line]
) -> _Register:
    people = await database.rows(
        """SELECT id, identity_index, name, village, household_id, birth_date, deceased_on FROM resident
           WHERE county = $1 AND identity_index = ANY ($2)""",
        county, list(identities),
    )  # fmt: skip
    ids = [each["id"] for each in people]
    awards = await database.rows(
        """SELECT resident_id, monthly_fen, from_month, certified_on FROM award
           WHERE resident_id = ANY ($1) AND programme = $2 AND stopped_from IS NULL""",
        ids, programme,
    )  # fmt: skip
    homes = await database.rows(
        "SELECT id, number, village FROM household WHERE county = $1 AND number = ANY ($2)",
        county, list({line.household for line in lines if line.household}),
    )  # fmt: skip
    held = await database.rows(
        """SELECT resident_id, number_index FROM account
           WHERE closed_at IS NULL AND only_for IS NULL AND (resident_id = ANY ($1) OR number_index = ANY ($2))""",
        ids, list(accounts),
    )  # fmt: skip
    phones = await database.rows("SELECT DISTINCT resident_id FROM contact WHERE resident_id = ANY ($1)", ids)
    cards = await database.rows("SELECT resident_id FROM disability_card WHERE resident_id = ANY ($1)", ids)
    return _Register(
        {bytes(each["identity_index"]): each for each in people},
        {each["resident_id"]: each for each in awards},
        {each["number"]: each for each in homes},
        {each["resident_id"]: bytes(each["number_index"]) for each in held},
        {bytes(each["number_index"]): each["resident_id"] for each in held},
        {each["resident_id"] for each in phones},
        {each["resident_id"] for each in cards},
    )
