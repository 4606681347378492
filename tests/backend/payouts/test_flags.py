"""What is noticed of payees before a batch goes on, who decides it, and what a decision does to the batch."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from backend import database, journal, payouts, staff
from backend.payouts import Batch, FlagDecision, FlagKind, Payout
from backend.residents import Resident
from backend.staff.powers import NoSuchPower
from sandbox import bank
from tests.backend.payouts.awards import MARCH, a_payer, an_approver, an_award, card, let_go
from tests.people import COUNTY, a_cadre, a_contact, a_resident, a_wechat_account, an_identity_number, seed_parameters

PAY, WITHHOLD = FlagDecision.PAY, FlagDecision.WITHHOLD


@pytest.fixture(autouse=True)
async def county(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-03-05 09:00")


async def a_payee(name: str, account: int, programme: str = "old_age_allowance", **facts: Any) -> Resident:
    resident = await a_resident(name, account=card(account), **facts)
    await an_award(resident, programme=programme, monthly_fen=5000)
    return resident


async def drawn_up(programme: str = "old_age_allowance") -> Batch:
    return await payouts.draw_up(programme, MARCH, await a_payer())


async def noticed(batch: Batch) -> set[tuple[str, str]]:
    """Name and kind of everything that was noticed."""
    rows = await database.rows(
        "SELECT r.name, f.kind FROM batch_flag f JOIN resident r ON r.id = f.resident_id WHERE batch_id = $1", batch.id
    )
    return {(row["name"], row["kind"]) for row in rows}


async def known_as(resident: Resident, fact: str) -> None:
    await database.execute(
        f"INSERT INTO situation (resident_id, county, {fact}, source, data_date) VALUES ($1, $2, true, 'register', $3)",
        resident.id, COUNTY, date(2026, 3, 1),
    )  # fmt: skip


async def test_each_thing_is_noticed_of_whom_it_concerns_and_of_nobody_else() -> None:
    await a_payee("寻常人", 1)
    for number in (2, 3):
        await a_payee("双生人", number, birth_date=date(1940, 1, 1))
    for name in ("共户甲", "共户乙"):
        await a_payee(name, 4)
    other = await a_payee("他户人", 5)
    await database.execute("UPDATE account SET holder_name = '他人' WHERE resident_id = $1", other.id)
    await known_as(await a_payee("服刑人", 6), "detained")
    await a_payee("迁出人", 7, registered_here=False)
    wrong = await a_payee("错号人", 8)
    await database.execute("UPDATE account SET kind = 'passbook' WHERE resident_id = $1", wrong.id)
    await a_cadre(name="村干部", phone="13900000001")
    gone = await a_cadre(name="离任者", phone="13900000002")
    await database.execute("UPDATE cadre SET left_on = '2026-01-01' WHERE id = $1", gone.id)
    await a_contact(await a_payee("村干部", 9), "13900000001")
    await a_contact(await a_payee("离任者", 10), "13900000002")
    await a_contact(await a_payee("同号人", 11), "13900000001")
    await a_payee("靠干部", 9)
    await a_wechat_account(resident=await a_payee("两栖人", 12), cadre=await a_cadre(name="另名"))
    assert await noticed(await drawn_up()) == {
        ("双生人", "same_person"), ("共户甲", "shared_account"), ("共户乙", "shared_account"),
        ("他户人", "holder_differs"), ("服刑人", "detained"), ("迁出人", "moved_away"), ("村干部", "staff"),
        ("村干部", "shared_account"), ("靠干部", "shared_account"), ("靠干部", "staff_account"), ("两栖人", "staff"),
    }  # fmt: skip


async def test_declared_staff_and_their_relatives_are_noticed_by_their_number() -> None:
    birth = date(1941, 2, 3)
    numbers = {name: an_identity_number(birth) for name in ("本人", "母亲")}
    for account, (name, number) in enumerate(numbers.items(), start=1):
        await a_payee(name, account, birth_date=birth, identity_number=number)
    payer = await a_payer()
    await staff.declare_own_kin(
        payer,
        [staff.Relative(relation, name, numbers[name])
         for name, relation in (("本人", staff.Relation.SELF), ("母亲", staff.Relation.PARENT))],
    )  # fmt: skip
    batch = await drawn_up()
    assert await noticed(batch) == {("本人", "staff"), ("母亲", "staff_kin")}
    mother = await Resident.get(name="母亲")
    with pytest.raises(staff.YourOwnKin):
        await payouts.decide_flag(batch.id, mother.id, FlagKind.STAFF_KIN, PAY, "核对过", payer)


@pytest.mark.parametrize(
    ("programme", "other", "terms", "clashes"),
    [
        ("rural_dibao", "tekun", {}, True),
        ("tekun", "rural_dibao", {}, False),  # the one that gives way is asked about
        ("orphan", "tekun", {}, True),
        ("tekun", "orphan", {}, True),
        ("disability_care", "orphan", {}, False),
        ("rural_dibao", "old_age_allowance", {}, False),
        ("rural_dibao", "tekun", {"from_month": date(2026, 4, 1)}, False),
        ("rural_dibao", "tekun", {"stopped_from": date(2026, 3, 1)}, False),
        ("rural_dibao", "tekun", {"suspended_from": date(2026, 3, 1)}, False),
    ],
)
async def test_the_matrix_is_asked_about_running_awards(
    programme: str, other: str, terms: dict[str, Any], clashes: bool
) -> None:
    payee = await a_payee("双领人", 1, programme)
    await an_award(payee, programme=other, monthly_fen=6000, **terms)
    batch = await drawn_up(programme)
    assert await noticed(batch) == ({("双领人", "clash")} if clashes else set())
    for flag in await payouts.flagged(batch.id, FlagKind.CLASH):
        assert flag.about in ("特困供养", "特困人员救助供养", "孤儿基本生活费", "孤儿基本生活保障")


async def test_a_card_that_fails_its_check_digit_warns_and_holds_nothing_up() -> None:
    await an_award(await a_resident(account="6228480000000000010"))
    batch = await drawn_up()
    assert [(each.kind, each.people, each.open) for each in await payouts.flag_totals(batch.id)] == [
        (FlagKind.LUHN, 1, 1)
    ]
    await payouts.approve(batch.id, await an_approver())


async def held_back() -> list[tuple[UUID | None, Any, Any]]:
    """Who hears that a month was not paid, why in a word, and which month."""
    told = await journal.Entry.filter(deed=journal.Deed.PAYOUT_HELD_BACK.value)
    return [(each.resident_id, each.facts["why"], each.facts["month"]) for each in told]


async def test_a_batch_waits_for_every_decision_and_a_month_not_paid_stays_owed() -> None:
    payer = await a_payer()
    first, second = await a_payee("服刑人", 1), await a_payee("迁出人", 2, registered_here=False)
    await a_payee("寻常人", 3)
    await known_as(first, "detained")
    batch = await drawn_up()
    with pytest.raises(payouts.FlagsOpen) as refused:
        await payouts.approve(batch.id, await an_approver())
    assert refused.value.details == {"flags": 2}
    with pytest.raises(payouts.FlagReasonMissing):
        await payouts.decide_flag(batch.id, first.id, FlagKind.DETAINED, WITHHOLD, "  ", payer)
    with pytest.raises(NoSuchPower):
        await payouts.decide_flag(batch.id, first.id, FlagKind.DETAINED, WITHHOLD, "在押", await an_approver())
    with pytest.raises(payouts.NoSuchFlag):
        await payouts.decide_flag(batch.id, first.id, FlagKind.STAFF, WITHHOLD, "在押", payer)
    outcomes = await asyncio.gather(
        *(payouts.decide_flag(batch.id, first.id, FlagKind.DETAINED, WITHHOLD, "在押", payer) for _ in range(3)),
        return_exceptions=True,
    )
    assert sum(isinstance(each, payouts.FlagDecided) for each in outcomes) == 2
    await payouts.decide_flag(batch.id, second.id, FlagKind.MOVED_AWAY, PAY, "3月迁出，当月照发", payer)
    totals = await payouts.totals(batch.id)
    assert (totals.payouts, totals.total_fen) == (2, 10000)
    assert await held_back() == [], "until it is let go the batch may be drawn up anew"
    await let_go(batch)
    assert await held_back() == [(first.id, "withheld", "2026-03-01")]
    file = (await payouts.export(batch.id, payer)).content
    assert f"{batch.number}-000001" not in file.decode("gb18030")
    assert (await payouts.export(batch.id, payer)).content == file
    report = await payouts.read_return_file(batch.id, bank.answer(file, paid_on=date(2026, 3, 5)), payer)
    assert (report.settled, report.odd, report.closed) == (2, [], True)
    told = await journal.Entry.filter(deed="payouts.flag_decided").order_by("id")
    assert [(each.resident_id, each.facts["decision"]) for each in told] == [
        (first.id, "withhold"), (second.id, "pay")
    ]  # fmt: skip
    again = await drawn_up()
    assert (again.round, await noticed(again)) == (2, {("服刑人", "detained")})
    await payouts.decide_flag(again.id, first.id, FlagKind.DETAINED, WITHHOLD, "在押", payer)
    with pytest.raises(payouts.NobodyLeft):
        await payouts.approve(again.id, await an_approver())
    await payouts.discard(again.id, payer)
    at_last = await drawn_up()
    await payouts.decide_flag(at_last.id, first.id, FlagKind.DETAINED, PAY, "已释放", payer)
    assert await Payout.filter(resident_id=first.id, state="drawn_up").count() == 1


async def test_what_becomes_known_before_the_approval_is_noticed_then() -> None:
    payee = await a_payee("后来人", 1)
    batch = await drawn_up()
    await known_as(payee, "detained")
    with pytest.raises(payouts.FlagsOpen):
        await payouts.approve(batch.id, await an_approver())
    (flag,) = await payouts.flagged(batch.id, FlagKind.DETAINED)
    assert (flag.name, flag.months, flag.fen, flag.decision) == ("后来人", 1, 5000, None)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE payout SET state = 'discarded'",
        "UPDATE batch SET state = 'approved'",
        "DELETE FROM batch_flag",
        "UPDATE batch_flag SET kind = 'staff'",
        "UPDATE payout SET amount_fen = 10000000000",
        "UPDATE award SET monthly_fen = 10000000000",
    ],
)
async def test_the_tables_themselves_let_nothing_pass_undecided(change: str) -> None:
    await a_payee("迁出人", 1, registered_here=False)
    await drawn_up()
    with pytest.raises(Exception, match=r"by a decision only|open flags|decided once|not changed|check"):
        await database.execute(change)
