"""Watermarking: a copy that leaks says for whom it was made."""

import io
from functools import lru_cache

import pylopdf_fonts_zh_cn
from PIL import Image, ImageDraw, ImageFont

from backend.evidence.decoding import encode

# Out of the same wheel as the letters', so that purpose and viewer are written out on every machine.
_FONT = str(pylopdf_fonts_zh_cn.sans_path())
_GREY = (128, 128, 128, 96)  # readable on white paper and on dark cloth, and the numbers below stay readable
_SLANT = 30  # degrees, so that no straight cut takes it off


def watermarked(content: bytes, text: str) -> bytes:
    """The JPEG `content` under tiles of `text`."""
    picture = Image.open(io.BytesIO(content)).convert("RGB")
    tile = _tile(text, max(16, max(picture.size) // 45))
    for number, top in enumerate(range(-tile.height // 2, picture.height, tile.height)):
        for left in range(-(number % 2) * tile.width // 2, picture.width, tile.width):
            picture.paste(tile, (left, top), tile)
    return encode(picture)


@lru_cache(maxsize=8)
def _tile(words: str, size: int) -> Image.Image:
    """Kept for the next photo: those of one page have the same viewer and minute."""
    font = ImageFont.truetype(_FONT, size)
    left, top, right, bottom = (int(edge) for edge in font.getbbox(words))
    margin = bottom - top
    flat = Image.new("RGBA", (right - left + 2 * margin, 3 * margin), (0, 0, 0, 0))
    ImageDraw.Draw(flat).text((margin - left, margin - top), words, font=font, fill=_GREY)
    return flat.rotate(_SLANT, expand=True, resample=Image.Resampling.BICUBIC)
