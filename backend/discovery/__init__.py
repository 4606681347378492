"""Screening the county (政策找人): who is probably entitled and never asked, and whose case must be looked at again."""

from backend.discovery.known_facts import KnownFacts, know

__all__ = ["KnownFacts", "know"]
