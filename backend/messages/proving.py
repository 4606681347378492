"""Proving (送达证明): for one notice, all that was done, from the journal's entry to handset, ear or door."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from backend import clock, database, evidence, journal, places
from backend.errands import Errand, ErrandKind, Outcome
from backend.messages.notice import COLUMNS, FROM, Channel, Notice, NoticeState, notice_of, youngest_shown
from backend.printing import print_pdf
from backend.refusals import NotFound
from backend.residents import Resident
from backend.staff import Officer, Power, must_have

_SHEET = Path(__file__).with_name("proof.typ")


class NoSuchNotice(NotFound):
    """No such notice, or none of the officer's places."""

    sentence = "没有找到这条通知，请返回上一页重新选择。"


@dataclass(frozen=True)
class Step:
    """One line of the proof: when, what, and what came of it."""

    at: datetime
    what: str
    outcome: str


@dataclass(frozen=True)
class Proof:
    """`notices` are all ways tried for the same thing to the same person; `link` the entry's place in the chain."""

    entry: journal.Entry
    person: str
    village: str
    occasion_title: str
    notices: list[Notice]
    errand: Errand | None
    steps: list[Step]
    reached: str | None  #: how the person was reached; None while they were not


async def proof_of(notice_id: UUID, officer: Officer) -> Proof:
    """Everything about one notice to a resident. Refuses with NoSuchNotice and NoSuchPower."""
    must_have(officer, Power.SEE_CASES)
    row = await database.row(
        f"SELECT {COLUMNS} {FROM} WHERE m.id = $1 AND m.county = $2 AND m.village LIKE $3 "
        "AND (r.birth_date IS NULL OR r.birth_date <= $4)",
        notice_id, officer.county, officer.scope.like, youngest_shown(officer),
    )  # fmt: skip
    if row is None or row["recipient_kind"] != "resident":
        raise NoSuchNotice
    found = await database.rows(
        f"SELECT {COLUMNS} {FROM} WHERE m.entry_id = $1 AND m.recipient_id = $2 ORDER BY m.id", row["entry_id"],
        row["recipient_id"],
    )  # fmt: skip
    tried = [notice_of(each) for each in found]
    entry = await journal.Entry.get(id=row["entry_id"])
    resident = await Resident.get(id=row["recipient_id"])
    errand = await _errand(tried, entry, resident)
    return Proof(
        entry, resident.name, await places.name_of(resident.village), tried[0].occasion_title, tried, errand,
        _steps(entry, tried, errand, await _photo(errand)), _reached(tried, errand),
    )  # fmt: skip


async def print_proof(proof: Proof) -> bytes:
    """The proof as one sheet of paper, PDF."""
    return await print_pdf(
        _SHEET,
        {
            "person": proof.person,
            "village": proof.village,
            "occasion": proof.occasion_title,
            "reached": proof.reached or "尚未送达，仍在办理",
            "steps": [[_moment(step.at), step.what, step.outcome] for step in proof.steps],
            "entry": str(proof.entry.id),
            "link": "尚未入链" if proof.entry.link is None else str(proof.entry.link),
            "printed": _moment(clock.now()),
        },
    )


async def _errand(tried: list[Notice], entry: journal.Entry, resident: Resident) -> Errand | None:
    causes = [f"message:{each.id}" for each in tried] + [f"notice:{entry.id}:{resident.id}"]
    return await Errand.filter(because__in=causes).order_by("raised_at").first()


async def _photo(errand: Errand | None) -> str:
    """The photo at the door as a paper can name it: by the first digits of its hash."""
    if errand is None or errand.photo_id is None:
        return ""
    return f"，现场照片 {(await evidence.get_photo(errand.photo_id)).digest[:12]}"


def _steps(entry: journal.Entry, tried: list[Notice], errand: Errand | None, photo: str) -> list[Step]:
    steps = [Step(entry.at, "事情发生，记入流水账", "已记")]
    for each in tried:
        whose = "本人电话" if each.own_phone else "他人代转或座机"
        by = each.channel.shown if each.channel is Channel.WECHAT else f"{each.channel.shown}（{whose}）"
        steps.append(Step(each.created_at, f"{by}：写入待发", "已记"))
        if each.sent_at is not None:
            times = f"第{each.attempts}次" if each.attempts > 1 else ""
            steps.append(Step(each.sent_at, f"{by}：{times}交给运营商", _outcome(each)))
        if each.finished_at is not None:
            steps.append(Step(each.finished_at, f"{by}：结果", _outcome(each)))
    steps += [Step(each, "本人在小程序里打开", "看过") for each in {each.read_at for each in tried} if each is not None]
    if errand is not None:
        steps.append(Step(errand.raised_at, f"{ErrandKind(errand.kind).shown}：派给村干部", "已派"))
        if errand.done_at is not None and errand.outcome is not None:
            steps.append(Step(errand.done_at, "村干部上门", Outcome(errand.outcome).shown + photo))
    return sorted(steps, key=lambda step: step.at)


def _outcome(notice: Notice) -> str:
    return f"{notice.state.shown}{f'（{notice.code}）' if notice.code else ''}"


def _reached(tried: list[Notice], errand: Errand | None) -> str | None:
    for each in tried:
        if each.state is NoticeState.DELIVERED:
            return {"sms": "短信已送达手机", "wechat": "微信已送达", "voice": "电话已接听"}[each.channel.value]
    if any(each.read_at is not None for each in tried):
        return "本人在小程序里看过"
    if errand is not None and errand.outcome == Outcome.DONE.value:
        return "村干部已上门告知"
    return None


def _moment(at: datetime) -> str:
    return clock.in_county_time(at).strftime("%Y-%m-%d %H:%M:%S")
