"""The steps of a proof, in the order of time: the entry, each way tried, each call that rang, the reading, the door."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from backend import database, evidence
from backend.errands import Errand, ErrandKind, Outcome
from backend.journal import Entry
from backend.messages.channel import Arrival
from backend.messages.ending import CALL_ENDS
from backend.messages.hearer import Line, lines_of
from backend.messages.notice import Notice, NoticeState
from backend.messages.proof import Step
from backend.residents import Resident
from backend.staff import Cadre

_CALLS = "SELECT * FROM call_record WHERE message_id = ANY ($1) ORDER BY message_id, ended_at, id"
# A night on which every phone could be asked about: what differs on it is named.
_COMPARED = """
SELECT m.id, s.compared_at, EXISTS (SELECT FROM every_difference d WHERE d.county = m.county AND d.day = s.day
                                    AND d.out_id = replace(m.id::text, '-', '')) AS differs
FROM every_message m JOIN statement_day s ON s.county = m.county AND s.unanswered = 0
  AND s.day = (m.sent_at AT TIME ZONE 'Asia/Shanghai')::date
WHERE m.id = ANY ($1) AND m.channel = 'sms'
"""


async def steps_of(entry: Entry, tried: Sequence[Notice], errand: Errand | None, person: Resident) -> list[Step]:
    """All of them; `tried` are the notices to one hearer."""
    ids = [each.id for each in tried]
    lines, calls = await lines_of(tried, person), await database.rows(_CALLS, ids)
    steps = [Step(entry.at, "事情发生，记入流水账", "已记")]
    for each in tried:
        steps += _of_notice(each, lines[each.id])
        steps += _of_calls(each.id, calls)
    steps += [Step(each, "在小程序里打开", "看过") for each in {each.read_at for each in tried} if each is not None]
    for night in await database.rows(_COMPARED, ids):
        steps.append(Step(night["compared_at"], "和服务商的记录逐条核对", "不一致" if night["differs"] else "一致"))
    if errand is not None:
        steps += await _at_the_door(errand)
    return sorted(steps, key=lambda step: step.at)


def is_under_way(tried: Sequence[Notice], errand: Errand | None) -> bool:
    """Whether something may still come of it: by a message, or somebody on the way."""
    return any(each.is_under_way for each in tried) or (errand is not None and errand.done_at is None)


def how_reached(tried: Sequence[Notice], errand: Errand | None) -> str | None:
    """By handset, ear, reading or visit, in that order; a card that nobody opened is none of them."""
    arrived = [each for each in tried if each.state is NoticeState.DELIVERED]
    for arrival, ending in ((Arrival.HANDSET, "已送达手机"), (Arrival.EAR, "已接听")):
        ways = [each for each in arrived if each.channel.arrival is arrival]
        if ways:
            words = f"{ways[0].channel.shown}{ending}"
            return words if any(each.own_phone for each in ways) else f"{words}（不是本人的号码，只请转告）"
    if any(each.read_at is not None for each in tried):
        return "在小程序里看过"
    if errand is not None and errand.outcome == Outcome.DONE.value:
        return "村干部已上门告知"
    return None


def _of_notice(notice: Notice, line: Line) -> Iterator[Step]:
    by = f"{notice.channel.shown}（{line.whose}{notice.channel.address_shown}{line.phone}）"
    yield Step(notice.created_at, f"{by}：写入待发", "已记" if notice.own_phone else "只请转告")
    if notice.sent_at is not None and notice.attempts:
        times = f"第{notice.attempts}次" if notice.attempts > 1 else ""
        yield Step(notice.sent_at, f"{by}：{times}交给服务商", f"编号{line.receipt}" if line.receipt else "没有编号")
    if notice.finished_at is not None:
        yield Step(notice.finished_at, f"{by}：结果", _outcome(notice))


def _outcome(notice: Notice) -> str:
    unopened = notice.channel.arrival is Arrival.CARD and notice.read_at is None
    if unopened and notice.state is NoticeState.DELIVERED:
        return f"到了{notice.channel.shown}，没有打开"
    return notice.ended_shown


def _of_calls(message_id: UUID, calls: list[dict[str, Any]]) -> Iterator[Step]:
    for number, call in enumerate((each for each in calls if each["message_id"] == message_id), 1):
        ended = CALL_ENDS.get(call["status"], "没有接通")
        heard = f"，听了{call['seconds']}秒" if call["seconds"] else ""
        pressed = "，按了1，表示听明白" if call["pressed_1"] else ""
        yield Step(call["ended_at"], f"第{number}次通话（编号{call['call_id']}）", f"{ended}{heard}{pressed}")


async def _at_the_door(errand: Errand) -> list[Step]:
    """A photo is named by the first digits of its hash, as a paper can."""
    steps = [Step(errand.raised_at, f"{ErrandKind(errand.kind).shown}：派给村干部", errand.reason)]
    if errand.done_at is not None:
        cadre = await Cadre.get_or_none(id=errand.done_by) if errand.done_by else None
        photo = f"，现场照片{(await evidence.get_photo(errand.photo_id)).digest[:12]}" if errand.photo_id else ""
        note = f"：{errand.note}" if errand.note else ""
        what = f"村干部{cadre.name}上门" if cadre else "上门任务结束"
        steps.append(Step(errand.done_at, what, f"{errand.outcome_shown}{photo}{note}"))
    return steps
