"""How a standard is changed: one officer proposes, everyone who gains or loses is listed, another confirms."""

from backend.rate_changes.change import (
    ChangeState,
    ForeseenOtherwise,
    ListChanged,
    NoSuchChange,
    OwnChange,
    RateChange,
    WrongChangeState,
)
from backend.rate_changes.confirming import confirm
from backend.rate_changes.floor import BelowTheFloor
from backend.rate_changes.foreseeing import Foreseen, foresee
from backend.rate_changes.importing import TouchesPeople, import_values
from backend.rate_changes.proposing import (
    AlreadyProposed,
    Proposal,
    UnlikelyDate,
    foresee_again,
    must_make_sense,
    propose,
    span_of,
)
from backend.rate_changes.reading import (
    Effect,
    ShownLine,
    changes_for,
    changes_waiting,
    digest_of,
    effects_of,
    get_change,
    lines_of,
)
from backend.rate_changes.telling import tell_of_new_amounts
from backend.rate_changes.withdrawing import withdraw

__all__ = [
    "AlreadyProposed", "BelowTheFloor", "ChangeState", "Effect", "Foreseen", "ForeseenOtherwise", "ListChanged",
    "NoSuchChange", "OwnChange", "Proposal", "RateChange", "ShownLine", "TouchesPeople", "UnlikelyDate",
    "WrongChangeState", "changes_for", "changes_waiting", "confirm", "digest_of", "effects_of", "foresee",
    "foresee_again", "get_change", "import_values", "lines_of", "must_make_sense", "propose", "span_of",
    "tell_of_new_amounts", "withdraw",
]  # fmt: skip
