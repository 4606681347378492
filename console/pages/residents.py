"""What officers do with a resident: open them from a list, see a number in clear, say how to tell them something,
record a death; written down."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from backend import entitlements, staff
from backend.residents import Capacity, PhoneOwner, Resident, Tongue
from backend.staff import Officer, Power
from console.asking import with_power
from console.rendering import page

router = APIRouter()


@router.get("/residents/{resident_id}")
async def resident(
    resident_id: UUID, officer: Annotated[Officer, Depends(with_power(Power.SEE_CASES))]
) -> RedirectResponse:
    """A person, from a name in a list: the latest award that the officer may see, else what was paid, as PDF."""
    for award in await entitlements.awards_of(resident_id):
        if officer.scope.covers(award.village) and award.programme not in entitlements.hidden_from(officer):
            return RedirectResponse(f"/awards/{award.id}", 303)
    return RedirectResponse(f"/residents/{resident_id}/statement", 303)


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
