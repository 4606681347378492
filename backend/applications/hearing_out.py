"""Hearing out (当面问清): the person said they gave no mandate; an officer asks them before anything is decided.

The mandate is void and nobody can act on it again, but the case went on before the person was reached. It stays where
it is, its clock runs, and whether it is their own wish is for them alone to say.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import NoReturn
from uuid import UUID

from backend import clock, database, errands, workdays
from backend.applications.application import Application, State
from backend.applications.children import review_power, withheld_from
from backend.applications.mandate import Mandate
from backend.applications.reading import visible_to_officer
from backend.applications.story import Happened
from backend.applications.transitions import Move, move
from backend.errands import ErrandKind
from backend.journal import Deed, Signature, record
from backend.programmes import get_programme
from backend.refusals import NotAcceptable, NotNow
from backend.residents import Resident
from backend.staff import Officer, Power, has_power, must_have, must_not_be_kin, who_and_when

_WITHIN = 3  # working days until somebody has asked; no national number, as long as the check of papers may take
_WORDS_AT_MOST = 200  # characters
_GOING_ON = (State.ACCEPTED, State.POSTED, State.OBJECTED, State.COUNTY_REVIEW)
# Denied after what is under way was handed in: the person's own later submission is their word as well.
_OPEN = """
FROM mandate m JOIN application a ON a.id = m.application_id
WHERE m.agreed = false AND m.settled_at IS NULL AND a.submitted_at < m.heard_at AND a.state = ANY ($1)
"""


class HearThePersonFirst(NotNow):
    """The person denied the mandate, and no officer has asked them what they want."""

    sentence = "本人说没有委托别人申请。请先由工作人员上门或者打电话问清本人要不要办、登记下来，再公示或者作决定。"


class NothingToHear(NotNow):
    """No mandate was denied, or the person has been asked already."""

    sentence = "没有等着问清的委托，可能同事已经问过了，请刷新后再看。"


class PersonsWordMissing(NotAcceptable):
    """What the person said goes on record."""

    sentence = f"请写明本人怎么说的、谁在场，最多{_WORDS_AT_MOST}个字。"


class Asked(StrEnum):
    """How the officer asked."""

    VISIT = "visit"
    CALL = "call"

    @property
    def shown(self) -> str:
        """As the case page says it."""
        return {Asked.VISIT: "上门当面", Asked.CALL: "打电话"}[self]


async def send_somebody(case: Application, mandate: Mandate, by: Signature) -> None:
    """Inside the denial's transaction: of a case under way the village learns that an officer will come and ask.

    Of a child's case the village learns nothing (policy §14.4): its handlers find it among those to be heard.
    """
    if case.state not in _GOING_ON or get_programme(case.programme).of_children:
        return
    await errands.raise_errand(
        ErrandKind.ASK_AFTER, await Resident.get(id=case.resident_id), because=_because(mandate.id), by=by,
        due_on=workdays.after_workdays(clock.today(), _WITHIN),
        reason=f"本人说没有委托别人申请{get_programme(case.programme).title}。乡镇工作人员要当面问本人，请帮忙约时间、带路；"
        "代办的人不要在场，也不要代答。",
    )  # fmt: skip


async def hear_out(application_id: UUID, officer: Officer, *, wants: bool, how: Asked, words: str) -> Application:
    """Put the person's answer on record: the case goes on as their own wish, or ends as withdrawn by them.

    Refuses with NoSuchPower, NoSuchApplication, OutsideYourPlace, staff.YourOwnKin, PersonsWordMissing, NothingToHear
    and WrongState. Of two officers at once one records it.
    """
    case = await visible_to_officer(application_id, officer)
    if not has_power(officer, Power.INVESTIGATE):
        must_have(officer, review_power(case.programme))
    if not 0 < len(words.strip()) <= _WORDS_AT_MOST:
        raise PersonsWordMissing
    async with database.transaction():
        await must_not_be_kin(officer.signature, case.resident_id)
        found = await database.row(f"SELECT m.id {_OPEN} AND a.id = $2 FOR UPDATE OF m", _words(_GOING_ON), case.id)
        settled = found and await database.execute(
            """UPDATE mandate SET settled_at = $2, settled_by = $3, settled_how = $4, wants = $5, settled_words = $6
               WHERE id = $1 AND settled_at IS NULL""",
            found["id"], clock.now(), officer.id, how.value, wants, words.strip(),
        )  # fmt: skip
        if not found or not settled:
            await _tell_who_asked(case.id)
        facts = {"mandate_id": found["id"], "wants": wants, "how": how.value}
        await record(case.line(Deed.PRINCIPAL_HEARD_OUT, **facts), by=officer.signature)
        await errands.call_off([_because(found["id"])], by=officer.signature)
        if not wants:
            was = (await Application.get(id=case.id)).state.value
            case = await move(case.id, Move.WITHDRAW, officer.signature, step_due_on=None)
            await record(case.moved(Deed.APPLICATION_WITHDRAWN, was=was), by=officer.signature)
    return await Application.get(id=case.id)


async def _tell_who_asked(application_id: UUID) -> NoReturn:
    asked = await Mandate.filter(application_id=application_id).exclude(settled_at=None).order_by("-settled_at").first()
    if asked is None:
        raise NothingToHear
    who = await who_and_when(asked.settled_by, asked.settled_at)
    raise NothingToHear(f"已经问清并登记了本人的意思（{who}），请刷新后再看。")


def waits_for_word(case: Application, happened: Sequence[Happened]) -> bool:
    """As `must_have_been_heard` asks of the rows, told from the case's story."""
    if case.state not in _GOING_ON:
        return False
    last = {entry.deed: number for number, entry in enumerate(happened)}
    denied = last.get(Deed.MANDATE_DENIED.value, -1)
    return denied > max(last.get(each.value, -1) for each in (Deed.APPLICATION_SUBMITTED, Deed.PRINCIPAL_HEARD_OUT))


async def must_have_been_heard(case: Application) -> None:
    """HearThePersonFirst while a denied mandate waits for the person's answer."""
    if await database.row(f"SELECT m.id {_OPEN} AND a.id = $2", _words(_GOING_ON), case.id):
        raise HearThePersonFirst


async def denials_open(officer: Officer) -> list[tuple[UUID, date]]:
    """The cases of the officer's places in which the person must be asked, and since when, the oldest first."""
    must_have(officer, Power.SEE_CASES)
    found = await database.rows(
        f"SELECT a.id, m.heard_at {_OPEN} AND a.county = $2 AND a.village LIKE $3 AND NOT a.programme = ANY ($4)"
        " ORDER BY m.heard_at",
        _words(_GOING_ON), officer.county, officer.scope.like, withheld_from(officer),
    )  # fmt: skip
    return [(each["id"], clock.in_county_time(each["heard_at"]).date()) for each in found]


def _because(mandate_id: UUID) -> str:
    return f"denied:{mandate_id}"


def _words(states: tuple[State, ...]) -> list[str]:
    return [state.value for state in states]
