"""Closing a hit: somebody looked into it, and says what came of it."""

from uuid import UUID

from backend import clock, database, errands, journal
from backend.discovery.hit import Hit, HitOutcome, HitState
from backend.refusals import NotAcceptable, NotFound, NotNow
from backend.staff import Officer, Power, has_power, must_have

_NOTE_AT_MOST = 200  # characters


class NoSuchHit(NotFound):
    """No hit of that id in the officer's places, or about a child and not for this officer."""

    sentence = "没有找到这条线索，请回到名单重新选择。"


class HitSettled(NotNow):
    """Closed by somebody else, or no longer true."""

    sentence = "这条线索已经处理过，或者情况已经变化，请刷新名单。"


class HitNoteTooLong(NotAcceptable):
    """More than a note."""

    sentence = f"说明不能超过{_NOTE_AT_MOST}个字，请写得简短些。"


async def close(hit_id: UUID, outcome: HitOutcome, officer: Officer, *, note: str = "") -> None:
    """Close an open hit of the officer's places, once; its errand is called off.

    Refuses with NoSuchPower, NoSuchHit, HitNoteTooLong and HitSettled.
    """
    must_have(officer, Power.FOLLOW_UP_HITS)
    if len(note.strip()) > _NOTE_AT_MOST:
        raise HitNoteTooLong
    hit = await Hit.get_or_none(id=hit_id, county=officer.county, village__startswith=officer.scope.prefix)
    if hit is None or (hit.restricted and not has_power(officer, Power.HANDLE_CHILDREN)):
        raise NoSuchHit
    async with database.transaction():
        closed = await database.execute(
            """UPDATE hit SET state = 'closed', outcome = $2, note = $3, closed_at = $4, closed_by = $5
               WHERE id = $1 AND state = 'open'""",
            hit_id, outcome.value, note.strip() or None, clock.now(), officer.id,
        )  # fmt: skip
        if not closed:
            raise HitSettled(state=HitState((await Hit.get(id=hit_id)).state).value)
        await errands.call_off([f"hit:{hit_id}:{hit.found_on}"], by=officer.signature)
        line = journal.Line(
            journal.Deed.HIT_CLOSED, hit.county, "hit", hit_id, resident_id=hit.resident_id, village=hit.village,
            facts={"rule": hit.rule, "programme": hit.programme, "outcome": outcome.value},
        )  # fmt: skip
        await journal.record(line, by=officer.signature)
