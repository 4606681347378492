"""What a cadre did where there was no signal, taken in once when it arrives, in whatever order."""

from backend.fieldwork.certifying import KnownBy, PhotoNotFresh, certify_by_photo, certify_by_voice
from backend.fieldwork.finishing import PhotoOfBefore, finish_errand
from backend.fieldwork.given_up import GIVEN_UP_A_PAGE, GivenUp, given_up_for, given_up_items, how_many_given_up
from backend.fieldwork.giving_up import DAYS_WAITED, ask_for_the_rest, give_up_waiting
from backend.fieldwork.item import FieldItem, ItemState
from backend.fieldwork.item_body import (
    Body,
    FinishErrand,
    GiveMandate,
    Item,
    ProveBoard,
    SendPhoto,
    StartCase,
    SubmitCase,
    TakeErrand,
)
from backend.fieldwork.moment import Remark
from backend.fieldwork.outcome import Outcome, Said
from backend.fieldwork.room import BacklogFull, TooMuchAhead, files_of_nothing, must_have_room
from backend.fieldwork.syncing import refused_items, sync, waiting_items
from backend.fieldwork.turns import catch_up, file_arrived, go_on
from backend.fieldwork.village_package import VillagePackage, Villager, village_package

__all__ = [
    "DAYS_WAITED", "GIVEN_UP_A_PAGE", "BacklogFull", "Body", "FieldItem", "FinishErrand", "GiveMandate", "GivenUp",
    "Item", "ItemState", "KnownBy", "Outcome", "PhotoNotFresh", "PhotoOfBefore", "ProveBoard", "Remark", "Said",
    "SendPhoto", "StartCase", "SubmitCase", "TakeErrand", "TooMuchAhead", "VillagePackage", "Villager",
    "ask_for_the_rest", "catch_up", "certify_by_photo", "certify_by_voice", "file_arrived", "files_of_nothing",
    "finish_errand", "give_up_waiting", "given_up_for", "given_up_items", "go_on", "how_many_given_up",
    "must_have_room", "refused_items", "sync", "village_package", "waiting_items",
]  # fmt: skip
