"""Reading news (看过了): what a person opened in the mini program is told by no other way any more, nor at the door."""

from uuid import UUID

from backend import clock, database, errands
from backend.journal import By, Signature
from backend.messages.own_notices import WHOSE
from backend.messages.proving import NoSuchNotice
from backend.residents import Resident

_NEEDLESS = "已经在小程序里看过了，不用再上门告诉。"
_ONLY_THE_NUMBER = "已经在小程序里看过通知，不用再说。登记的手机号打不通，请问一问{name}现在用哪个号码，报乡镇更新。"

_THEIRS = f"""
WHERE entry_id = $2 AND {WHOSE} AND recipient_kind IN ('resident', 'helper')
RETURNING id, recipient_kind, recipient_id,
  EXISTS (SELECT FROM contact c WHERE c.id = message.route_id AND c.dead_since IS NOT NULL) AS dead
"""
_READ = f"""
UPDATE message SET read_at = coalesce(read_at, $3),
  state = CASE WHEN state = 'waiting' THEN 'rejected' ELSE state END,
  code = CASE WHEN state = 'waiting' THEN 'read' ELSE code END,
  finished_at = CASE WHEN state = 'waiting' THEN $3 ELSE finished_at END,
  followed_up_at = coalesce(followed_up_at, CASE WHEN state = 'waiting' THEN $3 END)
{_THEIRS}"""
# Nothing of it waits any more.
_READ_LATE = f"UPDATE past_message AS message SET read_at = coalesce(read_at, $3) {_THEIRS}"


async def note_read(notice_id: UUID, resident_id: UUID) -> None:
    """The person has opened it: ways that still wait are taken back, and nobody is sent to their door any more.

    NoSuchNotice when it was not told to them. What a helper reads does not call off who goes to the person helped.
    """
    async with database.transaction():
        by = resident_id, notice_id, clock.now()
        read = await database.rows(_READ, *by) + await database.rows(_READ_LATE, *by)
        if not read:
            raise NoSuchNotice
        for person in {each["recipient_id"] for each in read if each["recipient_kind"] == "resident"}:
            causes = [f"message:{each['id']}" for each in read if each["recipient_id"] == person]
            dead = any(each["dead"] for each in read if each["recipient_id"] == person)
            await _call_off([*causes, f"notice:{notice_id}:{person}"], person, dead=dead, by=resident_id)


async def _call_off(causes: list[str], person: UUID, *, dead: bool, by: UUID) -> None:
    """A number that is dead is still to be asked for, so who goes there for that goes all the same."""
    if dead:
        name = (await Resident.get(id=person)).name
        await errands.ask_for_less(causes, reason=_ONLY_THE_NUMBER.format(name=name))
    else:
        await errands.close_needless(causes, words=_NEEDLESS, by=Signature(By.RESIDENT, by))
