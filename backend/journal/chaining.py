"""The hash chain over the journal: an entry altered, inserted or removed afterwards no longer fits.

Links are given in batches by the timetable, off the request path, so that no deed waits for another.
"""

import hashlib

from backend import database

_ONE_CHAINER = 0x43484149  # "CHAI"
_BATCH = 5000
_START = b"\0" * 32
# Every column that a reader relies on, as PostgreSQL itself writes it, so that a proof can be redone in SQL.
TEXT = """concat_ws('|', id, county, deed, subject_kind, subject_id, resident_id, village, by_kind, by_id, facts::text,
          extract(epoch FROM at))"""
_CONTENT = f"sha256(convert_to({TEXT}, 'UTF8'))"


class ChainBroken(Exception):
    """The journal was altered at or before this link."""

    def __init__(self, link: int) -> None:
        self.link = link
        super().__init__(f"the journal's chain breaks at link {link}")


async def chain_new_entries() -> int:
    """Give the next links to entries that have none; how many."""
    async with database.transaction():
        await database.rows("SELECT pg_advisory_xact_lock($1)", _ONE_CHAINER)
        last = await database.row(
            "SELECT link, chain_digest FROM journal_entry WHERE link IS NOT NULL ORDER BY link DESC LIMIT 1"
        )
        link, digest = (last["link"], bytes(last["chain_digest"])) if last else (0, _START)
        new = await database.rows(
            f"SELECT id, {_CONTENT} AS content FROM journal_entry WHERE link IS NULL ORDER BY id LIMIT $1",
            _BATCH,
        )
        ids, links, digests = [], [], []
        for entry in new:
            link, digest = link + 1, hashlib.sha256(digest + entry["content"]).digest()
            ids.append(entry["id"])
            links.append(link)
            digests.append(digest)
        await database.execute(
            """UPDATE journal_entry SET link = given.link, chain_digest = given.digest
               FROM unnest($1::uuid[], $2::bigint[], $3::bytea[]) AS given (id, link, digest)
               WHERE journal_entry.id = given.id""",
            ids,
            links,
            digests,
        )
    return len(new)


async def verify_chain() -> int:
    """Redo the whole chain; the number of links that hold. Raises ChainBroken at the first that does not."""
    link, digest = 0, _START
    while True:
        entries = await database.rows(
            f"""SELECT link, chain_digest, {_CONTENT} AS content FROM journal_entry
                WHERE link > $1 ORDER BY link LIMIT $2""",
            link,
            _BATCH,
        )
        for entry in entries:
            digest = hashlib.sha256(digest + entry["content"]).digest()
            if entry["link"] != link + 1 or bytes(entry["chain_digest"]) != digest:
                raise ChainBroken(link + 1)
            link += 1
        if len(entries) < _BATCH:
            return link
