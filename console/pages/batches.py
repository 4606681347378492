"""Monthly batches: drawn up, approved by others, released by a third, sent to the bank, answered by its return file."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Depends, File, Form, Query, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from backend import clock, entitlements, funds, payouts, residents
from backend.refusals import NotAcceptable, NotAllowed
from backend.staff import Officer, Power, has_power
from console.asking import OfficerAsking, with_power
from console.rendering import page

router = APIRouter(prefix="/batches")

_LINES_A_PAGE = 50  # as `payouts.batch_lines` gives them
_FLAGS_HERE = 5  # the first that wait, on the batch's own page; all of them on a page of their own
_NAMED = 50  # people or lines named on the page; the counts are of all
DrawsUp = Annotated[Officer, Depends(with_power(Power.DRAW_UP_BATCH))]
DecidesFlags = Annotated[Officer, Depends(with_power(Power.DECIDE_FLAG))]
Approves = Annotated[Officer, Depends(with_power(Power.APPROVE_BATCH))]
Releases = Annotated[Officer, Depends(with_power(Power.RELEASE_BATCH))]
HandlesFiles = Annotated[Officer, Depends(with_power(Power.HANDLE_BANK_FILES))]


After = Annotated[int, Query(ge=0, le=10_000_000)]  # a line's number


class NotYourDesk(NotAllowed):
    """Money is seen by those who draw up, approve or audit it."""

    sentence = "您的岗位不经办资金发放。"


class BadMonth(NotAcceptable):
    """Not a month."""

    sentence = "发放年月请按“2026-03”这样填写。"


async def sees_money(officer: OfficerAsking) -> Officer:
    """The desks that may open a batch."""
    if not any(has_power(officer, power) for power in (Power.DRAW_UP_BATCH, Power.APPROVE_BATCH, Power.SEE_JOURNAL)):
        raise NotYourDesk
    return officer


SeesMoney = Annotated[Officer, Depends(sees_money)]


@router.get("")
async def batches(request: Request, officer: SeesMoney) -> HTMLResponse:
    """The county's batches, newest first, and the form for a new one."""
    return page(
        request,
        "batches/list.html",
        batches=[
            (each, entitlements.get_benefit(each.programme).title, totals, payouts.batch_title(each, totals))
            for each in await payouts.batches_for(officer)
            for totals in [await payouts.totals(each.id)]
        ],
        programmes=[(each.code, each.title) for each in payouts.programmes_paid(clock.today())],
        this_month=f"{clock.today():%Y-%m}",
    )


@router.post("")
async def draw_up(
    request: Request, officer: DrawsUp, programme: Annotated[str, Form()], month: Annotated[str, Form()]
) -> HTMLResponse:
    """编制批次, and at once who is owed but could not be put in it; asked for again, nobody is left to put in."""
    batch = await payouts.draw_up(programme, _first_of(month), officer)
    return await _batch_page(request, batch.id, officer, skipped=batch.skipped)


@router.get("/unpaid")
async def unpaid(request: Request, officer: SeesMoney, after: UUID | None = None) -> HTMLResponse:
    """未发到账龄: what came back and has not been paid since, oldest try first."""
    months = await payouts.unpaid_months(officer, after)
    return page(
        request,
        "batches/unpaid.html",
        groups=await payouts.ageing(officer),
        months=[(each, entitlements.get_benefit(each.programme).title) for each in months],
        next=months[-1].payout_id if len(months) == _LINES_A_PAGE else None,
    )


@router.get("/{batch_id}")
async def batch(request: Request, batch_id: UUID, officer: SeesMoney, after: After = 0) -> HTMLResponse:
    """One batch: totals, who did what, its lines, and what may be done next."""
    return await _batch_page(request, batch_id, officer, after=after)


@router.get("/{batch_id}/differences")
async def differences(
    request: Request,
    batch_id: UUID,
    officer: SeesMoney,
    kind: payouts.Difference | None = None,
    after: UUID | None = None,
) -> HTMLResponse:
    """与上月比对, person by person, a kind at a time."""
    batch = await payouts.get_batch(batch_id, officer)
    totals = await payouts.differences(batch)
    chosen = kind or (totals[0].difference if totals else None)
    lines = await payouts.difference_lines(batch, chosen, after) if chosen else []
    return page(
        request,
        "batches/differences.html",
        batch=batch,
        programme_title=entitlements.get_benefit(batch.programme).title,
        totals=totals,
        chosen=chosen,
        lines=lines,
        next=lines[-1].resident_id if len(lines) == _LINES_A_PAGE else None,
    )


@router.get("/{batch_id}/flags")
async def flags(
    request: Request,
    batch_id: UUID,
    officer: SeesMoney,
    kind: payouts.FlagKind | None = None,
    after: UUID | None = None,
) -> HTMLResponse:
    """核查提示: what was noticed of the batch's people, a kind at a time, with what was decided."""
    batch = await payouts.get_batch(batch_id, officer)
    totals = await payouts.flag_totals(batch_id)
    chosen = kind or (totals[0].kind if totals else None)
    found = await payouts.flagged(batch_id, chosen, after) if chosen else []
    return page(
        request,
        "batches/flags.html",
        batch=batch,
        programme_title=entitlements.get_benefit(batch.programme).title,
        totals=totals,
        chosen=chosen,
        flags=found,
        decisions=list(payouts.FlagDecision),
        next=found[-1].resident_id if len(found) == _LINES_A_PAGE else None,
    )


@router.post("/{batch_id}/flags/{resident_id}")
async def decide_flag(
    batch_id: UUID,
    resident_id: UUID,
    officer: DecidesFlags,
    kind: Annotated[payouts.FlagKind, Form()],
    decision: Annotated[payouts.FlagDecision, Form()],
    reason: Annotated[str, Form()],
) -> Response:
    """核定: paid all the same, or not this time, with the reason."""
    await payouts.decide_flag(batch_id, resident_id, kind, decision, reason, officer)
    return RedirectResponse(f"/batches/{batch_id}/flags?kind={kind.value}", 303)


@router.post("/{batch_id}/approval")
async def approve(batch_id: UUID, officer: Approves) -> Response:
    """批准, never by the one who drew it up."""
    await payouts.approve(batch_id, officer)
    return _back_to(batch_id)


@router.post("/{batch_id}/release")
async def release(batch_id: UUID, officer: Releases) -> Response:
    """放款, by a third person."""
    await payouts.release(batch_id, officer)
    return _back_to(batch_id)


@router.post("/{batch_id}/discarding")
async def discard(batch_id: UUID, officer: DrawsUp) -> Response:
    """作废 a batch that was not sent."""
    await payouts.discard(batch_id, officer)
    return _back_to(batch_id)


@router.post("/{batch_id}/export")
async def export(batch_id: UUID, officer: HandlesFiles) -> Response:
    """The bank file; the same bytes each time."""
    return _download(await payouts.export(batch_id, officer))


@router.post("/{batch_id}/roster")
async def roster(batch_id: UUID, officer: HandlesFiles) -> Response:
    """花名册, for the finance office."""
    return _download(await payouts.batch_roster(batch_id, officer))


@router.post("/{batch_id}/return-file")
async def read_return_file(
    request: Request, batch_id: UUID, officer: HandlesFiles, file: Annotated[UploadFile, File()]
) -> HTMLResponse:
    """What the bank says happened, and every line that does not fit."""
    report = await payouts.read_return_file(batch_id, await file.read(), officer)
    return await _batch_page(request, batch_id, officer, report=report)


async def _batch_page(
    request: Request,
    batch_id: UUID,
    officer: Officer,
    *,
    after: int = 0,
    report: payouts.ReturnReport | None = None,
    skipped: Sequence[payouts.Skipped] = (),
) -> HTMLResponse:
    batch = await payouts.get_batch(batch_id, officer)
    lines = await payouts.batch_lines(batch_id, after)
    totals = await payouts.totals(batch_id)
    signed = (batch.drawn_up_by, batch.approved_by, batch.released_by)
    hands = await Officer.filter(id__in=[each for each in signed if each])
    flag_totals = await payouts.flag_totals(batch_id)
    waiting = [each for each in flag_totals if each.open and not each.kind.warns_only]
    flags = await payouts.flagged(batch_id, waiting[0].kind) if waiting and after == 0 else []
    return page(
        request,
        "batches/batch.html",
        batch=batch,
        programme_title=entitlements.get_benefit(batch.programme).title,
        names={each.id: each.name for each in hands},
        totals=totals,
        state=payouts.batch_title(batch, totals),
        parts=await payouts.parts_of(batch) if batch.township_confirms else [],
        money=await _money_for(batch, totals.total_fen),
        lines=lines,
        next=lines[-1].line if len(lines) == _LINES_A_PAGE else None,
        flag_totals=flag_totals,
        flags_open=sum(each.open for each in waiting),
        flags=[each for each in flags if each.decision is None][:_FLAGS_HERE],
        decisions=list(payouts.FlagDecision),
        report=report,
        received=await payouts.received(batch_id),
        files_read=await payouts.files_read(batch_id),
        named=_NAMED,
        left_out=await _left_out(skipped, officer),
        not_yours=payouts.CannotApproveOwnBatch.sentence if batch.drawn_up_by == officer.id else "",
    )


async def _money_for(batch: payouts.Batch, fen: int) -> tuple[list[tuple[str, int]], int] | None:
    """Before the approval: who would bear the batch, by source, and the fen that no source has."""
    if batch.state is not payouts.BatchState.DRAWN_UP:
        return None
    foreseen = await funds.foresee_commitment(batch.county, batch.programme, fen)
    return [(source.shown, part) for source, part in foreseen.shares.items()], foreseen.uncovered_fen


async def _left_out(skipped: Sequence[payouts.Skipped], officer: Officer) -> list[tuple[str, int, list[str]]]:
    """By reason: the sentence, how many people, and the first of them by name."""
    by_reason: dict[str, list[UUID]] = {}
    for each in skipped:
        by_reason.setdefault(each.why, []).append(each.resident_id)
    asked = [person for people in by_reason.values() for person in people[:_NAMED]]
    found = await residents.Resident.filter(id__in=asked, county=officer.county)
    names = {each.id: each.name for each in found}
    return [
        (why, len(people), [names[person] for person in people[:_NAMED] if person in names])
        for why, people in by_reason.items()
    ]


def _first_of(month: str) -> date:
    try:
        return date.fromisoformat(f"{month}-01" if len(month) == len("2026-03") else "")
    except ValueError:
        raise BadMonth from None


def _download(file: payouts.BankFile) -> Response:
    return Response(
        file.content,
        media_type=file.media_type,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}"},
    )


def _back_to(batch_id: UUID) -> Response:
    return RedirectResponse(f"/batches/{batch_id}", 303)
