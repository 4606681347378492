"""Documents give money, once; what was recorded wrongly is reversed, never edited."""

from datetime import date
from typing import Any

import pytest

from backend import database, funds
from backend.funds import Appropriation, FundAccount, Source, Voucher
from backend.journal import Deed, Entry
from backend.staff import OutsideYourPlace, Role
from backend.staff.powers import NoSuchPower
from tests.backend.funds.money import a_document, a_keeper, committed, given, on
from tests.people import TOWNSHIP, an_officer, seed_parameters, some_id


@pytest.fixture(autouse=True)
async def county(empty_database: str, at: Any) -> None:
    at("2026-03-05 09:00")
    await seed_parameters()


async def test_a_document_gives_its_money_and_the_journal_says_so() -> None:
    made = await funds.appropriate(a_document(500000), await a_keeper())
    assert await on(FundAccount.AVAILABLE) == {Source.COUNTY: 500000}
    assert await on(FundAccount.GRANTED) == {Source.COUNTY: -500000}
    voucher = await Voucher.get()
    assert (voucher.subject_id, voucher.shown_number) == (made.id, "2026-000001")
    entry = await Entry.get(deed=Deed.FUNDS_APPROPRIATED.value)
    assert entry.facts["lines"] == [
        [2026, "old_age_allowance", "county", "granted", None, -500000],
        [2026, "old_age_allowance", "county", "available", None, 500000],
    ]


async def test_the_same_document_is_not_recorded_twice() -> None:
    keeper = await a_keeper()
    await funds.appropriate(a_document(500000), keeper)
    for again in (a_document(500000), a_document(7), a_document(7, number=" 嵩财〔2026〕1号 ")):
        with pytest.raises(funds.DocumentRecordedBefore):
            await funds.appropriate(again, keeper)
    await funds.appropriate(a_document(7, Source.CITY), keeper)  # one document may name several sources
    assert await on(FundAccount.AVAILABLE) == {Source.COUNTY: 500000, Source.CITY: 7}
    assert await Voucher.all().count() == 2


@pytest.mark.parametrize("fen", [0, -1, -500000, 10**12, 10**18])
async def test_amounts_that_no_document_names(fen: int) -> None:
    with pytest.raises(funds.AmountImpossible):
        await funds.appropriate(a_document(fen), await a_keeper())
    assert await Appropriation.all().count() == 0


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"number": " "}, funds.DocumentMissing),
        ({"number": "号" * 61}, funds.DocumentMissing),
        ({"note": "注" * 201}, funds.DocumentMissing),
        ({"dated": date(2026, 3, 6)}, funds.DocumentDateImpossible),
        ({"dated": date(2024, 1, 1)}, funds.DocumentDateImpossible),
        ({"pool": "moonlight"}, funds.NoSuchPool),
        ({"pool": "rural_dibao"}, funds.NoSuchPool),  # paid out of a larger pool
        ({"source": Source.UNCOVERED}, funds.SourceGivesNothing),
    ],
)
async def test_documents_that_cannot_be(facts: dict[str, Any], refusal: type[Exception]) -> None:
    source = facts.pop("source", Source.COUNTY)
    with pytest.raises(refusal):
        await funds.appropriate(a_document(100, source, **facts), await a_keeper())
    assert await Voucher.all().count() == 0


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COUNTY_PAYER])
async def test_only_who_keeps_the_funds_records_and_reverses(role: Role) -> None:
    officer, made = await an_officer(role), await given(100)
    with pytest.raises(NoSuchPower):
        await funds.appropriate(a_document(100, number="另一份"), officer)
    with pytest.raises(NoSuchPower):
        await funds.reverse(made.id, officer, reason="记错了")


async def test_a_township_has_no_hand_in_the_countys_money() -> None:
    with pytest.raises(OutsideYourPlace):
        await funds.appropriate(a_document(100), await an_officer(Role.COUNTY_PAYER, TOWNSHIP))


async def test_a_document_that_takes_money_back_takes_no_more_than_there_is() -> None:
    keeper = await a_keeper()
    await given(1000)
    await funds.appropriate(a_document(400, number="收回1号", takes_back=True), keeper)
    assert await on(FundAccount.AVAILABLE) == {Source.COUNTY: 600}
    with pytest.raises(funds.FundsShort) as refused:
        await funds.appropriate(a_document(601, number="收回2号", takes_back=True), keeper)
    assert refused.value.details["missing_fen"] == 1
    assert await on(FundAccount.AVAILABLE) == {Source.COUNTY: 600}


async def test_a_reversal_undoes_a_document_once_and_lets_the_right_one_in() -> None:
    keeper = await a_keeper()
    made = await funds.appropriate(a_document(5000), keeper)
    voucher = await funds.reverse(made.id, keeper, reason="多写了一个零")
    assert voucher.reverses == (await Voucher.get(number=1)).id
    assert await on(FundAccount.AVAILABLE) == {}
    with pytest.raises(funds.NoSuchAppropriation):
        await funds.reverse(made.id, keeper, reason="再点一次")
    await funds.appropriate(a_document(500), keeper)
    assert await on(FundAccount.AVAILABLE) == {Source.COUNTY: 500}
    assert [each.fen for each in await funds.appropriations_of("410325", 2026)] == [5000, 500]


async def test_promised_money_is_not_reversed_away() -> None:
    made = await given(5000)
    await committed(5000)
    with pytest.raises(funds.FundsShort):
        await funds.reverse(made.id, await a_keeper(), reason="记错了")
    assert (await Appropriation.get()).reversed_at is None


@pytest.mark.parametrize("reason", ["", " 错 ", "错" * 201])
async def test_a_reversal_says_why(reason: str) -> None:
    made = await given(5000)
    with pytest.raises(funds.ReasonMissing):
        await funds.reverse(made.id, await a_keeper(), reason=reason)


async def test_nothing_of_another_is_reversed() -> None:
    with pytest.raises(funds.NoSuchAppropriation):
        await funds.reverse(some_id(), await a_keeper(), reason="没有这笔")


async def test_vouchers_are_read_newest_first_page_by_page() -> None:
    for number in range(53):
        await given(100 + number, number=f"文{number}")
    keeper = await a_keeper()
    first = await funds.vouchers_for(keeper)
    rest = await funds.vouchers_for(keeper, before=first[-1][0].id)
    assert [voucher.number for voucher, _ in first + rest] == list(range(53, 0, -1))
    assert all(sum(line.fen for line in lines) == 0 and len(lines) == 2 for _, lines in first)
    with pytest.raises(NoSuchPower):
        await funds.vouchers_for(await an_officer())


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE voucher_line SET fen = fen + 1",
        "DELETE FROM voucher_line",
        "UPDATE voucher SET note = '改'",
        "DELETE FROM voucher",
        "TRUNCATE voucher_line",
        "TRUNCATE voucher CASCADE",
    ],
)
async def test_nobody_edits_the_ledger_by_hand(change: str) -> None:
    await given(100)
    with pytest.raises(Exception, match="never edited"):
        await database.execute(change)
