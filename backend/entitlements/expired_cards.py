"""Expired cards (残疾证过期): whose card ran out without another is suspended by an officer's word, one or all at once.

Not by the clock: no national rule says so, a province's does (policy §5.4, from the month after). The person was warned
six months ahead, and what is held back is paid with the renewed card.
"""

from datetime import date
from uuid import UUID

from backend import clock, database, staff
from backend.entitlements.award import Award
from backend.entitlements.award_change import BY_CARD, Reason
from backend.entitlements.listing import Which, awards_for
from backend.entitlements.month import month_of, months_after
from backend.entitlements.proposing import changeable
from backend.entitlements.suspending import SuspendedAlready, suspend
from backend.refusals import NotNow
from backend.staff import Officer

_CARD = "SELECT valid_to FROM disability_card WHERE resident_id = $1 AND valid_to < $2"


class CardNotExpired(NotNow):
    """It was renewed meanwhile, or the award does not hang on a card."""

    sentence = "这个人的残疾证没有过期，或者已经换证，不用暂停。请刷新后再看。"


async def suspend_for_expired_card(award_id: UUID, officer: Officer) -> Award:
    """From the month after the card's last, at the earliest this one. CardNotExpired, and as `suspend`."""
    award = await changeable(award_id, officer)  # before anything is said of a card: it may be another township's
    card = await database.row(_CARD, award.resident_id, clock.today())
    if card is None or award.programme not in BY_CARD:
        raise CardNotExpired
    until: date = card["valid_to"]
    month = max(months_after(month_of(until), 1), month_of(clock.today()), award.from_month)
    basis = f"残疾证{until.year}年{until.month}月{until.day}日到期"
    return await suspend(award_id, month, officer, reason=Reason.CARD_EXPIRED, basis=basis)


async def suspend_all_for_expired_cards(officer: Officer) -> int:
    """The first page of those listed; how many. The officer's own relatives are left to a colleague."""
    done = 0
    for each in await awards_for(officer, Which.CARD_EXPIRED):
        try:
            await suspend_for_expired_card(each.id, officer)
            done += 1
        except (staff.YourOwnKin, SuspendedAlready, CardNotExpired):
            continue  # a colleague's, or somebody was faster
    return done
