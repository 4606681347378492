"""A sick provider is left within seconds, asked with one message, and taken up again at once when it is well."""

from dataclasses import replace

import pytest

from notifications.breaker import Breaker
from notifications.channels import Outcome, Result

WELL = Outcome(Result.ACCEPTED, "OK")
REFUSED = Outcome(Result.REJECTED, "isv.MOBILE_NUMBER_ILLEGAL")
AWAY, SLOW = Outcome(Result.NOT_SENT, "SDK.HttpError"), Outcome(Result.UNKNOWN, "timeout")
NO_MONEY = Outcome(Result.LATER, "isv.AMOUNT_NOT_ENOUGH", stops_channel=True)


class Clock:
    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def breaker(clock: Clock) -> Breaker:
    return Breaker(clock)


@pytest.mark.parametrize("sick", [AWAY, SLOW, NO_MONEY])
def test_at_ten_messages_a_minute_the_first_failure_is_enough(breaker: Breaker, sick: Outcome) -> None:
    assert breaker.admits is None
    assert breaker.weigh([sick])
    assert breaker.admits == 0


@pytest.mark.parametrize("answer", [WELL, REFUSED, Outcome(Result.LATER, "isv.BUSINESS_LIMIT_CONTROL")])
def test_who_answers_is_well_whatever_the_answer(breaker: Breaker, answer: Outcome) -> None:
    assert breaker.weigh([answer]) is None
    assert breaker.admits is None


def test_one_in_ten_that_fails_is_bad_luck(breaker: Breaker, clock: Clock) -> None:
    for _ in range(50):
        assert breaker.weigh([WELL] * 9 + [SLOW]) is None
        clock.seconds += 0.1


def test_half_of_them_is_not(breaker: Breaker) -> None:
    assert breaker.weigh([WELL] * 5 + [SLOW] * 5)


def test_a_good_rush_is_over_when_nothing_but_failures_come(breaker: Breaker) -> None:
    for _ in range(500):
        breaker.weigh([WELL])
    pauses = [breaker.weigh([SLOW]) for _ in range(8)]
    assert [each is not None for each in pauses] == [False] * 7 + [True]


def test_a_rush_in_which_every_other_call_is_answered_for_a_while_goes_on(breaker: Breaker) -> None:
    breaker.weigh([WELL] * 100)
    assert [breaker.weigh([SLOW] * 7 + [WELL]) for _ in range(5)] == [None] * 5


def test_a_good_hour_does_not_hide_a_bad_minute(breaker: Breaker, clock: Clock) -> None:
    for _ in range(1000):
        breaker.weigh([WELL])
    clock.seconds += 10.1
    assert breaker.weigh([SLOW])


def test_calls_that_hung_while_later_ones_were_answered_are_bad_luck_though_they_end_together(
    breaker: Breaker, clock: Clock
) -> None:
    breaker.weigh([WELL] * 90)
    clock.seconds += 10.0
    assert breaker.weigh([replace(SLOW, took=10.1)] * 10) is None, "a tenth of those that began together"
    clock.seconds += 1.0
    breaker.weigh([WELL] * 20)
    clock.seconds += 9.0
    assert breaker.weigh([replace(SLOW, took=9.5)] * 9) is None, "others began later and were answered"


def test_it_is_left_when_more_than_half_of_those_that_began_together_hung(breaker: Breaker, clock: Clock) -> None:
    breaker.weigh([WELL] * 8)
    clock.seconds += 10.0
    assert breaker.weigh([replace(SLOW, took=10.0)] * 10)


def test_it_is_left_when_nobody_has_been_answered_since_the_calls_that_hung(breaker: Breaker, clock: Clock) -> None:
    breaker.weigh([WELL] * 500)
    clock.seconds += 12.0
    assert breaker.weigh([replace(SLOW, took=10.0)] * 8)


def test_it_is_probed_with_one_message_and_the_pause_grows_to_five_minutes(breaker: Breaker, clock: Clock) -> None:
    pause, pauses = breaker.weigh([AWAY]), []
    while clock.seconds < 10_800:
        assert pause
        assert 0.75 <= pause / min(300.0, max(1.0, clock.seconds / 30)) <= 1.25
        assert breaker.admits == 0
        pauses.append(pause)
        clock.seconds += pause
        assert breaker.admits == 1
        pause = breaker.weigh([AWAY])
    assert pauses[-1] >= 225
    assert len(pauses) < 250, "each probe may be a message of unknown fate"


@pytest.mark.parametrize(("outage", "on_top"), [(10, 1.25), (72, 3), (360, 15), (3600, 150), (86_400, 375)])
def test_an_outage_is_over_a_thirtieth_after_its_end_for_all_at_once(
    breaker: Breaker, clock: Clock, outage: float, on_top: float
) -> None:
    while clock.seconds < outage:
        clock.seconds += breaker.weigh([AWAY]) or 0
    assert clock.seconds - outage <= on_top
    breaker.weigh([WELL])
    assert breaker.admits is None


def test_one_success_closes_it_and_the_next_failure_begins_anew(breaker: Breaker, clock: Clock) -> None:
    for _ in range(6):
        clock.seconds += breaker.weigh([AWAY]) or 0
    assert breaker.admits == 1
    assert breaker.weigh([WELL]) is None
    assert breaker.admits is None
    clock.seconds += 11
    assert (breaker.weigh([AWAY]) or 0) <= 1.25


def test_calls_that_were_under_way_when_it_opened_do_not_lengthen_the_pause(breaker: Breaker, clock: Clock) -> None:
    pause = breaker.weigh([AWAY]) or 0
    assert breaker.weigh([AWAY] * 16) is None
    clock.seconds += pause
    assert breaker.admits == 1


def test_calls_that_hung_since_before_it_opened_are_no_probe(breaker: Breaker, clock: Clock) -> None:
    clock.seconds += (breaker.weigh([AWAY]) or 0) + 5
    assert breaker.weigh([replace(SLOW, took=10.0)] * 3) is None
    assert breaker.admits == 1
    assert breaker.weigh([replace(SLOW, took=4.0)]), "the probe itself"


def test_nothing_is_no_news(breaker: Breaker) -> None:
    assert breaker.weigh([]) is None
