"""What the register answers by itself, so that nobody is asked what the county knows."""

from backend.eligibility import FactValue
from backend.residents import Resident


def facts_about(resident: Resident) -> dict[str, FactValue]:
    """Facts of `eligibility/facts/` whose source is the register. They win over anything the person says."""
    return {
        "birth_date": resident.birth_date,
        "alive": resident.deceased_on is None,
        "registered_here": resident.registered_here,
    }
