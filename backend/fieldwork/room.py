"""Room on the disk: how many files may wait to become photos, and how much one cadre may send ahead of the items."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from backend import clock, database
from backend.refusals import NotAvailable, NotNow
from backend.settings import settings
from backend.staff import Cadre

_ASK_AGAIN = 30  # seconds: what two hundred photos take on a small machine
# In their order, for the index of those whose turn it is has it, too. Without it PostgreSQL reads the whole table where
# its figures are of a moment when most had their turn: at each file of a county's phones after an outage.
_FULL = """
SELECT count(*) AS number FROM (
    SELECT id FROM field_item WHERE state = 'waiting' AND waits_for = '{}' ORDER BY id LIMIT $1) AS turns
"""
# What was begun today counts whole, for it is on its way; of what broke off before, what lies here.
_AHEAD = """
SELECT coalesce(sum(CASE WHEN begun_at > $3 THEN bytes ELSE arrived END), 0) AS bytes
FROM upload WHERE by_kind = 'cadre' AND by_id = $1 AND used_at IS NULL AND upload_id <> $2
"""
_NAMED_BY_NONE = """
    AND NOT EXISTS (SELECT 1 FROM field_item f WHERE f.cadre_id = upload.by_id AND f.state = 'waiting'
                    AND f.body->>'sha256' = upload.digest)
"""
_OF_NOTHING = f"""
SELECT digest, bytes, begun_at FROM upload
WHERE by_kind = 'cadre' AND by_id = $1 AND used_at IS NULL AND whole_at IS NOT NULL {_NAMED_BY_NONE}
ORDER BY begun_at, id LIMIT $2
"""
_LISTED = 200  # files: as many as a batch may have items


class BacklogFull(NotAvailable):
    """More files wait to become photos than the disk should hold; `details["retry_after"]` is in seconds."""

    sentence = "现在同步照片的人太多，照片都在手机里，没有丢，请过半分钟再同步。"


class TooMuchAhead(NotNow):
    """More bytes of this cadre's lie here than belong to anything; their items must come first."""

    sentence = "已传的照片里有太多还没有对应的办理内容。请先同步办理内容，再接着传照片；没传的照片都在手机里，没有丢。"


@dataclass(frozen=True)
class FileOfNothing:
    """A file that is whole and that no item names yet; by its SHA-256."""

    digest: str
    bytes: int


async def must_have_room(cadre: Cadre, upload_id: UUID, size: int) -> None:
    """Before a file of `size` bytes is begun. BacklogFull where it would only wait, TooMuchAhead where this cadre's
    files that no item names take `field_bytes_ahead_at_most` already: phones keep theirs better than we do."""
    most = settings().field_backlog_at_most
    counted = await database.rows(_FULL, most)
    if counted[0]["number"] >= most:
        raise BacklogFull(retry_after=_ASK_AGAIN)
    for ahead in (_AHEAD, _AHEAD + _NAMED_BY_NONE):  # whose item is here seldom matters, and takes longer to ask
        lying = await database.rows(ahead, cadre.id, upload_id, clock.now() - timedelta(days=1))
        if lying[0]["bytes"] + size <= settings().field_bytes_ahead_at_most:
            return
    raise TooMuchAhead


async def files_of_nothing(cadre: Cadre) -> list[FileOfNothing]:
    """Whole files of a cadre's that no item names, oldest first, 200 at most: the phone still has their items."""
    found = await database.rows(_OF_NOTHING, cadre.id, _LISTED)
    return [FileOfNothing(each["digest"], each["bytes"]) for each in found]
