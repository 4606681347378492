"""Expiring uploads: what broke off and was never gone on with, and what came whole and was never named."""

from datetime import timedelta
from typing import Any

from backend import clock, database
from backend.evidence.upload import parts_file
from backend.journal import By, Deed, Line, Signature, record_many

_HALF_DONE_KEPT = timedelta(days=14)  # a cadre comes down to a signal at least that often
_WHOLE_KEPT = timedelta(days=60)  # the phone was told that it may forget the file: as long as an item may be on its way
_EXPIRED = """
DELETE FROM upload WHERE begun_at < $1 AND (whole_at IS NULL OR used_at IS NOT NULL OR begun_at < $2)
RETURNING id, county, by_kind, by_id, digest, bytes, whole_at IS NOT NULL AND used_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM photo p WHERE p.by_kind = upload.by_kind AND p.by_id = upload.by_id AND p.sent_digest = upload.digest
) AS given_up
"""


async def expire_uploads() -> int:
    """Forget what was begun 14 days ago and is unfinished or a photo by now, and after 60 days what no item ever named;
    how many. For the timetable.

    A whole file that is given up has its line in the journal; nobody knows any more of whom it was.
    """
    now = clock.now()
    async with database.transaction():
        old = await database.rows(_EXPIRED, now - _HALF_DONE_KEPT, now - _WHOLE_KEPT)
        await record_many([_line(each) for each in old if each["given_up"]], by=Signature(By.CLOCK))
    for each in old:
        parts_file(each["id"]).unlink(missing_ok=True)
    return len(old)


def _line(upload: dict[str, Any]) -> Line:
    facts = {name: upload[name] for name in ("digest", "bytes", "by_kind", "by_id")}
    return Line(Deed.FILE_GIVEN_UP, upload["county"], "upload", upload["id"], facts=facts)
