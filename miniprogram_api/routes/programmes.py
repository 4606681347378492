"""What the county offers, and the law behind each."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from fastapi import Path
from pydantic import BaseModel, Field

from backend import clock, eligibility, postings, programmes
from backend.eligibility import RuleReadOut
from backend.programmes import CATALOGUE, PhotoKind, Programme, get_programme
from miniprogram_api.asking import AnyoneMayAsk, county_of
from miniprogram_api.page import Page
from miniprogram_api.route import room
from miniprogram_api.standards import standards

router = room("programmes")

ProgrammeCode = Annotated[str, Path(pattern=r"^[a-z][a-z_]{0,39}$", description="例如 old_age_allowance")]


class MaterialShown(BaseModel):
    """A paper that the application needs."""

    kind: PhotoKind
    title: str = Field(title="材料名称")


class ProgrammeShown(BaseModel):
    """A benefit in everyday words."""

    code: str
    title: str = Field(title="待遇名称")
    about: str = Field(title="这是什么")
    open_for_application: bool = Field(title="能不能在这里申请；不能的请到乡镇办理")
    materials: list[MaterialShown] = Field(title="需要的材料")
    posting_days: int = Field(title="村里公示几天；县里另有规定的看 posting_time")
    posting_time: str = Field(title="在村里公示多久，例如 5个工作日；空的是不公示")
    statutory_workdays: int = Field(title="乡镇受理后多少个工作日内办完")


class ClauseShown(BaseModel):
    """One condition in general words; 【…】 stands for what is asked of the person."""

    key: str
    holds: str = Field(title="要符合的条件")
    otherwise: str = Field(title="不符合时怎么办")
    review: bool = Field(title="不符合时由工作人员核实，不直接算不符合")
    article: str = Field(title="依据")


class StandardShown(BaseModel):
    """A standard that the rule reads, at today's value."""

    name: str = Field(title="标准名称")
    value: str | None = Field(title="现在的值；空的是县里还没有设定")


class PaperShown(BaseModel):
    """A paper by its name."""

    name: str = Field(title="材料名称")
    promise: bool = Field(title="可以用书面承诺代替证明")


class ApplicantShown(BaseModel):
    """Who may apply."""

    who: str = Field(title="谁可以申请")
    needs: str = Field(title="另外要带什么；空的是不用")
    article: str = Field(title="依据")


class StepShown(BaseModel):
    """One step, who takes it and within what time."""

    key: str
    name: str = Field(title="这一步做什么")
    actor: str = Field(title="谁来办")
    limit: str = Field(title="时限；空的是没有统一规定")
    article: str = Field(title="依据")


class PolicyPage(BaseModel):
    """The policy as the rule version in force has it."""

    programme: str
    title: str = Field(title="待遇名称")
    rule_version: str = Field(title="规则版本")
    since: date = Field(title="从哪一天起施行")
    on: date = Field(title="标准按哪一天的值")
    legal_base: list[str] = Field(title="依据的文件")
    conditions: list[ClauseShown] = Field(title="条件")
    amount: str = Field(title="金额怎么定")
    amount_article: str = Field(title="金额的依据")
    standards: list[StandardShown] = Field(title="用到的标准")
    about: str = Field(title="这是什么")
    materials: list[PaperShown] = Field(title="要准备的材料")
    held_already: list[str] = Field(title="政府数据里已经有、不用您提供的")
    applicants: list[ApplicantShown] = Field(title="谁可以申请、代办")
    steps: list[StepShown] = Field(title="办理的步骤和时限")
    first_month: str = Field(title="从哪个月起发")
    last_month: str = Field(title="什么时候停")
    published: list[str] = Field(title="会公开哪些内容；空的是不公开")
    publishing_article: str = Field(title="公开的依据")


@router.get("/programmes", summary="可以申请或查询的待遇")
async def all_programmes(asker: AnyoneMayAsk) -> Page[ProgrammeShown]:
    """All of them, in the order shown."""
    rates = await standards(county_of(asker), clock.today())
    return Page[ProgrammeShown](items=[_shown(programme, rates) for programme in CATALOGUE.values()])


@router.get("/programmes/{code}", summary="一项待遇")
async def programme(code: ProgrammeCode, asker: AnyoneMayAsk) -> ProgrammeShown:
    """One of them."""
    return _shown(get_programme(code), await standards(county_of(asker), clock.today()))


@router.get("/programmes/{code}/policy", summary="一项待遇的政策：条件、依据、金额、材料和时限")
async def policy(code: ProgrammeCode, asker: AnyoneMayAsk) -> PolicyPage:
    """Tied to the rule that the checks use today, at today's standards."""
    today = clock.today()
    rule = eligibility.read_out(code, on=today, parameters=await standards(county_of(asker), today))
    how = rule.procedure
    return PolicyPage(
        programme=code, title=rule.name, rule_version=rule.version.version, since=rule.version.since, on=today,
        legal_base=list(rule.legal_base),
        conditions=[ClauseShown.model_validate(each, from_attributes=True) for each in rule.clauses if each.applies],
        amount=rule.amount, amount_article=rule.amount_article, standards=_standards(rule), about=how.about,
        materials=[PaperShown(name=each.name, promise=each.promise) for each in how.materials if not each.held],
        held_already=[each.name for each in how.materials if each.held],
        applicants=[ApplicantShown.model_validate(each, from_attributes=True) for each in how.applicants],
        steps=[_step(each) for each in how.steps],
        first_month=how.first_month.rule.shown, last_month=how.last_month.rule.shown,
        published=list(dict.fromkeys((*how.publishing.before, *how.publishing.after))),
        publishing_article=how.publishing.article,
    )  # fmt: skip


def _step(step: eligibility.Step) -> StepShown:
    return StepShown(key=step.key, name=step.name, actor=step.actor.shown, limit=step.limit_shown, article=step.article)


def _shown(programme: Programme, rates: Mapping[str, object]) -> ProgrammeShown:
    return ProgrammeShown(
        code=programme.code, title=programme.title, about=programme.about,
        open_for_application=programme.open_for_application,
        materials=[MaterialShown(kind=each.kind, title=each.title) for each in programme.materials],
        posting_days=programme.posting_days, posting_time=postings.posting_time(programme.code, rates),
        statutory_workdays=programme.statutory_workdays,
    )  # fmt: skip


def _standards(rule: RuleReadOut) -> list[StandardShown]:
    return [StandardShown(name=name, value=value) for _, name, value in programmes.standards_in_words(rule.standards)]
