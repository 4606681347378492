"""The engines cannot or must not be started; the sentence says why and what to do."""


class EnginesRefused(RuntimeError):
    """Shown to the person at the keyboard as it is, without a traceback."""
