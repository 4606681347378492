"""Watermarking: a copy that leaks says for whom it was made."""

import io
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from backend.evidence.decoding import encode

_FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts")
# Families with Chinese glyphs as Debian, Ubuntu, UOS and Kylin ship them, best first.
_CHINESE_FONTS = (
    "NotoSansCJK-Regular.ttc", "NotoSansSC-Regular.otf", "SourceHanSansCN-Regular.otf", "wqy-microhei.ttc",
    "wqy-zenhei.ttc", "DroidSansFallbackFull.ttf", "NotoSerifCJK-Regular.ttc", "uming.ttc",
)  # fmt: skip
_GREY = (128, 128, 128, 96)  # readable on white paper and on dark cloth, and the numbers below stay readable
_SLANT = 30  # degrees, so that no straight cut takes it off


def watermarked(content: bytes, text: str, *, plain: str) -> bytes:
    """The JPEG `content` under tiles of `text`; of `plain` (ASCII) on a machine without a Chinese font."""
    picture = Image.open(io.BytesIO(content)).convert("RGB")
    size = max(16, max(picture.size) // 45)
    font = _chinese_font()
    words = text if font else plain
    tile = _tile(words, font, size)
    for number, top in enumerate(range(-tile.height // 2, picture.height, tile.height)):
        for left in range(-(number % 2) * tile.width // 2, picture.width, tile.width):
            picture.paste(tile, (left, top), tile)
    return encode(picture)


@lru_cache(maxsize=8)
def _tile(words: str, file: Path | None, size: int) -> Image.Image:
    """Kept for the next photo: those of one page have the same viewer and minute."""
    font = ImageFont.truetype(str(file), size) if file else ImageFont.load_default(size)
    left, top, right, bottom = (int(edge) for edge in font.getbbox(words))
    margin = bottom - top
    flat = Image.new("RGBA", (right - left + 2 * margin, 3 * margin), (0, 0, 0, 0))
    ImageDraw.Draw(flat).text((margin - left, margin - top), words, font=font, fill=_GREY)
    return flat.rotate(_SLANT, expand=True, resample=Image.Resampling.BICUBIC)


@lru_cache
def _chinese_font() -> Path | None:
    """The best Chinese font on this machine; none is bundled, they weigh 16 MB."""
    files = {file.name: file for folder in _FONT_FOLDERS for file in Path(folder).rglob("*.[ot]t[cf]")}
    return next((files[name] for name in _CHINESE_FONTS if name in files), None)
