"""Whose number (号码归属): under whom a number is on file, and in which counties of the house.

The counties that share a house share the number from which it texts: what is written back says nothing of a county.
"""

from dataclasses import dataclass

from backend import database
from backend.residents import Contact, PhoneOwner
from backend.settings import settings
from backend.staff import counties_served

# Whoever was told something there may answer, on file or not.
_TOLD = "SELECT county FROM message WHERE address_index = $1 ORDER BY id DESC LIMIT 1"
_BESIDE = """
SELECT county FROM payee_agreement WHERE county = ANY ($2) AND phone_index = $1 AND state = 'in_force'
UNION SELECT county FROM cadre WHERE county = ANY ($2) AND phone_index = $1 AND left_on IS NULL
UNION SELECT county FROM officer WHERE county = ANY ($2) AND phone_index = $1 AND left_on IS NULL
UNION SELECT county FROM outsider WHERE county = ANY ($2) AND phone_index = $1
UNION SELECT county FROM stopped_number WHERE county = ANY ($2) AND phone_index = $1
"""


@dataclass(frozen=True, slots=True)
class WhoseNumber:
    """`contacts` of all counties, the first by priority; `counties` in which the number means something to anybody, the
    one first whose officers read what it writes."""

    contacts: list[Contact]
    counties: list[str]

    @property
    def county(self) -> str:
        """Whose officers read what it writes."""
        return self.counties[0]

    @property
    def sole_owner(self) -> Contact | None:
        """The contact, if the number is on file once, as that person's own. A number that was found dead may be a
        stranger's by now, who learns nothing by asking; from one in doubt a 1 is the answer that was asked for, no
        more."""
        in_use = [each for each in self.contacts if each.dead_since is None]
        alone = len(in_use) == 1 and in_use[0].owner == PhoneOwner.SELF.value
        return in_use[0] if alone else None


async def whose_number(phone_index: bytes) -> WhoseNumber:
    """All that is known of a number."""
    contacts = await Contact.filter(phone_index=phone_index).order_by("priority", "id")
    told = await database.rows(_TOLD, phone_index)
    beside = await database.rows(_BESIDE, phone_index, await counties_served())
    known = WhoseNumber(contacts, [])
    owner = known.sole_owner
    first = [owner] if owner is not None else []
    counties = [each.county for each in (*first, *contacts)] + [each["county"] for each in (*told, *beside)]
    return WhoseNumber(contacts, list(dict.fromkeys([*counties, *([] if counties else [settings().county])])))
