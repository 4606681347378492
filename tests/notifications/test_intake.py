"""Callbacks that come together are kept together, each answered only when it is kept."""

import asyncio

import pytest

from notifications import intake
from notifications.intake import Intake
from notifications.receipt import Receipt, ReceiptKind


async def test_a_burst_is_kept_whole_by_a_few_statements(empty_database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    statements: list[int] = []
    keep = intake.keep

    async def counted(callbacks: list[tuple[ReceiptKind, str]]) -> None:
        statements.append(len(callbacks))
        await keep(callbacks)

    monkeypatch.setattr(intake, "keep", counted)
    door = Intake()
    bodies = [f'[{{"out_id": "{number % 1100}"}}]' for number in range(1200)]  # a hundred are said twice
    await asyncio.gather(*(door.keep(ReceiptKind.SMS_REPORT, body) for body in bodies))
    assert await Receipt.all().count() == 1100
    assert (sum(statements), max(statements)) == (1200, 500)
    assert len(statements) == 3


async def test_what_could_not_be_kept_is_said_to_all_who_wait_and_the_next_are_kept(
    empty_database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = intake.keep

    async def broken(_: object) -> None:
        raise ConnectionError

    door = Intake()
    monkeypatch.setattr(intake, "keep", broken)
    told = await asyncio.gather(
        *(door.keep(ReceiptKind.SMS_REPORT, str(number)) for number in range(3)), return_exceptions=True
    )
    assert [type(each) for each in told] == [ConnectionError] * 3
    monkeypatch.setattr(intake, "keep", keep)
    await door.keep(ReceiptKind.SMS_REPORT, "4")
    assert await Receipt.all().count() == 1


async def test_who_hangs_up_takes_nobody_along(empty_database: None) -> None:
    door = Intake()
    gone = asyncio.create_task(door.keep(ReceiptKind.SMS_REPORT, "1"))
    stays = asyncio.create_task(door.keep(ReceiptKind.SMS_REPORT, "2"))
    await asyncio.sleep(0)
    gone.cancel()
    await stays
    assert await Receipt.all().count() == 2
