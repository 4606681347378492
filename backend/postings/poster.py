"""Poster (公示张贴稿): the notice as it is nailed to the board, with a code that leads to the same one online."""

from datetime import date
from pathlib import Path
from uuid import UUID

from backend import applications, places
from backend.applications import Application
from backend.postings.board_photo import NoSuchNotice
from backend.postings.reading import NoticeLineView, NoticeView, notice_for
from backend.printing import print_pdf, qr_code
from backend.settings import settings
from backend.staff import Officer

_TEMPLATE = Path(__file__).with_name("poster.typ")


async def poster(posting_id: UUID, officer: Officer) -> bytes:
    """PDF, A4, in letters that elders read; only what the notice shows anyway. NoSuchNotice, NoSuchPower."""
    notice = await notice_for(posting_id, officer)
    if notice is None:
        raise NoSuchNotice
    facts = {
        "county": await places.name_of(f"{officer.county}000000"),
        "village": notice.village_name,
        "programme": notice.programme_title,
        "posted_on": _day(notice.posted_on),
        "ends_on": _day(notice.ends_on),
        "decides": await _who_decides(notice),
        "lines": [[line.shown_name, line.shown_detail] for line in printed(notice)],
        "number": notice.id.hex[-8:].upper(),
        "code": qr_code(_address(notice)),
        "phone": settings().county_phone,
    }
    return await print_pdf(_TEMPLATE, facts)


def printed(notice: NoticeView) -> list[NoticeLineView]:
    """What hangs now; of a notice that is over, all that hung, without who took the case back."""
    if notice.over:
        return [line for line in notice.lines if line.ended != "withdrawn"]
    return [line for line in notice.lines if line.hangs]


async def _who_decides(notice: NoticeView) -> str:
    """One notice is of one village and programme, so that all of it is delegated or nothing."""
    case = await Application.get(id=notice.lines[0].application_id)
    return "由乡镇人民政府审核确认" if await applications.township_confirms(case) else "报县民政局审核确认"


def _address(notice: NoticeView) -> str:
    """Where the code leads; empty where the county has no public address."""
    address = settings().public_address.rstrip("/")
    return f"{address}/v1/notice-boards/{notice.village}" if address else ""


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
