"""Each morning every hand hears of its own part of the money, and of what waits elsewhere; nobody of another's."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from backend import (
    applications,
    clock,
    database,
    digests,
    journal,
    payouts,
    rate_changes,
    recoveries,
    relays,
    rosters,
)
from backend.applications import Application, Ground, State
from backend.digests import Matter
from backend.relays import Relayed, Way
from backend.staff import Officer, Role
from tests.backend.applications.cases import submitted
from tests.backend.applications.test_delegating import is_set
from tests.backend.inquiries.opinions import dibao_accepted
from tests.backend.payouts.awards import an_award, card
from tests.backend.rate_changes.test_two_officers import RAISE
from tests.backend.recoveries.debts import a_paid_award, dies, the_debt
from tests.backend.rosters.sheets import a_file, a_row
from tests.backend.rosters.test_two_officers import offered
from tests.people import COUNTY, OTHER_TOWNSHIP, a_resident, an_identity_number, an_officer, seed_parameters

Travel = Callable[[str], None]
MARCH = date(2026, 3, 1)


@pytest.fixture(autouse=True)
async def county(empty_database: str, at: Travel) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()


async def the_house_has_heard() -> dict[Role, Officer]:
    """An officer of every role, none of whom has heard anything yet."""
    return {role: await an_officer(role) for role in Role}


async def heard(officer: Officer) -> dict[str, int]:
    """The matters of this morning's digest, drawn for everybody."""
    await digests.draw_up_digests()
    found = await digests.digests_of(officer)
    return found[0].matters if found else {}


async def test_a_batch_is_told_to_whose_turn_it_is_from_drawing_up_to_the_second_try(at: Travel) -> None:
    await database.execute("UPDATE parameter SET value = 'true' WHERE key = 'payouts.township_confirms'")
    hands = await the_house_has_heard()
    approver, payer, leader = hands[Role.COUNTY_APPROVER], hands[Role.COUNTY_PAYER], hands[Role.TOWNSHIP_LEADER]
    third, auditor = await an_officer(Role.COUNTY_APPROVER), hands[Role.AUDITOR]
    twin = await a_resident("张三", account=card(900))
    await an_award(twin)
    await an_award(await a_resident("李四", birth_date=date(1942, 7, 1), account=card(901)))
    batch = await payouts.draw_up("old_age_allowance", MARCH, payer)

    async def morning(day: int) -> dict[str, dict[str, int]]:
        at(f"2026-03-{day:02} 08:50")
        everybody = {"leader": leader, "approver": approver, "third": third, "payer": payer, "auditor": auditor}
        await digests.draw_up_digests()
        today = {name: await digests.digests_of(each) for name, each in everybody.items()}
        return {name: found[0].matters for name, found in today.items() if found and found[0].day.day == day}

    assert await morning(3) == {"leader": {"batch_part": 1}}, "nobody in the county can go on before the township"
    await payouts.confirm_part(batch.id, leader)
    await database.execute(
        """INSERT INTO batch_flag (payout_id, kind, batch_id, county, resident_id, raised_at)
           SELECT id, 'shared_account', batch_id, county, resident_id, now() FROM payout WHERE resident_id = $1""",
        twin.id,
    )
    assert await morning(4) == {"payer": {"batch_flagged": 1}}
    await payouts.decide_flag(
        batch.id, twin.id, payouts.FlagKind.SHARED_ACCOUNT, payouts.FlagDecision.PAY, "本人代管，已核实", payer
    )
    assert await morning(5) == {"approver": {"batch_to_approve": 1}, "third": {"batch_to_approve": 1}}
    await payouts.approve(batch.id, approver)
    assert await morning(6) == {"third": {"batch_to_release": 1}}, "who approved does not release"
    await payouts.release(batch.id, third)
    assert await morning(9) == {"payer": {"batch_to_export": 1}}
    await payouts.export(batch.id, payer)
    assert await morning(10) == {"payer": {"batch_unanswered": 1}, "auditor": {"batch_gone_out": 1}}
    assert await morning(11) == {"payer": {"batch_unanswered": 1}}, "an auditor hears of what happened once"
    await database.execute("UPDATE payout SET state = 'settled' WHERE line = 1")
    await database.execute("UPDATE payout SET state = 'bounced', bounce_code = 'closed' WHERE line = 2")
    await database.execute("UPDATE batch SET state = 'closed'")
    assert await morning(12) == {"payer": {"unpaid": 1}}
    at("2026-04-08 08:50")
    assert (await heard(payer)) == {"unpaid": 1}, "the thirtieth day is not yet beyond it"
    at("2026-04-09 08:50")
    assert (await heard(payer)) == {"unpaid": 1, "unpaid_long": 1}


async def test_relays_rechecks_and_denials_are_told_to_the_township_that_has_them(at: Travel) -> None:
    clerk, other = await an_officer(), await an_officer(place=OTHER_TOWNSHIP)
    reviewer = await an_officer(Role.COUNTY_REVIEWER)
    given: dict[str, Any] = {
        "programme": "disability_care", "other_place": "湖北省十堰市郧西县", "name": "陈小山",
        "began_on": date(2026, 3, 2),
    }  # fmt: skip
    number = an_identity_number(date(1970, 1, 2))
    await a_resident("陈小山", birth_date=date(1970, 1, 2), identity_number=number)
    for way in Way:
        await relays.take_relay(Relayed(way=way, identity_number=number, phone="13800009999", **given), clerk)
    elder = await a_resident("李四", account=card(902))
    await an_award(elder, programme="rural_dibao", monthly_fen=30000, recheck_due_on=date(2026, 3, 4))
    at("2026-03-03 08:50")
    assert await heard(clerk) == {"relay_without_case": 1}
    at("2026-03-06 08:50")
    assert await heard(clerk) == {"relay_overdue": 1, "relay_without_case": 1, "recheck_due": 1}
    assert await heard(reviewer) == {"recheck_due": 1}
    assert await heard(other) == {}


async def test_what_is_delegated_is_told_to_the_leader_and_when_it_is_late(at: Travel) -> None:
    await is_set("dibao.delegated", "yes")
    leader, approver = await an_officer(Role.TOWNSHIP_LEADER), await an_officer(Role.COUNTY_APPROVER)
    case = await submitted(await a_resident(phone="13800009999"))
    await Application.filter(id=case.id).update(
        programme="rural_dibao", state=State.COUNTY_REVIEW, accepted_at=clock.now(), step_due_on=date(2026, 3, 5)
    )
    at("2026-03-03 08:50")
    assert await heard(leader) == {"confirm_delegated": 1}
    at("2026-03-06 08:50")
    assert await heard(leader) == {"delegated_overdue": 1}
    assert await heard(approver) == {}


async def test_what_a_colleague_proposed_is_told_to_who_may_let_it_hold_until_it_is_decided(at: Travel) -> None:
    hands = await the_house_has_heard()
    clerk, leader, approver = hands[Role.TOWNSHIP_CLERK], hands[Role.TOWNSHIP_LEADER], hands[Role.COUNTY_APPROVER]
    payer, reviewer = hands[Role.COUNTY_PAYER], hands[Role.COUNTY_REVIEWER]
    at("2026-04-07 09:30")
    award = await a_paid_award("李四")
    await dies(award, date(2026, 3, 31))
    debt = await the_debt(award)
    case = await dibao_accepted(await a_resident(), clerk)
    await applications.ask_extension(case.id, Ground.HARD_TO_CHECK, "三个子女在外省", clerk)
    await recoveries.propose_write_off(debt.id, debt.fen, payer, reason="家属确无能力退回")
    change = await rate_changes.propose(RAISE, reviewer)
    roster = await offered(a_file(a_row()), reviewer)
    new = ("extension_asked", "write_off_proposed", "rate_proposed", "roster_offered")

    async def morning(day: int) -> dict[Role, set[str]]:
        at(f"2026-04-{day:02} 08:50")
        await digests.draw_up_digests()
        today = {role: [each for each in await digests.digests_of(hand) if each.day.day == day]
                 for role, hand in hands.items()}  # fmt: skip
        told = {role: set(found[0].matters) & set(new) for role, found in today.items() if found}
        return {role: matters for role, matters in told.items() if matters}

    assert await morning(8) == {
        Role.TOWNSHIP_LEADER: {"extension_asked"},
        Role.COUNTY_APPROVER: {"extension_asked", "write_off_proposed", "rate_proposed", "roster_offered"},
    }
    await database.execute("UPDATE officer SET role = 'county_approver' WHERE id = ANY ($1)", [payer.id, reviewer.id])
    assert (await morning(9))[Role.COUNTY_PAYER] == {"extension_asked", "rate_proposed", "roster_offered"}, "one's own"
    await applications.answer_extension(case.id, True, leader)
    await recoveries.decide_write_off(debt.id, approver, approved=False, reason="请先联系家属")
    await rate_changes.confirm(change.id, approver, shown=await rate_changes.digest_of(change.id))
    await rosters.confirm(roster.id, approver)
    assert await morning(10) == {}


async def test_an_auditor_hears_of_what_was_amended_written_off_and_taken_in_with_no_name(at: Travel) -> None:
    auditor, resident = await an_officer(Role.AUDITOR), await a_resident("李四")
    deeds = {
        journal.Deed.DECISION_AMENDED: "decision_amended", journal.Deed.OVERPAYMENT_WRITTEN_OFF: "written_off",
        journal.Deed.ROSTER_TAKEN_IN: "roster_taken_in", journal.Deed.LIFE_CERTIFIED: None,
    }  # fmt: skip
    by = journal.Signature(journal.By.CLOCK)
    async with database.transaction():
        for deed in deeds:
            await journal.record(journal.Line(deed, COUNTY, "application", resident.id, resident_id=resident.id), by=by)
    at("2026-03-03 08:50")
    assert await heard(auditor) == {word: 1 for word in deeds.values() if word}
    at("2026-03-04 08:50")
    await digests.draw_up_digests()
    assert len(await digests.digests_of(auditor)) == 1


def test_every_matter_has_its_words_and_only_what_missed_a_day_is_late() -> None:
    assert all(each.shown for each in Matter)
    assert not any(each.is_late for each in Matter if not each.value.endswith(("overdue", "escalated")))
    assert all(each.is_late for each in Matter if each.value.endswith(("overdue", "escalated")))
