"""Channel (渠道): a way by which people are told, as the program that tells them has put it on file."""

from dataclasses import dataclass
from enum import StrEnum

from backend import database

# Of these a rule speaks by name: what their providers charge by, and whose record a text is compared with.
SMS, WECHAT, VOICE = "sms", "wechat", "voice"


class Arrival(StrEnum):
    """What it proves that a message was delivered."""

    HANDSET = "handset"  #: it is on a handset
    EAR = "ear"  #: it was heard
    CARD = "card"  #: it arrived, and has reached nobody until it is opened


@dataclass(frozen=True)
class Channel:
    """`shown` as a list shows it; `by_phone`: whether its addresses are phone numbers."""

    name: str
    shown: str
    arrival: Arrival
    by_phone: bool

    @property
    def address_shown(self) -> str:
        """What an address of it is called."""
        return "电话" if self.by_phone else self.shown


async def channels() -> dict[str, Channel]:
    """All there are or have been, by name."""
    found = await database.rows("SELECT name, title AS shown, arrival, by_phone FROM channel")
    return {each["name"]: Channel(**{**each, "arrival": Arrival(each["arrival"])}) for each in found}
