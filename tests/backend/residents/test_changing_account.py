"""Money goes to the person's own account, and one card never stands behind several people."""

import asyncio
from datetime import date

import pytest

from backend import journal
from backend.residents import Account, AccountKind, Resident, change_account, current_account
from backend.residents.changing_account import AccountOfAnother, BadAccountNumber, HolderDiffers, PersonDeceased
from tests.people import a_resident, an_account

NUMBER = "6217000000000000012"
BY_CADRE = journal.Signature(journal.By.CADRE)


async def change(resident: Resident, number: str = NUMBER, holder: str | None = None) -> Account:
    return await change_account(
        resident.id, holder_name=holder or resident.name, number=number, bank="嵩县农商银行", kind=AccountKind.CARD,
        by=BY_CADRE,
    )  # fmt: skip


async def test_a_change_closes_the_old_account_and_keeps_it(empty_database: str) -> None:
    resident = await a_resident()
    old = await an_account(resident)
    new = await change(resident, "6217 0000 0000 0000 012")
    assert (new.last_four, new.number) == ("0012", NUMBER)
    assert (await Account.get(id=old.id)).closed_at is not None
    present = await current_account(resident.id)
    assert present is not None
    assert present.id == new.id


async def test_the_same_account_again_changes_nothing(empty_database: str) -> None:
    resident = await a_resident()
    first, second = await change(resident), await change(resident)
    assert first.id == second.id
    assert await journal.Entry.filter(deed=journal.Deed.ACCOUNT_CHANGED.value).count() == 1


async def test_an_account_in_anothers_name_is_refused(empty_database: str) -> None:
    with pytest.raises(HolderDiffers):
        await change(await a_resident("王秀英"), holder="李建国")


@pytest.mark.parametrize("number", ["", "1234567", "6217-0000-abcd", "1" * 31, "六二一七〇〇〇〇"])
async def test_what_is_no_number_is_refused(empty_database: str, number: str) -> None:
    with pytest.raises(BadAccountNumber):
        await change(await a_resident(), number)


async def test_of_two_elders_with_one_number_at_once_one_is_refused(empty_database: str) -> None:
    elders = [await a_resident(f"老人{each}") for each in "甲乙丙"]
    outcomes = await asyncio.gather(*(change(elder) for elder in elders), return_exceptions=True)
    assert sum(isinstance(outcome, Account) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, AccountOfAnother) for outcome in outcomes) == 2


async def test_a_number_that_another_gave_up_is_free(empty_database: str) -> None:
    first = await a_resident("王秀英")
    await change(first)
    await change(first, "6228480000000000018")
    assert (await change(await a_resident("刘大山"))).last_four == "0012"


async def test_nothing_is_changed_for_the_dead(empty_database: str) -> None:
    with pytest.raises(PersonDeceased):
        await change(await a_resident(deceased_on=date(2026, 1, 1)))
