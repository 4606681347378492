"""Officers, documents and batches for the tests of funds and of what is built on them."""

from collections import Counter
from datetime import date
from typing import Any
from uuid import UUID

from backend import clock, database, funds, journal
from backend.funds import Appropriation, Document, FundAccount, Source
from backend.identifiers import new_id
from backend.journal import Entry
from backend.staff import Officer, Role
from tests.people import COUNTY, an_officer

BATCH = "old_age_allowance"
BANK = journal.Signature(journal.By.BANK)
Balances = dict[tuple[int, str, str, str, str | None], int]


async def a_keeper() -> Officer:
    """Keeps the county's funds."""
    return await an_officer(Role.COUNTY_PAYER)


def a_document(fen: int, source: Source = Source.COUNTY, *, number: str = "嵩财〔2026〕1号", **facts: Any) -> Document:
    """A document of 2026 for the old-age allowance."""
    given = {"dated": date(2026, 1, 15), "year": 2026, "pool": BATCH, **facts}
    return Document(number=number, source=source, fen=fen, **given)


async def given(fen: int, source: Source = Source.COUNTY, **facts: Any) -> Appropriation:
    """An appropriation in the books."""
    return await funds.record_document(
        COUNTY, a_document(fen, source, **facts), journal.Signature(journal.By.IMPORT), None
    )


async def all_sources(fen: int, **facts: Any) -> None:
    """The starting picture: 90 % from above, 6.8 % from the county, 3.2 % given."""
    for source, part in ((Source.CENTRAL, 900), (Source.COUNTY, 68), (Source.DONATIONS, 32)):
        await given(fen * part // 1000, source, **facts)


async def committed(fen: int, batch_id: UUID | None = None) -> UUID:
    """A batch of so much, approved by somebody."""
    batch_id = batch_id or new_id()
    async with database.transaction():
        await funds.commit_batch(COUNTY, batch_id, BATCH, fen, journal.Signature(journal.By.OFFICER))
    return batch_id


async def on(account: FundAccount, year: int = 2026) -> dict[Source, int]:
    """Fen on an account, by source."""
    found: Counter[Source] = Counter()
    for each in await funds.balances(COUNTY, year):
        if each.account is account:
            found[each.fund.source] += each.fen
    return {source: fen for source, fen in found.items() if fen}


async def set_parameter(key: str, value: str, valid_from: date = date(2026, 1, 1)) -> None:
    """A county's value of its own, as JSON; it takes over from what the demo ships."""
    place = f"{COUNTY}000000"
    await database.execute(
        "DELETE FROM parameter WHERE place = $1 AND key = $2 AND valid_from >= $3", place, key, valid_from
    )
    await database.execute("UPDATE parameter SET valid_to = $3 WHERE place = $1 AND key = $2", place, key, valid_from)
    await database.execute(
        "INSERT INTO parameter (id, place, key, value, valid_from, source) VALUES ($1, $2, $3, $4, $5, '试验')",
        new_id(), place, key, value, valid_from,
    )  # fmt: skip


async def balances_now() -> Balances:
    """All balances of 2026 and the years beside it, from the ledger."""
    return {
        (each.fund.year, each.fund.pool, each.fund.source.value, each.account.value, each.programme): each.fen
        for year in (clock.today().year - 1, clock.today().year, clock.today().year + 1)
        for each in await funds.balances(COUNTY, year)
    }


async def balances_from_the_journal() -> Balances:
    """The same from the journal alone."""
    made: Counter[tuple[int, str, str, str, str | None]] = Counter()
    for entry in await Entry.filter(subject_kind="voucher").order_by("id"):
        for year, pool, source, account, programme, fen in entry.facts["lines"]:  # type: ignore[attr-defined]
            made[year, pool, source, account, programme] += fen
    return {key: fen for key, fen in made.items() if fen}
