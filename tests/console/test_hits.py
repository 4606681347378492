"""政策找人 at the desk: what is listed to whom, a page at a time, and what comes of a hit."""

import html
import re
from datetime import date
from typing import Any

import pytest

from backend import discovery
from backend.discovery import Hit
from backend.identifiers import new_id
from backend.journal import Deed, Entry
from backend.staff import Role
from tests.console.desks import Console, sentence_of
from tests.people import COUNTY, OTHER_VILLAGE, VILLAGE, a_resident, seed_parameters


@pytest.fixture(autouse=True)
async def county(console: Console, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()


async def a_hit(name: str = "王秀英", village: str = VILLAGE, **facts: Any) -> Hit:
    person = await a_resident(name, village=village)
    given = {
        "rule": "entitled", "programme": "old_age_allowance", "restricted": False, "state": "open",
        "reasons": [{"sentence": "按身份证上的出生日期，老人已满83周岁。", "article": "本县办法", "outcome": "yes"}],
        "at_the_door": "老人可能可以领高龄津贴。", "due_on": date(2026, 4, 1),
    }  # fmt: skip
    return await Hit.create(
        id=new_id(), county=COUNTY, village=village, resident_id=person.id, data_date=date(2026, 1, 1),
        rule_version="2024.1", rule_digest="d", facts_digest="0" * 64, found_on=date(2026, 3, 1),
        seen_on=date(2026, 3, 2), **{**given, **facts},
    )  # fmt: skip


async def test_a_township_sees_its_own_with_reason_article_and_dates(console: Console) -> None:
    await a_hit("王秀英")
    await a_hit("赵远山", OTHER_VILLAGE)
    page = (await (await console.desk(Role.TOWNSHIP_CLERK)).get("/hits")).text
    assert "王秀英" in page
    assert "赵远山" not in page
    for words in ("已满83周岁", "本县办法", "资料日期2026年1月1日", "2026年4月1日", "规则版本2024.1"):
        assert words in page


async def test_the_county_sees_all_and_its_townships_numbers(console: Console) -> None:
    await a_hit("王秀英")
    await a_hit("赵远山", OTHER_VILLAGE, due_on=date(2026, 3, 1))
    page = (await (await console.desk(Role.COUNTY_REVIEWER)).get("/hits")).text
    for words in ("王秀英", "赵远山", "车村镇", "田湖镇", "（已超期）"):
        assert words in page


async def test_filters_by_rule_and_village(console: Console) -> None:
    await a_hit("王秀英")
    await a_hit("李桂花", rule="card_expiring", programme="")
    await a_hit("赵远山", OTHER_VILLAGE)
    desk = await console.desk(Role.COUNTY_REVIEWER)
    by_rule = (await desk.get("/hits?rule=card_expiring&village=")).text
    assert "李桂花" in by_rule
    assert "王秀英" not in by_rule
    by_village = (await desk.get(f"/hits?rule=&village={OTHER_VILLAGE}")).text
    assert "赵远山" in by_village
    assert "李桂花" not in by_village


async def test_another_townships_village_is_refused(console: Console) -> None:
    answer = await (await console.desk(Role.TOWNSHIP_CLERK)).get(f"/hits?village={OTHER_VILLAGE}")
    assert (answer.status_code, sentence_of(answer)) == (403, "这件事不在您负责的地方，不能查看或办理。")


@pytest.mark.parametrize("query", ["rule=moon", "village=1", "village=%00", "due=x&after=x", "after=1"])
async def test_bad_filters_are_turned_away(console: Console, query: str) -> None:
    assert (await (await console.desk()).get(f"/hits?{query}")).status_code == 422


async def test_pages_follow_each_other_without_gap_or_repeat(console: Console) -> None:
    names = {f"老人{number:03d}" for number in range(35)}
    for number, name in enumerate(sorted(names)):
        await a_hit(name, due_on=date(2026, 4, 1 + number % 3))
    desk = await console.desk()
    first = (await desk.get("/hits")).text
    (following,) = re.findall(r'href="(/hits[?][^"]*after=[^"]*)"', first)
    second = (await desk.get(html.unescape(following))).text
    assert "下一页" not in second
    seen = [name for page in (first, second) for name in names if name in page]
    assert sorted(seen) == sorted(names)


async def test_a_childs_hit_is_for_those_with_the_power_and_its_showing_is_recorded(console: Console) -> None:
    hit = await a_hit("小宝", programme="unsupported_child", restricted=True)
    clerk = await console.desk(Role.TOWNSHIP_CLERK)
    assert "小宝" not in (await clerk.get("/hits")).text
    answer = await clerk.post(f"/hits/{hit.id}/outcome", outcome="applied")
    assert answer.status_code == 404
    assert not await Entry.exists(deed=Deed.CHILD_HITS_SHOWN.value)
    leader = await console.desk(Role.TOWNSHIP_LEADER)
    assert "小宝" in (await leader.get("/hits")).text
    shown = await Entry.get(deed=Deed.CHILD_HITS_SHOWN.value)
    assert (shown.by_id, shown.facts) == (leader.officer.id, {"hits": [str(hit.id)]})


@pytest.mark.parametrize("outcome", ["applied", "refused_by_person", "not_eligible", "already_has", "unreachable"])
async def test_an_outcome_closes_it_and_is_recorded_without_the_note(console: Console, outcome: str) -> None:
    hit = await a_hit()
    desk = await console.desk()
    answer = await desk.post(f"/hits/{hit.id}/outcome", outcome=outcome, note="上门问过", rule="entitled", village="")
    assert (answer.status_code, answer.headers["location"]) == (303, "/hits?rule=entitled")
    kept = await Hit.get(id=hit.id)
    assert (kept.state, kept.outcome, kept.note, kept.closed_by) == ("closed", outcome, "上门问过", desk.officer.id)
    entry = await Entry.get(deed=Deed.HIT_CLOSED.value)
    assert entry.facts == {"rule": "entitled", "programme": "old_age_allowance", "outcome": outcome}
    again = await desk.post(f"/hits/{hit.id}/outcome", outcome=outcome)
    assert (again.status_code, sentence_of(again)) == (409, discovery.HitSettled.sentence)


@pytest.mark.parametrize(
    ("form", "status"),
    [({"outcome": "moon"}, 422), ({}, 422), ({"outcome": "applied", "note": "长" * 201}, 422)],
)
async def test_a_bad_outcome_changes_nothing(console: Console, form: dict[str, str], status: int) -> None:
    hit = await a_hit()
    assert (await (await console.desk()).post(f"/hits/{hit.id}/outcome", **form)).status_code == status
    assert (await Hit.get(id=hit.id)).state == "open"


async def test_another_townships_hit_is_nobody(console: Console) -> None:
    hit = await a_hit(village=OTHER_VILLAGE)
    answer = await (await console.desk()).post(f"/hits/{hit.id}/outcome", outcome="applied")
    assert answer.status_code == 404


async def test_the_page_says_when_the_county_has_not_set_a_standard(console: Console) -> None:
    await discovery.Screening.create(
        id=new_id(), county=COUNTY, for_day=date(2026, 3, 2), started_at="2026-03-01T18:00:00Z",
        finished_at="2026-03-01T18:00:05Z", people=560_000, found=0, new=0, passed=0, errands=0,
        unscreened=[{"what": "high_medical_cost", "key": "discovery.medical_times"}],
    )  # fmt: skip
    page = (await (await console.desk()).get("/hits")).text
    assert "discovery.medical_times" in page
    assert "看了560,000人" in page
