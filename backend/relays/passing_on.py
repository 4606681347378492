"""Passing on: the file goes home, the answer comes back, the person is told; each part has its working days."""

from datetime import date
from uuid import UUID

from backend import clock, database, eligibility, journal, staff, workdays
from backend.applications import Application, State
from backend.refusals import NotAcceptable, NotNow
from backend.relays.day import must_be_past
from backend.relays.reading import get_relay, last_hand
from backend.relays.relay import NoSuchRelay, Part, Relay, Way
from backend.staff import Officer, Power

_WORDS_AT_MOST = 300  # characters


class OutcomeMissing(NotAcceptable):
    """How it was decided, in words that the person is told."""

    sentence = f"请写明办理结果（文号、金额或者不予的理由），最多{_WORDS_AT_MOST}个字。"


class NotItsTurn(NotNow):
    """A colleague was faster, or another part comes first."""

    sentence = "这件跨省通办现在不是这一步，请刷新后再看。"


class CaseNotDecided(NotNow):
    """Our own case says something else, or nothing yet."""

    sentence = "本县的申请还没有办结，或者结果和这里写的不一样，请先在办件里办结。"


async def record_push(relay_id: UUID, on: date, officer: Officer) -> Relay:
    """The papers went to the county of the register, which decides within its working days from then on.

    Refuses with NoSuchPower, NoSuchRelay, NotItsTurn and DayWrong.
    """
    relay = await _mine(relay_id, officer)
    must_be_past(on, not_before=relay.began_on)
    due = workdays.after_workdays(on, _limit(relay, "decision"))
    sent = {"pushed_on": on, "due_on": due.day, "due_provisional": due.provisional}
    return await _go_on(relay, Part.PUSH, journal.Deed.RELAY_PUSHED, officer, **sent)


async def record_answer(relay_id: UUID, on: date, officer: Officer, *, granted: bool, words: str) -> Relay:
    """The decision: out, as it came back, and the person must be told; in, as our own case has it, and it is over.

    Refuses with NoSuchPower, NoSuchRelay, NotItsTurn, DayWrong, OutcomeMissing and CaseNotDecided.
    """
    relay = await _mine(relay_id, officer)
    must_be_past(on, not_before=relay.pushed_on or relay.began_on)
    if not 0 < len(words.strip()) <= _WORDS_AT_MOST:
        raise OutcomeMissing
    if relay.way is Way.IN:
        await _must_be_decided_here(relay, granted=granted)
    due = workdays.after_workdays(on, _limit(relay, "telling")) if relay.way is Way.OUT else None
    told_by = {"due_on": due.day, "due_provisional": due.provisional} if due else {"due_on": None}
    said = {"answered_on": on, "granted": granted, "words": words.strip(), **told_by}
    return await _go_on(relay, Part.ANSWER, journal.Deed.RELAY_ANSWERED, officer, **said)


async def record_telling(relay_id: UUID, on: date, officer: Officer) -> Relay:
    """The person knows how it was decided: it is over.

    Refuses with NoSuchPower, NoSuchRelay, NotItsTurn and DayWrong.
    """
    relay = await _mine(relay_id, officer)
    must_be_past(on, not_before=relay.answered_on)
    return await _go_on(relay, Part.TELL, journal.Deed.RELAY_TOLD, officer, told_on=on, due_on=None)


async def _mine(relay_id: UUID, officer: Officer) -> Relay:
    staff.must_have(officer, Power.REVIEW)
    return await get_relay(relay_id, officer)


async def _go_on(relay: Relay, part: Part, deed: journal.Deed, officer: Officer, **columns: object) -> Relay:
    async with database.transaction():
        held = await Relay.select_for_update().get_or_none(id=relay.id)
        if held is None:
            raise NoSuchRelay
        if held.part is not part:
            who = await last_hand(relay.id)
            raise NotItsTurn(f"这件跨省通办现在不是这一步（上一步：{who}），请刷新后再看。")
        await Relay.filter(id=relay.id).update(**columns)
        facts = {name: value for name, value in columns.items() if name in ("due_on", "granted")}
        await journal.record(relay.line(deed, **facts), by=officer.signature)
    return await Relay.get(id=relay.id)


async def _must_be_decided_here(relay: Relay, *, granted: bool) -> None:
    wanted = [state for state in State if (state is State.CONFIRMED if granted else state.is_a_no)]
    of_person = Application.filter(resident_id=relay.resident_id, programme=relay.programme, state__in=wanted)
    cases = of_person.filter(id=relay.application_id) if relay.application_id else of_person
    decided = [each.decided_at for each in await cases if each.decided_at is not None]
    if not any(clock.in_county_time(each).date() >= relay.began_on for each in decided):
        raise CaseNotDecided


def _limit(relay: Relay, step: str) -> int:
    found = eligibility.procedure(relay.programme, relay.began_on).step(step)
    if found is None or found.limit is None:
        raise NotItsTurn
    return found.limit
