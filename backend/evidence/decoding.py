"""Decoding what was sent: only a whole JPEG, PNG or HEIC of a sane size comes through, freshly encoded."""

import io
from dataclasses import dataclass

import pi_heif
from PIL import Image, UnidentifiedImageError

from backend.evidence.exif import Capture, capture_of, upright
from backend.evidence.judging import Flaw, flaws_in
from backend.evidence.likeness import fingerprint
from backend.programmes import PhotoKind
from backend.refusals import NotAcceptable

BYTES_AT_MOST = 10 * 1024 * 1024
PIXELS_AT_MOST = 40_000_000  # 40 megapixels: 120 MB decoded, the most that two decoders may hold on a small machine
_LONG_SIDE = 2560  # pixels at most
_ENOUGH = 1800  # pixels of the long side: two pages of a household booklet have letters of 24 pixels and more
_THUMBNAIL = 320  # pixels
_QUALITY = 85  # JPEG quality of what is kept
_SHRINKING = Image.Resampling.HAMMING  # as sharp as bicubic when shrinking, for half of the time

pi_heif.register_heif_opener()

_STARTS = {"jpeg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n"}
_PILLOW_NAMES = {"jpeg": "JPEG", "png": "PNG", "heic": "HEIF"}
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"}
_DECODER_FAULTS = (OSError, ValueError, SyntaxError, EOFError, RuntimeError, IndexError, OverflowError)


class EmptyPhoto(NotAcceptable):
    """Nothing was sent."""

    sentence = "照片是空的，没有传上来，请重新选择照片。"


class PhotoTooLarge(NotAcceptable):
    """More bytes than any phone's photo needs."""

    sentence = "照片超过10兆，请用相机的普通清晰度重新拍一张。"


class NotAPhoto(NotAcceptable):
    """Whatever its name says, it is no JPEG, PNG or HEIC."""

    sentence = "这不是照片文件，请直接拍照或从相册里选一张照片。"


class PhotoTruncated(NotAcceptable):
    """It begins as a photo and breaks off, or its inside is damaged."""

    sentence = "照片不完整，可能是信号不好没传完，请重新上传。"


class TooManyPixels(NotAcceptable):
    """Its size alone would exhaust the machine."""

    sentence = "照片的尺寸太大了，请用相机的普通清晰度重新拍一张。"


@dataclass(frozen=True)
class Decoded:
    """The stripped photo, its thumbnail, what the camera had noted, and how it looks; sizes in pixels."""

    format: str
    photo: bytes
    thumbnail: bytes
    width: int
    height: int
    capture: Capture
    flaws: list[Flaw]
    fingerprint: bytes


def decode(content: bytes, shows: PhotoKind) -> Decoded:
    """Verify by decoding, under limits, and judge as what it `shows`; CPU work of up to a second: call it in a thread.

    Refuses with EmptyPhoto, PhotoTooLarge, NotAPhoto, TooManyPixels (before decoding) and PhotoTruncated. What is
    kept is encoded anew: EXIF, and anything hidden after the picture, is gone.
    """
    kind = _kind_of(content)
    image = _opened(content, kind)
    try:
        capture = capture_of(image)
        # A JPEG is decoded at a fraction of its size where that is enough: 12 megapixels for a fifth of the CPU.
        image.draft("RGB", _no_smaller_than(image.size))
        image.load()
        picture = _on_white(upright(image))
    except _DECODER_FAULTS as fault:
        raise PhotoTruncated from fault
    picture.thumbnail((_LONG_SIDE, _LONG_SIDE), _SHRINKING)
    grey = picture.convert("L")
    flaws, likeness = flaws_in(grey, shows), fingerprint(grey)
    small = picture.reduce(max(1, max(picture.size) // _THUMBNAIL))
    small.thumbnail((_THUMBNAIL, _THUMBNAIL), _SHRINKING)
    kept, shown = encode(picture), encode(small)
    return Decoded(kind, kept, shown, picture.width, picture.height, capture, flaws, likeness)


def _no_smaller_than(size: tuple[int, int]) -> tuple[int, int]:
    longer = max(size)
    return (max(1, size[0] * _ENOUGH // longer), max(1, size[1] * _ENOUGH // longer))


def encode(picture: Image.Image) -> bytes:
    """A JPEG without any metadata."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


def _kind_of(content: bytes) -> str:
    if not content:
        raise EmptyPhoto
    if len(content) > BYTES_AT_MOST:
        raise PhotoTooLarge
    for kind, start in _STARTS.items():
        if content.startswith(start):
            return kind
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC_BRANDS:
        return "heic"
    raise NotAPhoto


def _opened(content: bytes, kind: str) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(content), formats=[_PILLOW_NAMES[kind]])
    except Image.DecompressionBombError as fault:
        raise TooManyPixels from fault
    except UnidentifiedImageError as fault:
        raise NotAPhoto from fault
    except _DECODER_FAULTS as fault:
        raise PhotoTruncated from fault
    if image.width * image.height > PIXELS_AT_MOST:
        raise TooManyPixels
    return image


def _on_white(image: Image.Image) -> Image.Image:
    """RGB; what is transparent becomes white, as paper is."""
    if image.mode == "RGB":
        return image
    if not image.has_transparency_data:
        return image.convert("RGB")
    layered = image.convert("RGBA")
    paper = Image.new("RGB", layered.size, "white")
    paper.paste(layered, mask=layered.getchannel("A"))
    return paper
