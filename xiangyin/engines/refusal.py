"""The engines cannot or must not be started; the sentence says why and what to do."""

from xiangyin.refusal import CommandRefused


class EnginesRefused(CommandRefused):
    """No program, another instance on the folder, or an engine that does not answer."""
