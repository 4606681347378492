"""Judging a photo as it arrives: whether somebody will be able to read it, said while the phone is still in hand.

A remark is advice, never a refusal: the only photo that a cadre could take in a dark kitchen is better than none.
"""

from collections.abc import Sequence
from enum import StrEnum

from PIL import Image, ImageFilter

from backend.programmes import PhotoKind


class Flaw(StrEnum):
    """What makes a photo hard to read, or hard to believe."""

    DARK = "dark"  #: 太暗
    GLARE = "glare"  #: 反光
    BLURRED = "blurred"  #: 模糊
    CUT_OFF = "cut_off"  #: 没拍全
    FROM_THE_FUTURE = "from_the_future"  #: by the phone's clock
    PLACE_OUTSIDE = "place_outside"  #: taken outside the county
    VISITED_BEFORE = "visited_before"  #: the picture of another visit to that home


FLAW_SENTENCES: dict[Flaw, str] = {
    Flaw.DARK: "照片太暗，可能看不清，请到亮一点的地方或打开闪光灯再拍一张。",
    Flaw.GLARE: "照片上有反光，字可能被遮住，请换个角度、关掉闪光灯再拍一张。",
    Flaw.BLURRED: "照片有点模糊，请拿稳手机、对准字迹再拍一张。",
    Flaw.FROM_THE_FUTURE: "照片的拍摄时间在将来，按收到的时间记录。请把手机时间设为自动获取。",
    Flaw.PLACE_OUTSIDE: "拍摄位置不在本县，照片已收下，经办人员会核实。",
    Flaw.VISITED_BEFORE: "这张照片以前已经登记过一次入户。另一次入户不能再用它，请趁还在这家，换个角度再拍一张。",
    Flaw.CUT_OFF: "照片边上的字可能没拍全，请离远一点，让四边都在画面里再拍一张。",
}
# A face, a house, a board or a place of misfortune may fill the frame; all else is something to read.
_PAPERS = set(PhotoKind) - {
    PhotoKind.PORTRAIT, PhotoKind.HOME_VISIT, PhotoKind.NOTICE_BOARD, PhotoKind.HARDSHIP_PROOF,
}  # fmt: skip

# The thresholds were set on printed pages and cards photographed sharp, and spoiled step by step: tests/…/spoiled.py.
_SIDE = 1280  # pixels of the long side at which strokes of a household booklet are two to four pixels wide
_DIM = 90  # of 255: where even the brightest tenth is below, paper is no longer told from shadow
_BURNT, _LIT = 249, 190  # of 255: a burnt patch is glare unless the whole sheet is that bright
_PATCHES = 0.01  # of the picture's blocks of 16 by 16 pixels
_SHARP = 30  # of 255: how much the sharpest two hundredths of a picture differ from their surroundings
_SHARP_AT_LEAST = 0.02  # of a picture's pixels
_BANDS = 8
_STROKE = 60  # of 255: a step in brightness that is ink or an edge and not the sensor's noise
_RIM = 8  # pixels
_FRAME = 2  # pixels outside of it: the encoder's own border
_CROWDED = 0.5  # strokes at the rim, as a share of those in the middle, where paper runs on beyond the frame
_WRITTEN = 0.01  # strokes in the middle: less is no paper with anything written on it

_LAPLACE = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128)


def flaws_in(picture: Image.Image, kind: PhotoKind) -> list[Flaw]:
    """The flaws of an upright RGB picture, most disturbing first; some 10 ms of CPU."""
    grey = picture.convert("L")
    grey.thumbnail((_SIDE, _SIDE), Image.Resampling.BOX, reducing_gap=None)
    if min(grey.size) < 4 * _RIM:
        return []
    if _percentile(grey.histogram(), 0.9) < _DIM:
        return [Flaw.DARK]  # in the dark the other measures say nothing
    found = [Flaw.GLARE] if _has_glare(grey) else []
    if _is_blurred(grey):
        return [*found, Flaw.BLURRED]
    if kind in _PAPERS and _runs_beyond(grey):
        found.append(Flaw.CUT_OFF)
    return found


def _has_glare(grey: Image.Image) -> bool:
    blocks = grey.reduce(16).histogram()
    burnt = sum(blocks[_BURNT:]) / sum(blocks)
    return burnt >= _PATCHES and _percentile(blocks, 0.5) < _LIT


def _is_blurred(grey: Image.Image) -> bool:
    """Looked at in bands from the middle outwards, until enough is sharp: of most photos a part will do."""
    pixels, seen, sharp = grey.width * grey.height, 0, 0
    edges = [grey.height * number // _BANDS for number in range(_BANDS + 1)]
    for number in sorted(range(_BANDS), key=lambda band: abs(2 * band + 1 - _BANDS)):
        steps = _steps(grey, edges[number], edges[number + 1])
        seen += sum(steps[1:])
        sharp += sum(steps[1 : 129 - _SHARP]) + sum(steps[128 + _SHARP :])
        if sharp > _SHARP_AT_LEAST * pixels:
            return False
    return seen - sharp >= (1 - _SHARP_AT_LEAST) * seen


def _steps(grey: Image.Image, top: int, bottom: int) -> list[int]:
    """How much the rows from `top` to above `bottom` differ from their surroundings, those beyond them too."""
    above, below = max(0, top - 1), min(grey.height, bottom + 1)
    stepped = grey.crop((0, above, grey.width, below)).filter(_LAPLACE)
    return stepped.crop((0, top - above, grey.width, bottom - above)).histogram()


def _runs_beyond(grey: Image.Image) -> bool:
    width, height = grey.size
    right, bottom = width - _FRAME, height - _FRAME
    sides = (
        (_FRAME, _FRAME, right, _FRAME + _RIM), (_FRAME, bottom - _RIM, right, bottom),
        (_FRAME, _FRAME, _FRAME + _RIM, bottom), (right - _RIM, _FRAME, right, bottom),
    )  # fmt: skip
    most = max(_stroked(grey, side) for side in sides)
    if most <= _CROWDED * _WRITTEN:  # however little is in the middle
        return False
    middle = _stroked(grey, (width // 4, height // 4, width - width // 4, height - height // 4))
    return middle > _WRITTEN and most > _CROWDED * middle


def _stroked(grey: Image.Image, box: tuple[int, int, int, int]) -> float:
    """The share of a part's pixels that are strokes; only that part is filtered, whose own border the filter leaves."""
    left, top, right, bottom = box
    edges = grey.crop((left - 1, top - 1, right + 1, bottom + 1)).filter(ImageFilter.FIND_EDGES)
    counts = edges.crop((1, 1, edges.width - 1, edges.height - 1)).histogram()
    return sum(counts[_STROKE:]) / sum(counts)


def _percentile(counts: Sequence[int], share: float) -> int:
    wanted, seen = share * sum(counts), 0
    for value, count in enumerate(counts):
        seen += count
        if seen >= wanted:
            return value
    return len(counts) - 1
