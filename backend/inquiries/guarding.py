"""Guarding: what must have been inquired before a case goes on, and by whom (policy §18)."""

from backend import applications, clock, eligibility, staff
from backend.applications import Application
from backend.inquiries.reading import investigated_by, was_visited
from backend.inquiries.visit import Level
from backend.refusals import NotAllowed, NotNow
from backend.staff import Officer

# Steps of a rule file's procedure that send investigators to the door.
_AT_THE_DOOR = ("visit", "investigation")


class VisitFirst(NotNow):
    """The programme's law wants a household visit before the first opinion."""

    sentence = "还没有入户调查记录。按规定要先由2人以上入户调查、家庭成员签字，再提出初审意见公示。"


class CountyVisitFirst(NotNow):
    """A close relative of a handler lives there: the county must look itself (民发〔2021〕57号 art. 20)."""

    sentence = "这家有经办人员或村干部的近亲属，县里必须先入户核查，再审核确认。"


class YouInvestigated(NotAllowed):
    """Who investigates gives no opinion and decides nothing."""

    sentence = "这件申请是您入户调查的，按规定要由另一位同事办理这一步。"


def needs_visit(case: Application) -> bool:
    """Whether the programme's procedure of today has a visit."""
    procedure = eligibility.procedure(case.programme, clock.today())
    return any(procedure.step(key) for key in _AT_THE_DOOR)


async def must_be_investigated(case: Application, officer: Officer) -> None:
    """Before the first opinion: VisitFirst, and YouInvestigated for an officer who was at the door."""
    if needs_visit(case) and not await was_visited(case.id, Level.TOWNSHIP):
        raise VisitFirst
    if await investigated_by(case.id, officer):
        raise YouInvestigated


async def must_be_ready_to_decide(case: Application, officer: Officer) -> None:
    """Before the county decides, inside its transaction: the household is matched with the kin register once more.

    Refuses with staff.YourOwnKin, CountyVisitFirst where a handler's relative lives there and the county has not
    looked, and YouInvestigated.
    """
    await staff.must_not_be_kin(officer.signature, case.resident_id)
    await applications.file_kin(case, officer.signature)
    if await applications.kin_on_file(case.id) and not await was_visited(case.id, Level.COUNTY):
        raise CountyVisitFirst
    if await investigated_by(case.id, officer):
        raise YouInvestigated
