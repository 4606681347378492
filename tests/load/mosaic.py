"""Photos for a load: each unlike all others, put together from tiles that were encoded once.

A JPEG with restart markers is a row of pieces that know nothing of each other. So a photo costs a fifth of a
millisecond instead of eleven, and phones need not keep what they can make again.
"""

import io
import random
from functools import cache

from PIL import Image

_WIDTH, _HEIGHT = 1600, 1200
_UNIT = 16  # pixels a side of what JPEG encodes at once, colour at half size
_TILE_WIDE, _TILE_HIGH = 10, 5  # units: 160 by 80 pixels, so that a photo's fingerprint is made of a hundred chances
_TILES = 256
_QUALITY = 80


def a_photo(seed: int) -> bytes:
    """Some 90 kB of 1600 by 1200; the same again for the same seed."""
    head, tiles = _tiles()
    across, down = _WIDTH // (_TILE_WIDE * _UNIT), _HEIGHT // (_TILE_HIGH * _UNIT)
    chosen = random.Random(seed).choices(tiles, k=across * down)
    pieces = [
        chosen[row * across + column][line]
        for row in range(down) for line in range(_TILE_HIGH) for column in range(across)
    ]  # fmt: skip
    marked = [part for number, piece in enumerate(pieces) for part in (piece, _MARKS[number % 8])]
    marked[-1] = b"\xff\xd9"
    return head + b"".join(marked)


_MARKS = [bytes((0xFF, 0xD0 + number)) for number in range(8)]


@cache
def _tiles() -> tuple[bytes, list[list[bytes]]]:
    """A photo's head, and the pieces of each tile; encoded as one tall strip, for tables are shared by all."""
    chance = random.Random(1)
    size = (_TILE_WIDE * _UNIT, _TILE_HIGH * _UNIT)
    strip = Image.new("RGB", (size[0], size[1] * _TILES))
    for number in range(_TILES):
        strip.paste(_a_tile(size, chance), (0, number * size[1]))
    encoded = _encoded(strip)
    start = _scan(encoded)
    pieces = _split(encoded[start:-2])
    tiles = [pieces[first : first + _TILE_HIGH] for first in range(0, len(pieces), _TILE_HIGH)]
    whole = _encoded(Image.new("RGB", (_WIDTH, _HEIGHT)))
    return whole[: _scan(whole)], tiles


def _a_tile(size: tuple[int, int], chance: random.Random) -> Image.Image:
    """A patch of a face or a wall, with a line or two of ink."""
    tile = Image.frombytes("RGB", (3, 2), chance.randbytes(18)).resize(size, Image.Resampling.BICUBIC)
    for _ in range(chance.randrange(3)):
        across, down = chance.randrange(20, size[0] // 2), chance.randrange(2, 5)
        at = (chance.randrange(size[0] - across), chance.randrange(size[1] - down))
        tile.paste((30, 30, 34), (*at, at[0] + across, at[1] + down))
    return tile


def _encoded(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=_QUALITY, subsampling="4:2:0", restart_marker_blocks=_TILE_WIDE)
    return out.getvalue()


def _scan(encoded: bytes) -> int:
    """Where the entropy-coded pieces begin: behind the header of the scan."""
    at = encoded.index(b"\xff\xda")
    return at + 2 + int.from_bytes(encoded[at + 2 : at + 4])


def _split(scan: bytes) -> list[bytes]:
    pieces, first = [], 0
    for at in range(len(scan) - 1):
        if scan[at] == 0xFF and 0xD0 <= scan[at + 1] <= 0xD7:
            pieces.append(scan[first:at])
            first = at + 2
    return [*pieces, scan[first:]]
