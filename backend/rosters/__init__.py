"""The county's present rosters (花名册): read, held against the register, taken in, and written out again."""

from backend.rosters.comparing import Outcome, Plan
from backend.rosters.exporting import ExportReasonMissing, export_roster
from backend.rosters.line import Finding, Weight
from backend.rosters.mapping import BadMapping, SheetMapping, guess_mapping
from backend.rosters.taking_in import BadFirstMonth, Choice, Examined, HasMistakes, Wanted, examine, take_in

__all__ = [
    "BadFirstMonth", "BadMapping", "Choice", "Examined", "ExportReasonMissing", "Finding", "HasMistakes", "Outcome",
    "Plan", "SheetMapping", "Wanted", "Weight", "examine", "export_roster", "guess_mapping", "take_in",
]  # fmt: skip
