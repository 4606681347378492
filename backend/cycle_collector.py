"""Python's collector of cycles rests while a deed holds a county's worth of rows.

A month's 32,000 payouts are a million objects, none of them in a cycle, and the collector looks through all of them
again and again as they become more: half the processor time of a return file went there.
"""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

_deeds = 0


@asynccontextmanager
async def resting() -> AsyncIterator[None]:
    """For `async with` and as `@resting()` of an async deed; what has no cycle is freed all the same.

    Of several deeds at once the last to end wakes the collector. A whole collection then would take longer than the
    deed saved, so none is asked for: the next ordinary one finds what there is.
    """
    global _deeds
    if not _deeds and not gc.isenabled():  # somebody else's wish, which is left as it is
        yield
        return
    _deeds += 1
    gc.disable()
    try:
        yield
    finally:
        _deeds -= 1
        if not _deeds:
            gc.enable()
