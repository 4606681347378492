"""Skipping: who is owed and cannot be paid now is named to the officer, and a cadre goes where that helps."""

from collections.abc import Sequence
from datetime import date

from backend import clock, workdays
from backend.errands import ErrandKind, raise_errand
from backend.payouts.batch import Skipped
from backend.payouts.due import BROKEN_ACCOUNT, NO_ACCOUNT, Due
from backend.payouts.following_up import ask_again_to_fix
from backend.programmes import OF_CHILDREN
from backend.residents import Resident
from backend.staff import Officer

_FIX_WITHIN = 5  # working days a cadre has to bring an account number; ours, no rule sets it
_BRING_AN_ACCOUNT = "这位居民有钱要发，但还没有登记收款账户。请看一看本人的银行卡（存折），拍照并登记账号。"


async def skip(due: Sequence[Due], programme: str, month: date, officer: Officer) -> list[Skipped]:
    """Who is owed and cannot be paid now.

    Those without an account are visited for one, once a month at most; those whose bounced account was not put right
    are visited again; about a child's aid its handlers are asked instead.
    """
    for resident_id in sorted({each.resident_id for each in due if each.obstacle == NO_ACCOUNT}):
        await raise_errand(
            ErrandKind.FIX_ACCOUNT, await Resident.get(id=resident_id), reason=_BRING_AN_ACCOUNT,
            because=f"no_account:{resident_id}:{month:%Y-%m}", by=officer.signature,
            due_on=workdays.after_workdays(clock.today(), _FIX_WITHIN), of_children=programme in OF_CHILDREN,
        )  # fmt: skip
    for errand in sorted({each.fruitless for each in due if each.obstacle == BROKEN_ACCOUNT and each.fruitless}):
        await ask_again_to_fix(errand, officer.signature)
    unpayable = {each.award_id: each for each in due if each.obstacle is not None}
    return [Skipped(each.resident_id, each.award_id, each.obstacle or "") for each in unpayable.values()]
