"""A photo is judged while the phone is still in hand: each way of spoiling it is told from the others."""

from collections.abc import Callable

import pytest
from PIL import Image, ImageFilter

from backend.evidence import decoding, judging
from backend.evidence.decoding import Decoded, decode
from backend.evidence.judging import FLAW_SENTENCES, Flaw, flaws_in
from backend.evidence.likeness import is_near
from backend.programmes import PhotoKind
from tests.backend.evidence.spoiled import SPOILED, a_page, jpeg

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


@pytest.mark.parametrize("kind", PhotoKind)
def test_every_paper_is_seen_whole(kind: PhotoKind) -> None:
    may_fill = {PhotoKind.PORTRAIT, PhotoKind.HOME_VISIT, PhotoKind.NOTICE_BOARD, PhotoKind.HARDSHIP_PROOF}
    cut, whole = SPOILED[Flaw.CUT_OFF](a_page()), a_page()
    assert flaws_in(cut, kind) == ([] if kind in may_fill else [Flaw.CUT_OFF])
    assert flaws_in(whole, kind) == []


def test_every_flaw_says_what_to_do() -> None:
    assert set(FLAW_SENTENCES) == set(Flaw)
    odd = {Flaw.FROM_THE_FUTURE, Flaw.PLACE_OUTSIDE}  # of its time and place: another picture would not help
    assert set(SPOILED) == set(Flaw) - odd - {Flaw.VISITED_BEFORE}
    assert all(("再拍一张" in FLAW_SENTENCES[flaw]) == (flaw not in odd) for flaw in Flaw)


WAYS: dict[str, Callable[[Image.Image], Image.Image]] = {"sound": lambda picture: picture, **SPOILED}


@pytest.mark.parametrize("way", WAYS)
def test_a_large_photo_decoded_at_half_its_size_is_judged_as_if_it_were_whole(
    way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twelve megapixels for a quarter of the time: the same flaws, and a fingerprint that finds the same photo."""
    for number, paper in enumerate(PAPERS.values()):
        sent = jpeg(WAYS[way](a_page(number, paper)).resize((4000, 3000), Image.Resampling.BICUBIC))
        half = decode(sent, PhotoKind.IDENTITY_CARD)
        with monkeypatch.context() as whole_size:
            whole_size.setattr(decoding, "_no_smaller_than", lambda size: size)
            whole: Decoded = decode(sent, PhotoKind.IDENTITY_CARD)
        assert (half.width, whole.width) == (2000, 2560)
        assert half.flaws == whole.flaws == ([] if way == "sound" else [way])
        assert way == "dark" or is_near(half.fingerprint, whole.fingerprint)


def judged_whole(grey: Image.Image) -> tuple[bool, bool]:
    """Blurred, and running beyond the frame, with every pixel looked at."""
    steps = grey.filter(judging._LAPLACE).histogram()
    strengths = [steps[128], *(steps[128 - step] + steps[128 + step] for step in range(1, 128))]
    width, height = grey.size
    middle = judging._stroked(grey, (width // 4, height // 4, width - width // 4, height - height // 4))
    sides = ((2, 2, width - 2, 10), (2, height - 10, width - 2, height - 2), (2, 2, 10, height - 2),
             (width - 10, 2, width - 2, height - 2))  # fmt: skip
    beyond = middle > 0.01 and any(judging._stroked(grey, side) > 0.5 * middle for side in sides)
    return judging._percentile(strengths, 0.98) < 30, beyond


@pytest.mark.parametrize("size", [(1280, 960), (960, 1277), (64, 48)])
def test_looking_at_a_part_judges_as_if_the_whole_was_looked_at(size: tuple[int, int]) -> None:
    page = a_page().resize(size)
    blurred = [page.filter(ImageFilter.GaussianBlur(radius / 4)) for radius in range(9)]
    spoiled = [spoil(page) for spoil in SPOILED.values()]
    half = page.copy()
    half.paste(page.crop((0, 0, size[0], size[1] // 2)).filter(ImageFilter.GaussianBlur(4)))
    told = set()
    for picture in (*blurred, *spoiled, half, Image.effect_noise(size, 60), Image.new("L", size, 200)):
        grey = picture.convert("L")
        said = judging._is_blurred(grey), judging._runs_beyond(grey)
        assert said == judged_whole(grey)
        told.add(said)
    assert len(told) > 1
