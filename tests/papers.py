"""Papers as whoever holds them reads them."""

import io
from functools import lru_cache

from pypdf import PdfReader


@lru_cache(512)
def words_on(pdf: bytes) -> str:
    """All pages' text without white space: a line may break anywhere, and digits stand apart from Chinese."""
    return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages)
