"""How much of a month may be offset against a debt: the county's rule, as data with its source."""

from dataclasses import dataclass

from backend import clock, programmes
from backend.refusals import NotNow

SHARE, LEAVE = "recoveries.offset_share", "recoveries.offset_leave_fen"


class OffsetRuleNotSet(NotNow):
    """No share of a month may be taken unless the county has said which."""

    sentence = "县里还没有设定每月最多抵扣的比例，暂时不能抵扣，请约定退回。"


@dataclass(frozen=True)
class OffsetRule:
    """At most `share` percent of a month's amount, and never so much that less than `leave_fen` of it is left."""

    share: int
    leave_fen: int

    def of_month(self, owed_fen: int, debt_fen: int) -> int:
        """Fen of a month's amount that go against a debt, rounded down in the person's favour; pure."""
        by_share = owed_fen * self.share // 100
        # A fen is always paid: a month of which nothing arrives would look like one that was forgotten.
        return max(0, min(debt_fen, by_share, owed_fen - max(1, self.leave_fen)))


async def offset_rule(county: str) -> OffsetRule | None:
    """The county's rule today; None where it set none, or set one that is no share."""
    rates = await programmes.parameters_on(county, clock.today())
    share, leave = rates.get(SHARE), rates.get(LEAVE, 0)
    if type(share) is not int or not 0 < share <= 100 or type(leave) is not int or leave < 0:
        return None
    return OffsetRule(share, leave)
