"""Likeness: how the same photo is known again after it was re-encoded, shrunk, brightened or sent on.

Two steps: a fingerprint finds candidates through an index, then the two thumbnails are laid over each other. The
first alone would take two identity cards photographed in the same frame for one.
"""

from itertools import pairwise

from PIL import Image, ImageChops, ImageStat

_COLUMNS = _ROWS = 16
_STEP = 4  # of 255: smaller steps in brightness are JPEG's, and would differ from copy to copy
_BAND = 16  # bits; two fingerprints that differ in fewer bits than there are bands share at least one band whole
_BITS = _COLUMNS * _ROWS
BYTES = _BITS // 8

_LAID_OVER = 128  # pixels a side of both thumbnails when compared: lines of print are still lines
_UNLIKE = 40  # of 255, after both were brought to the same brightness and contrast
_SAME = 0.01  # share of pixels that may be unlike: copies of one photo have under 0.3 %, like cards 4 % and more


def fingerprint(picture: Image.Image) -> bytes:
    """32 bytes: for each field of a 16 by 16 grid, whether it is clearly brighter than its right neighbour (dHash)."""
    small = picture.convert("L").resize((_COLUMNS + 1, _ROWS), Image.Resampling.BOX)
    shades = small.tobytes()
    bits = 0
    for row in range(_ROWS):
        line = shades[row * (_COLUMNS + 1) : (row + 1) * (_COLUMNS + 1)]
        for left, right in pairwise(line):
            bits = bits << 1 | (left > right + _STEP)
    return bits.to_bytes(BYTES)


def bands(print_of_photo: bytes) -> list[int]:
    """The keys under which an index finds a fingerprint's likes; bands without any step are in half of all photos."""
    bits = int.from_bytes(print_of_photo)
    parts = [bits >> number * _BAND & 0xFFFF for number in range(_BITS // _BAND)]
    return [number << _BAND | part for number, part in enumerate(parts) if part]


def is_near(one: bytes, other: bytes) -> bool:
    """Whether two fingerprints are near enough for their photos to be compared; nothing that is flat is near."""
    differing = (int.from_bytes(one) ^ int.from_bytes(other)).bit_count()
    return differing < _BITS // _BAND and any(one)


def is_same(one: Image.Image, other: Image.Image) -> bool:
    """Whether two thumbnails show one photo."""
    unlike = ImageChops.difference(_levelled(one), _levelled(other)).histogram()
    return sum(unlike[_UNLIKE:]) / sum(unlike) <= _SAME


def _levelled(picture: Image.Image) -> Image.Image:
    grey = picture.convert("L").resize((_LAID_OVER, _LAID_OVER), Image.Resampling.BOX)
    shades = ImageStat.Stat(grey)
    mean, spread = shades.mean[0], max(1.0, shades.stddev[0])
    return grey.point(lambda shade: round(128 + (shade - mean) * 48 / spread))
