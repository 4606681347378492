"""What an officer is told in the morning: how much is due, close and late, and what came before them from below."""

from backend.digests.digest import Digest, Matter
from backend.digests.drawing_up import draw_up_digests
from backend.digests.reading import digests_of, note_seen, unseen

__all__ = ["Digest", "Matter", "digests_of", "draw_up_digests", "note_seen", "unseen"]
