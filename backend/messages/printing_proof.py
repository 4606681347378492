"""Printing a proof: one sheet to be filed, with the photo at the door under a watermark."""

from datetime import datetime
from pathlib import Path

from backend import clock, evidence
from backend.messages.proof import Proof
from backend.printing import print_pdf
from backend.staff import Officer

_SHEET = Path(__file__).with_name("proof.typ")


async def print_proof(proof: Proof, officer: Officer) -> bytes:
    """The proof as PDF. The photo is stamped with who printed it and when, and the journal says that it was shown."""
    photo = b""
    if proof.photo_id is not None:
        photo = await evidence.show(proof.photo_id, viewer=officer.name, purpose="送达证明", by=officer.signature)
    return await print_pdf(
        _SHEET,
        {
            "person": proof.person,
            "who": proof.who,
            "village": proof.village,
            "occasion": proof.occasion_title,
            "reached": proof.shown,
            "steps": [[_moment(step.at), step.what, step.outcome] for step in proof.steps],
            "beside": [[each.who, each.shown] for each in proof.beside],
            "entry": str(proof.entry.id),
            "chained": proof.chained,
            "photo": list(photo),
            "printed": _moment(clock.now()),
            "by": officer.name,
        },
    )


def _moment(at: datetime) -> str:
    return clock.in_county_time(at).strftime("%Y-%m-%d %H:%M:%S")
