"""What a cadre did where there was no signal, taken in once when it arrives, in whatever order."""

from backend.fieldwork.certifying import KnownBy, PhotoNotFresh, certify_by_photo, certify_by_voice
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
from backend.fieldwork.syncing import give_up_waiting, sync, waiting_items
from backend.fieldwork.turns import BacklogFull, catch_up, file_arrived, go_on, must_have_room
from backend.fieldwork.village_package import VillagePackage, Villager, village_package

__all__ = [
    "BacklogFull", "Body", "FieldItem", "FinishErrand", "GiveMandate", "Item", "ItemState", "KnownBy", "Outcome",
    "PhotoNotFresh", "ProveBoard", "Remark", "Said", "SendPhoto", "StartCase", "SubmitCase", "TakeErrand",
    "VillagePackage", "Villager", "catch_up", "certify_by_photo", "certify_by_voice", "file_arrived",
    "give_up_waiting", "go_on", "must_have_room", "sync", "village_package", "waiting_items",
]  # fmt: skip
