"""However a return file is damaged, no fen is paid that the bank did not report and none is lost."""

from typing import Any

import pytest

from tests.backend.payouts.awards import a_payer
from tests.backend.payouts.damage import survive
from tests.people import seed_parameters


@pytest.mark.parametrize("seed", range(12))
async def test_damaged_files_pay_and_lose_nothing(empty_database: str, at: Any, seed: int) -> None:
    """96 files here; a thousand by `python -m tests.load.corrupting`."""
    await seed_parameters()
    at("2026-03-05 09:00")
    outcomes = await survive(seed, 8, await a_payer())
    assert outcomes["refused"] + outcomes["reported"] > 0
