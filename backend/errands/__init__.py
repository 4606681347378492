"""What a cadre is asked to do at whose door, by when, with what proof."""

from backend.errands.errand import Errand, ErrandKind, Outcome
from backend.errands.finishing import (
    BoardPhotoFirst,
    ErrandDone,
    ErrandNoteTooLong,
    NoSuchErrand,
    NotAPhotoOfThisPerson,
    finish,
    finish_by_proof,
)
from backend.errands.listing import ErrandView, open_errands
from backend.errands.looking_over import LateInVillage, day_list, late_by_village
from backend.errands.raising import raise_errand
from backend.errands.raising_many import Wanted, call_off, raise_many
from backend.errands.reminding import remind_of_errands_overdue

__all__ = [
    "BoardPhotoFirst", "Errand", "ErrandDone", "ErrandKind", "ErrandNoteTooLong", "ErrandView", "LateInVillage",
    "NoSuchErrand", "NotAPhotoOfThisPerson", "Outcome", "Wanted", "call_off", "day_list", "finish", "finish_by_proof",
    "late_by_village", "open_errands", "raise_errand", "raise_many", "remind_of_errands_overdue",
]  # fmt: skip
