"""The cards that new officers sign in with, on paper."""

import io
from collections.abc import Iterable
from pathlib import Path

import pyotp
import segno

from backend.printing import printed
from backend.staff.appointing import SignInCard

_TEMPLATE = Path(__file__).with_name("cards.typ")
_ISSUER = "乡音"


def print_cards(county_name: str, cards: Iterable[SignInCard]) -> bytes:
    """A PDF with a page for each card: user name, password, and the second factor as a code to be scanned."""
    facts = [
        {
            "name": card.name,
            "username": card.username,
            "password": card.password,
            "secret": " ".join(card.totp_secret[at : at + 4] for at in range(0, len(card.totp_secret), 4)),
            "picture": _picture(card),
        }
        for card in cards
    ]
    return printed(_TEMPLATE, {"county": county_name, "cards": facts})


def _picture(card: SignInCard) -> str:
    """The QR code as SVG, of the address that every authenticator knows."""
    address = pyotp.TOTP(card.totp_secret).provisioning_uri(name=card.username, issuer_name=_ISSUER)
    svg = io.BytesIO()
    segno.make(address, error="m").save(svg, kind="svg", scale=4)
    return svg.getvalue().decode()
