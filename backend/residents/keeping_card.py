"""Keeping a card: what the federation says of a disability card stands on the register from then on."""

from datetime import date
from uuid import UUID

from backend import database, sealing
from backend.identifiers import new_id
from backend.residents.card_number import CardNumber
from backend.residents.registering import CARD


async def drop_card(resident_id: UUID) -> None:
    """The federation knows of no card, or has cancelled it: inside the caller's transaction, which journals it."""
    await database.execute("DELETE FROM disability_card WHERE resident_id = $1", resident_id)


async def keep_card(resident_id: UUID, county: str, card: CardNumber, valid_to: date) -> None:
    """Write the card over the one on the register, inside the caller's transaction, which also journals it."""
    await database.execute(
        """INSERT INTO disability_card (id, county, resident_id, number_sealed, disability_class, grade, valid_to)
           VALUES ($1, $2, $3, $4, $5, $6, $7)
           ON CONFLICT (resident_id) DO UPDATE SET number_sealed = EXCLUDED.number_sealed,
               disability_class = EXCLUDED.disability_class, grade = EXCLUDED.grade, valid_to = EXCLUDED.valid_to""",
        new_id(), county, resident_id, sealing.seal(card.number, CARD), card.disability_class, card.grade, valid_to,
    )  # fmt: skip
