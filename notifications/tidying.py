"""Tidying: what nobody needs any more is forgotten."""

from datetime import timedelta

from backend import clock, database

_CALLBACKS_KEPT = timedelta(days=30)  # as long as the provider itself can be asked
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
    return touched
