"""A cadre's phone in tests: items made offline, and their files."""

import hashlib
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from backend import clock, evidence, fieldwork
from backend.fieldwork import Item
from backend.programmes import PhotoKind
from backend.residents import Resident
from backend.staff import Cadre
from tests.backend.evidence.pictures import a_picture

PAPERS = (PhotoKind.IDENTITY_CARD, PhotoKind.HOUSEHOLD_BOOKLET, PhotoKind.PORTRAIT)


def an_item(kind: str, *, item_id: UUID | None = None, at: datetime | None = None, **what: Any) -> Item:
    """Done an hour ago unless told otherwise."""
    captured_at = at or clock.now() - timedelta(hours=1)
    return Item.model_validate({"id": item_id or uuid4(), "captured_at": captured_at, "what": {"kind": kind, **what}})


class OfflineCase:
    """One elder's case as a phone holds it: start, three papers, the mandate's paper and words, the submission."""

    def __init__(self, elder: Resident, programme: str = "old_age_allowance") -> None:
        self.elder = elder
        self.start = an_item("start", programme=programme, resident_id=elder.id)
        self.files = [a_picture() for _ in range(len(PAPERS) + 1)]
        self.photos = [
            an_item("photo", resident_id=elder.id, shows=shows, case=self.start.id, sha256=sha256(content))
            for shows, content in zip((*PAPERS, PhotoKind.MANDATE), self.files, strict=True)
        ]
        self.mandate = an_item(
            "mandate", case=self.start.id, photo=self.photos[-1].id, relation="村干部", scope="申请高龄津贴",
            expires_on="2027-03-01",
        )  # fmt: skip
        self.submit = an_item("submit", case=self.start.id, needs=[each.id for each in (*self.photos, self.mandate)])

    @property
    def items(self) -> list[Item]:
        """In the order in which they were made."""
        return [self.start, *self.photos, self.mandate, self.submit]


def sha256(content: bytes) -> str:
    """In hex."""
    return hashlib.sha256(content).hexdigest()


async def upload(content: bytes, cadre: Cadre, *, parts: int = 1) -> None:
    """The file, in so many parts, and what waited for it."""
    await whole(content, cadre, parts=parts)
    await fieldwork.file_arrived(sha256(content), cadre)
    await fieldwork.go_on(cadre)


async def whole(content: bytes, cadre: Cadre, *, parts: int = 1) -> None:
    """The file alone."""
    upload_id, size = uuid4(), -(-len(content) // parts)
    await evidence.begin_upload(
        upload_id, cadre.signature, county=cadre.county, digest=sha256(content), size=len(content)
    )
    for offset in range(0, len(content), size):
        part = content[offset : offset + size]
        await evidence.take_chunk(upload_id, cadre.signature, offset=offset, digest=sha256(part), content=part)
