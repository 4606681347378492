"""Following up: a month that came back stays owed, and somebody goes to the door to put the account right."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from backend import clock, database, programmes, workdays
from backend.errands import Errand, ErrandKind, Wanted, raise_errand, raise_many
from backend.journal import By, Signature
from backend.payouts.batch import Batch
from backend.payouts.bounce_reason import BounceReason
from backend.residents import Resident

# Working days the cadre has, so that the next round can pay before the month ends (re-pay from D+5, policy §10.5).
_FIX_WITHIN = 5


@dataclass(frozen=True)
class BrokenAccount:
    """An account from which money came back."""

    account_id: UUID
    resident_id: UUID
    why: BounceReason


async def ask_to_fix(batch_id: UUID, broken: Sequence[BrokenAccount]) -> None:
    """Raise an errand for each account from which money of a batch came back, inside the present transaction.

    Once for an account and batch, however many months came back. Until it ends as done, no further money goes there:
    `due` reads the account out of `because`. Of a child's aid the village learns nothing (policy §14.4).
    """
    of_children = (await Batch.get(id=batch_id)).programme in programmes.OF_CHILDREN
    people = await database.rows(
        "SELECT id, county, village FROM resident WHERE id = ANY ($1)", [each.resident_id for each in broken]
    )
    places = {each["id"]: (each["county"], each["village"]) for each in people}
    due_on = workdays.after_workdays(clock.today(), _FIX_WITHIN)
    wanted = [
        Wanted(
            ErrandKind.FIX_ACCOUNT, *places[each.resident_id], each.resident_id,
            f"钱没有到账：{each.why.shown}。{each.why.what_to_do}", f"bounce:{batch_id}:{each.account_id}", due_on,
            of_children,
        )
        for each in broken
    ]  # fmt: skip
    await raise_many(wanted, by=Signature(By.BANK), ring=True)


async def ask_again_to_fix(fruitless: UUID, by: Signature) -> None:
    """Raise anew, once, the errand that ended without the account put right, inside the present transaction."""
    before = await Errand.get(id=fruitless)
    of_account = ":".join(before.because.split(":")[:3])
    await raise_errand(
        ErrandKind.FIX_ACCOUNT,
        await Resident.get(id=before.resident_id),
        reason=before.reason,
        because=f"{of_account}:{fruitless}",
        due_on=workdays.after_workdays(clock.today(), _FIX_WITHIN),
        by=by,
        of_children=before.of_children,
    )
