"""Photos that prove something: taken in with care, kept once, shown under a watermark."""

from backend.evidence.decoding import EmptyPhoto, NotAPhoto, PhotoTooLarge, PhotoTruncated, TooManyPixels
from backend.evidence.doubt import DoubtNotOpen, NoSuchDoubt, PhotoDoubt, ReasonMissing, clear_doubt, doubts_about
from backend.evidence.doubting_place import is_outside
from backend.evidence.expiring import expire_uploads
from backend.evidence.judging import FLAW_SENTENCES, Flaw
from backend.evidence.listing_doubts import DOUBTS_A_PAGE, OpenDoubt, how_many_doubts, open_doubts
from backend.evidence.photo import NoSuchPhoto, Photo, get_photo, is_photo
from backend.evidence.receiving import PlaceImpossible, Received, UploadIdReused, receive
from backend.evidence.recognising import came_before, same_pictures
from backend.evidence.resuming import (
    CHUNK_AT_MOST,
    ChunkSpoiled,
    FileSpoiled,
    NoSuchUpload,
    WrongOffset,
    begin_upload,
    files_here,
    forget_uploads,
    get_upload,
    is_whole,
    take_chunk,
    whole_file,
)
from backend.evidence.showing import show, thumbnail
from backend.evidence.sweeping import sweep
from backend.evidence.upload import Upload

__all__ = [
    "CHUNK_AT_MOST", "DOUBTS_A_PAGE", "FLAW_SENTENCES", "ChunkSpoiled", "DoubtNotOpen", "EmptyPhoto", "FileSpoiled",
    "Flaw", "NoSuchDoubt", "NoSuchPhoto", "NoSuchUpload", "NotAPhoto", "OpenDoubt", "Photo", "PhotoDoubt",
    "PhotoTooLarge", "PhotoTruncated", "PlaceImpossible", "ReasonMissing", "Received", "TooManyPixels", "Upload",
    "UploadIdReused", "WrongOffset", "begin_upload", "came_before", "clear_doubt", "doubts_about", "expire_uploads",
    "files_here", "forget_uploads", "get_photo", "get_upload", "how_many_doubts", "is_outside", "is_photo", "is_whole",
    "open_doubts", "receive", "same_pictures", "show", "sweep", "take_chunk", "thumbnail", "whole_file",
]  # fmt: skip
