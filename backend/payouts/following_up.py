"""Following up: a month that came back stays owed, and somebody goes to the door to put the account right."""

from uuid import UUID

from backend import clock, journal, workdays
from backend.errands import ErrandKind, raise_errand
from backend.payouts.bounce_reason import BounceReason
from backend.residents import Resident

# Working days the cadre has, so that the next round can pay before the month ends (re-pay from D+5, policy §10.5).
_FIX_WITHIN = 5


async def ask_to_fix(payout_id: UUID, resident_id: UUID, why: BounceReason) -> None:
    """Raise the errand for one bounced payout, inside the present transaction; once, however often it is read."""
    resident = await Resident.get(id=resident_id)
    await raise_errand(
        ErrandKind.FIX_ACCOUNT,
        resident,
        reason=f"钱没有到账：{why.shown}。{why.what_to_do}",
        because=f"payout:{payout_id}",
        due_on=workdays.after_workdays(clock.today(), _FIX_WITHIN).day,
        by=journal.Signature(journal.By.BANK),
    )
