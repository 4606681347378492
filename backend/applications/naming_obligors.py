"""Naming obligors (登记法定义务人): whose signature the check waits for, told by the family or noted by an officer."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import NoReturn
from uuid import UUID

from tortoise.exceptions import IntegrityError

from backend import clock, database, sealing, staff
from backend.applications.acting import must_reach
from backend.applications.application import Application, State
from backend.applications.obligor import NamedObligor, obligors_in
from backend.applications.obligors_at_home import SPOUSE, obligors_at_home
from backend.applications.reading import get_application, visible_to_officer
from backend.applications.wrong_state import tell_what_happened
from backend.identifiers import new_id
from backend.journal import By, Deed, Signature, record
from backend.refusals import NotAcceptable, NotFound, NotNow
from backend.residents import IDENTITY, Resident, normalise_identity_number
from backend.staff import Officer, Power

_WORDS_AT_MOST = 30  # characters of a name or a relation, as on the letter
_REASON_AT_MOST = 200
_STATES = (State.SUBMITTED, State.ACCEPTED, State.OBJECTED)  # while letters are still recorded
_TAKEN_BACK_IN = (State.DRAFT, State.RETURNED)  # while the family has the form in hand
_TOLD_IN = (*_TAKEN_BACK_IN, *_STATES)
_TAKEN_BACK = "申请人交申请以前划去"
_AT_MOST = 60  # as many as may be told of (30, eligibility/facts/60_support.yaml), each with a spouse


class ObligorIncomplete(NotAcceptable):
    """Neither a nameless obligor nor the applicant as their own."""

    sentence = "请写明义务人的姓名和与申请人的关系（各不超过30个字）；申请人本人不用登记。"


class ObligorNamedBefore(NotNow):
    """The same number, or a second spouse of the same person."""

    sentence = "这位义务人（或者这位义务人的配偶）已经登记过了。"


class NoSuchObligor(NotFound):
    """None of this case, or struck."""

    sentence = "没有找到这位义务人，请刷新后再选。"


class TooManyObligors(NotNow):
    """Nobody has so many; a list without end would be walked through at each look."""

    sentence = f"一件申请最多登记{_AT_MOST}位义务人。登记错了的，请先划去。"


class StrikingReasonMissing(NotAcceptable):
    """What was on file goes only with a reason."""

    sentence = "请用200个字以内写明为什么划去，比如登记错了人、已经去世。"


@dataclass(frozen=True)
class Obliged:
    """Who owes support; the number may be left empty while nobody knows it. `spouse_of`: the obligor's id.

    `resident_id`: of who is on the register as living with the applicant; then name, relation and number are theirs.
    """

    name: str
    relation: str
    identity_number: str = ""
    married: bool = False
    spouse_of: UUID | None = None
    resident_id: UUID | None = None


async def name_obligor(application_id: UUID, obliged: Obliged, officer: Officer) -> NamedObligor:
    """Put one on file: from now on the case wants their letter before it is taken on, or a word why not.

    Refuses with NoSuchPower, NoSuchApplication, OutsideYourPlace, WrongState, staff.YourOwnKin,
    residents.BadIdentityNumber, ObligorIncomplete, ObligorNamedBefore, TooManyObligors and NoSuchObligor (of the spouse
    and of who is said to be at home). Source: 民发〔2021〕43号 art. 10; policy §2.2, §9.2.
    """
    await _open_case(application_id, officer)
    return await _put_on_file(application_id, obliged, officer.signature, _STATES)


async def tell_obligor(application_id: UUID, obliged: Obliged, by: Signature) -> NamedObligor:
    """The same by the applicant, who helps them, or a cadre: from the draft on, as long as letters are recorded.

    Refuses as `acting.must_reach` and `name_obligor`.
    """
    await must_reach(await get_application(application_id), by)
    return await _put_on_file(application_id, obliged, by, _TOLD_IN)


async def take_back_obligor(obligor_id: UUID, application_id: UUID, by: Signature) -> None:
    """The family names somebody no more, until the case is handed in; what an officer named the office strikes.

    Refuses with NoSuchObligor, WrongState and as `acting.must_reach`.
    """
    await must_reach(await get_application(application_id), by)
    async with database.transaction():
        case = await _held(application_id, by, _TAKEN_BACK_IN)
        named = await NamedObligor.get_or_none(id=obligor_id, application_id=case.id, struck_at=None)
        if named is None or named.by_the_office:
            raise NoSuchObligor
        await _strike(obligor_id, case, _TAKEN_BACK, by)


async def strike_obligor(obligor_id: UUID, application_id: UUID, reason: str, officer: Officer) -> None:
    """Take one off with a reason, and the spouse who was named with them. Letters on file stay.

    Refuses as `name_obligor` and with StrikingReasonMissing.
    """
    await _open_case(application_id, officer)
    reason = reason.strip()
    if not 0 < len(reason) <= _REASON_AT_MOST:
        raise StrikingReasonMissing
    async with database.transaction():
        await _strike(obligor_id, await _held(application_id, officer.signature, _STATES), reason, officer.signature)


async def _put_on_file(
    application_id: UUID, obliged: Obliged, by: Signature, states: Collection[State]
) -> NamedObligor:
    try:
        async with database.transaction():
            case = await _held(application_id, by, states)
            obliged = await _as_on_register(obliged, case)
            number = await _number_of(obliged, case)
            if obliged.spouse_of:
                await _must_be_on_file(obliged.spouse_of, case)
            if len(await obligors_in(case.id)) >= _AT_MOST:
                raise TooManyObligors
            named = await NamedObligor.create(
                id=new_id(), county=case.county, application_id=case.id, name=obliged.name.strip(),
                relation=obliged.relation.strip(),
                identity_sealed=sealing.seal(number, IDENTITY) if number else None,
                identity_index=sealing.blind_index(number, IDENTITY) if number else None,
                married=obliged.married and obliged.spouse_of is None, spouse_of=obliged.spouse_of,
                named_by_kind=by.kind.value, named_by=by.id, named_at=clock.now(),
            )  # fmt: skip
            await record(case.line(Deed.OBLIGOR_NAMED, obligor_id=named.id), by=by)
    except IntegrityError:
        raise ObligorNamedBefore from None
    return named


async def _as_on_register(obliged: Obliged, case: Application) -> Obliged:
    """Of who is on the register beside the applicant nothing is typed."""
    if obliged.resident_id is None:
        return obliged
    found = [each for each in await obligors_at_home(case) if each.resident_id == obliged.resident_id]
    if not found:
        raise NoSuchObligor
    person = await Resident.get(id=obliged.resident_id)
    relation, number = found[0].relation, person.identity_number
    married = person.marital == "married" and relation != SPOUSE  # whose spouse is the applicant
    return replace(obliged, name=person.name, relation=relation, identity_number=number, married=married)


async def _number_of(obliged: Obliged, case: Application) -> str | None:
    """The number in its one form, None where it is not known; ObligorIncomplete, residents.BadIdentityNumber."""
    if not all(0 < len(words.strip()) <= _WORDS_AT_MOST for words in (obliged.name, obliged.relation)):
        raise ObligorIncomplete
    if not obliged.identity_number.strip():
        return None
    number = normalise_identity_number(obliged.identity_number)
    if sealing.blind_index(number, IDENTITY) == (await Resident.get(id=case.resident_id)).identity_index:
        raise ObligorIncomplete
    return number


async def _strike(obligor_id: UUID, case: Application, reason: str, by: Signature) -> None:
    struck = await database.execute(
        """UPDATE named_obligor SET struck_by = $3, struck_at = $4, struck_because = $5, struck_by_kind = $6
           WHERE application_id = $2 AND (id = $1 OR spouse_of = $1) AND struck_at IS NULL""",
        obligor_id, case.id, by.id, clock.now(), reason, by.kind.value,
    )  # fmt: skip
    if not struck:
        await _tell_who_struck(obligor_id, case)
    await record(case.line(Deed.OBLIGOR_STRUCK, obligor_id=obligor_id), by=by)


async def _tell_who_struck(obligor_id: UUID, case: Application) -> NoReturn:
    named = await NamedObligor.get_or_none(id=obligor_id, application_id=case.id)
    if named is None or named.struck_at is None:
        raise NoSuchObligor
    who = await staff.who_and_when(named.struck_by, named.struck_at)
    raise NoSuchObligor(f"这位义务人已经划去了（{who}），请刷新后再看。")


async def _open_case(application_id: UUID, officer: Officer) -> Application:
    staff.must_have(officer, Power.INVESTIGATE)
    return await visible_to_officer(application_id, officer)


async def _held(application_id: UUID, by: Signature, states: Collection[State]) -> Application:
    """The case for this transaction alone, while it is in one of the states; an officer is no relative of it."""
    case = await Application.select_for_update().get(id=application_id)
    if case.state not in states:
        await tell_what_happened(case.id, by)
    if by.kind is By.OFFICER:
        await staff.must_not_be_kin(by, case.resident_id)
    return case


async def _must_be_on_file(obligor_id: UUID, case: Application) -> None:
    found = await NamedObligor.get_or_none(id=obligor_id, application_id=case.id, struck_at=None)
    if found is None or found.spouse_of is not None:
        raise NoSuchObligor
