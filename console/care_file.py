"""The card of a care agreement (养育协议) on the page of an award: how it stands, and what this officer may do."""

from typing import Any

from backend import entitlements
from backend.entitlements import Award, NoCareAgreement, WhyEnded
from backend.staff import Officer, Power, has_power


async def care_file(award: Award, officer: Officer) -> dict[str, Any] | None:
    """None where none is signed with the benefit."""
    try:
        agreed = entitlements.agreed_of(award)
    except NoCareAgreement:
        return None
    agreement = await entitlements.care_agreement_of(award)
    signer = await Officer.get_or_none(id=agreement.signed_by) if agreement and agreement.signed_by else None
    return {
        "agreed": agreed, "agreement": agreement, "before": await entitlements.care_agreements_before(award),
        "names": {signer.id: signer.name} if signer else {}, "reasons": list(WhyEnded),
        "may_sign": has_power(officer, Power.CONFIRM) or has_power(officer, agreed.signs),
    }  # fmt: skip
