"""县级抽查: announced in advance, drawn by a seed committed to, and shown so that anybody can draw it again."""

from datetime import date, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from backend import clock, inquiries, programmes
from backend.staff import Officer, Power
from console.asking import with_power
from console.rendering import page

router = APIRouter(prefix="/samples")

Sees = Annotated[Officer, Depends(with_power(Power.SEE_CASES))]
Draws = Annotated[Officer, Depends(with_power(Power.DRAW_SAMPLE))]


@router.get("")
async def samples(request: Request, officer: Sees) -> HTMLResponse:
    """The county's samples, newest first."""
    found = await inquiries.samples_for(officer)
    titles = {code: programmes.get_programme(code).title for code in inquiries.RATIO_OF}
    return page(
        request, "samples/list.html", samples=found, titles=titles, tomorrow=clock.today() + timedelta(days=1),
    )  # fmt: skip


@router.post("")
async def announce(
    officer: Draws, programme: Annotated[str, Form(max_length=40)], draws_on: Annotated[date, Form()]
) -> Response:
    """公布抽查."""
    sample = await inquiries.announce_sample(programme, draws_on, officer)
    return RedirectResponse(f"/samples/{sample.id}", 303)


@router.get("/{sample_id}")
async def sample(request: Request, sample_id: UUID, officer: Sees) -> HTMLResponse:
    """One sample: the commitment, and after the draw the seed, the list and how to draw it again."""
    found = await inquiries.get_sample(sample_id, officer)
    return page(
        request, "samples/sample.html", sample=found, title=programmes.get_programme(found.programme).title,
        lines=await inquiries.sample_lines(found), proof=await inquiries.proof_for(found, officer),
        may_draw=found.drawn_at is None and found.draws_on <= clock.today(),
    )  # fmt: skip


@router.post("/{sample_id}/draw")
async def draw(sample_id: UUID, officer: Draws) -> Response:
    """抽取."""
    await inquiries.draw_sample(sample_id, officer)
    return RedirectResponse(f"/samples/{sample_id}", 303)
