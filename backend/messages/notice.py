"""Notice (通知): one message of outreach as staff see it, without a word that is sealed."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from backend import database
from backend.messages.channel import Arrival, Channel, channels
from backend.messages.ending import ending_of
from backend.messages.occasion_titles import OCCASION_TITLES
from backend.staff import Officer, youngest_shown

PAGE = 50


class NoticeState(StrEnum):
    """Where it stands; outreach's own words."""

    WAITING = "waiting"
    SENDING = "sending"
    UNKNOWN = "unknown"
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    REJECTED = "rejected"

    @property
    def shown(self) -> str:
        """As a list shows it."""
        return _STATES[self]

    @property
    def is_final(self) -> bool:
        """Whether nothing more comes of it by this way."""
        return self in (NoticeState.DELIVERED, NoticeState.UNDELIVERED, NoticeState.REJECTED)


_STATES = {
    NoticeState.WAITING: "等待发送",
    NoticeState.SENDING: "正在发送",
    NoticeState.UNKNOWN: "正在核实",
    NoticeState.ACCEPTED: "已发出，等回执",
    NoticeState.DELIVERED: "已送达",
    NoticeState.UNDELIVERED: "未送达",
    NoticeState.REJECTED: "没有发出",
}


@dataclass(frozen=True)
class Notice:
    """`about` is whom it concerns and `person` whom it went to, where that is a resident, in full, for staff of that
    place; `code` is the provider's or outreach's own."""

    id: UUID
    entry_id: UUID
    case_id: UUID | None
    village: str | None
    recipient_kind: str
    recipient_id: UUID
    person: str | None
    about: str | None
    occasion: str
    channel: Channel
    own_phone: bool
    state: NoticeState
    code: str | None
    attempts: int
    created_at: datetime
    sent_at: datetime | None
    finished_at: datetime | None
    read_at: datetime | None
    followed_up_at: datetime | None

    @property
    def is_under_way(self) -> bool:
        """Whether something may still come of it: by this way, or by the next one, which has not been tried yet."""
        unopened = self.channel.arrival is Arrival.CARD and self.read_at is None
        done = self.state is NoticeState.DELIVERED and not unopened
        return not self.state.is_final or (not done and self.followed_up_at is None)

    @property
    def ended_shown(self) -> str:
        """Where it stands, with what came of it once it has ended."""
        why = ending_of(self.code) if self.state.is_final else ""
        return f"{self.state.shown}（{why}）" if why else self.state.shown

    @property
    def hearer(self) -> str:
        """Whom it went to, as a list shows it."""
        match self.recipient_kind:
            case "resident":
                return self.person or ""
            case "helper":
                who = f"{self.about}的" if self.about else "委托书上写的"
                return f"{who}代办人{self.person or '（村干部）'}"
            case "payee":
                kept = "料理后事的收款人" if self.occasion.startswith("funeral_aid") else "代领人"
                return f"{self.about or ''}的{kept}"
            case "officer":
                return "工作人员"
            case "phone":
                return "要验证的手机"
            case "objector":
                return "举报的人" if self.occasion == "reporter_answered" else "提出异议的人"
        return "村干部"

    @property
    def occasion_title(self) -> str:
        """What it was about; a word of a later version stands as it is."""
        return OCCASION_TITLES.get(self.occasion, self.occasion)


COLUMNS = """m.id, m.entry_id, m.case_id, m.village, m.recipient_kind, m.recipient_id,
             coalesce(r.name, o.name) AS person,
             about.name AS about, m.occasion, m.channel, m.own_phone, m.state, m.code, m.attempts, m.created_at,
             m.sent_at, m.finished_at, m.read_at, m.followed_up_at"""
# `about` is whom it concerns, `r` whom it went to where that is a resident.
FROM = """FROM every_message m
          LEFT JOIN resident r ON m.recipient_kind IN ('resident', 'helper') AND r.id = m.recipient_id
          LEFT JOIN outsider o ON m.recipient_kind = 'helper' AND o.id = m.recipient_id
          LEFT JOIN journal_entry e ON e.id = m.entry_id LEFT JOIN resident about ON about.id = e.resident_id"""


# Codes and the texts of officers are of no village: they are the county's.
OF_THE_PLACE = "coalesce(m.village, m.county) LIKE $2"


async def notices(
    officer: Officer, *, state: NoticeState | None = None, case_number: str | None = None, after: UUID | None = None
) -> list[Notice]:
    """At most 50 notices of the officer's places, newest first, older than `after`; of one case by its whole number."""
    found = await database.rows(
        f"""SELECT {COLUMNS} {FROM}
            WHERE m.county = $1 AND {OF_THE_PLACE} AND ($3::text IS NULL OR m.state = $3)
              AND ($4::uuid IS NULL OR m.id < $4) AND (about.birth_date IS NULL OR about.birth_date <= $5)
              AND ($6::text IS NULL OR m.case_id = (SELECT id FROM application WHERE case_number = $6))
            ORDER BY m.id DESC LIMIT {PAGE}""",
        officer.county, officer.scope.like, state.value if state else None, after, youngest_shown(officer),
        unicodedata.normalize("NFKC", case_number).strip().upper() if case_number else None,
    )  # fmt: skip
    known = await channels()
    return [notice_of(row, known) for row in found]


async def notices_of_case(case_id: UUID) -> list[Notice]:
    """Everything told about one case, oldest first. Who may see the case has been asked by the caller."""
    found = await database.rows(f"SELECT {COLUMNS} {FROM} WHERE m.case_id = $1 ORDER BY m.id", case_id)
    known = await channels()
    return [notice_of(row, known) for row in found]


def notice_of(row: dict[str, Any], known: Mapping[str, Channel]) -> Notice:
    """The notice of one row of `COLUMNS`."""
    return Notice(**{**row, "channel": known[row["channel"]], "state": NoticeState(row["state"])})
