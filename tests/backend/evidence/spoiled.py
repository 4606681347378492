"""A page of print as a phone takes it, and the same page spoiled in each way that makes it hard to read."""

import io
import random
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

TABLE = (112, 92, 70)


def a_page(seed: int = 1, paper: tuple[int, int, int] = (226, 222, 210)) -> Image.Image:
    """Lines of small print on paper that lies on a wooden table, with a portrait in a corner."""
    dice, size = random.Random(seed), (1280, 960)
    picture = Image.effect_noise(size, 14).convert("RGB")
    picture = Image.blend(picture, Image.new("RGB", size, TABLE), 0.85)
    draw = ImageDraw.Draw(picture)
    left, top, right, bottom = 140, 110, size[0] - 140, size[1] - 110
    draw.rectangle((left, top, right, bottom), fill=paper)
    for y in range(top + 40, bottom - 40, 34):
        x = left + 40
        while x < right - 330:
            width = dice.randint(8, 22)
            draw.line((x, y, x + width, y + dice.randint(-9, 9)), fill=(30, 30, 34), width=3)
            draw.line((x + width // 2, y - 9, x + dice.randint(0, width), y + 9), fill=(30, 30, 34), width=3)
            x += width + 8
    draw.rectangle((right - 280, top + 60, right - 60, top + 360), fill=tuple(dice.randint(90, 200) for _ in "rgb"))
    draw.ellipse((right - 230, top + 100, right - 110, top + 250), fill=tuple(dice.randint(60, 220) for _ in "rgb"))
    return picture


def jpeg(picture: Image.Image, quality: int = 85) -> bytes:
    """As a phone sends it."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()


def _glaring(picture: Image.Image) -> Image.Image:
    patch = Image.new("L", picture.size, 0)
    ImageDraw.Draw(patch).ellipse((400, 300, 640, 480), fill=255)
    light = Image.new("RGB", picture.size, "white")
    dimmed = ImageEnhance.Brightness(picture).enhance(0.75)
    return Image.composite(light, dimmed, patch.filter(ImageFilter.GaussianBlur(9)))


SPOILED: dict[str, Callable[[Image.Image], Image.Image]] = {
    "dark": lambda picture: ImageEnhance.Brightness(picture).enhance(0.3),
    "blurred": lambda picture: picture.filter(ImageFilter.GaussianBlur(4)),
    "glare": _glaring,
    "cut_off": lambda picture: picture.crop((300, 250, 900, 700)),
}
