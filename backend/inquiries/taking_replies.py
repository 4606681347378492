"""Taking in a reply (核对回复): matched by our serial, whole or not at all; what it flags is put to the family."""

import asyncio
import hashlib
from collections import Counter
from uuid import UUID

from tortoise.exceptions import IntegrityError

from backend import applications, clock, database, journal, sealing, staff
from backend.applications import Application
from backend.identifiers import new_id
from backend.inquiries.check import CheckAuthorisation, CheckBatch, CheckReply, CheckRequest, CheckResult
from backend.inquiries.check_file import Answer, read_reply
from backend.inquiries.requesting import AllTookItBack, get_check_batch, line_of_batch
from backend.journal import Deed
from backend.refusals import NotAllowed, NotNow, Refusal
from backend.staff import Officer

CHECKED = "check"  #: what a detail is sealed for


class ReplyReadBefore(NotNow):
    """The same file once more."""

    sentence = "这份回复文件已经录入过了，不用再传。"


class AnotherReads(NotAllowed):
    """Somebody in it is kin of the officer, or the officer gave an opinion or decided in their case."""

    sentence = "这一批里有您提过初审意见、审批过或者要回避的申请，按规定要由另一位同事录入回复。"


async def take_reply(batch_id: UUID, content: bytes, officer: Officer) -> CheckReply:
    """Take in one department's reply; the row that is returned is the receipt (回执).

    What it says of who has taken the letter back since is not kept. Refuses with NoSuchPower, NoSuchCheckBatch,
    AnotherReads, ReplyReadBefore, AllTookItBack, and as `read_reply`; a refused file is on record too.
    """
    batch = await get_check_batch(batch_id, officer)
    await _must_be_for_them_to_read(batch, officer)
    digest = hashlib.sha256(content).hexdigest()
    try:
        async with database.transaction():
            return await _take(batch, content, digest, officer)
    except IntegrityError as twice:
        raise ReplyReadBefore from twice
    except Refusal as refused:
        async with database.transaction():
            line = line_of_batch(batch, Deed.CHECK_REPLY_REFUSED, digest=digest, because=refused.code)
            await journal.record(line, by=officer.signature)
        raise


async def _must_be_for_them_to_read(batch: CheckBatch, officer: Officer) -> None:
    asked = await CheckRequest.filter(batch_id=batch.id).values_list("application_id", flat=True)
    part = await applications.part_of(officer)
    kin = await staff.kin_of(officer.signature)
    if (part.opined | part.decided).intersection(asked) or (
        kin and await Application.filter(id__in=asked, resident_id__in=kin).exists()
    ):
        raise AnotherReads


async def _take(batch: CheckBatch, content: bytes, digest: str, officer: Officer) -> CheckReply:
    # Replies to a batch wait here for each other, so that each knows what is answered already.
    await database.rows("SELECT FROM check_batch WHERE id = $1 FOR UPDATE", batch.id)
    read = await CheckReply.get_or_none(batch_id=batch.id, digest=digest)
    if read is not None:
        who = await staff.who_and_when(read.read_by, read.read_at)
        raise ReplyReadBefore(f"这份回复文件已经录入过了（{who}），不用再传。")
    requests = {each.serial: each for each in await CheckRequest.filter(batch_id=batch.id)}
    letters = await CheckAuthorisation.filter(id__in=[each.authorisation_id for each in requests.values()])
    letter_of = {each.id: (each.name, each.valid_until) for each in letters}
    people = {serial: letter_of[each.authorisation_id] for serial, each in requests.items()}
    serial_of = {each.id: serial for serial, each in requests.items()}
    known = await CheckResult.filter(request_id__in=list(serial_of))
    answered = {(serial_of[each.request_id], each.item) for each in known}
    told = await asyncio.to_thread(read_reply, content, batch, people, answered, clock.today())
    back = {each.id for each in letters if each.revoked_at is not None and not each.lapsed}
    answers = [each for each in told if requests[each.serial].authorisation_id not in back]
    if not answers:
        raise AllTookItBack
    reply = await CheckReply.create(
        id=new_id(), county=batch.county, batch_id=batch.id, digest=digest, lines=len(answers), read_by=officer.id,
        read_at=clock.now(),
    )  # fmt: skip
    for answer in answers:
        await _keep(answer, requests[answer.serial], reply)
    facts = {"number": batch.number, "lines": len(answers), "digest": digest, "left_out": len(told) - len(answers)}
    await journal.record(line_of_batch(batch, Deed.CHECK_REPLY_READ, **facts), by=officer.signature)
    flagged = Counter(requests[each.serial].application_id for each in answers if each.flagged)
    for application_id, items in flagged.items():
        case = await applications.get_application(application_id)
        line = case.line(Deed.CHECK_DISCREPANCY_FOUND, batch_id=batch.id, items=items)
        await journal.record(line, by=officer.signature)
    return reply


async def _keep(answer: Answer, request: CheckRequest, reply: CheckReply) -> None:
    await CheckResult.create(
        id=new_id(), county=request.county, request_id=request.id, reply_id=reply.id, item=answer.item.value,
        flagged=answer.flagged, detail_sealed=sealing.seal(answer.detail, CHECKED) if answer.detail else None,
        data_on=answer.data_on,
    )  # fmt: skip
