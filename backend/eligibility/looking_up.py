"""Looking up what is declared: programmes, the facts they read, the parameters that a county sets for them."""

from datetime import date

from backend.eligibility.fact import Fact
from backend.eligibility.library import NoSuchProgramme, library
from backend.eligibility.parameter import Parameter
from backend.eligibility.procedure import Procedure


def programmes() -> tuple[str, ...]:
    """Every programme with a rule file, such as `old_age_allowance`."""
    return tuple(library().laws)


def facts_declared(programme: str) -> tuple[Fact, ...]:
    """The facts that the newest version of the programme reads, in the order of facts/."""
    versions = library().laws.get(programme)
    if not versions:
        raise NoSuchProgramme()
    return tuple(versions[-1].facts.values())


def procedure(programme: str, on: date) -> Procedure:
    """How the programme is applied for, decided, begun and ended by the law of that day; refuses as `decide`."""
    return library().in_force(programme, on).rule.procedure


def parameters_declared(programme: str, *, on: date) -> tuple[Parameter, ...]:
    """The parameters read on that day; one whose `default` is None must be set by the county."""
    return tuple(library().in_force(programme, on).rule.parameters.values())
