"""What was paid, told to a person, to a place, and to an auditor with the proofs."""

from backend.statements.audit_check import Finding, NotAnAuditFile, check_audit_file
from backend.statements.audit_file import audit_file
from backend.statements.person import PersonLine, person_statement, print_person
from backend.statements.place import (
    MonthSum,
    NoSuchPlace,
    PaidPerson,
    PlaceStatement,
    PlaceSum,
    Sum,
    place_statement,
    print_place,
)
from backend.statements.reckoning import print_reckoning
from backend.statements.replaying import Differing, Replayed, replay
from backend.statements.workbook import workbook_of

__all__ = [
    "Differing", "Finding", "MonthSum", "NoSuchPlace", "NotAnAuditFile", "PaidPerson", "PersonLine", "PlaceStatement",
    "PlaceSum", "Replayed", "Sum", "audit_file", "check_audit_file", "person_statement", "place_statement",
    "print_person", "print_place", "print_reckoning", "replay", "workbook_of",
]  # fmt: skip
