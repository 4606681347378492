"""在享待遇: who receives what, what happened to it, what is owed month by month, and what may be changed."""

import re
from typing import Annotated, Literal
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, File, Form, Query, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from backend import applications, clock, eligibility, entitlements, evidence, payouts, places
from backend.entitlements import FactKind, Reason, Which
from backend.identifiers import new_id
from backend.programmes import OF_CHILDREN, PhotoKind
from backend.residents import AccountKind, Resident, is_dead_number
from backend.settings import settings
from backend.staff import Officer, Power, has_power
from console.asking import with_power
from console.care_file import care_file
from console.funeral_file import funeral_file
from console.letter_card import cards_of_award
from console.photo_told import back_with
from console.rendering import page
from console.typed import day_typed, fen_typed, month_typed

router = APIRouter(prefix="/awards")

SeesAwards = Annotated[Officer, Depends(with_power(Power.SEE_CASES))]
Changes = Annotated[Officer, Depends(with_power(Power.REVIEW, Power.REVIEW_CHILDREN, Power.CONFIRM))]
Confirms = Annotated[Officer, Depends(with_power(Power.CONFIRM))]
Basis = Annotated[str, Form(max_length=400)]
Month = Annotated[str, Form(max_length=10)]
Amount = Annotated[str, Form(max_length=200)]
_A_PAGE = 50  # as `entitlements.awards_for` gives them


@router.get("")
async def awards(
    request: Request,
    officer: SeesAwards,
    which: Annotated[Which, Query()] = Which.RUNNING,
    programme: Annotated[str, Query(pattern=r"^[a-z_]{0,40}$")] = "",
    place: Annotated[str, Query(pattern=r"^([0-9]{12})?$")] = "",
    after: Annotated[UUID | None, Query()] = None,
) -> HTMLResponse:
    """Awards of the officer's places, filtered, a page at a time."""
    found = await entitlements.awards_for(officer, which, place=place, programme=programme, after=after)
    shown = {"which": which.value, "programme": programme, "place": place}
    villages = await places.villages_of(officer.scope)
    townships = await places.townships_of(officer.scope)
    following = {key: value for key, value in shown.items() if value}
    return page(
        request, "awards/list.html", awards=found, which=list(Which), shown=shown,
        names=await places.village_names(officer.scope), places=townships if len(townships) > 1 else villages,
        programmes=entitlements.benefits(), titles={each.code: each.title for each in entitlements.benefits()},
        next=urlencode({**following, "after": found[-1].id}) if len(found) == _A_PAGE else None,
    )  # fmt: skip


@router.get("/{award_id}")
async def award(request: Request, award_id: UUID, officer: SeesAwards) -> HTMLResponse:
    """One award: how it stands, its facts, what is owed line by line, and the forms for what may be done."""
    found = await entitlements.award_for(award_id, officer)
    resident = await Resident.get(id=found.resident_id)
    noted = await entitlements.AwardFact.filter(award_id=found.id).order_by("number")
    facts = await entitlements.facts_of(found)
    change = await entitlements.waiting_change(found.id)
    hands = await Officer.filter(id__in=[each.by_id for each in noted if each.by_id])
    known = found.programme in eligibility.programmes()
    law = eligibility.procedure(found.programme, clock.today()) if known else None
    proposer = await Officer.get_or_none(id=change.proposed_by) if change else None
    agreement = await entitlements.agreement_of(found)
    return page(
        request, "awards/award.html", award=found, name=resident.name, deceased_on=resident.deceased_on,
        village_name=await places.name_of(found.village), title=entitlements.get_benefit(found.programme).title,
        status=entitlements.standing_of(facts).status(entitlements.month_of(clock.today())),
        facts=list(zip(facts, [*noted, *[None] * (len(facts) - len(noted))], strict=False)),
        names={each.id: each.name for each in hands}, lines=await entitlements.lines_of(found, resident),
        balances=await payouts.balance_of(found), change=change, proposer=proposer,
        certified=await entitlements.last_certification(found),
        recheck_due_on=entitlements.recheck_due(found, clock.today()), spread_months=settings().recheck_spread_months,
        has_grace=law is not None and law.grace is not None, posted_days=law.last_month.posted_days if law else 0,
        reasons={kind.value: entitlements.reasons_for(kind, found.programme) for kind in _PROPOSED},
        reason_titles=_REASONS,
        agreement=agreement, care=await care_file(found, officer),
        may_change=has_power(officer, Power.CONFIRM)
        or has_power(officer, Power.REVIEW_CHILDREN if found.programme in OF_CHILDREN else Power.REVIEW),
        payee_helps=agreement is not None and agreement.holder_name in await applications.helpers_of(found.resident_id),
        day_today=clock.today(),
        payees_number_dead=agreement is not None and await is_dead_number(
            found.county, bytes(agreement.phone_index or b"")
        ),
        funeral=await funeral_file(found, resident), letters=await cards_of_award(found, officer),
    )  # fmt: skip


_PROPOSED = (
    FactKind.ADJUSTED, FactKind.SUSPENDED, FactKind.RESUMED, FactKind.GRACE, FactKind.STOPPED, FactKind.DEATH_CORRECTED,
)  # fmt: skip
_REASONS = {each.value: each.shown for each in Reason} | {
    "death": "已登记去世",
    "of_age": "满18周岁，看是不是还在校就读、要不要停发",
    "not_eligible": "不再符合条件",
    "once": "一次性发放",
    "self_care": "生活自理能力有变化",
}


@router.post("/{award_id}/suspension")
async def suspend(
    award_id: UUID, officer: Changes, month: Month, reason: Annotated[Reason, Form()], basis: Basis
) -> Response:
    """暂停发放."""
    await entitlements.suspend(award_id, month_typed(month), officer, reason=reason, basis=basis)
    return _back_to(award_id)


@router.post("/expired-cards")
async def suspend_all_expired(officer: Changes) -> Response:
    """残疾证过期，全部暂停."""
    await entitlements.suspend_all_for_expired_cards(officer)
    return RedirectResponse("/awards?which=card_expired", 303)


@router.post("/{award_id}/expired-card/suspension")
async def suspend_expired(award_id: UUID, officer: Changes) -> Response:
    """残疾证过期，暂停."""
    await entitlements.suspend_for_expired_card(award_id, officer)
    return RedirectResponse("/awards?which=card_expired", 303)


@router.post("/{award_id}/recheck")
async def recheck(
    award_id: UUID, officer: Changes, basis: Basis, unstable: Annotated[bool, Form()] = False
) -> Response:
    """复核过，不用变动."""
    await entitlements.note_recheck(award_id, officer, basis=basis, unstable=unstable)
    return _back_to(award_id)


@router.post("/{award_id}/self-care")
async def report_self_care_change(award_id: UUID, officer: Changes, basis: Basis) -> Response:
    """自理能力有变化，要重新评估."""
    await entitlements.report_self_care_change(award_id, officer, basis=basis)
    return _back_to(award_id)


@router.post("/{award_id}/death-correction")
async def correct_death(
    award_id: UUID,
    officer: Changes,
    reason: Annotated[Reason, Form()],
    basis: Basis,
    day: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """提出更正去世登记."""
    await entitlements.propose_death_correction(award_id, day_typed(day), officer, reason=reason, basis=basis)
    return _back_to(award_id)


@router.post("/{award_id}/changes")
async def propose(
    award_id: UUID,
    officer: Changes,
    kind: Annotated[Literal["adjusted", "resumed", "grace", "stopped"], Form()],
    month: Month,
    reason: Annotated[Reason, Form()],
    basis: Basis,
    amount: Amount = "",
    posted_on: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """提出变动; `amount` in yuan, of a grace period one for each month."""
    one_each = re.split("[,，、]", amount) if kind == "grace" else [amount]  # else a comma parts thousands
    amounts = [fen_typed(each) for each in one_each if each.strip()]
    await entitlements.propose_change(
        award_id, FactKind(kind), officer, month=month_typed(month), reason=reason, basis=basis,
        fen=amounts[0] if kind == "adjusted" and len(amounts) == 1 else None,
        amounts=amounts if kind == "grace" else (), posted_on=day_typed(posted_on),
    )  # fmt: skip
    return _back_to(award_id)


@router.post("/changes/{change_id}/confirmation")
async def confirm(change_id: UUID, officer: Confirms) -> Response:
    """变动确认, never by the one who proposed it."""
    changed = await entitlements.confirm_change(change_id, officer)
    return _back_to(changed.id)


@router.post("/changes/{change_id}/decline")
async def decline(change_id: UUID, officer: Changes) -> Response:
    """不同意变动, or 撤回 one's own."""
    change = await entitlements.decline_change(change_id, officer)
    return _back_to(change.award_id)


@router.post("/{award_id}/agreement")
async def file_agreement(
    award_id: UUID,
    officer: Changes,
    file: Annotated[UploadFile, File()],
    until: Annotated[str, Form(max_length=10)],
    holder_name: Annotated[str, Form(max_length=50)] = "",
    relation: Annotated[str, Form(max_length=30)] = "",
    number: Annotated[str, Form(max_length=60)] = "",
    bank: Annotated[str, Form(max_length=60)] = "",
    kind: Annotated[AccountKind, Form()] = AccountKind.CARD,
    phone: Annotated[str, Form(max_length=30)] = "",
) -> Response:
    """登记代领协议, with the photo of the signed paper."""
    found = await entitlements.award_for(award_id, officer)
    last_day = day_typed(until)
    if last_day is None:
        raise entitlements.AgreementTermImpossible
    resident = await Resident.get(id=found.resident_id)
    taken = await evidence.receive(
        await file.read(), upload_id=new_id(), resident=resident, kind=PhotoKind.PAYEE_AGREEMENT, by=officer.signature
    )
    payee = entitlements.Payee(holder_name, relation, number, bank, kind, last_day, phone)
    await entitlements.file_agreement(award_id, payee, taken.photo.id, officer)
    return back_with(f"/awards/{award_id}", [taken.photo])


@router.post("/agreements/{agreement_id}/confirmation")
async def confirm_agreement(agreement_id: UUID, officer: Confirms) -> Response:
    """核准代领, never by the one who filed it."""
    return _back_to((await entitlements.confirm_agreement(agreement_id, officer)).award_id)


@router.post("/agreements/{agreement_id}/decline")
async def decline_agreement(agreement_id: UUID, officer: Confirms) -> Response:
    """不核准代领."""
    return _back_to((await entitlements.decline_agreement(agreement_id, officer)).award_id)


@router.post("/agreements/{agreement_id}/phone")
async def change_payees_phone(
    agreement_id: UUID, officer: Changes, phone: Annotated[str, Form(max_length=30)] = ""
) -> Response:
    """更换代领人手机号, as it came back from the door."""
    return _back_to((await entitlements.change_payees_phone(agreement_id, phone, officer)).award_id)


@router.post("/agreements/{agreement_id}/ending")
async def end_agreement(agreement_id: UUID, officer: Changes) -> Response:
    """终止代领: the card went back."""
    return _back_to((await entitlements.end_agreement(agreement_id, officer)).award_id)


def _back_to(award_id: UUID) -> Response:
    return RedirectResponse(f"/awards/{award_id}", 303)
