"""What the camera noted about when and where, read before it is stripped."""

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from PIL import ExifTags, Image

from backend import clock

_WRITTEN = "%Y:%m:%d %H:%M:%S"
_OLDEST = datetime(2000, 1, 1, tzinfo=clock.COUNTY_TIME)  # before phones had cameras: a clock that began anew


@dataclass(frozen=True)
class Capture:
    """Moment (aware) and place (degrees, WGS 84), each None where the camera did not say or said nonsense.

    A moment in the future is said: whoever takes the photo in remarks it.
    """

    at: datetime | None = None
    latitude: float | None = None
    longitude: float | None = None


def capture_of(image: Image.Image) -> Capture:
    """Read EXIF that anyone may have written: whatever is malformed counts as not said."""
    try:
        exif = image.getexif()
        return Capture(_moment(exif), *_place(exif.get_ifd(ExifTags.IFD.GPSInfo)))
    except Exception:  # Pillow's EXIF reader raises a dozen kinds of fault on hostile bytes; none concerns the picture
        return Capture()


# What the camera's orientation tag asks for, by its number.
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def upright(image: Image.Image) -> Image.Image:
    """As the camera was held. Pillow's own `exif_transpose` also rewrites EXIF, and stumbles over hostile bytes."""
    try:
        turn = _TURNS.get(image.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # as above
        turn = None
    return image if turn is None else image.transpose(turn)


def _moment(exif: Image.Exif) -> datetime | None:
    inside = exif.get_ifd(ExifTags.IFD.Exif)
    written = inside.get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime)
    offset = inside.get(ExifTags.Base.OffsetTimeOriginal)
    try:
        naive = datetime.strptime(str(written).strip("\0 "), _WRITTEN)  # noqa: DTZ007
        zone = datetime.strptime(str(offset).strip("\0 "), "%z").tzinfo if offset else None
    except ValueError:
        return None
    taken = naive.replace(tzinfo=zone or clock.COUNTY_TIME)
    return taken if taken >= _OLDEST else None


def _place(gps: dict[int, Any]) -> tuple[float | None, float | None]:
    latitude = _degrees(gps.get(ExifTags.GPS.GPSLatitude), gps.get(ExifTags.GPS.GPSLatitudeRef) == "S")
    longitude = _degrees(gps.get(ExifTags.GPS.GPSLongitude), gps.get(ExifTags.GPS.GPSLongitudeRef) == "W")
    if latitude is None or longitude is None or not is_a_place(latitude, longitude):
        return None, None
    return latitude, longitude


def is_a_place(latitude: float, longitude: float) -> bool:
    """Whether the degrees lie on the earth."""
    return math.isfinite(latitude) and math.isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180


def _degrees(parts: Any, negative: bool) -> float | None:
    if not parts or len(parts) != 3:
        return None
    degrees = float(parts[0]) + float(parts[1]) / 60 + float(parts[2]) / 3600
    return round(-degrees if negative else degrees, 7)
