"""Whom the county keeps an eye on: refused not long ago, or with money that does not arrive."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from backend import clock, database, discovery, journal
from backend.discovery import Hit
from backend.errands import Errand
from backend.journal import By, Signature
from backend.programmes import Enactment, enact
from tests.backend.applications.cases import submitted
from tests.backend.discovery.lives import NIGHT, receiving, somebody
from tests.people import COUNTY, a_resident, an_account, an_officer, seed_parameters


@pytest.fixture(autouse=True)
async def night(empty_database: str, at: Any) -> None:
    at(NIGHT)
    await seed_parameters()


async def found(rule: str) -> list[Hit]:
    await discovery.screen(COUNTY)
    return await Hit.filter(rule=rule, state="open")


@pytest.mark.parametrize(("decided", "watched"), [("2024-03-03", True), ("2024-03-02", False)])
async def test_who_was_refused_within_two_years_is_watched(decided: str, watched: bool) -> None:
    application = await submitted(await a_resident())
    await database.execute(
        "UPDATE application SET state = 'not_accepted', decided_at = $2::text::timestamptz WHERE id = $1",
        application.id,
        f"{decided} 10:00+08",
    )
    hits = await found("refused_before")
    assert [hit.programme for hit in hits] == (["old_age_allowance"] if watched else [])


async def bounced(
    award_id: UUID, resident_id: UUID, account_id: UUID, month: date, state: str = "bounced",
    programme: str = "old_age_allowance",
) -> None:  # fmt: skip
    officer = await an_officer()
    batch = await database.row(
        """INSERT INTO batch (id, county, number, programme, month, round, state, rows_digest, drawn_up_by, drawn_up_at)
           VALUES (gen_random_uuid(), $1, gen_random_uuid()::text, $4, $2,
                   (SELECT count(*) + 1 FROM batch), 'closed', repeat('0', 64), $3, now()) RETURNING id""",
        COUNTY,
        month,
        officer.id,
        programme,
    )
    assert batch
    await database.execute(
        """INSERT INTO payout (id, county, batch_id, line, serial, award_id, resident_id, programme, village, for_month,
                               amount_fen, account_id, state)
           VALUES (gen_random_uuid(), $1, $2, 1, gen_random_uuid()::text, $3, $4, $8, '410325103201',
                   $5, 5000, $6, $7)""",
        COUNTY, batch["id"], award_id, resident_id, month, account_id, state, programme,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("months", "then_settled", "is_found"),
    [([1, 2], [], True), ([2], [], False), ([2, 2], [], False), ([1, 2], [1], False)],
    ids=["two months", "one month", "one month twice", "one of two arrived after all"],
)
async def test_money_that_does_not_arrive_for_two_months_sends_somebody(
    months: list[int], then_settled: list[int], is_found: bool
) -> None:
    person = await somebody(date(1940, 1, 1))
    award, account = await receiving(person, "old_age_allowance"), await an_account(person)
    for month in months:
        await bounced(award.id, person.id, account.id, date(2026, month, 1))
    for month in then_settled:
        await bounced(award.id, person.id, account.id, date(2026, month, 1), "settled")
    hits = await found("payment_failing")
    assert bool(hits) == is_found
    if is_found:
        assert "2个月" in hits[0].reasons[0]["sentence"]


async def test_a_childs_aid_is_the_handlers_to_look_after_also_when_its_person_has_grown_up() -> None:
    student = await somebody(date(2006, 1, 1))
    award, account = await receiving(student, "orphan"), await an_account(student)
    for month in (1, 2):
        await bounced(award.id, student.id, account.id, date(2026, month, 1), programme="orphan")
    by_errand = Enactment(
        f"{COUNTY}000000", "discovery.by_errand", [{"rule": "payment_failing"}], date(2026, 1, 1), None, "县里定", True
    )
    await enact(by_errand, by=Signature(By.IMPORT))
    (hit,) = await found("payment_failing")
    assert hit.restricted
    assert not await Errand.all().exists(), "no cadre is told that the student receives an orphan's aid"


async def test_who_receives_after_all_is_not_watched_for_the_refusal() -> None:
    person = await a_resident()
    application = await submitted(person)
    ended = "UPDATE application SET state = 'not_accepted', decided_at = now() WHERE id = $1"
    await database.execute(ended, application.id)
    await receiving(person, "old_age_allowance")
    assert await found("refused_before") == []


async def test_whose_card_runs_out_is_reminded_once() -> None:
    holder = await a_resident()
    await database.execute(
        """INSERT INTO disability_card (id, county, resident_id, number_sealed, disability_class, grade, valid_to)
           VALUES (gen_random_uuid(), $1, $2, '\\x00', 'limb', 1, $3)""",
        COUNTY, holder.id, clock.today() + timedelta(days=30),
    )  # fmt: skip
    assert len(await found("card_expiring")) == 1
    assert [await discovery.remind_of_cards() for _ in range(2)] == [1, 0]
    (entry,) = await journal.Entry.filter(deed=journal.Deed.CARD_EXPIRING.value)
    assert (entry.resident_id, entry.facts["valid_to"]) == (
        holder.id, str(clock.today() + timedelta(days=30)),
    )  # fmt: skip
