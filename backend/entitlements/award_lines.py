"""Award lines: an award's months in words, from the first that this house pays to a little ahead."""

from dataclasses import replace

from backend import applications, clock, programmes
from backend.eligibility import Verdict
from backend.entitlements.award import Award
from backend.entitlements.component import components_of, in_words
from backend.entitlements.month import each_month, month_of, months_after
from backend.entitlements.noting import facts_of
from backend.entitlements.owed_line import OwedLine, owed_lines
from backend.entitlements.owing import Claim
from backend.residents import Resident

_AHEAD = 3  # months to come
_AT_MOST = 120  # months gone by


async def lines_of(award: Award, resident: Resident) -> list[OwedLine]:
    """What is owed of the last ten years and the next three months, oldest first; for whoever may see the award."""
    this_month = month_of(clock.today())
    first = max(award.from_month, award.paid_here_from, months_after(this_month, -_AT_MOST))
    last = max(first, months_after(this_month, _AHEAD))
    rates = {month: await programmes.parameters_on(award.county, month) for month in each_month(first, last)}
    facts = await facts_of(award)
    if facts[0].fen is not None and not facts[0].basis:
        facts[0] = replace(facts[0], basis=await how_made(award, facts[0].fen))
    return owed_lines(facts, Claim.of(award, resident), rates, first, last)


async def how_made(award: Award, fen: int) -> str:
    """What the amount of the granting was made of: 补差 or class, 增发, care level; blank if unknown.

    By the check on which the county confirmed it, with the article; of what a roster brought by its columns, or by the
    standards in force where it says nothing, which is said.
    """
    if award.application_id is None:
        return in_words((await components_of([award.id])).get(award.id, []))
    decisions = [each for each in await applications.decisions_on(award.application_id) if each.verdict]
    if not decisions:
        return ""
    verdict = Verdict.from_json(decisions[-1].verdict or {})
    if verdict.amount_basis is None or verdict.amount_fen != fen:
        return ""
    return f"{verdict.amount_basis.removesuffix('。')}（{verdict.amount_article}）"
