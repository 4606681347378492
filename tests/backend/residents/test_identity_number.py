"""The ID number: what is forgiven, what is refused, and in which words."""

from datetime import date
from typing import Any

import pytest

from backend.residents import BadIdentityNumber, normalise_identity_number
from backend.residents.identity_number import check_character

# Published examples of the standard, and synthetic numbers with a right check character; nobody's.
VALID = {
    "11010519491231002X": (date(1949, 12, 31), "female"),
    "440524188001010014": (date(1880, 1, 1), "male"),
    "410325194002291015": (date(1940, 2, 29), "male"),
    "410325194503161024": (date(1945, 3, 16), "female"),
    "41032520150630103X": (date(2015, 6, 30), "male"),
    "410325192312011040": (date(1923, 12, 1), "female"),
}


@pytest.mark.parametrize("number", VALID)
def test_published_examples_hold(number: str) -> None:
    accepted = normalise_identity_number(number)
    assert (accepted.birth_date, accepted.sex) == VALID[number]


@pytest.mark.parametrize(
    "typed",
    [
        "11010519491231002x",
        " 110105 19491231 002X ",
        "110105-19491231-002X",
        "１１０１０５１９４９１２３１００２Ｘ",
        "１１０１０５１９４９１２３１００２ｘ",
        "110105　19491231　002X",  # full-width spaces
    ],
)
def test_how_it_was_typed_is_forgiven(typed: str) -> None:
    assert normalise_identity_number(typed) == "11010519491231002X"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("110105194912310021", "输错了"),  # the check character
        ("110105194912310020", "输错了"),
        ("11010519491213002X", "输错了"),  # two digits swapped
        ("410325193802291019", "出生日期不存在"),  # 1938 had no 29 February, though the check fits
        ("410325194513011012", "出生日期不存在"),
        ("410325194500101012", "出生日期不存在"),
        ("410325184912311019", "出生日期不对"),  # nobody alive was born then
        ("410325209901011015", "出生日期不对"),  # not born yet
        ("110105491231002", "15位"),
        ("１１０１０５４９１２３１００２", "15位"),
        ("", "18位"),
        ("1101051949123100", "18位"),
        ("11010519491231002XX", "18位"),
        ("11010519491231002Y", "18位"),
        ("1101051949123100XX", "18位"),
        ("身份证号码", "18位"),
        ("²10105194912310020", "输错了"),  # a superscript reads as a plain 2, and then the check fails
        ("١١٠١٠٥١٩٤٩١٢٣١٠٠٢٠", "18位"),  # digits, but not ours
        ("11010519491231002\0", "18位"),
        ("0" * 10_000, "18位"),
    ],
)
def test_what_is_wrong_is_said(typed: str, said: str, at: Any) -> None:
    at("2026-03-02 09:30")
    with pytest.raises(BadIdentityNumber) as refused:
        normalise_identity_number(typed)
    assert said in refused.value.shown
    assert not typed or typed not in refused.value.shown


def test_born_today_is_born_and_born_tomorrow_is_not(at: Any) -> None:
    at("2026-03-02 00:10")
    today, tomorrow = "41032520260302101", "41032520260303101"
    assert normalise_identity_number(today + check_character(today)).birth_date == date(2026, 3, 2)
    with pytest.raises(BadIdentityNumber):
        normalise_identity_number(tomorrow + check_character(tomorrow))


def test_any_single_wrong_digit_is_noticed() -> None:
    number = "410325194503161024"
    for place in range(6, 18):
        for digit in "0123456789":
            if digit != number[place]:
                with pytest.raises(BadIdentityNumber):
                    normalise_identity_number(number[:place] + digit + number[place + 1 :])
