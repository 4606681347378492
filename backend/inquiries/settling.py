"""Settling: whether the verified facts leave the law nothing open, so that an officer may answer for a yes."""

from backend import eligibility
from backend.eligibility import FirstMonth, Outcome, Verdict, facts_declared
from backend.refusals import NotNow

_ADDED = "extra_percent"  # the fact on which the addition (增发) of both 低保 turns


class AgainstTheLaw(NotNow):
    """A yes where the law says no; `details["reasons"]` are the sentences that failed."""

    sentence = "按核实的情况不符合条件，不能提出同意的意见。情况有出入的请再核实，否则请写不同意的理由。"


class FactsStillOpen(NotNow):
    """A yes while something is not known that the law or the amount turns on; `details["open"]` names it."""

    sentence = "还有情况没有核实清楚，不能提出同意的意见。"


def must_be_settled(verdict: Verdict) -> None:
    """AgainstTheLaw, and FactsStillOpen.

    A condition that only an officer's look settles (REVIEW) is open for no want of facts: the opinion's reasons answer
    for it.
    """
    failed = [each.sentence for each in verdict.conditions if each.outcome is Outcome.NO]
    if verdict.outcome is Outcome.NO:
        raise AgainstTheLaw(reasons=failed)
    waiting = [each.sentence for each in verdict.conditions if each.outcome is Outcome.UNKNOWN and not each.review]
    # What is given once is settled by officers, not reckoned by the law.
    rule = eligibility.procedure(verdict.programme, verdict.on).first_month.rule
    reckoned = rule not in (FirstMonth.NONE, FirstMonth.ONCE)
    if waiting or (reckoned and verdict.amount_fen is None) or verdict.at_least:
        names = {fact.key: fact.name for fact in facts_declared(verdict.programme)}
        missing = [names[key] for key in verdict.missing] or waiting or [_of_the_amount(verdict, names)]
        raise FactsStillOpen(f"还没有核实清楚：{'；'.join(missing)}。核实后再提出同意的意见。", open=missing)


def _of_the_amount(verdict: Verdict, names: dict[str, str]) -> str:
    return f"{names[_ADDED]}（没有重点对象的填0）" if verdict.at_least and _ADDED in names else "每月金额（档次等）"
