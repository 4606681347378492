"""Printing the answer to who reported by name (举报核查答复书): whether it is so, and nothing about the family."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

from backend import applications, clock, places
from backend.applications import COUNTY_LOOKS, Application, Complaint
from backend.letters.organ import organ_of
from backend.printing import print_pdf
from backend.refusals import NotNow
from backend.settings import settings
from backend.staff import Officer

_TEMPLATE = Path(__file__).with_name("report_answer.typ")
_ARTICLE = "《最低生活保障审核确认办法》第三十七条"  # of 低保; other programmes have no such article


class NothingFoundYet(NotNow):
    """What is answered has to be found out first."""

    sentence = "还没有写核查结果，写好以后再打印答复书。"


async def print_report_answer(complaint_id: UUID, officer: Officer) -> bytes:
    """PDF, A4, with the slip to be signed; that the officer saw the name is on record. NothingFoundYet.

    Refuses as `applications.show_reporter`, too.
    """
    reporter = await applications.show_reporter(complaint_id, officer)
    complaint = await Complaint.get(id=complaint_id)
    if complaint.answered_at is None or complaint.answered_by is None:
        raise NothingFoundYet
    case = await Application.get(id=complaint.application_id)
    facts = {
        "name": reporter.name,
        "county": await places.name_of(f"{complaint.county}000000"),
        "organ": await organ_of(complaint.answered_by, complaint.county),
        "noted_on": _day(complaint.noted_at),
        "answered_on": _day(complaint.answered_at),
        "upheld": complaint.upheld,
        "article": _ARTICLE if case.programme in COUNTY_LOOKS else "",
        "number": complaint.id.hex[-8:].upper(),
        "phone": settings().county_phone,
    }
    return await print_pdf(_TEMPLATE, facts)


def _day(moment: datetime) -> str:
    day = clock.in_county_time(moment)
    return f"{day.year}年{day.month}月{day.day}日"
