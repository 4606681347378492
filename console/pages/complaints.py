"""投诉、举报 about a case: put on file by whoever took it, looked into, and answered to who gave their name."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from backend import applications, letters
from backend.applications import FedBack, Reporter
from backend.staff import Officer, Power
from console.asking import with_power
from console.rendering import page

router = APIRouter()

Investigates = Annotated[Officer, Depends(with_power(Power.INVESTIGATE))]


@router.get("/complaints")
async def waiting(request: Request, officer: Investigates, after: UUID | None = None) -> HTMLResponse:
    """实名举报 that nobody has answered yet, or whose answer has not arrived; what is due first on top."""
    found = await applications.reports_waiting(officer, after)
    more = found[-1].id if len(found) == applications.REPORTS_A_PAGE else None
    return page(request, "complaints/list.html", reports=found, next=more)


@router.post("/cases/{application_id}/complaints")
async def note(
    application_id: UUID,
    officer: Investigates,
    body: Annotated[str, Form(max_length=1000)] = "",
    reporter: Annotated[str, Form(max_length=60)] = "",
    phone: Annotated[str, Form(max_length=30)] = "",
) -> Response:
    """登记投诉举报; with a name it is answered."""
    who = Reporter(reporter, phone) if reporter.strip() or phone.strip() else None
    await applications.note_complaint(application_id, body, officer, who)
    return _back(application_id)


@router.post("/cases/{application_id}/complaints/{complaint_id}/answer")
async def answer(
    application_id: UUID,
    complaint_id: UUID,
    officer: Investigates,
    upheld: Annotated[bool, Form()],
    found: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    """核查结果."""
    await applications.answer_complaint(complaint_id, officer, upheld=upheld, found=found)
    return _back(application_id)


@router.post("/cases/{application_id}/complaints/{complaint_id}/reporter")
async def reporter(request: Request, application_id: UUID, complaint_id: UUID, officer: Investigates) -> HTMLResponse:
    """Who reported by name; on record."""
    who = await applications.show_reporter(complaint_id, officer)
    return page(request, "complaints/reporter.html", reporter=who, application_id=application_id)


@router.post("/cases/{application_id}/complaints/{complaint_id}/letter")
async def letter(application_id: UUID, complaint_id: UUID, officer: Investigates) -> Response:
    """举报核查答复书 as PDF; it bears the name, so that it is a deed and not a page."""
    content = await letters.print_report_answer(complaint_id, officer)
    return Response(
        content, media_type="application/pdf", headers={"Content-Disposition": 'attachment; filename="answer.pdf"'}
    )


@router.post("/cases/{application_id}/complaints/{complaint_id}/delivery")
async def deliver(
    application_id: UUID,
    complaint_id: UUID,
    officer: Investigates,
    way: Annotated[FedBack, Form()],
    proof: Annotated[str, Form(max_length=50)] = "",
) -> Response:
    """答复送到了."""
    await applications.feed_back(complaint_id, officer, way, proof)
    return _back(application_id)


def _back(application_id: UUID) -> Response:
    return RedirectResponse(f"/cases/{application_id}#complaints", 303)
