"""The law as data: what a programme asks, what the answers mean, and why; pure, without tables, clock or network."""

from backend.eligibility.asking import questions
from backend.eligibility.composing import Absence, Composition, Kinship, Member, Standing, compose, compose_several
from backend.eligibility.contradiction import Contradiction, contradictions, must_agree
from backend.eligibility.deciding import decide, decide_each, decide_many, grounds_each, outcomes_many
from backend.eligibility.earning import IncomeGroup, IncomeKind, income_kinds
from backend.eligibility.exclusion import Exclusion, Together, benefit_name, clashes, exclusions, gives_way_to
from backend.eligibility.extra import Extra, ExtraLine, ImportantMember, extra_rates, extras_add_up, reckon_extra
from backend.eligibility.fact import BadFact, Fact, FactValue
from backend.eligibility.income import Income, IncomeEntry, IncomeLine, reckon_income
from backend.eligibility.intake import Also, Answers, Chance, Finding, Intake, Recognition
from backend.eligibility.library import NoSuchProgramme
from backend.eligibility.lined_yaml import RuleFileInvalid, Section, read_lined
from backend.eligibility.looking_up import facts_declared, parameters_declared, procedure, programmes
from backend.eligibility.parameter import Parameter, ParameterValue, StandardsNotSet
from backend.eligibility.procedure import Actor, FirstMonth, LastMonth, Procedure, Step
from backend.eligibility.property import (
    Asset,
    Owner,
    PropertyItem,
    PropertyJudged,
    PropertyLine,
    PropertyOutcome,
    judge_property,
)
from backend.eligibility.question import Question
from backend.eligibility.reading_out import ClauseReadOut, RuleReadOut, VersionReadOut, read_out, versions_of
from backend.eligibility.sheet import RECKONED, Reckoned, Sheet, reckon
from backend.eligibility.support_formula import support_formula
from backend.eligibility.supporting import (
    MaintenanceFormula,
    Obligor,
    Payer,
    SupportFormula,
    maintenance_owed,
    support_in_all,
    support_owed,
)
from backend.eligibility.taking_in import take_in, take_in_each
from backend.eligibility.verdict import Change, ConditionOutcome, Grounds, Outcome, Verdict

__all__ = [
    "RECKONED",
    "Absence",
    "Actor",
    "Also",
    "Answers",
    "Asset",
    "BadFact",
    "Chance",
    "Change",
    "ClauseReadOut",
    "Composition",
    "ConditionOutcome",
    "Contradiction",
    "Exclusion",
    "Extra",
    "ExtraLine",
    "Fact",
    "FactValue",
    "Finding",
    "FirstMonth",
    "Grounds",
    "ImportantMember",
    "Income",
    "IncomeEntry",
    "IncomeGroup",
    "IncomeKind",
    "IncomeLine",
    "Intake",
    "Kinship",
    "LastMonth",
    "MaintenanceFormula",
    "Member",
    "NoSuchProgramme",
    "Obligor",
    "Outcome",
    "Owner",
    "Parameter",
    "ParameterValue",
    "Payer",
    "Procedure",
    "PropertyItem",
    "PropertyJudged",
    "PropertyLine",
    "PropertyOutcome",
    "Question",
    "Reckoned",
    "Recognition",
    "RuleFileInvalid",
    "RuleReadOut",
    "Section",
    "Sheet",
    "StandardsNotSet",
    "Standing",
    "Step",
    "SupportFormula",
    "Together",
    "Verdict",
    "VersionReadOut",
    "benefit_name",
    "clashes",
    "compose",
    "compose_several",
    "contradictions",
    "decide",
    "decide_each",
    "decide_many",
    "exclusions",
    "extra_rates",
    "extras_add_up",
    "facts_declared",
    "gives_way_to",
    "grounds_each",
    "income_kinds",
    "judge_property",
    "maintenance_owed",
    "must_agree",
    "outcomes_many",
    "parameters_declared",
    "procedure",
    "programmes",
    "questions",
    "read_lined",
    "read_out",
    "reckon",
    "reckon_extra",
    "reckon_income",
    "support_formula",
    "support_in_all",
    "support_owed",
    "take_in",
    "take_in_each",
    "versions_of",
]
