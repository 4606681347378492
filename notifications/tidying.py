"""Tidying: what nobody needs any more is forgotten. What was told to whom, when, how, and what came of it stays.

Which is kept how long, and why: docs/decisions/0033-what-outreach-forgets.md. Callbacks go by the month, and what is
over moves out of the way: keeping_history.py.
"""

from datetime import datetime, timedelta

from backend import applications, clock, database, links, postings, residents
from backend.identifiers import lowest_id

# Sealed names and amounts of what was told. After this the provider's record is gone too, and nothing is told again;
# that it was told, when and by which way stays.
_WORDS_KEPT = timedelta(days=30)
# To which number a notice went is asked in a lawsuit: within six months of knowing its limit, and at most a year after
# the decision was known (policy §12).
_ADDRESSES_KEPT = timedelta(days=550)
_CODES_KEPT = timedelta(days=30)
_FREQUENT_RUNS_KEPT = timedelta(days=3)
_DAILY_RUNS_KEPT = timedelta(days=400)
_AT_ONCE = 20_000  # rows a statement: far within the time that one may take
_LOOKED_BACK = timedelta(days=60)  # beyond the term: a house that was off for less forgets all the same


async def tidy_up() -> int:
    """Forget old runs of duties, words, addresses, codes, links, numbers of objectors and reporters; how many rows."""
    now = clock.now()
    touched = await database.execute(
        """DELETE FROM duty_run WHERE due_at < $2
             OR due_at < $1 AND duty IN (SELECT duty FROM duty_run GROUP BY duty HAVING count(*) > 1000)""",
        now - _FREQUENT_RUNS_KEPT,
        now - _DAILY_RUNS_KEPT,
    )
    touched += await residents.forget_phone_codes(now - _CODES_KEPT)
    touched += await links.forget_links(clock.today(), _AT_ONCE)
    touched += await postings.forget_phones(now - _CODES_KEPT)
    touched += await applications.forget_reporters_phones(now - _CODES_KEPT)
    # What asked by a keyword says nothing more; a letter in somebody's own words is part of the files.
    touched += await database.execute(
        "DELETE FROM reply WHERE meaning <> 'call_me' AND received_at < $1", now - _ADDRESSES_KEPT
    )
    return touched + await _forget_words(now - _WORDS_KEPT) + await _forget_addresses()


async def _forget_words(before: datetime) -> int:
    """Only of what is told, or whose failure has been followed up: the next way and the errand need the words."""
    return await _in_portions(
        """UPDATE message SET content_sealed = NULL WHERE id = ANY (ARRAY(
             SELECT id FROM message
             WHERE content_sealed IS NOT NULL AND coalesce(finished_at, sent_at) < $1
               AND (state IN ('accepted', 'delivered')
                    OR state IN ('undelivered', 'rejected')
                       AND (followed_up_at IS NOT NULL OR recipient_kind <> 'resident'))
             LIMIT $2))""",
        before,
    )


async def _forget_addresses() -> int:
    """Of what has come to its end; by the ids, which are in order of time, so that no night reads the whole history."""
    old = clock.real_now() - _ADDRESSES_KEPT
    term = lowest_id(old), lowest_id(old - _LOOKED_BACK)
    return sum(
        [await _in_portions(_FORGET_ADDRESSES.format(table=each), *term) for each in ("past_message", "message")]
    )


# What is not over after so long is still in the table that outreach works on.
_FORGET_ADDRESSES = """
UPDATE {table} SET address_sealed = '', address_index = '' WHERE id < $1 AND id > $3 AND id = ANY (ARRAY(
    SELECT id FROM {table} WHERE id < $1 AND id > $3 AND address_sealed <> ''
      AND state IN ('delivered', 'undelivered', 'rejected', 'accepted') LIMIT $2))
"""


async def _in_portions(statement: str, first: object, *others: object) -> int:
    touched = 0
    while portion := await database.execute(statement, first, _AT_ONCE, *others):
        touched += portion
        if portion < _AT_ONCE:
            break
    return touched
