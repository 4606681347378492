"""Checks that arrive together are worked out together: the engine takes as long for one person as for fifty."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache, partial

from backend.eligibility import Answers, BadFact, FactValue, Intake, Verdict, decide_each, take_in_each
from miniprogram_api.rounds import Rounds
from miniprogram_api.standards import standards

_Facts = Mapping[str, FactValue]
_KINDS = 64  # programmes of a county on a day, and yesterday's


async def check(programme: str, facts: _Facts, *, county: str, on: date) -> Verdict:
    """What the law says of one person; refuses as `eligibility.decide`."""
    return await _rounds_of(programme, county, on).ask(facts)


async def take_in(answers: Answers, *, county: str, on: date) -> Intake:
    """Where one person stands with all programmes; refuses as `eligibility.take_in`."""
    return await _intakes(county, on).ask(answers)


@lru_cache(_KINDS)
def _intakes(county: str, on: date) -> Rounds[Answers, Intake]:
    return Rounds(partial(_taken_in, county, on))


async def _taken_in(county: str, on: date, people: Sequence[Answers]) -> list[Intake | BadFact]:
    return take_in_each(people, on=on, parameters=await standards(county, on))


@lru_cache(_KINDS)
def _rounds_of(programme: str, county: str, on: date) -> Rounds[_Facts, Verdict]:
    return Rounds(partial(_decided, programme, county, on))


async def _decided(programme: str, county: str, on: date, people: Sequence[_Facts]) -> list[Verdict | BadFact]:
    return decide_each(programme, people, on=on, parameters=await standards(county, on))
