"""What waits for an officer, on one page, what is late first, and nothing of another township's."""

from datetime import date
from typing import Any

from backend import clock
from backend.applications import Decision
from backend.identifiers import new_id
from backend.letters import DecisionLetter
from backend.residents import Resident
from backend.staff import Role
from tests.backend.applications.cases import submitted
from tests.backend.payouts.awards import an_award
from tests.console.desks import Console, words_of
from tests.console.telling import visit, wrote
from tests.people import OTHER_TOWNSHIP, OTHER_VILLAGE, a_contact, a_resident, an_officer, seed_parameters


async def test_what_waits_is_counted_and_led_to(console: Console, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()
    clerk = await console.desk()
    assert "没有等着您办的事" in words_of(await clerk.get("/today"))
    elder = await a_resident(phone="13800009999")
    await submitted(elder)
    waits = await clerk.get("/today")
    assert ("办件等受理1件" in words_of(waits), 'href="/cases?state=submitted"' in waits.text) == (True, True)
    leader, reviewer = await console.desk(Role.TOWNSHIP_LEADER), await console.desk(Role.COUNTY_REVIEWER)
    for desk in (leader, reviewer):
        assert "没有等着您办的事" in words_of(await desk.get("/today")), "not theirs to accept"
    await visit(elder, "message:1")
    await a_contact(await a_resident(village=OTHER_VILLAGE), "13800008888")
    await wrote("我的钱还没有到", owner=elder)
    await wrote("我也没有", phone="13800008888")
    at("2026-04-20 09:30")
    page = await clerk.get("/today")
    shown = words_of(page)
    for line in ("办件已超期1件", "上门任务超期1件", "乡亲来信没有答复1件"):
        assert line in shown, line
    assert shown.index("上门任务超期") < shown.index("乡亲来信"), "what is late comes first"
    assert 'href="/cases?due=overdue"' in page.text
    county = await console.desk(Role.COUNTY_REVIEWER)
    assert "乡亲来信没有答复2件" in words_of(await county.get("/today"))
    at("2026-05-20 09:30")
    assert "乡亲来信" not in words_of(await clerk.get("/today"))


async def test_more_than_a_list_holds_is_counted_to_the_last(console: Console, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()
    people = [await a_resident(f"王{number}") for number in range(53)]
    for person in people:
        await an_award(person, programme="rural_dibao", monthly_fen=22_000, from_month=date(2020, 1, 1))
    await DecisionLetter.bulk_create([await a_letter_of(each, due) for each, due in zip(people, DUES, strict=False)])
    clerk = await console.desk()
    words = words_of(await clerk.get("/today"))
    for line in ("待遇复核到期53件", "告知书超期没有送达51件", "告知书等送达2件"):
        assert line in words, line
    other = await console.desk(place=OTHER_TOWNSHIP)
    assert "没有等着您办的事" in words_of(await other.get("/today"))


DUES = [date(2026, 3, 1)] * 51 + [date(2026, 3, 2), None]


async def a_letter_of(person: Resident, due: date | None) -> DecisionLetter:
    """As it lies there to be delivered."""
    case = await submitted(person)
    decision = await Decision.create(
        id=new_id(), county=case.county, application_id=case.id, kind="refused", officer_id=(await an_officer()).id,
        at=clock.now(), reasons=[], note="",
    )  # fmt: skip
    return DecisionLetter(
        id=new_id(), county=case.county, village=case.village, application_id=case.id, decision_id=decision.id,
        resident_id=person.id, favourable=due is None, facts={}, drawn_up_at=clock.now(), due_on=due,
    )  # fmt: skip
