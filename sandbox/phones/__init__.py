"""A wall of phones to look at, and the control calls by which tests and demos move the stand-in world."""

from sandbox.phones.app import phones_app

__all__ = ["phones_app"]
