"""Settling days (重新计算暂定期限): once a year's holidays are published, whatever was reckoned without them."""

from backend import applications, errands, letters, relays


async def settle_days() -> int:
    """How many days moved; what came from elsewhere before the steps of its case, which are reckoned within its day."""
    settled = await relays.settle_relays() + await applications.settle_dates()
    return settled + await letters.settle_letters() + await errands.settle_errands()
