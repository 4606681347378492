"""Asking for the agreement (代领协议): whose account is in another's name without one is visited for it."""

from backend import clock, database, programmes, workdays
from backend.errands import ErrandKind, Wanted, raise_many
from backend.journal import By, Signature
from backend.payouts.batch import Batch

_WITHIN = 5  # working days, as for a bounced account; ours, no rule sets it
_REASON = (
    "收款账户的户名不是本人，也没有县里核准的代领协议。有本人账户的，请看卡（存折）拍照，登记本人账户；"
    "确需由他人代领的，请双方带身份证到乡镇签代领协议。"
)


async def ask_for_agreements(batch: Batch) -> int:
    """Once a month and account, inside the present transaction; how many errands were raised."""
    lacking = await database.rows(
        """SELECT DISTINCT f.resident_id, p.village, p.account_id
           FROM batch_flag f JOIN payout p ON p.id = f.payout_id
           WHERE f.batch_id = $1 AND (f.kind = 'holder_differs' AND f.decision IS NULL OR f.kind = 'agreement_over')""",
        batch.id,
    )
    due_on = workdays.after_workdays(clock.today(), _WITHIN)
    wanted = [
        Wanted(
            ErrandKind.FIX_ACCOUNT, batch.county, each["village"], each["resident_id"], _REASON,
            f"agreement:{each['account_id']}:{batch.month:%Y-%m}", due_on,
            batch.programme in programmes.OF_CHILDREN,
        )
        for each in lacking
    ]  # fmt: skip
    return await raise_many(wanted, by=Signature(By.CLOCK)) if wanted else 0
