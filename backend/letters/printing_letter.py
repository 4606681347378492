"""Printing a letter: the same words each time, a code that opens the case, and a receipt to be signed."""

from pathlib import Path

from backend.letters.decision_letter import DecisionLetter
from backend.printing import print_pdf, qr_code

_TEMPLATE = Path(__file__).with_name("letter.typ")


async def print_letter(letter: DecisionLetter) -> bytes:
    """PDF, A4: the decision and, on its foot, the receipt (送达回证). No ID number, no account."""
    link = str(letter.facts.get("link") or "")
    return await print_pdf(_TEMPLATE, {**letter.facts, "link": link, "code": qr_code(link)})
