"""The paper of a care agreement (养育协议): drawn up for both to sign, with what is known and lines for the rest."""

from pathlib import Path

from backend import clock, places, printing, staff
from backend.entitlements.award import Award
from backend.entitlements.care_agreement import CareAgreement
from backend.entitlements.keeping_care_agreements import agreed_of, care_agreement_of
from backend.money import yuan
from backend.residents import Resident
from backend.settings import settings

_TEMPLATE = Path(__file__).with_name("care_agreement.typ")


async def print_care_agreement(award: Award) -> bytes:
    """PDF, for whoever was given the award; no ID number, no account. NoCareAgreement."""
    agreed = agreed_of(award)
    person = await Resident.get(id=award.resident_id)
    agreement, today = await care_agreement_of(award), clock.today()
    county = await places.name_of(f"{award.county}000000")
    organs = {"orphan": f"{county}民政局", "tekun": f"{await places.name_of(f'{award.village[:9]}000')}人民政府"}
    facts = {
        "title": agreed.title,
        "programme": award.programme,
        "county": county,
        "organ": organs[award.programme],
        "carer_word": agreed.carer,
        "carer": agreement.carer_name if agreement else await _guardian(person),
        "relation": agreement.relation if agreement else "",
        "name": person.name,
        "village": await places.name_of(award.village),
        "amount": yuan(award.monthly_fen) if award.monthly_fen is not None else "",
        "from_month": f"{award.from_month.year}年{award.from_month.month}月",
        "signed": _signed(agreement),
        "phone": settings().county_phone,
        "number": award.id.hex[-12:].upper(),
        "today": f"{today.year}年{today.month}月{today.day}日",
    }
    return await printing.print_pdf(_TEMPLATE, facts)


async def _guardian(person: Resident) -> str:
    on_file = await staff.guardianship_of(person.id)
    guardian = await Resident.get_or_none(id=on_file.guardian_id) if on_file else None
    return guardian.name if guardian else ""


def _signed(agreement: CareAgreement | None) -> dict[str, str]:
    if agreement is None:
        return {"carer": "", "organ": ""}
    organ = agreement.organ_signed_on
    return {"carer": agreement.carer_signed_on.isoformat(), "organ": organ.isoformat() if organ else ""}
