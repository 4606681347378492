"""What officers do with a resident: find them, see them on one page, see a number in clear, say how to tell them
something, record a death; written down."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from backend import applications, clock, entitlements, places, staff, statements
from backend.privacy import masked_identity_number
from backend.programmes import get_programme
from backend.residents import Capacity, PhoneOwner, Resident, Tongue, age_on, current_account
from backend.staff import Officer, Power
from console.asking import with_power
from console.rendering import page

router = APIRouter()

_PAID_SHOWN = 12  # lines; all of them are on the statement
Sees = Annotated[Officer, Depends(with_power(Power.SEE_CASES))]


@router.get("/residents")
async def counter(request: Request, officer: Sees) -> HTMLResponse:
    """查人: the form."""
    return page(request, "residents/find.html", found=None)


@router.post("/residents")
async def find(request: Request, officer: Sees, asked: Annotated[str, Form(max_length=60)]) -> HTMLResponse:
    """Who it is, by a name or a number; posted, for neither belongs into an address or a browser's history."""
    found = await staff.find_residents(asked, officer)
    more = len(found) > staff.FOUND_AT_MOST
    return page(
        request, "residents/find.html", found=found[: staff.FOUND_AT_MOST], more=more,
        villages=await places.village_names(officer.scope),
        masked={each.id: masked_identity_number(each.identity_number) for each in found},
    )  # fmt: skip


@router.get("/residents/{resident_id}")
async def resident(request: Request, resident_id: UUID, officer: Sees) -> HTMLResponse:
    """A person on one page: who they are, the household, their cases, what they receive and what was paid."""
    found = await staff.resident_for(resident_id, officer)
    hidden = entitlements.hidden_from(officer)
    cases = await applications.Application.filter(
        resident_id=found.id,
        village__startswith=officer.scope.prefix,
        programme__not_in=applications.withheld_from(officer),
    ).order_by("-id")
    awards = await entitlements.awards_of(found.id)
    return page(
        request, "residents/resident.html", resident=found, age=age_on(found.birth_date, clock.today()),
        account=await current_account(found.id), wechat=await staff.wechat_of(found.id),
        masked=masked_identity_number(found.identity_number), phones=await staff.phones_of(found.id),
        owners={each.value: each.shown for each in PhoneOwner}, village=await places.name_of(found.village),
        household=await Resident.filter(household_id=found.household_id).exclude(id=found.id).order_by("birth_date"),
        cases=[(each, get_programme(each.programme).title) for each in cases],
        awards=[
            (each, entitlements.get_benefit(each.programme).title) for each in awards
            if each.programme not in hidden and officer.scope.covers(each.village)
        ],
        paid=[each for each in await statements.person_statement(found) if each.programme not in hidden][:_PAID_SHOWN],
    )  # fmt: skip


@router.post("/residents/{resident_id}/revealing")
async def reveal(
    request: Request,
    resident_id: UUID,
    reason: Annotated[str, Form(max_length=100)],
    officer: Annotated[Officer, Depends(with_power(Power.REVEAL))],
) -> HTMLResponse:
    """The ID number of a resident of the officer's places; journaled with the reason."""
    number = await staff.reveal_identity_number(resident_id, officer, reason=reason)
    in_place = "HX-Request" in request.headers
    return page(request, "residents/number.html" if in_place else "residents/revealed.html", number=number)


Reviews = Annotated[Officer, Depends(with_power(Power.REVIEW))]


@router.get("/residents/{resident_id}/telling")
async def telling(request: Request, resident_id: UUID, officer: Reviews) -> HTMLResponse:
    """怎样告诉本人: what is known of how to reach them, and the forms that say it anew."""
    found = await staff.resident_for(resident_id, officer)
    guardianship = await staff.guardianship_of(found.id)
    guardian = await Resident.get_or_none(id=guardianship.guardian_id) if guardianship else None
    return page(
        request, "residents/telling.html", resident=found, guardianship=guardianship, guardian=guardian,
        tongues=list(Tongue), capacities=list(Capacity), phones=await staff.phones_of(found.id),
        owners=list(PhoneOwner), owner_titles={each.value: each.shown for each in PhoneOwner},
    )  # fmt: skip


@router.post("/residents/{resident_id}/telling")
async def note_how_to_tell(
    resident_id: UUID, officer: Reviews, can_read: Annotated[bool, Form()], understands: Annotated[Tongue, Form()]
) -> Response:
    """Reading and language."""
    await staff.note_how_to_tell(resident_id, officer, can_read=can_read, understands=understands)
    return _back_to_telling(resident_id)


@router.post("/residents/{resident_id}/phones")
async def add_phone(
    resident_id: UUID,
    officer: Reviews,
    number: Annotated[str, Form(max_length=30)],
    owner: Annotated[PhoneOwner, Form()],
) -> Response:
    """登记号码, as it came back from the door."""
    await staff.add_phone(resident_id, officer, number=number, owner=owner)
    return _back_to_telling(resident_id)


@router.post("/residents/{resident_id}/phones/{contact_id}/retiring")
async def retire_phone(resident_id: UUID, contact_id: UUID, officer: Reviews) -> Response:
    """号码停用."""
    await staff.retire_phone(contact_id, resident_id, officer)
    return _back_to_telling(resident_id)


@router.post("/residents/{resident_id}/guardian")
async def record_guardian(
    resident_id: UUID,
    officer: Reviews,
    capacity: Annotated[Capacity, Form()],
    guardian_number: Annotated[str, Form(max_length=24)] = "",
    basis: Annotated[str, Form(max_length=100)] = "",
) -> Response:
    """登记监护人, by a court's ruling."""
    await staff.record_guardian(resident_id, officer, capacity=capacity, guardian_number=guardian_number, basis=basis)
    return _back_to_telling(resident_id)


@router.post("/residents/{resident_id}/guardian/ending")
async def end_guardianship(resident_id: UUID, officer: Reviews) -> Response:
    """终止监护登记."""
    await staff.end_guardianship(resident_id, officer)
    return _back_to_telling(resident_id)


@router.post("/residents/{resident_id}/wechat/unbinding")
async def free_wechat(
    resident_id: UUID, officer: Reviews, reason: Annotated[str, Form(max_length=100)] = ""
) -> Response:
    """解除微信绑定: the phone is lost, or the account is somebody else's."""
    await staff.free_wechat(resident_id, officer, reason=reason)
    return RedirectResponse(f"/residents/{resident_id}", 303)


@router.post("/residents/{resident_id}/death")
async def record_death(
    resident_id: UUID,
    died_on: Annotated[date, Form()],
    reason: Annotated[str, Form(max_length=100)],
    officer: Annotated[Officer, Depends(with_power(Power.REVIEW))],
    application_id: Annotated[UUID | None, Form()] = None,
) -> Response:
    """登记去世: what the county pays stops from the next month on; back to the case, or to the visits."""
    await entitlements.stop_for_death(resident_id, died_on, officer, reason=reason)
    return RedirectResponse(f"/cases/{application_id}" if application_id else "/errands", 303)


def _back_to_telling(resident_id: UUID) -> Response:
    return RedirectResponse(f"/residents/{resident_id}/telling", 303)
