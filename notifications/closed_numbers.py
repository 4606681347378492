"""Closed numbers: phones that are on file as nobody's contact, and are dead or want nothing any more (退订)."""

from collections.abc import Collection

from backend.applications import Complaint
from backend.entitlements import FuneralAid, PayeeAgreement
from backend.postings import Objection
from backend.residents import Number, Outsider, closed_among
from backend.staff import Cadre, Officer


class ClosedNumbers:
    """Of the numbers that were asked about, those to which nothing goes."""

    def __init__(self) -> None:
        self._closed: set[Number] = set()

    async def read(self, numbers: Collection[Number]) -> None:
        """Ask about these, too."""
        if numbers:
            self._closed |= await closed_among(numbers)

    def __contains__(self, number: Number) -> bool:
        return number in self._closed


def number_of(line: Cadre | Officer | PayeeAgreement | FuneralAid | Objection | Complaint | Outsider) -> Number:
    """A phone that is no contact, as it may be closed: in the county that has it on file."""
    return line.county, bytes(line.phone_index or b"")
