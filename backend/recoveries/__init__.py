"""What was paid beyond what was owed: found, told, agreed, and repaid, offset, dropped or written off."""

from backend.recoveries.agreeing import AgreedDayImpossible, NothingToOffset, NotToldYet, Telling, Way, agree, tell
from backend.recoveries.finding import NoSuchPayment, find, find_tonight, report
from backend.recoveries.letter import letter
from backend.recoveries.noting import DayImpossible, MoreThanTheDebt, NothingLeft, ReasonMissing, left_of
from backend.recoveries.offsetting import note_offsets
from backend.recoveries.overpayment import ENDING, Cause, FactKind, NoSuchOverpayment, Overpayment, RecoveryFact
from backend.recoveries.reading import (
    ListedOverpayment,
    OverpaidMonth,
    facts_of,
    get_overpayment,
    months_of,
    must_see_recoveries,
    name_for,
    overpayments_for,
    owes,
    write_offs_waiting,
)
from backend.recoveries.repaying import ReceiptMissing, ReceiptUsedBefore, drop, is_standing_report, repay
from backend.recoveries.writing_off import (
    CannotApproveOwnWriteOff,
    NoWriteOffProposed,
    WriteOffWaiting,
    decide_write_off,
    propose_write_off,
    waiting,
)

__all__ = [
    "ENDING", "AgreedDayImpossible", "CannotApproveOwnWriteOff", "Cause", "DayImpossible", "FactKind",
    "ListedOverpayment", "MoreThanTheDebt", "NoSuchOverpayment", "NoSuchPayment", "NoWriteOffProposed", "NotToldYet",
    "NothingLeft", "NothingToOffset", "OverpaidMonth", "Overpayment", "ReasonMissing", "ReceiptMissing",
    "ReceiptUsedBefore", "RecoveryFact", "Telling", "Way", "WriteOffWaiting", "agree", "decide_write_off", "drop",
    "facts_of", "find", "find_tonight", "get_overpayment", "is_standing_report", "left_of", "letter", "months_of",
    "must_see_recoveries", "name_for", "note_offsets", "overpayments_for", "owes", "propose_write_off", "repay",
    "report", "tell", "waiting", "write_offs_waiting",
]  # fmt: skip
