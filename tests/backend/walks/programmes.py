"""The programmes that are walked: how a case of each begins, what its officers find, and what its law wants.

What stands here of the law is said again on purpose (policy §1, §2, §3, §5, §6, §18): the product is held against it.
"""

import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count

from backend import applications, clock, relays
from backend.applications import Application
from backend.eligibility import FactValue
from backend.journal import By, Signature
from backend.programmes import PhotoKind
from backend.relays import Relayed
from backend.residents import Household, Resident, keep_card, read_card_number
from backend.staff import Cadre, Role
from tests.backend.applications.cases import a_draft, a_jpeg, hand
from tests.backend.entitlements.test_aiding import SPENT, STRUCK
from tests.backend.entitlements.test_restoring_recognition import RIGID
from tests.backend.inquiries.opinions import ALONE, CHILD, DECLARED, HOUSEHOLD, ORPHAN
from tests.backend.inquiries.test_card_check import CARE, LIVING
from tests.backend.inquiries.test_recognising import EDGE
from tests.backend.payouts.awards import an_award, card
from tests.people import a_resident, an_officer

Begun = tuple[Application, Resident, Signature]
Begins = Callable[[random.Random, Cadre], Awaitable[Begun]]
UNSUPPORTED: dict[str, FactValue] = {"father": "detained", "mother": "out_of_contact"}
_DIBAO_PAPERS = (PhotoKind.DECLARATION, PhotoKind.CHECK_AUTHORISATION)
_phones = count(13_800_000_001)


@dataclass(frozen=True)
class Programme:
    """`told` at submission, `found` by the township; the rest is what the law wants of a case.

    `limit` and `longer`: working days from acceptance, None where the law has it otherwise; `parts`: where it counts
    the township's and the county's one after the other, the notice between; `notice`: days that it hangs, None where
    nobody may read of it; `looks_again`: every objection wants a new opinion, `hangs_again` a new notice as well;
    `delegated`: the township confirms (下放).
    """

    code: str
    begins: Begins
    told: Mapping[str, FactValue]
    found: dict[str, FactValue]
    papers: tuple[PhotoKind, ...]
    limit: int | None = 30
    longer: int | None = None
    parts: tuple[int, int] | None = None
    notice: int | None = None
    opinion: bool = True
    visit: bool = False
    registers: bool = False
    federation: bool = False
    sampled: bool = False
    delegated: bool = False
    looked_at_if_reported: bool = False
    looks_again: bool = False
    hangs_again: bool = False
    pays: bool = True
    pays_once: bool = False
    urgent: bool = False
    of_children: bool = False
    elsewhere: bool = False

    @property
    def name(self) -> str:
        """As the test is called."""
        kind = "relayed_" if self.elsewhere else "delegated_" if self.delegated else ""
        return kind + self.code

    def needs_no_mandate(self, by: Signature) -> bool:
        """In an emergency, at another county's window, for a child by its guardian."""
        return self.urgent or self.elsewhere or (self.of_children and by.kind is By.RESIDENT)


async def _somebody(**facts: object) -> Resident:
    born = facts.pop("birth_date", date(1942, 5, 6))
    return await a_resident(birth_date=born, account=card(1), phone=str(next(_phones)), **facts)  # type: ignore[arg-type]


def _of(code: str, *, family: bool = False, papers: bool = True, after: str = "") -> Begins:
    """In the person's own hand, in a cadre's, or where there is a `family` in a grown child's.

    `after`: sometimes it goes on from a case of that programme, which was refused.
    """

    async def begins(chance: random.Random, cadre: Cadre) -> Begun:
        person = await _somebody()
        if after and chance.random() < 0.3:
            return await _refused_before(after, code, person), person, hand(person)
        hands = [hand(person), hand(person), cadre.signature]
        if family:
            home = await Household.get(id=person.household_id)
            hands.append(hand(await a_resident("王建设", date(1970, 1, 2), household=home)))
        by = chance.choice(hands)
        draft = a_draft(person, by=by, programme=code) if papers else applications.start(code, person, by=by)
        return await draft, person, by

    return begins


async def _refused_before(before: str, code: str, person: Resident) -> Application:
    case = await a_draft(person, programme=before)
    await applications.submit(case.id, by=hand(person), facts=DECLARED)
    await applications.refuse(case.id, await an_officer(), ["papers_untrue"])
    return await applications.go_on(case.id, code, hand(person))


async def _disabled() -> Resident:
    person = await _somebody(birth_date=date(1962, 5, 6))
    await keep_card(person.id, person.county, read_card_number(person.identity_number + "42"), date(2030, 1, 1))
    return person


def _with_a_card(code: str, *, in_dibao: bool) -> Begins:
    async def begins(chance: random.Random, cadre: Cadre) -> Begun:
        person = await _disabled()
        if in_dibao:
            await an_award(person, programme="rural_dibao", monthly_fen=22_000)
        by = chance.choice([hand(person), cadre.signature])
        return await a_draft(person, by=by, programme=code), person, by

    return begins


async def _from_another_province(_chance: random.Random, _cadre: Cadre) -> Begun:
    """Taken in elsewhere, made a case of here: the days run since it arrived."""
    person, window = await _disabled(), await an_officer(Role.TOWNSHIP_CLERK, name="窗口")
    came = Relayed(
        relays.Way.IN, "disability_care", "湖北省十堰市郧西县", person.name, person.identity_number, clock.today(), ""
    )
    relay = await relays.take_relay(came, window)
    case = await relays.hand_in_papers(relay.id, clock.today(), [(PhotoKind.CARE_NEED, a_jpeg())], window)
    return case, person, window.signature


def _of_a_child(code: str) -> Begins:
    """In the guardian's hand, in special cases in the village's."""

    async def begins(chance: random.Random, cadre: Cadre) -> Begun:
        child = await a_resident("小田", date(2017, 5, 6), account=card(1))
        home = await Household.get(id=child.household_id)
        guardian = await a_resident("王秀英", date(1960, 5, 6), household=home, phone=str(next(_phones)))
        by = chance.choice([hand(guardian), hand(guardian), cadre.signature])
        return await a_draft(child, by=by, programme=code), child, by

    return begins


def _in_town(facts: Mapping[str, FactValue]) -> dict[str, FactValue]:
    return {**facts, "home_kind": "town"}


def _told(found: Mapping[str, FactValue]) -> dict[str, FactValue]:
    return {key: value for key, value in found.items() if key in DECLARED}


PROGRAMMES = [
    Programme(
        "old_age_allowance", _of("old_age_allowance"), {}, {},
        (PhotoKind.PORTRAIT,), notice=7, opinion=False,
    ),
    Programme(
        "rural_dibao", _of("rural_dibao", family=True), DECLARED, HOUSEHOLD, _DIBAO_PAPERS, longer=45, notice=7,
        visit=True, registers=True, looked_at_if_reported=True, looks_again=True,
    ),
    Programme(
        "urban_dibao", _of("urban_dibao", family=True), _in_town(DECLARED), _in_town(HOUSEHOLD), _DIBAO_PAPERS,
        limit=20, longer=45, notice=7, visit=True, registers=True, looked_at_if_reported=True, looks_again=True,
        delegated=True,
    ),
    Programme(
        "tekun", _of("tekun"), ALONE, ALONE, _DIBAO_PAPERS, limit=None, parts=(15, 15), notice=7, visit=True,
        registers=True, sampled=True, looks_again=True, hangs_again=True,
    ),
    Programme(
        "tekun", _of("tekun"), ALONE, ALONE, _DIBAO_PAPERS, limit=None, parts=(15, 15), notice=7, visit=True,
        registers=True, sampled=True, looks_again=True, hangs_again=True, delegated=True,
    ),
    Programme(
        "edge_family", _of("edge_family", family=True, after="rural_dibao"), _told(EDGE), EDGE, _DIBAO_PAPERS,
        longer=45, registers=True, pays=False,
    ),
    Programme(
        "rigid_spending", _of("rigid_spending", family=True), _told(RIGID), RIGID,
        (*_DIBAO_PAPERS, PhotoKind.SPENDING_PROOF), longer=45, registers=True, pays=False,
    ),
    Programme(
        "temporary_emergency", _of("temporary_emergency", papers=False), {"sudden_hardship": True}, STRUCK,
        (PhotoKind.IDENTITY_CARD, PhotoKind.HARDSHIP_PROOF), limit=1, pays_once=True, urgent=True,
    ),
    Programme(
        "temporary_expenditure", _of("temporary_expenditure"), {"heavy_spending": True}, SPENT,
        (PhotoKind.SPENDING_PROOF, PhotoKind.CHECK_AUTHORISATION), limit=15, notice=7, registers=True, pays_once=True,
    ),
    Programme(
        "disability_living", _with_a_card("disability_living", in_dibao=True), {}, LIVING, (), notice=5,
        federation=True,
    ),
    Programme(
        "disability_care", _with_a_card("disability_care", in_dibao=False), {}, CARE, (PhotoKind.CARE_NEED,), notice=5,
        federation=True,
    ),
    Programme(
        "disability_care", _from_another_province, {}, CARE, (PhotoKind.CARE_NEED,), limit=None, notice=5,
        federation=True, elsewhere=True,
    ),
    Programme(
        "orphan", _of_a_child("orphan"), ORPHAN, CHILD, (PhotoKind.DECLARATION, PhotoKind.PORTRAIT), limit=20,
        of_children=True,
    ),
    Programme(
        "unsupported_child", _of_a_child("unsupported_child"), UNSUPPORTED,
        {
            **UNSUPPORTED, "lives_in_institution": False, "receives_tekun": False, "receives_orphan_allowance": False,
            "receives_elsewhere": False, "held_monthly_fen": 0,
        },
        (PhotoKind.DECLARATION,), of_children=True,
    ),
]  # fmt: skip
