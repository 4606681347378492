"""How many calls to a provider are under way at once."""

import pytest

from notifications.crew import Crew

MOST = 32


# How long the quickest tenth and the others of the calls take, their work, and the threads that are of use; seconds.
CREWS = [
    (0.0015, 0.0015, 0.001, 4),
    (0.0030, 0.0150, 0.001, 6),  # what waits for other threads is no reason for more of them
    (0.0100, 0.0120, 0.001, 20),
    (0.0520, 0.0600, 0.001, MOST),
    (5.0000, 5.0000, 0.001, MOST),
    (0.0001, 0.0001, 0.000, MOST),
]


@pytest.mark.parametrize(("quickest", "others", "work", "threads"), CREWS)
def test_a_slow_provider_has_many_threads_and_a_quick_one_few(
    quickest: float, others: float, work: float, threads: int
) -> None:
    crew = Crew(MOST)
    for number in range(100):
        crew.took(quickest if number % 8 == 0 else others, work)
    assert crew.count() == threads


def test_a_crew_follows_a_provider_that_becomes_slow_and_quick_again_within_as_many_calls_as_it_looks_at() -> None:
    crew = Crew(MOST)
    assert crew.count() == 4, "begins with few"
    for seconds, threads in ((0.05, MOST), (0.002, 4)):
        for _ in range(64):
            crew.took(seconds, 0.001)
        assert crew.count() == threads
    assert Crew(1).count() == 1


def test_another_thread_works_in_the_place_of_each_that_hangs() -> None:
    seconds = [0.0]
    crew = Crew(6, lambda: seconds[0])
    for number in range(4):
        crew.begins(number)
    seconds[0] = 0.9
    assert crew.count() == 4, "they may still be quick"
    seconds[0] = 1.1
    assert crew.count() == 6, "as many as there may be at most"
    assert [round(crew.ends(number), 1) for number in range(3)] == [1.1] * 3
    assert crew.count() == 5
    crew.ends(3)
    assert crew.count() == 4
