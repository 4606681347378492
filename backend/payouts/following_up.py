"""Following up: a month that came back stays owed, and somebody goes to the door to put the account right."""

from uuid import UUID

from backend import clock, workdays
from backend.errands import Errand, ErrandKind, raise_errand
from backend.journal import By, Signature
from backend.payouts.bounce_reason import BounceReason
from backend.residents import Resident

# Working days the cadre has, so that the next round can pay before the month ends (re-pay from D+5, policy §10.5).
_FIX_WITHIN = 5


async def ask_to_fix(batch_id: UUID, account_id: UUID, resident_id: UUID, why: BounceReason) -> None:
    """Raise the errand for an account from which money of a batch came back, inside the present transaction.

    Once for an account and batch, however many months came back. Until it ends as done, no further money goes there:
    `due` reads the account out of `because`.
    """
    resident = await Resident.get(id=resident_id)
    await raise_errand(
        ErrandKind.FIX_ACCOUNT,
        resident,
        reason=f"钱没有到账：{why.shown}。{why.what_to_do}",
        because=f"bounce:{batch_id}:{account_id}",
        due_on=workdays.after_workdays(clock.today(), _FIX_WITHIN).day,
        by=Signature(By.BANK),
    )


async def ask_again_to_fix(fruitless: UUID, by: Signature) -> None:
    """Raise anew, once, the errand that ended without the account put right, inside the present transaction."""
    before = await Errand.get(id=fruitless)
    of_account = ":".join(before.because.split(":")[:3])
    await raise_errand(
        ErrandKind.FIX_ACCOUNT,
        await Resident.get(id=before.resident_id),
        reason=before.reason,
        because=f"{of_account}:{fruitless}",
        due_on=workdays.after_workdays(clock.today(), _FIX_WITHIN).day,
        by=by,
    )
