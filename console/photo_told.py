"""What makes a photo that an officer just sent hard to read: told on the next page, in the words that phones hear."""

from collections.abc import Sequence
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from backend.applications import PAPER_TITLES
from backend.evidence import FLAW_SENTENCES, Flaw, Photo
from backend.programmes import PhotoKind


def back_with(address: str, photos: Sequence[Photo]) -> Response:
    """On to `address`. Where a photo has a flaw to the top of that page, where it is told, and not past it."""
    told = [("flaw", f"{photo.kind}.{flaw}") for photo in photos for flaw in photo.flaws]
    return RedirectResponse(f"{address.partition('#')[0]}?{urlencode(told)}" if told else address, 303)


def told(request: Request) -> list[str]:
    """What the address says of the photos just sent; nothing but words that we know."""
    sentences = []
    for each in dict.fromkeys(request.query_params.getlist("flaw")):
        kind, _, flaw = each.partition(".")
        if kind in set(PhotoKind) and flaw in set(Flaw):
            sentences.append(f"{PAPER_TITLES[PhotoKind(kind)]}：{FLAW_SENTENCES[Flaw(flaw)]}")
    return sentences
