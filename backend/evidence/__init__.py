"""Photos that prove something: taken in with care, kept once, shown under a watermark."""

from backend.evidence.decoding import EmptyPhoto, NotAPhoto, PhotoTooLarge, PhotoTruncated, TooManyPixels
from backend.evidence.photo import NoSuchPhoto, Photo, get_photo
from backend.evidence.receiving import PlaceImpossible, Received, UploadIdReused, receive
from backend.evidence.showing import show, thumbnail
from backend.evidence.sweeping import sweep

__all__ = [
    "EmptyPhoto",
    "NoSuchPhoto",
    "NotAPhoto",
    "Photo",
    "PhotoTooLarge",
    "PhotoTruncated",
    "PlaceImpossible",
    "Received",
    "TooManyPixels",
    "UploadIdReused",
    "get_photo",
    "receive",
    "show",
    "sweep",
    "thumbnail",
]
