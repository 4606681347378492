"""Photos that prove something: taken in with care, kept once, shown under a watermark."""

from backend.evidence.decoding import EmptyPhoto, NotAPhoto, PhotoTooLarge, PhotoTruncated, TooManyPixels
from backend.evidence.doubt import DoubtNotOpen, PhotoDoubt, ReasonMissing, clear_doubt, doubts_about
from backend.evidence.judging import FLAW_SENTENCES, Flaw
from backend.evidence.photo import NoSuchPhoto, Photo, get_photo
from backend.evidence.receiving import PlaceImpossible, Received, UploadIdReused, receive
from backend.evidence.showing import show, thumbnail
from backend.evidence.sweeping import sweep

__all__ = [
    "FLAW_SENTENCES",
    "DoubtNotOpen",
    "EmptyPhoto",
    "Flaw",
    "NoSuchPhoto",
    "NotAPhoto",
    "Photo",
    "PhotoDoubt",
    "PhotoTooLarge",
    "PhotoTruncated",
    "PlaceImpossible",
    "ReasonMissing",
    "Received",
    "TooManyPixels",
    "UploadIdReused",
    "clear_doubt",
    "doubts_about",
    "get_photo",
    "receive",
    "show",
    "sweep",
    "thumbnail",
]  # fmt: skip
