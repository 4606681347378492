"""A photo is judged while the phone is still in hand: each way of spoiling it is told from the others."""

import pytest

from backend.evidence.judging import FLAW_SENTENCES, Flaw, flaws_in
from backend.programmes import PhotoKind
from tests.backend.evidence.spoiled import SPOILED, a_page

PAPERS = {"ivory": (226, 222, 210), "a bluish card": (180, 190, 205), "white": (245, 245, 245)}


@pytest.mark.parametrize("paper", PAPERS)
def test_a_sound_page_is_left_alone(paper: str) -> None:
    assert flaws_in(a_page(paper=PAPERS[paper]), PhotoKind.IDENTITY_CARD) == []


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("flaw", list(SPOILED))
def test_each_flaw_is_named_and_no_other(flaw: Flaw, paper: str) -> None:
    spoiled = SPOILED[flaw](a_page(paper=PAPERS[paper]))
    assert flaws_in(spoiled, PhotoKind.IDENTITY_CARD) == [flaw]


def test_a_face_or_a_house_may_fill_the_frame() -> None:
    filling = SPOILED[Flaw.CUT_OFF](a_page())
    assert flaws_in(filling, PhotoKind.PORTRAIT) == flaws_in(filling, PhotoKind.HOME_VISIT) == []


def test_every_flaw_says_what_to_do() -> None:
    assert set(FLAW_SENTENCES) == set(Flaw)
    odd = {Flaw.FROM_THE_FUTURE, Flaw.PLACE_OUTSIDE}  # of its time and place: another picture would not help
    assert set(SPOILED) == set(Flaw) - odd
    assert all(("再拍一张" in FLAW_SENTENCES[flaw]) == (flaw not in odd) for flaw in Flaw)
