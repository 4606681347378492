"""Tidying: what nobody needs any more is forgotten."""

from datetime import datetime, timedelta

from backend import clock, database

_CALLBACKS_KEPT = timedelta(days=30)  # as long as the provider itself can be asked
# Sealed names and amounts of what was told. After this the provider's record is gone too, and nothing is told again;
# that it was told, when and by which way stays.
_WORDS_KEPT = timedelta(days=30)
_FREQUENT_RUNS_KEPT = timedelta(days=3)
_DAILY_RUNS_KEPT = timedelta(days=400)


async def tidy_up() -> int:
    """Forget read callbacks and old runs of duties, and the words of messages that are settled; how many rows."""
    now = clock.now()
    touched = await database.execute("DELETE FROM receipt WHERE read_at < $1", now - _CALLBACKS_KEPT)
    touched += await database.execute(
        """DELETE FROM duty_run WHERE due_at < $2
             OR due_at < $1 AND duty IN (SELECT duty FROM duty_run GROUP BY duty HAVING count(*) > 1000)""",
        now - _FREQUENT_RUNS_KEPT,
        now - _DAILY_RUNS_KEPT,
    )
    return touched + await _forget_words(now - _WORDS_KEPT)


async def _forget_words(before: datetime) -> int:
    """Only of what is told, or whose failure has been followed up: the next way and the errand need the words."""
    return await database.execute(
        """UPDATE message SET content_sealed = NULL
           WHERE content_sealed IS NOT NULL AND coalesce(finished_at, sent_at) < $1
             AND (state IN ('accepted', 'delivered')
                  OR state IN ('undelivered', 'rejected')
                     AND (followed_up_at IS NOT NULL OR recipient_kind <> 'resident'))""",
        before,
    )
