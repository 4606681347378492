"""Phone numbers as typed, and what carriers teach us about them."""

import re
import unicodedata
from uuid import UUID

from backend import clock, database, journal, sealing
from backend.refusals import NotAcceptable
from backend.residents.contact import PHONE, ContactKind

_MOBILE = re.compile(r"^1[3-9]\d{9}$")
# An area code has three digits in four large cities and in the ranges 02x, elsewhere four; policy §11.
_LANDLINE = re.compile(r"^(?:010|02\d|0[3-9]\d{2})[2-8]\d{6,7}$")


class BadPhone(NotAcceptable):
    """Not a mainland mobile number."""

    sentence = "手机号应为11位数字，以1开头，请再核对一遍。"


class BadLandline(NotAcceptable):
    """Neither a mobile number nor a landline with its area code, without which no call gets through."""

    sentence = "手机号应为11位数字；座机请连区号一起填，如0379-66310000。请再核对一遍。"


def normalise_phone(text: str) -> str:
    """Eleven digits behind what was typed (+86, spaces, dashes and full-width digits forgiven); BadPhone otherwise."""
    number = re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", text))
    number = re.sub(r"^(\+?86|0086)(?=1\d{10}$)", "", number)
    if not number.isascii() or not _MOBILE.match(number):
        raise BadPhone
    return number


def read_phone(text: str) -> tuple[str, ContactKind]:
    """A mobile number or a landline's digits with its area code, and which it is; BadLandline for anything else."""
    try:
        return normalise_phone(text), ContactKind.MOBILE
    except BadPhone:
        number = re.sub(r"[\s\-()]", "", unicodedata.normalize("NFKC", text))
        number = re.sub(r"^(\+86|0086)0?(?=[1-9])", "0", number)
        if not number.isascii() or not _LANDLINE.match(number):
            raise BadLandline from None
        return number, ContactKind.LANDLINE


def phone_index(number: str) -> bytes:
    """What a number is looked up by."""
    return sealing.blind_index(number, PHONE)


async def mark_contact_dead(contact_id: UUID, *, reason: str, by: journal.Signature) -> bool:
    """The carrier says for good that nobody is reached here; whether this was news."""
    return await _mark(contact_id, "dead_since", journal.Deed.CONTACT_DIED, reason, by)


async def mark_opted_out(contact_id: UUID, *, by: journal.Signature) -> bool:
    """The person wrote 退订: no more texts there; statutory notices go by door. Whether this was news."""
    return await _mark(contact_id, "opted_out_at", journal.Deed.CONTACT_OPTED_OUT, "asked", by)


async def _mark(contact_id: UUID, column: str, deed: journal.Deed, reason: str, by: journal.Signature) -> bool:
    async with database.transaction():
        changed = await database.row(
            f"UPDATE contact SET {column} = $2 WHERE id = $1 AND {column} IS NULL RETURNING county, resident_id",
            contact_id,
            clock.now(),
        )
        if changed is None:
            return False
        await journal.record(
            journal.Line(
                deed, changed["county"], "contact", contact_id, resident_id=changed["resident_id"],
                facts={"reason": reason},
            ),
            by=by,
        )  # fmt: skip
    return True
