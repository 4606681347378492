"""How the person was seen the last time (上次生存认证), for who looks at the award."""

from dataclasses import dataclass

from backend.entitlements.award import Award
from backend.journal import By, Deed, Entry

_HOW = {By.RESIDENT.value: "本人拍照", By.CADRE.value: "村干部见到本人", By.OFFICER.value: "电话认证"}


@dataclass(frozen=True)
class Certification:
    """In words, and the photo that proves it where there is one."""

    how: str
    photo_id: str | None


async def last_certification(award: Award) -> Certification | None:
    """None where nobody has certified it here."""
    entry = await Entry.filter(subject_id=award.id, deed=Deed.LIFE_CERTIFIED.value).order_by("-id").first()
    if entry is None:
        return None
    photo_id = entry.facts.get("photo_id")
    return Certification(_HOW.get(entry.by_kind, ""), str(photo_id) if photo_id else None)
