"""Following up: a month that came back stays owed, and somebody goes to the door to put the account right."""

from uuid import UUID

from backend import clock, journal, workdays
from backend.errands import ErrandKind, raise_errand
from backend.payouts.bounce_reason import BounceReason
from backend.residents import Resident

# Working days the cadre has, so that the next round can pay before the month ends (re-pay from D+5, policy §10.5).
_FIX_WITHIN = 5


async def ask_to_fix(batch_id: UUID, account_id: UUID, resident_id: UUID, why: BounceReason) -> None:
    """Raise the errand for an account from which money of a batch came back, inside the present transaction.

    Once for an account and batch, however many months came back. While it is open, no further money goes there:
    `drawing_up` reads the account out of `because`.
    """
    resident = await Resident.get(id=resident_id)
    await raise_errand(
        ErrandKind.FIX_ACCOUNT,
        resident,
        reason=f"钱没有到账：{why.shown}。{why.what_to_do}",
        because=f"bounce:{batch_id}:{account_id}",
        due_on=workdays.after_workdays(clock.today(), _FIX_WITHIN).day,
        by=journal.Signature(journal.By.BANK),
    )
