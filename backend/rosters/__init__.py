"""The county's present rosters (花名册): read, held against the register, taken in, and written out again."""

from backend.rosters.columns import Column, columns_of
from backend.rosters.comparing import Outcome, Plan
from backend.rosters.confirming import confirm
from backend.rosters.exporting import ExportReasonMissing, export_roster
from backend.rosters.line import Finding, Weight
from backend.rosters.mapping import BadMapping, SheetMapping, guess_mapping, map_by_row
from backend.rosters.offering import examine_offered, remap, sheets_of, upload, withdraw
from backend.rosters.roster import (
    FoundOtherwise,
    NoSuchRoster,
    OwnRoster,
    Roster,
    RosterFinding,
    RosterState,
    WrongRosterState,
    findings_of,
    get_roster,
    rosters_for,
    rosters_waiting,
)
from backend.rosters.taking_in import BadFirstMonth, Choice, Examined, HasMistakes, Wanted, examine, take_in

__all__ = [
    "BadFirstMonth", "BadMapping", "Choice", "Column", "Examined", "ExportReasonMissing", "Finding", "FoundOtherwise",
    "HasMistakes", "NoSuchRoster", "Outcome", "OwnRoster", "Plan", "Roster", "RosterFinding", "RosterState",
    "SheetMapping", "Wanted", "Weight", "WrongRosterState", "columns_of", "confirm", "examine", "examine_offered",
    "export_roster", "findings_of", "get_roster", "guess_mapping", "map_by_row", "remap", "rosters_for",
    "rosters_waiting", "sheets_of", "take_in", "upload", "withdraw",
]  # fmt: skip
