"""The law as data: what a programme asks, what the answers mean, and why; pure, without tables, clock or network."""

from .asking import Question, questions
from .deciding import decide, decide_many
from .fact import BadFact, Fact, FactValue
from .library import NoSuchProgramme
from .lined_yaml import RuleFileInvalid
from .looking_up import facts_declared, parameters_declared, programmes
from .parameter import Parameter, ParameterValue, StandardsNotSet
from .verdict import ConditionOutcome, Outcome, Verdict

__all__ = [
    "BadFact",
    "ConditionOutcome",
    "Fact",
    "FactValue",
    "NoSuchProgramme",
    "Outcome",
    "Parameter",
    "ParameterValue",
    "Question",
    "RuleFileInvalid",
    "StandardsNotSet",
    "Verdict",
    "decide",
    "decide_many",
    "facts_declared",
    "parameters_declared",
    "programmes",
    "questions",
]
