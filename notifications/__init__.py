"""Telling people. Nothing in the domain knows it exists."""

from pathlib import Path

from backend.migrating import Book

BOOK = Book("notifications", Path(__file__).parent / "migrations")

__all__ = ["BOOK"]
