"""Last night: how long a night's count stands for a page that would count for seconds."""

from datetime import datetime, timedelta

from backend import clock

_STANDS = timedelta(hours=28)  # until this morning's count is there (4:50), and some hours for a night that is late


def stands(counted_at: datetime) -> bool:
    """Whether it is the newest that there ought to be; the page says of when it is. The clock may have stepped back."""
    return abs(clock.now() - counted_at) < _STANDS
