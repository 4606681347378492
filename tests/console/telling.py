"""What people were told and wrote, and who was sent to them, as outreach leaves it."""

from datetime import timedelta
from uuid import UUID

from backend import clock, database, journal, sealing
from backend.errands import Errand, ErrandKind, raise_errand
from backend.identifiers import new_id
from backend.journal import Deed
from backend.messages import NoticeState
from backend.residents import Resident
from notifications.message import Message
from tests.people import COUNTY

PHONE = "13800009999"


async def told(resident: Resident, state: str, *, channel: str = "sms", entry: UUID | None = None) -> Message:
    """A message as outreach leaves it, about a payout that settled."""
    entry = entry or await an_entry(resident)
    final = clock.now() if NoticeState(state).is_final else None
    return await Message.create(
        id=new_id(), county=COUNTY, village=resident.village, entry_id=entry, occasion="payout_settled",
        recipient_kind="resident", recipient_id=resident.id, channel=channel, route_id=new_id(), own_phone=True,
        address_sealed=sealing.seal(PHONE, "phone"), address_index=new_id().bytes, lane=1, state=state,
        send_after=clock.now(), attempts=1, created_at=clock.now(), sent_at=clock.now(), finished_at=final,
        followed_up_at=final, code="MK:0001",
    )  # fmt: skip


async def an_entry(resident: Resident) -> UUID:
    async with database.transaction():
        line = journal.Line(
            Deed.PAYOUT_SETTLED, COUNTY, "payout", new_id(), resident_id=resident.id, village=resident.village, facts={}
        )
        await journal.record(line, by=journal.Signature(journal.By.BANK))
    newest = await journal.Entry.all().order_by("-id").first()
    assert newest is not None
    return newest.id


async def wrote(text: str, phone: str = PHONE, owner: Resident | None = None) -> UUID:
    """A text in a person's own words, as outreach keeps it."""
    letter = new_id()
    await database.execute(
        """INSERT INTO reply (id, county, sequence_id, phone_sealed, phone_index, content_sealed, meaning, resident_id,
                              received_at) VALUES ($1, $2, $3, $4, $5, $6, 'call_me', $7, $8)""",
        letter, COUNTY, str(letter), sealing.seal(phone, "phone"), sealing.blind_index(phone, "phone"),
        sealing.seal(text, "reply"), owner.id if owner else None, clock.now(),
    )  # fmt: skip
    return letter


async def visit(resident: Resident, because: str) -> Errand:
    async with database.transaction():
        await raise_errand(
            ErrandKind.DELIVER_MESSAGE, resident, reason="请上门告诉。", because=because,
            due_on=clock.today() + timedelta(days=3), by=journal.Signature(journal.By.CLOCK),
        )  # fmt: skip
    return await Errand.get(because=because)
