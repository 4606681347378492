"""A demo county's money: invented documents that give its programmes a year's funds, and a little more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from backend import clock, database, funds, journal
from backend.funds import Document, Source
from backend.settings import settings

# Yuan a year at full scale, by pool: about a ninth more than what the synthetic county's awards come to.
_A_YEAR = {
    "hardship": {
        Source.CENTRAL: 82_000_000, Source.PROVINCE: 28_000_000, Source.CITY: 12_000_000, Source.COUNTY: 9_200_000,
        Source.DONATIONS: 4_300_000,
    },
    "old_age_allowance": {
        Source.PROVINCE: 6_000_000, Source.CITY: 5_500_000, Source.COUNTY: 900_000, Source.DONATIONS: 420_000,
    },
}  # fmt: skip
_OFFICES = {
    Source.CENTRAL: "财社", Source.PROVINCE: "豫财社", Source.CITY: "洛财社", Source.COUNTY: "嵩财",
    Source.DONATIONS: "嵩慈",
}  # fmt: skip


async def record_demo_documents(database_url: str, scale: float) -> None:
    """Record this year's documents for a county of `scale`; those recorded before are left as they are."""
    await database.connect(database_url, pool_max=2)
    try:
        for document in _documents(scale):
            with suppress(funds.DocumentRecordedBefore):
                await funds.record_document(settings().county, document, journal.Signature(journal.By.IMPORT), None)
    finally:
        await database.close()


def _documents(scale: float) -> Iterator[Document]:
    today = clock.today()
    for number, (pool, sources) in enumerate(_A_YEAR.items(), start=1):
        for source, yuan in sources.items():
            yield Document(
                number=f"{_OFFICES[source]}〔{today.year}〕{number}号（演示）", dated=today.replace(month=1, day=1),
                year=today.year, pool=pool, source=source, fen=round(yuan * scale) * 100, note="演示数据",
            )  # fmt: skip
