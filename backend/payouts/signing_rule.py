"""Signing rule: whose hands a batch must pass through, by its sum; the county's own rule, as data with its source."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from backend import programmes
from backend.refusals import NotNow

TOWNSHIPS, APPROVERS = "payouts.township_confirms", "payouts.approvers"
_MOST = 5


class SigningRuleUnreadable(NotNow):
    """The county's rule says nothing that can be followed."""

    sentence = "县里设定的“按金额增加复核人”看不懂，暂时不能编制批次，请联系有权限的同事改好这项标准。"


@dataclass(frozen=True)
class SigningRule:
    """`township_confirms`: each township its part, before the county. `more_from`: from so many fen on, so
    many approve.

    One approves where no threshold is reached; whatever the rule, whoever draws up, approves and releases are three
    people (policy §10.3).
    """

    township_confirms: bool
    more_from: tuple[tuple[int, int], ...]

    def approvers_for(self, fen: int) -> int:
        """How many officers must approve a batch of this sum."""
        return max((approvers for threshold, approvers in self.more_from if fen >= threshold), default=1)


async def signing_rule(county: str, day: date) -> SigningRule:
    """The county's rule on a day; SigningRuleUnreadable."""
    rates = await programmes.parameters_on(county, day)
    return SigningRule(rates.get(TOWNSHIPS) is True, _steps(rates.get(APPROVERS)))


def _steps(said: object) -> tuple[tuple[int, int], ...]:
    """`{"from_fen": {"100000000": 2}}`, as pairs of fen and approvers."""
    steps = said.get("from_fen", {}) if isinstance(said, Mapping) else {}
    try:
        read = tuple((int(fen), approvers) for fen, approvers in steps.items())
    except (AttributeError, ValueError) as unreadable:
        raise SigningRuleUnreadable from unreadable
    if any(fen < 0 or type(approvers) is not int or not 1 <= approvers <= _MOST for fen, approvers in read):
        raise SigningRuleUnreadable
    return read
