"""What another standard would mean for everyone on the register, asked before anything is saved."""

from backend.prospects.what_if import Prospect, asks_of_households, what_if

__all__ = ["Prospect", "asks_of_households", "what_if"]
