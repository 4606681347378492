"""May I have it? The check is open to everyone, signed in or not; nothing of it is kept."""

from typing import Annotated
from uuid import UUID

from fastapi import Request, Response
from pydantic import AfterValidator, Field, StrictBool, StrictInt, StringConstraints

from backend import clock, eligibility
from backend.applications import facts_about
from backend.eligibility import Answers, FactValue
from backend.residents import Resident
from miniprogram_api import checking
from miniprogram_api.answering import json_answer
from miniprogram_api.asking import AnyoneMayAsk, Asker, SignInFirst, county_of
from miniprogram_api.given import Asked, storable
from miniprogram_api.limits import CHECKS
from miniprogram_api.route import room
from miniprogram_api.routes.eligibility_shown import CheckResult, IntakeResult, check_result, intake_result
from miniprogram_api.routes.staff import served_resident

router = room("eligibility")

FactName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_0-9]{0,59}$")]
FactText = Annotated[str, StringConstraints(max_length=60), AfterValidator(storable)]
Facts = Annotated[dict[FactName, StrictBool | StrictInt | FactText | None], Field(max_length=200)]


class AskAbout(Asked):
    """Answers given so far; what is left out is not yet known, never no."""

    facts: Facts = Field(default={}, title="已经回答的问题：金额用分，日期如 1943-05-06")
    for_myself: bool = Field(True, title="为本人查询；为别人查询时填 false，不使用本人的登记信息")
    on_behalf_of: UUID | None = Field(None, title="村干部为本村哪位居民查询")


class AskIntake(AskAbout):
    """All programmes at once; what the person cannot answer is left to staff and not asked again."""

    unsure: list[FactName] = Field([], max_length=200, title="答不上来的问题，由工作人员核实，不再问")


class AskCheck(AskAbout):
    """One programme alone."""

    programme: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{0,39}$")] = Field(title="哪项待遇")


@router.post("/eligibility-checks", summary="查一查能不能领", response_model=CheckResult)
async def check(asked: AskCheck, request: Request, asker: AnyoneMayAsk) -> Response:
    """Nothing is kept. Bound residents and cadres need not type what the register knows."""
    await CHECKS.count_address(request)
    facts, known, county = await _facts(asked, asker)
    verdict = await checking.check(asked.programme, facts, county=county, on=clock.today())
    return json_answer(check_result(verdict, known))


@router.post("/eligibility-intakes", summary="一次问清能领哪些", response_model=IntakeResult)
async def intake(asked: AskIntake, request: Request, asker: AnyoneMayAsk) -> Response:
    """All programmes at once, what one may be recognised as, and the question that settles most. Nothing is kept."""
    await CHECKS.count_address(request)
    facts, known, county = await _facts(asked, asker)
    answers = Answers(facts, frozenset(asked.unsure))
    return json_answer(intake_result(await checking.take_in(answers, county=county, on=clock.today()), known))


async def _facts(asked: AskAbout, asker: Asker | None) -> tuple[dict[str, FactValue], list[str], str]:
    """What was answered and what the register knows, the names of the latter, and the county whose law it is."""
    person = await _person(asked, asker)
    known: dict[str, FactValue] = await facts_about(person) if person else {}
    facts = {**asked.facts, **known}
    if known:
        facts.pop("age", None)  # reckoned from the register's birth date
    eligibility.must_agree(facts, on=clock.today(), told=asked.facts.keys() - known.keys())
    return facts, sorted(known), person.county if person else county_of(asker)


async def _person(asked: AskAbout, asker: Asker | None) -> Resident | None:
    if asked.on_behalf_of is not None:
        if asker is None:
            raise SignInFirst
        return await served_resident(asked.on_behalf_of, asker.cadre)
    return asker.bound_resident if asker and asked.for_myself else None
