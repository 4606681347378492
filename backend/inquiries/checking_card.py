"""Checking the card (残联核对): an officer records what the federation answered; the register follows it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend import applications, clock, database, journal, residents, staff
from backend.applications import Application, State
from backend.identifiers import new_id
from backend.inquiries.card_check import CardCheck, last_card_check, needs_card_check
from backend.inquiries.first_opinion import must_not_have_judged
from backend.refusals import NotAcceptable, NotNow
from backend.residents import CardNumber, read_card_number
from backend.staff import Officer, Power

_STATES = (State.ACCEPTED, State.OBJECTED, State.COUNTY_REVIEW)
_WORDS_AT_MOST = 200  # characters


class NoCardToCheck(NotNow):
    """The programme's law does not ask the federation."""

    sentence = "这项待遇不需要残联核对。"


class CardWordsMissing(NotAcceptable):
    """Who answered, and how, stands in the file."""

    sentence = f"请写明残联怎么答复的（比如函号、经办人），最多{_WORDS_AT_MOST}个字。"


class CardTermMissing(NotAcceptable):
    """A card without its last day."""

    sentence = "请填写残疾人证的有效期截止日。"


class CardCheckFirst(NotNow):
    """The federation has not said anything about the card (国发〔2015〕52号)."""

    sentence = "残联还没有核对残疾人证和等级。请先送残联核对并登记结果，再办这一步。"


@dataclass(frozen=True)
class CardAnswer:
    """`number` and `valid_to` where there is a card; `words` say who answered, by what paper."""

    holds: bool
    words: str
    number: str = ""
    valid_to: date | None = None


async def record_card_check(application_id: UUID, answer: CardAnswer, officer: Officer) -> CardCheck:
    """Record the federation's word; an earlier one in the case gives way, and the register's card is brought up to it.

    Who records it investigates (policy §18). Refuses with NoSuchPower, OutsideYourPlace, staff.YourOwnKin,
    applications.NoSuchApplication and WrongState, YouGaveTheOpinion, YouDecided, NoCardToCheck, CardWordsMissing,
    CardTermMissing and residents.BadCardNumber. Source: 国发〔2015〕52号, policy §5.3.
    """
    staff.must_have(officer, Power.INVESTIGATE)
    await applications.visible_to_officer(application_id, officer)
    if not 0 < len(answer.words.strip()) <= _WORDS_AT_MOST:
        raise CardWordsMissing
    card = read_card_number(answer.number) if answer.holds else None
    if card is not None and answer.valid_to is None:
        raise CardTermMissing
    async with database.transaction():
        case = await Application.select_for_update().get(id=application_id)
        if not needs_card_check(case.programme):
            raise NoCardToCheck
        if case.state not in _STATES:
            await applications.tell_what_happened(case.id, officer.signature)
        await staff.must_not_be_kin(officer.signature, case.resident_id)
        await must_not_have_judged(case.id, officer)
        check = await _keep(case, answer, card, officer)
        facts = {"check_id": check.id, "holds": check.holds, "number_differs": check.number_differs}
        await journal.record(case.line(journal.Deed.CARD_CHECKED, **facts), by=officer.signature)
    return check


async def must_be_checked_by_the_federation(case: Application) -> None:
    """CardCheckFirst where the law asks the federation and it has not answered in this case."""
    if needs_card_check(case.programme) and await last_card_check(case.id) is None:
        raise CardCheckFirst


async def _keep(case: Application, answer: CardAnswer, card: CardNumber | None, officer: Officer) -> CardCheck:
    resident = await residents.get_resident(case.resident_id)
    if card is not None and answer.valid_to is not None:
        await residents.keep_card(resident.id, case.county, card, answer.valid_to)
    else:
        await residents.drop_card(resident.id)
    return await CardCheck.create(
        id=new_id(), county=case.county, application_id=case.id, holds=answer.holds,
        disability_class=card.disability_class if card else None, grade=card.grade if card else None,
        valid_to=answer.valid_to if card else None, words=answer.words.strip(),
        number_differs=card is not None and card.identity_number != resident.identity_number,
        recorded_by=officer.id, recorded_at=clock.now(),
    )  # fmt: skip
