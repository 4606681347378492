"""Papers to photograph: drawn, with the camera's own notes (time and place) in them."""

from __future__ import annotations

import io
from datetime import datetime
from random import Random

from PIL import Image, ImageDraw


def photo_of(paper: str, taken_at: datetime, *, latitude: float = 33.7853, longitude: float = 112.1046) -> bytes:
    """A JPEG of a made-up paper, like a phone takes it: EXIF with capture time and GPS. The place is 车村."""
    lots = Random(paper)  # noqa: S311 - a drawing, the same each time
    picture = Image.new("RGB", (1600, 1000), (226, 219, 203))
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((120, 110, 1480, 890), 40, fill=(246, 246, 240), outline=(120, 120, 120), width=4)
    for line in range(9):
        top = 190 + line * 70
        pen.rectangle((200, top, 200 + lots.randint(300, 780), top + 26), fill=(90, 90, 100))
    pen.rectangle((1120, 220, 1400, 600), fill=tuple(lots.randint(120, 200) for _ in range(3)))
    pen.text((200, 130), paper, fill=(40, 40, 40))
    content = io.BytesIO()
    picture.save(content, "JPEG", quality=88, exif=_camera_notes(taken_at, latitude, longitude))
    return content.getvalue()


def _camera_notes(taken_at: datetime, latitude: float, longitude: float) -> Image.Exif:
    notes = Image.Exif()
    notes[0x010F] = "A phone"
    notes.get_ifd(0x8769)[0x9003] = taken_at.strftime("%Y:%m:%d %H:%M:%S")
    place = notes.get_ifd(0x8825)
    place[1], place[2] = "N", _degrees(latitude)
    place[3], place[4] = "E", _degrees(longitude)
    return notes


def _degrees(angle: float) -> tuple[float, float, float]:
    minutes = angle % 1 * 60
    return float(int(angle)), float(int(minutes)), round(minutes % 1 * 60, 2)
