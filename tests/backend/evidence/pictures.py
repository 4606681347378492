"""Pictures for tests, good and bad."""

import io
import struct
import zipfile
import zlib
from typing import Any

from PIL import Image


def a_picture(kind: str = "JPEG", size: tuple[int, int] = (64, 48), mode: str = "RGB", **saving: Any) -> bytes:
    """A whole picture with some texture, so that half of its bytes are not half of its header."""
    out = io.BytesIO()
    noise = Image.effect_noise(size, 80).convert(mode)
    noise.save(out, kind, **saving)
    return out.getvalue()


def a_zip() -> bytes:
    """An archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("照片.txt", "not a photo")
    return out.getvalue()


def a_vast_png(width: int, height: int) -> bytes:
    """A few bytes that claim to be a picture of that size."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(b"")) + _chunk(b"IEND", b"")


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def with_exif(moment: str | None = None, place: tuple[Any, ...] | None = None, turned: int | None = None) -> bytes:
    """A JPEG whose camera noted a moment, a place (ref, degrees, ref, degrees) and how it was held."""
    exif = Image.Exif()
    exif[0x010F] = "SECRET-CAMERA"
    if turned:
        exif[0x0112] = turned
    if moment:
        exif.get_ifd(0x8769)[0x9003] = moment
    if place:
        exif.get_ifd(0x8825).update(dict(zip((1, 2, 3, 4), place, strict=True)))
    return a_picture(exif=exif)
