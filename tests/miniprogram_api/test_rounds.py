"""What is asked in one turn is asked together, and each gets their own answer."""

import asyncio
from collections.abc import Sequence

import pytest

from miniprogram_api.rounds import Rounds
from tests.miniprogram_api.clients import Door
from tests.people import a_resident


class Doubling:
    """Doubles numbers; refuses 13; remembers its rounds."""

    def __init__(self) -> None:
        self.rounds: list[list[int]] = []

    async def __call__(self, numbers: Sequence[int]) -> list[int | Exception]:
        self.rounds.append(list(numbers))
        await asyncio.sleep(0)
        if 0 in numbers:
            raise ConnectionError
        return [ValueError("unlucky") if number == 13 else 2 * number for number in numbers]


async def test_one_round_for_all_who_ask_in_one_turn() -> None:
    doubling = Doubling()
    rounds = Rounds(doubling)
    assert await asyncio.gather(*(rounds.ask(number) for number in (1, 2, 3))) == [2, 4, 6]
    assert await rounds.ask(4) == 8
    assert doubling.rounds == [[1, 2, 3], [4]]


async def test_ones_refusal_harms_nobody_else() -> None:
    rounds = Rounds(Doubling())
    found = await asyncio.gather(*(rounds.ask(number) for number in (1, 13, 3)), return_exceptions=True)
    assert found[0] == 2
    assert isinstance(found[1], ValueError)
    assert found[2] == 6


async def test_a_failure_reaches_all_and_the_next_round_is_well() -> None:
    rounds = Rounds(Doubling())
    found = await asyncio.gather(rounds.ask(0), rounds.ask(1), return_exceptions=True)
    assert [type(each) for each in found] == [ConnectionError, ConnectionError]
    assert await rounds.ask(1) == 2


async def test_who_hangs_up_is_not_missed() -> None:
    rounds = Rounds(Doubling())
    hasty, patient = asyncio.ensure_future(rounds.ask(1)), asyncio.ensure_future(rounds.ask(2))
    await asyncio.sleep(0)
    hasty.cancel()
    assert await patient == 4
    with pytest.raises(asyncio.CancelledError):
        await hasty


async def test_many_at_once_are_each_told_who_they_are(door: Door) -> None:
    knockers = [await door.account(resident=await a_resident(f"王{number}")) for number in range(20)]
    answers = await asyncio.gather(
        *(knocker.get("/me") for knocker in knockers), door.stranger.get("/me"), door.with_token("A" * 43).get("/me")
    )
    assert [answer.json()["resident"]["name"] for answer in answers[:20]] == [f"王{number}" for number in range(20)]
    assert [answer.status_code for answer in answers[20:]] == [401, 401]
