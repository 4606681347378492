"""A command cannot or must not do what it was asked; the sentence says why and what to do."""


class CommandRefused(RuntimeError):
    """Shown to the person at the keyboard as it is, without a traceback; the command ends with status 1."""
