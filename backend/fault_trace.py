"""Where a fault happened, never what it said: an exception's text may hold a name or a number."""

import traceback

_FRAMES = 12  # the innermost; what lies further out is the server's own way in


def where_it_happened(fault: BaseException) -> list[str]:
    """File, line and function of the innermost frames, fit for a log."""
    frames = traceback.extract_tb(fault.__traceback__)[-_FRAMES:]
    return [f"{frame.filename.rpartition('/site-packages/')[2]}:{frame.lineno} {frame.name}" for frame in frames]
