"""What another standard would mean for everyone on the register, asked before anything is saved."""

from backend.prospects.shifting import Shifts, shifts
from backend.prospects.what_if import Prospect, asks_of_households, what_if

__all__ = ["Prospect", "Shifts", "asks_of_households", "shifts", "what_if"]
