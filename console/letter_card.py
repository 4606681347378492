"""The card of a letter, on the page of a case or of an award: where it is read, and how its delivery is recorded."""

from typing import Any

from backend import letters
from backend.applications import Application, review_power
from backend.entitlements import Award
from backend.letters import DecisionLetter
from backend.staff import Officer, has_power


async def card_of_case(case: Application, officer: Officer) -> dict[str, Any] | None:
    """The latest letter of the case, with the earlier ones; None where there is none yet."""
    papers, delivers = await letters.letters_on(case.id), has_power(officer, review_power(case.programme))
    return await _card(papers[0], f"/cases/{case.id}", delivers, papers[1:]) if papers else None


async def cards_of_award(award: Award, officer: Officer) -> list[dict[str, Any]]:
    """A card for each of its changes that was written, the newest first."""
    papers = await letters.letters_of_award(award.id)
    delivers = bool(papers) and has_power(officer, review_power(award.programme))
    return [await _card(paper, f"/awards/letters/{paper.id}", delivers, []) for paper in papers]


async def _card(paper: DecisionLetter, at: str, delivers: bool, earlier: list[DecisionLetter]) -> dict[str, Any]:
    """With photos that could prove its delivery, and the ways that an officer can record."""
    return {
        "paper": paper, "earlier": earlier, "at": at, "delivers": delivers,
        "anchor": "letter" if paper.award_id is None else f"letter-{paper.id}",
        "receipts": [] if paper.delivered_at else await letters.receipts_to_choose(paper),
        "ways": [way for way in letters.Way if way.proved_by_receipt],
    }  # fmt: skip
