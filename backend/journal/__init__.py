"""What happened, to whom, by whose hand: the audit trail, and the outbox that the doors read."""

from backend.journal.chaining import ChainBroken, chain_new_entries, verify_chain
from backend.journal.deeds import Deed
from backend.journal.entry import Entry
from backend.journal.history import history_of
from backend.journal.proving import Proof, proofs_of
from backend.journal.recording import Line, record, record_many
from backend.journal.signature import By, Signature
from backend.journal.unannounced import take_unannounced, wait_for_entries

__all__ = [
    "By",
    "ChainBroken",
    "Deed",
    "Entry",
    "Line",
    "Proof",
    "Signature",
    "chain_new_entries",
    "history_of",
    "proofs_of",
    "record",
    "record_many",
    "take_unannounced",
    "verify_chain",
    "wait_for_entries",
]
