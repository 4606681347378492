"""A process that is killed in the middle of a month's run leaves nothing half done."""

from tests.load.killing import survive_kills


async def test_killed_runs_are_finished_by_the_same_steps_and_nobody_is_paid_twice(empty_database: str) -> None:
    """Two points here; fifty by `python -m tests.load.killing`."""
    found = await survive_kills(points=2, payees=10, seed=4)
    assert found.total() == 2
