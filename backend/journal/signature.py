"""By whose hand a deed was done."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class By(StrEnum):
    """Kinds of hands."""

    RESIDENT = "resident"  #: the person, signed in with their own WeChat
    OUTSIDER = "outsider"  #: on no register; holds a mandate, signed in with their own WeChat
    CADRE = "cadre"  #: a village cadre (村干部)
    OFFICER = "officer"  #: township or county staff
    CLOCK = "clock"  #: the timetable: a term ended, a month began
    BANK = "bank"  #: a return file
    CARRIER = "carrier"  #: a receipt or reply from the SMS or WeChat provider
    IMPORT = "import"  #: loaded from the county's present registers


@dataclass(frozen=True)
class Signature:
    """Who signs: a kind, and the row of that person where there is one."""

    kind: By
    id: UUID | None = None


CLOCK = Signature(By.CLOCK)
