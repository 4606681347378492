"""Delivering (送达): the letter reached the person, and something proves it."""

from datetime import datetime
from typing import NoReturn
from uuid import UUID

from backend import applications, clock, database, errands, evidence, journal, staff
from backend.applications import Application
from backend.entitlements import Award
from backend.evidence import Photo
from backend.journal import By, Deed, Signature
from backend.letters.decision_letter import DecisionLetter, Way
from backend.letters.reading import get_change_letter, get_letter
from backend.programmes import PhotoKind
from backend.refusals import NotAcceptable, NotNow
from backend.staff import Officer

_NAME_AT_MOST = 50  # characters

_VISITED = """
SELECT l.id, e.done_by, e.done_at, e.photo_id FROM decision_letter l
JOIN errand e ON e.because = 'letter:' || l.id JOIN photo p ON p.id = e.photo_id
WHERE l.delivered_at IS NULL AND e.outcome = 'done' AND p.kind = 'letter_receipt' ORDER BY e.done_at
"""


class AlreadyDelivered(NotNow):
    """Once is enough; what proves it stays as it is."""

    sentence = "这份告知书已经登记送达，请刷新后查看。"


class ReceiptMissing(NotAcceptable):
    """No photo of a signed receipt, or one of another person or thing."""

    sentence = "请选择本人签了字的送达回证照片。没有的，先请村干部或窗口拍照上传。"


class ReceiverMissing(NotAcceptable):
    """A receipt is signed by somebody."""

    sentence = f"请写明签收人的姓名，最多{_NAME_AT_MOST}个字。代收的写明关系。"


async def deliver(
    application_id: UUID, officer: Officer, *, way: Way, receiver: str, photo_id: UUID | None
) -> DecisionLetter:
    """Record that the letter was handed over, by whom and who signed for it.

    Refuses with NoSuchPower, NoSuchLetter, staff.YourOwnKin, ReceiverMissing, ReceiptMissing, AlreadyDelivered and as
    `applications.visible_to_officer`. Source: policy §18 (delivery proof; handler ≠ relative).
    """
    letter = await get_letter(application_id, officer)
    programme = (await Application.get(id=application_id)).programme
    return await _handed_over(letter, programme, officer, way=way, receiver=receiver, photo_id=photo_id)


async def deliver_of_change(
    letter_id: UUID, officer: Officer, *, way: Way, receiver: str, photo_id: UUID | None
) -> DecisionLetter:
    """The same for the letter of a change of an award; refuses as `get_change_letter` and `deliver`."""
    letter = await get_change_letter(letter_id, officer)
    programme = (await Award.get(id=letter.award_id)).programme
    return await _handed_over(letter, programme, officer, way=way, receiver=receiver, photo_id=photo_id)


async def _handed_over(
    letter: DecisionLetter, programme: str, officer: Officer, *, way: Way, receiver: str, photo_id: UUID | None
) -> DecisionLetter:
    staff.must_have(officer, applications.review_power(programme))
    await staff.must_not_be_kin(officer.signature, letter.resident_id)
    if not 0 < len(receiver.strip()) <= _NAME_AT_MOST:
        raise ReceiverMissing
    photo = await Photo.get_or_none(id=photo_id, resident_id=letter.resident_id) if photo_id else None
    if not way.proved_by_receipt or photo is None or photo.kind != PhotoKind.LETTER_RECEIPT.value:
        raise ReceiptMissing
    if not await record_delivery(
        letter, way, clock.now(), officer.signature, receiver=receiver.strip(), photo_id=photo.id
    ):
        await _tell_who_was_faster(letter.id)
    return await DecisionLetter.get(id=letter.id)


async def heed_visits() -> int:
    """Record what cadres brought to the door, with the photo of the receipt; how many. For the timetable."""
    brought = await database.rows(_VISITED)
    delivered = 0
    for each in brought:
        letter = await DecisionLetter.get(id=each["id"])
        by = Signature(By.CADRE, each["done_by"])
        delivered += await record_delivery(letter, Way.VISIT, each["done_at"], by, photo_id=each["photo_id"])
    return delivered


async def receipts_to_choose(letter: DecisionLetter) -> list[Photo]:
    """Photos of signed receipts of the person, newest first."""
    found = evidence.Photo.filter(resident_id=letter.resident_id, kind=PhotoKind.LETTER_RECEIPT.value)
    return await found.order_by("-id").limit(10)


async def _tell_who_was_faster(letter_id: UUID) -> NoReturn:
    done = await DecisionLetter.get(id=letter_id)
    if done.delivered_at is None:
        raise AlreadyDelivered
    who = await staff.who_and_when(done.delivered_by, done.delivered_at)
    if done.way in (Way.SMS_LINK, Way.VISIT):  # no officer's hand
        who = f"{done.way.shown}，{staff.moment_said(done.delivered_at)}"
    raise AlreadyDelivered(f"这份告知书已经登记送达（{who}），请刷新后查看。")


async def record_delivery(
    letter: DecisionLetter, way: Way, at: datetime, by: Signature, *, receiver: str = "", photo_id: UUID | None = None
) -> bool:
    """Put on file, once, that it reached the person, and send no cadre with it any more; False where it was before."""
    async with database.transaction():
        done = await database.execute(
            """UPDATE decision_letter SET way = $2, delivered_at = $3, delivered_by = $4, receiver = $5, photo_id = $6
               WHERE id = $1 AND delivered_at IS NULL""",
            letter.id, way.value, at, by.id, receiver, photo_id,
        )  # fmt: skip
        if done:
            told_on = clock.in_county_time(at).date()
            in_time = letter.due_on is None or told_on <= letter.due_on
            facts = {
                "letter_id": letter.id, "way": way.value, "photo_id": photo_id, "in_time": in_time, "told_on": told_on,
            }  # fmt: skip
            told = await (Application if letter.award_id is None else Award).get(
                id=letter.application_id or letter.award_id
            )
            await journal.record(told.line(Deed.LETTER_DELIVERED, **facts), by=by)
            words = f"告知书已经送到（{way.shown}），不用再去。"
            await errands.close_needless([f"letter:{letter.id}"], words=words, by=by)
    return bool(done)
