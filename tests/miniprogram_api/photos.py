"""Pictures to send."""

import io
import itertools

from PIL import Image

# Eight steps apart: what is closer JPEG may round to the very same bytes.
_shades = itertools.count(8, 8)


def a_jpeg(width: int = 640, height: int = 480) -> bytes:
    """A small photo, different at each call."""
    shade = next(_shades)
    out = io.BytesIO()
    Image.new("RGB", (width, height), (shade % 256, shade // 256 * 8 % 256, 90)).save(out, "JPEG")
    return out.getvalue()
