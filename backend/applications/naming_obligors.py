"""Naming obligors (登记法定义务人): whose signature the check waits for though they live elsewhere."""

from dataclasses import dataclass
from uuid import UUID

from tortoise.exceptions import IntegrityError

from backend import clock, database, sealing, staff
from backend.applications.application import Application, State
from backend.applications.obligor import NamedObligor
from backend.applications.reading import visible_to_officer
from backend.applications.wrong_state import tell_what_happened
from backend.identifiers import new_id
from backend.journal import Deed, record
from backend.refusals import NotAcceptable, NotFound, NotNow
from backend.residents import IDENTITY, Resident, normalise_identity_number
from backend.staff import Officer, Power

_WORDS_AT_MOST = 30  # characters of a name or a relation, as on the letter
_REASON_AT_MOST = 200
_STATES = (State.SUBMITTED, State.ACCEPTED, State.OBJECTED)  # while letters are still recorded


class ObligorIncomplete(NotAcceptable):
    """Neither a nameless obligor nor the applicant as their own."""

    sentence = "请写明义务人的姓名和与申请人的关系（各不超过30个字）；申请人本人不用登记。"


class ObligorNamedBefore(NotNow):
    """The same number, or a second spouse of the same person."""

    sentence = "这位义务人（或者这位义务人的配偶）已经登记过了。"


class NoSuchObligor(NotFound):
    """None of this case, or struck."""

    sentence = "没有找到这位义务人，请刷新后再选。"


class StrikingReasonMissing(NotAcceptable):
    """What was on file goes only with a reason."""

    sentence = "请用200个字以内写明为什么划去，比如登记错了人、已经去世。"


@dataclass(frozen=True)
class Obliged:
    """Who owes support; the number may be left empty while nobody knows it. `spouse_of`: the obligor's id."""

    name: str
    relation: str
    identity_number: str = ""
    married: bool = False
    spouse_of: UUID | None = None


async def name_obligor(application_id: UUID, obliged: Obliged, officer: Officer) -> NamedObligor:
    """Put one on file: from now on the case wants their letter before it is taken on, or a word why not.

    Refuses with NoSuchPower, NoSuchApplication, OutsideYourPlace, WrongState, staff.YourOwnKin,
    residents.BadIdentityNumber, ObligorIncomplete, ObligorNamedBefore and NoSuchObligor (of the spouse).
    Source: 民发〔2021〕43号 art. 10; policy §2.2, §9.2.
    """
    case = await _open_case(application_id, officer)
    name, relation = obliged.name.strip(), obliged.relation.strip()
    if not (0 < len(name) <= _WORDS_AT_MOST and 0 < len(relation) <= _WORDS_AT_MOST):
        raise ObligorIncomplete
    number = normalise_identity_number(obliged.identity_number) if obliged.identity_number.strip() else None
    index = sealing.blind_index(number, IDENTITY) if number else None
    if index == (await Resident.get(id=case.resident_id)).identity_index:
        raise ObligorIncomplete
    try:
        async with database.transaction():
            case = await _held(application_id, officer)
            if obliged.spouse_of:
                await _must_be_on_file(obliged.spouse_of, case)
            named = await NamedObligor.create(
                id=new_id(), county=case.county, application_id=case.id, name=name, relation=relation,
                identity_sealed=sealing.seal(number, IDENTITY) if number else None, identity_index=index,
                married=obliged.married and obliged.spouse_of is None, spouse_of=obliged.spouse_of,
                named_by=officer.id, named_at=clock.now(),
            )  # fmt: skip
            await record(case.line(Deed.OBLIGOR_NAMED, obligor_id=named.id), by=officer.signature)
    except IntegrityError:
        raise ObligorNamedBefore from None
    return named


async def strike_obligor(obligor_id: UUID, application_id: UUID, reason: str, officer: Officer) -> None:
    """Take one off with a reason, and the spouse who was named with them. Letters on file stay.

    Refuses as `name_obligor` and with StrikingReasonMissing.
    """
    await _open_case(application_id, officer)
    reason = reason.strip()
    if not 0 < len(reason) <= _REASON_AT_MOST:
        raise StrikingReasonMissing
    async with database.transaction():
        case = await _held(application_id, officer)
        struck = await database.execute(
            """UPDATE named_obligor SET struck_by = $3, struck_at = $4, struck_because = $5
               WHERE application_id = $2 AND (id = $1 OR spouse_of = $1) AND struck_at IS NULL""",
            obligor_id, case.id, officer.id, clock.now(), reason,
        )  # fmt: skip
        if not struck:
            raise NoSuchObligor
        await record(case.line(Deed.OBLIGOR_STRUCK, obligor_id=obligor_id), by=officer.signature)


async def _open_case(application_id: UUID, officer: Officer) -> Application:
    staff.must_have(officer, Power.INVESTIGATE)
    return await visible_to_officer(application_id, officer)


async def _held(application_id: UUID, officer: Officer) -> Application:
    """The case for this transaction alone, while its letters are still recorded."""
    case = await Application.select_for_update().get(id=application_id)
    if case.state not in _STATES:
        await tell_what_happened(case.id, officer.signature)
    await staff.must_not_be_kin(officer.signature, case.resident_id)
    return case


async def _must_be_on_file(obligor_id: UUID, case: Application) -> None:
    found = await NamedObligor.get_or_none(id=obligor_id, application_id=case.id, struck_at=None)
    if found is None or found.spouse_of is not None:
        raise NoSuchObligor
