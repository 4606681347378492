"""Which phones something happened on, newest first: what the wall shows without looking through everything."""

from collections import OrderedDict
from collections.abc import Iterator

KEPT = 250_000


class RecentPhones:
    """Keys are phone numbers, or openids of people whose number WeChat does not know."""

    def __init__(self) -> None:
        self._order: OrderedDict[str, None] = OrderedDict()
        self.version = 0

    def touch(self, key: str) -> None:
        """Something happened on this phone."""
        self.version += 1
        self._order[key] = None
        self._order.move_to_end(key)
        if len(self._order) > KEPT:
            self._order.popitem(last=False)

    def newest(self, part: str) -> Iterator[str]:
        """Yield keys newest first; with `part`, only those that contain it."""
        return (key for key in reversed(self._order) if part in key)

    def __len__(self) -> int:
        """Return how many phones are known."""
        return len(self._order)

    def clear(self) -> None:
        """Forget all."""
        self.version += 1
        self._order.clear()
