"""The programmes that are walked: how a case of each begins, what its officers find, and whose turn is when."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date

from backend import applications, clock, relays
from backend.applications import Application, State
from backend.eligibility import FactValue
from backend.journal import Signature
from backend.programmes import PhotoKind
from backend.relays import Relayed
from backend.residents import Household, Resident, keep_card, read_card_number
from backend.staff import Role
from tests.backend.applications.cases import a_draft, a_jpeg, hand
from tests.backend.entitlements.test_aiding import SPENT, STRUCK
from tests.backend.inquiries.opinions import ALONE, CHILD, ORPHAN
from tests.backend.inquiries.test_card_check import CARE
from tests.backend.payouts.awards import card
from tests.people import a_resident, an_officer

USUAL: dict[State, tuple[str, ...]] = {
    State.DRAFT: ("submit",),
    State.SUBMITTED: ("accept", "accept", "accept", "return_it"),
    State.RETURNED: ("hand_in", "submit"),
    State.ACCEPTED: ("go_on", "go_on", "go_on", "opine", "visit"),
    State.POSTED: ("object", "wait", "end", "wait", "end"),
    State.OBJECTED: ("answer", "answer", "opine", "post", "refuse"),
    State.COUNTY_REVIEW: ("go_on", "go_on", "go_on", "decide", "send_back", "complain"),
    State.CONFIRMED: ("pay", "pay", "pay", "wait", "wait", "propose_amendment", "decide_amendment"),
    State.REFUSED: ("propose_amendment", "decide_amendment", "decide_amendment"),
}
Begun = tuple[Application, Resident, Signature]


@dataclass(frozen=True)
class Programme:
    """`told` at submission, `found` by the township; `turns` stand instead of USUAL's; `once`: a sum is settled."""

    name: str
    begins: Callable[[], Awaitable[Begun]]
    told: Mapping[str, FactValue]
    found: dict[str, FactValue]
    turns: Mapping[State, tuple[str, ...]]
    once: bool = False

    def usual(self, state: State) -> tuple[str, ...]:
        """Whose turn it is, so that most tries lead somewhere."""
        return self.turns.get(state) or USUAL.get(state) or ()


def _of_oneself(programme: str, *, papers: bool = True) -> Callable[[], Awaitable[Begun]]:
    async def begins() -> Begun:
        person = await a_resident(account=card(1))
        if papers:
            return await a_draft(person, programme=programme), person, hand(person)
        return await applications.start(programme, person, by=hand(person)), person, hand(person)

    return begins


async def _with_a_card() -> Begun:
    person = await _disabled()
    return await a_draft(person, programme="disability_care"), person, hand(person)


async def _disabled() -> Resident:
    person = await a_resident(birth_date=date(1962, 5, 6), account=card(1))
    await keep_card(person.id, person.county, read_card_number(person.identity_number + "42"), date(2030, 1, 1))
    return person


async def _from_another_province() -> Begun:
    """Taken in elsewhere, made a case of here: the days run since it arrived."""
    person, window = await _disabled(), await an_officer(Role.TOWNSHIP_CLERK, name="窗口")
    came = Relayed(
        relays.Way.IN, "disability_care", "湖北省十堰市郧西县", person.name, person.identity_number, clock.today(), ""
    )
    relay = await relays.take_relay(came, window)
    papers = [(PhotoKind.CARE_NEED, a_jpeg())]
    case = await relays.hand_in_papers(relay.id, clock.today(), papers, window)
    return case, person, window.signature


async def _of_a_child() -> Begun:
    child = await a_resident("小田", date(2017, 5, 6), account=card(1))
    home = await Household.get(id=child.household_id)
    guardian = await a_resident("王秀英", date(1960, 5, 6), household=home)
    return await a_draft(child, by=hand(guardian), programme="orphan"), child, hand(guardian)


PROGRAMMES = [
    Programme(
        "tekun", _of_oneself("tekun"), ALONE, ALONE, {},
    ),
    Programme(
        "temporary_emergency", _of_oneself("temporary_emergency", papers=False), {"sudden_hardship": True}, STRUCK,
        {State.CONFIRMED: ("hand_in", "hand_in", "pay", "pay", "pay", "wait", "propose_amendment")}, once=True,
    ),
    Programme(
        "temporary_expenditure", _of_oneself("temporary_expenditure"), {"heavy_spending": True}, SPENT,
        {}, once=True,
    ),
    Programme("disability_care", _with_a_card, {}, CARE, {}),
    Programme(
        "relayed disability_care", _from_another_province, {}, CARE,
        {State.RETURNED: ("relay_papers",)},
    ),
    Programme("orphan", _of_a_child, ORPHAN, CHILD, {}),
]  # fmt: skip
