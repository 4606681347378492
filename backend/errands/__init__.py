"""What a cadre is asked to do at whose door, by when, with what proof."""

from backend.errands.closing import ask_for_less, close_needless
from backend.errands.counting_late import escalated_since, late_in
from backend.errands.dying import NoDeathReported, close_for_death, deaths_reported, find_alive, open_again
from backend.errands.errand import NEEDLESS, Errand, ErrandKind, Outcome, Proof
from backend.errands.escalating import escalate_errands
from backend.errands.finishing import (
    BoardPhotoFirst,
    DeathWordsMissing,
    ErrandDone,
    ErrandNoteTooLong,
    NoSuchErrand,
    NotAPhotoOfThisPerson,
    PhotoMissing,
    WordsMissing,
    finish,
    finish_by_proof,
)
from backend.errands.finishing_in_office import (
    BankMissing,
    ForTheCadre,
    NoAccountAskedFor,
    children_waiting,
    finish_in_office,
    finish_with_account,
)
from backend.errands.listing import ErrandView, Position, open_errands
from backend.errands.looking_back import FINISHED_A_PAGE, FinishedErrand, finished_errands
from backend.errands.looking_over import LateInVillage, day_list, late_by_village
from backend.errands.raising import raise_errand
from backend.errands.raising_many import Wanted, call_off, raise_many
from backend.errands.reading import errand_for
from backend.errands.reminding import remind_of_errands_overdue
from backend.errands.settling_days import settle_errands
from backend.errands.taking import NoCadreOfTheVillage, NotTakenByYou, TakenByAnother, assign, give_back, take

__all__ = [
    "FINISHED_A_PAGE", "NEEDLESS", "BankMissing", "BoardPhotoFirst", "DeathWordsMissing", "Errand", "ErrandDone",
    "ErrandKind", "ErrandNoteTooLong", "ErrandView", "FinishedErrand", "ForTheCadre", "LateInVillage",
    "NoAccountAskedFor", "NoCadreOfTheVillage", "NoDeathReported", "NoSuchErrand", "NotAPhotoOfThisPerson",
    "NotTakenByYou", "Outcome", "PhotoMissing", "Position", "Proof", "TakenByAnother", "Wanted", "WordsMissing",
    "ask_for_less", "assign", "call_off", "children_waiting", "close_for_death", "close_needless", "day_list",
    "deaths_reported", "errand_for", "escalate_errands", "escalated_since", "find_alive", "finish",
    "finish_by_proof", "finish_in_office", "finish_with_account", "finished_errands", "give_back", "late_by_village",
    "late_in", "open_again", "open_errands", "raise_errand", "raise_many", "remind_of_errands_overdue",
    "settle_errands", "take",
]  # fmt: skip
