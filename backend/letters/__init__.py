"""The county's decision in writing (告知书), and the proof that it reached the person."""

from backend.letters.decision_letter import DecisionLetter, Way
from backend.letters.delivering import (
    AlreadyDelivered,
    ReceiptMissing,
    ReceiverMissing,
    deliver,
    deliver_of_change,
    heed_visits,
    receipts_to_choose,
)
from backend.letters.drawing_up import draw_up
from backend.letters.overdue import letters_waiting, overdue_letters
from backend.letters.own_letters import (
    OWN_LETTERS,
    OwnLetter,
    letters_about,
    open_letter,
    open_letter_of_case,
)
from backend.letters.printing_letter import print_letter
from backend.letters.printing_report_answer import NothingFoundYet, print_report_answer
from backend.letters.reading import (
    LetterLine,
    NoSuchLetter,
    get_change_letter,
    get_letter,
    letter_of,
    letters_of_award,
    letters_on,
    undelivered,
)
from backend.letters.settling_days import settle_letters

__all__ = [
    "OWN_LETTERS", "AlreadyDelivered", "DecisionLetter", "LetterLine", "NoSuchLetter", "NothingFoundYet", "OwnLetter",
    "ReceiptMissing", "ReceiverMissing", "Way", "deliver", "deliver_of_change", "draw_up", "get_change_letter",
    "get_letter", "heed_visits", "letter_of", "letters_about", "letters_of_award", "letters_on", "letters_waiting",
    "open_letter", "open_letter_of_case", "overdue_letters", "print_letter", "print_report_answer",
    "receipts_to_choose", "settle_letters", "undelivered",
]  # fmt: skip
