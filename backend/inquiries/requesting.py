"""Requesting a check (提请核对): one file for everybody whose authorisation waits, each under a serial of ours."""

import asyncio
import hashlib
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from backend import applications, clock, database, journal, sealing, staff
from backend.identifiers import new_id
from backend.inquiries.check import CheckAuthorisation, CheckBatch, CheckItem, CheckRequest
from backend.inquiries.check_file import Person, mark_of, request_csv, request_file
from backend.journal import Deed, Line
from backend.refusals import NotAcceptable, NotFound, NotNow
from backend.residents import IDENTITY
from backend.staff import Officer, Power

_PEOPLE_AT_MOST = 1000  # a file; the rest waits for the next
_ONE_BATCH = 0x43484543  # "CHEC": two officers at once do not ask twice about the same people
# A letter in force, of a case that the township still looks into, never asked or to be asked again.
_WAITING = """
FROM check_authorisation w JOIN application a ON a.id = w.application_id
WHERE w.county = $1 AND w.revoked_at IS NULL AND w.valid_until >= $2 AND a.state IN ('accepted', 'objected')
  AND NOT EXISTS (SELECT FROM check_request r WHERE r.authorisation_id = w.id
                  AND (w.anew_after IS NULL OR r.id > w.anew_after)
                  AND NOT EXISTS (SELECT FROM check_result s WHERE s.request_id = r.id AND s.settled = 'recheck'))
"""


class NobodyToAsk(NotNow):
    """No authorisation waits, or only of cases that another must ask about."""

    sentence = "没有等待核对的人。乡镇登记了核对授权书以后再生成请求文件。"


_ONLY_OTHERS = "等待核对的，都是您提过初审意见、审批过或者要回避的申请，请另一位同事生成请求文件。"


class NoItemChosen(NotAcceptable):
    """A request that asks for nothing."""

    sentence = "请选择要核对的项目。"


class NoSuchCheckBatch(NotFound):
    """None of this county."""

    sentence = "没有找到这个核对批次，请刷新后再选。"


class AllTookItBack(NotNow):
    """Everybody whom it is about has taken the letter back, or its term is over."""

    sentence = "这里面的人都已经收回了核对授权，或者授权已经到期，不能再核对，结果也不录入。"


class RequestChanged(NotNow):
    """The file written again is not the one that was sent: a row was touched behind our back."""

    sentence = "请求文件和当时生成的不一致，已停止下载，请联系管理员。"


async def waiting_to_be_asked(officer: Officer) -> tuple[int, date | None]:
    """How many people wait for the next file, and since which day the first of them does."""
    staff.must_have(officer, Power.RUN_CHECKS)
    (found,) = await database.rows(
        f"SELECT count(*) AS people, min(greatest(w.recorded_at, a.accepted_at)) AS since {_WAITING}",
        officer.county,
        clock.today(),
    )
    return found["people"], clock.in_county_time(found["since"]).date() if found["since"] else None


async def make_check_batch(items: Sequence[CheckItem], officer: Officer) -> CheckBatch:
    """Put everybody who waits into one batch; NoSuchPower, NoItemChosen, NobodyToAsk.

    Not who is kin of the officer, nor in whose case the officer gave an opinion or decided: to ask is to investigate.
    """
    staff.must_have(officer, Power.RUN_CHECKS)
    asked = [item for item in CheckItem if item in items]
    if not asked:
        raise NoItemChosen
    async with database.transaction():
        await database.rows("SELECT pg_advisory_xact_lock($1)", _ONE_BATCH)
        part = await applications.part_of(officer)
        found = await database.rows(
            f"""SELECT w.id {_WAITING} AND NOT a.id = ANY ($4) AND NOT a.resident_id = ANY ($5)
                ORDER BY w.recorded_at, w.id LIMIT $3""",
            officer.county, clock.today(), _PEOPLE_AT_MOST, list(part.opined | part.decided),
            list(await staff.kin_of(officer.signature)),
        )  # fmt: skip
        if not found:
            raise NobodyToAsk(_ONLY_OTHERS if (await waiting_to_be_asked(officer))[0] else await _who_asked(officer))
        number = f"HD-{officer.county}-{clock.today():%Y%m%d}-{await _so_many_today(officer.county) + 1:02d}"
        letters = await CheckAuthorisation.filter(id__in=[each["id"] for each in found]).order_by("recorded_at", "id")
        serials = {letter.id: f"{number}-{place:04d}" for place, letter in enumerate(letters, 1)}
        people = [_person(serials[letter.id], letter) for letter in letters]
        content = await asyncio.to_thread(request_file, number, people, asked)
        table = request_csv(number, people, asked)
        batch = await CheckBatch.create(
            id=new_id(), county=officer.county, number=number, items=[item.value for item in asked],
            people=len(people), mark=mark_of(number, people, asked), digest=_digest(content),
            csv_digest=_digest(table), made_by=officer.id, made_at=clock.now(),
        )  # fmt: skip
        for letter in letters:
            await CheckRequest.create(
                id=new_id(), county=officer.county, batch_id=batch.id, authorisation_id=letter.id,
                application_id=letter.application_id, serial=serials[letter.id],
            )  # fmt: skip
        facts = {"number": number, "people": len(people), "items": batch.items, "digest": batch.digest}
        facts |= {"csv_digest": batch.csv_digest}
        await journal.record(line_of_batch(batch, Deed.CHECK_REQUESTED, **facts), by=officer.signature)
    return batch


async def _who_asked(officer: Officer) -> str | None:
    """Where today's last file has them all, who made it; None where nobody has made one."""
    last = await CheckBatch.filter(county=officer.county).order_by("-id").first()
    if last is None or clock.in_county_time(last.made_at).date() != clock.today():
        return None
    who = await staff.who_and_when(last.made_by, last.made_at)
    return f"没有等待核对的人：今天的请求文件已经生成（{who}），请刷新后再看。"


async def check_request_file(batch_id: UUID, officer: Officer, *, as_csv: bool = False) -> tuple[CheckBatch, bytes]:
    """The request file again, byte for byte, as a workbook or as CSV; that it was taken out is on record.

    Without who has taken the letter back since, or whose letter is over: about them nobody asks any more. Refuses with
    NoSuchPower, NoSuchCheckBatch, RequestChanged and AllTookItBack.
    """
    batch = await get_check_batch(batch_id, officer)
    requests = await CheckRequest.filter(batch_id=batch.id).order_by("serial")
    letters = {each.id: each for each in await CheckAuthorisation.filter(id__in=[r.authorisation_id for r in requests])}
    people = [_person(each.serial, letters[each.authorisation_id]) for each in requests]
    content = await asyncio.to_thread(request_file, batch.number, people, batch.asked)
    if _digest(content) != batch.digest:
        raise RequestChanged
    asked = [
        person
        for person, each in zip(people, requests, strict=True)
        if letters[each.authorisation_id].revoked_at is None and not letters[each.authorisation_id].lapsed
    ]
    if not asked:
        raise AllTookItBack
    if as_csv:
        content = request_csv(batch.number, asked, batch.asked, batch.mark)
    elif len(asked) < len(people):
        content = await asyncio.to_thread(request_file, batch.number, asked, batch.asked, batch.mark)
    facts = {"number": batch.number, "people": len(asked), "digest": _digest(content)}
    async with database.transaction():
        await journal.record(line_of_batch(batch, Deed.CHECK_FILE_SHOWN, **facts), by=officer.signature)
    return batch, content


async def get_check_batch(batch_id: UUID, officer: Officer) -> CheckBatch:
    """A batch of the officer's county; NoSuchPower, NoSuchCheckBatch."""
    staff.must_have(officer, Power.RUN_CHECKS)
    batch = await CheckBatch.get_or_none(id=batch_id, county=officer.county)
    if batch is None:
        raise NoSuchCheckBatch
    return batch


def line_of_batch(batch: CheckBatch, deed: Deed, **facts: object) -> Line:
    """A journal line about a batch."""
    return Line(deed, batch.county, "check_batch", batch.id, facts=facts)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _person(serial: str, letter: CheckAuthorisation) -> Person:
    number = sealing.unseal(letter.identity_sealed, IDENTITY)
    return Person(serial, letter.name, number, letter.relation, letter.purpose, letter.valid_until)


async def _so_many_today(county: str) -> int:
    return await CheckBatch.filter(county=county, number__startswith=f"HD-{county}-{clock.today():%Y%m%d}-").count()
