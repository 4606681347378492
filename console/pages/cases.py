"""The work queue, and one case with everything that decides it."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from backend import applications, clock, entitlements, places, postings, relays
from backend.applications import Asked, Declined, Due, Ground, State
from backend.programmes import PhotoKind
from backend.staff import Officer, Power, Role, has_power
from console import page_end
from console.asking import OfficerAsking, with_power
from console.case_file import case_file
from console.opinion_form import fen_from_yuan_typed
from console.page_end import PageEnd
from console.rendering import page

router = APIRouter(prefix="/cases")

TABS = (
    (State.SUBMITTED, "待受理"),
    (State.RETURNED, "待补正"),
    (State.ACCEPTED, "核实中"),
    (State.POSTED, "公示中"),
    (State.OBJECTED, "有异议"),
    (State.COUNTY_REVIEW, "待县里审核"),
    (State.CONFIRMED, "已通过"),
    (State.REFUSED, "未通过"),
    (State.NOT_ACCEPTED, "不予受理"),
    (State.TERMINATED, "已终止"),
    (State.PASSED_ON, "已转外县"),
    (State.WITHDRAWN, "已撤回"),
)
# What waits for each role; the county's roles begin with what the county decides.
FIRST_TAB = {Role.TOWNSHIP_CLERK: State.SUBMITTED, Role.TOWNSHIP_LEADER: State.ACCEPTED}
Reviewer = Annotated[Officer, Depends(with_power(Power.REVIEW, Power.REVIEW_CHILDREN))]
Confirmer = Annotated[Officer, Depends(with_power(Power.CONFIRM, Power.CONFIRM_DELEGATED))]
Note = Annotated[str, Form(max_length=500)]


@router.get("")
async def work_queue(
    request: Request,
    officer: Annotated[Officer, Depends(with_power(Power.SEE_CASES))],
    state: State | None = None,
    due: Due | None = None,
    after: PageEnd = "",
) -> HTMLResponse:
    """What waits, the earliest due date first; only the officer's own places."""
    shown = state or FIRST_TAB.get(Role(officer.role), State.COUNTY_REVIEW)
    ended = page_end.read_day(after)
    found = await applications.worklist(
        officer, state=None if due else [shown], due=due, after=applications.Position(*ended) if ended else None
    )
    return page(
        request,
        "cases/list.html",
        tabs=[(tab.value, title) for tab, title in TABS],
        shown="" if due else shown.value,
        due=due or "",
        queues=list(Due),
        due_counts=await applications.counts_by_due(officer),
        counts=await applications.counts_by_state(officer),
        cases=found.items,
        villages=await places.village_names(officer.scope),
        next=page_end.written(*found.next) if found.next else None,
        postable=not due and shown is State.ACCEPTED and has_power(officer, Power.POST_NOTICE),
    )


@router.get("/{application_id}")
async def case(request: Request, application_id: UUID, officer: OfficerAsking) -> HTMLResponse:
    """Everything about one case on one page."""
    application = await applications.visible_to_officer(application_id, officer)
    if application.state is State.DRAFT:  # the applicant's own business until it is handed in
        raise applications.NoSuchApplication
    return page(request, "cases/case.html", **await case_file(application, officer))


@router.post("/{application_id}/acceptance")
async def accept(
    application_id: UUID,
    officer: Reviewer,
    note: Note = "",
    unsigned_because: Annotated[applications.NoLetter | None, Form()] = None,
    unsigned_words: Annotated[str, Form(max_length=200)] = "",
    kin_told: Annotated[bool | None, Form()] = None,
) -> Response:
    """受理; who needs no 核对授权书 is said why, and what the family answered about relatives."""
    await applications.accept(
        application_id, officer, note, unsigned_because=unsigned_because, unsigned_words=unsigned_words,
        kin_told=kin_told,
    )  # fmt: skip
    return _back_to(application_id)


@router.post("/{application_id}/return")
async def return_for_more(
    application_id: UUID,
    officer: Reviewer,
    missing: Annotated[list[PhotoKind], Form(default_factory=list)],
    note: Note = "",
) -> Response:
    """退回补正: one notice of everything missing."""
    await applications.return_for_more(application_id, officer, missing, note)
    return _back_to(application_id)


@router.post("/{application_id}/refusal")
async def refuse(
    application_id: UUID,
    officer: OfficerAsking,
    reasons: Annotated[list[str], Form(default_factory=list)],
    note: Note = "",
) -> Response:
    """不予受理、不予通过 or 终止办理, as the step and the reasons from the list have it."""
    await applications.refuse(application_id, officer, reasons, note)
    return _back_to(application_id)


@router.post("/{application_id}/non-cooperation")
async def note_non_cooperation(
    application_id: UUID,
    officer: Annotated[Officer, Depends(with_power(Power.INVESTIGATE))],
    declined: Annotated[Declined, Form()],
    asked_on: Annotated[date, Form()],
    words: Note = "",
) -> Response:
    """登记不配合: what the family was asked and would not do."""
    await applications.note_non_cooperation(application_id, declined, asked_on, words, officer)
    return _back_to(application_id)


@router.post("/{application_id}/advice")
async def advise_against(
    application_id: UUID,
    officer: Annotated[Officer, Depends(with_power(Power.GIVE_OPINION))],
    reasons: Annotated[list[str], Form(default_factory=list)],
    note: Note = "",
) -> Response:
    """建议不予通过, with reasons from the list: whoever decides it decides."""
    await applications.advise_against(application_id, officer, reasons, note)
    return _back_to(application_id)


@router.post("/{application_id}/confirmation")
async def confirm(application_id: UUID, officer: Confirmer, note: Note = "") -> Response:
    """审核确认, the county's or by delegation the township's: the award begins, or the household is recognised."""
    case = await applications.visible_to_officer(application_id, officer)
    if entitlements.only_recognised(case.programme, clock.today()):
        await entitlements.recognise(application_id, officer, note)
    else:
        await entitlements.grant(application_id, officer, note)
    return _back_to(application_id)


@router.post("/{application_id}/aid")
async def give_aid(
    application_id: UUID,
    officer: Annotated[Officer, Depends(with_power(Power.CONFIRM, Power.APPROVE_SMALL_AID))],
    amount: Annotated[str, Form(max_length=14)],
    note: Note = "",
) -> Response:
    """审批临时救助: one sum in yuan."""
    await entitlements.give_aid(application_id, fen_from_yuan_typed(amount), officer, note)
    return _back_to(application_id)


@router.post("/{application_id}/sending-back")
async def send_back(application_id: UUID, officer: Confirmer, words: Note = "") -> Response:
    """退回乡镇再核实."""
    await applications.send_back(application_id, words, officer)
    return _back_to(application_id)


@router.post("/{application_id}/mandate-word")
async def hear_principal(application_id: UUID, officer: Reviewer, agreed: Annotated[bool, Form()]) -> Response:
    """登记回电: the person's own yes or no to the mandate."""
    await applications.hear_by_call(application_id, officer, agreed=agreed)
    return _back_to(application_id)


@router.post("/{application_id}/mandate-taken-back")
async def take_mandate_back(
    application_id: UUID,
    officer: Annotated[Officer, Depends(with_power(Power.INVESTIGATE, Power.REVIEW, Power.REVIEW_CHILDREN))],
    how: Annotated[Asked, Form()],
) -> Response:
    """登记本人收回委托, of who has no WeChat to do it."""
    await applications.note_taken_back(application_id, officer, how)
    return _back_to(application_id)


@router.post("/{application_id}/persons-word")
async def hear_out(
    application_id: UUID,
    officer: Annotated[Officer, Depends(with_power(Power.INVESTIGATE, Power.REVIEW, Power.REVIEW_CHILDREN))],
    wants: Annotated[bool, Form()],
    how: Annotated[Asked, Form()],
    words: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """登记本人意愿, after the person denied the mandate."""
    await applications.hear_out(application_id, officer, wants=wants, how=how, words=words)
    return _back_to(application_id)


@router.post("/{application_id}/forwarding")
async def forward(
    application_id: UUID, officer: Reviewer, village: Annotated[str, Form(pattern=r"^[0-9]{12}$")]
) -> Response:
    """转办 to the right township; from here it is theirs, so back to the queue."""
    await applications.forward(application_id, village, officer)
    return RedirectResponse("/cases", 303)


@router.post("/{application_id}/handover")
async def hand_over(
    application_id: UUID,
    officer: Reviewer,
    office: Annotated[str, Form(max_length=60)] = "",
    reason: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """转给外县: it has the case with its papers from now on."""
    await relays.hand_over(application_id, office, reason, officer)
    return _back_to(application_id)


@router.get("/{application_id}/handover")
async def handover_file(application_id: UUID, officer: Reviewer) -> Response:
    """转办函、材料清单 and the papers, as a ZIP."""
    content = await relays.handover_file(application_id, officer)
    case = await applications.get_application(application_id)
    named = {"Content-Disposition": f'attachment; filename="{case.case_number or case.id}.zip"'}
    return Response(content, media_type="application/zip", headers=named)


@router.post("/{application_id}/handover-receipt")
async def record_receipt(
    application_id: UUID, officer: Reviewer, on: Annotated[date, Form()], words: Note = ""
) -> Response:
    """登记对方签收."""
    await relays.record_receipt(application_id, on, words, officer)
    return _back_to(application_id)


@router.post("/{application_id}/extension")
async def ask_extension(
    application_id: UUID,
    officer: Annotated[Officer, Depends(with_power(Power.ASK_EXTENSION))],
    ground: Annotated[Ground, Form()],
    reason: Note = "",
) -> Response:
    """提请延长时限."""
    await applications.ask_extension(application_id, ground, reason, officer)
    return _back_to(application_id)


@router.post("/{application_id}/extension/answer")
async def answer_extension(
    application_id: UUID,
    officer: Annotated[Officer, Depends(with_power(Power.APPROVE_EXTENSION))],
    approved: Annotated[bool, Form()],
) -> Response:
    """批准或者不批准延长."""
    await applications.answer_extension(application_id, approved, officer)
    return _back_to(application_id)


@router.post("/{application_id}/objections")
async def object_to(
    application_id: UUID,
    officer: Annotated[Officer, Depends(with_power(Power.ANSWER_OBJECTION))],
    body: Annotated[str, Form(max_length=1000)],
    phone: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    """登记异议 that somebody brought to the office by mouth or on paper, while the notice hangs."""
    await applications.visible_to_officer(application_id, officer)
    line = await postings.line_of(application_id)
    if line is None:
        raise postings.NoSuchNoticeLine
    await postings.object_to(line.id, body, officer.signature, phone=phone)
    return _back_to(application_id)


def _back_to(application_id: UUID) -> Response:
    return RedirectResponse(f"/cases/{application_id}", 303)
