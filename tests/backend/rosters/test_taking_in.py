"""A roster becomes people, households and awards; every mistake is named by its cell; twice changes nothing."""

import asyncio
import importlib
from datetime import date

import pytest

from backend import clock, database, entitlements, journal, residents, rosters
from backend.entitlements import Award
from backend.identifiers import new_id
from backend.journal import By, Deed, Signature
from backend.residents import Account, Contact, DisabilityCard, Household, Resident
from backend.rosters import Choice, Examined, HasMistakes, Outcome, Wanted, Weight
from backend.staff import Role
from tests.backend.rosters.sheets import TITLES, a_file, a_row, wanted
from tests.people import (
    OTHER_VILLAGE,
    VILLAGE,
    a_resident,
    an_identity_number,
    an_officer,
    seed_parameters,
    the_map,
)

BY = Signature(By.IMPORT)
CARD = "6228480402564890018"  # passes Luhn


@pytest.fixture(autouse=True)
async def march(empty_database: str, at: object) -> None:
    await the_map()
    at("2026-03-02 09:30")


async def take_in(file: Wanted, choice: Choice = Choice.ALL) -> Examined:
    return await rosters.take_in(file, choice, roster=new_id(), digest="0" * 64, by=BY)


async def test_a_row_becomes_a_person_with_home_phone_account_and_award() -> None:
    done = await take_in(wanted(a_file(a_row(银行账号=CARD))))
    assert done.plan.outcomes == {Outcome.PERSON_AND_AWARD: 1, Outcome.STOPPED: 0}
    assert done.reading.findings == []
    person = await Resident.get()
    assert (person.name, person.village, person.sex, person.birth_date) == (
        "王秀英", VILLAGE, "female", date(1950, 3, 4)
    )  # fmt: skip
    award = await Award.get(resident_id=person.id)
    assert (award.programme, award.monthly_fen, award.origin) == ("rural_dibao", 35_000, "imported")
    assert (award.from_month, award.paid_here_from) == (date(2024, 5, 1), date(2026, 3, 1))
    assert (await Account.get(resident_id=person.id)).number == CARD
    assert (await Contact.get(resident_id=person.id)).phone == "13812345678"
    assert (await Household.get(id=person.household_id)).register_kind == "rural"
    told = await journal.Entry.get(deed=Deed.AWARD_IMPORTED.value)
    assert (told.subject_id, told.facts["row"]) == (award.id, "农村低保!3")
    assert (await journal.Entry.get(deed=Deed.ROSTER_TAKEN_IN.value)).facts["person_and_award"] == 1


@pytest.mark.parametrize("programme", ["youfu", "old_party_member"])
async def test_what_another_office_pays_counts_and_is_never_paid_here(programme: str) -> None:
    await take_in(wanted(a_file(a_row(银行账号=CARD)), programme))
    award = await Award.get()
    assert (award.programme, award.monthly_fen, award.read_only) == (programme, 35_000, True)
    assert [each.code for each in entitlements.benefits() if each.code == programme] == []


async def test_the_same_file_again_changes_nothing() -> None:
    file = a_file(a_row(银行账号=CARD), a_row("李桂兰"))
    await take_in(wanted(file))
    again = await take_in(wanted(file))
    assert again.plan.outcomes == {Outcome.UNCHANGED: 2, Outcome.STOPPED: 0}
    assert again.reading.findings == []
    assert await Resident.all().count() == await Award.all().count() == 2


async def test_a_dry_run_writes_nothing() -> None:
    found = await rosters.examine(wanted(a_file(a_row())))
    assert (found.plan.outcomes[Outcome.PERSON_AND_AWARD], found.plan.fen) == (1, 35_000)
    assert await Resident.all().count() + await journal.Entry.all().count() == 0


async def test_a_family_has_one_home_and_one_award() -> None:
    titles = (*TITLES, "户编号", "与户主关系", "保障人口")
    head = a_row(户编号="车村-7", 与户主关系="户主", 保障人口="2人")
    wife = a_row("刘小妹", 户编号="车村-7", 与户主关系="妻", **{"月保障金额（元）": ""})
    done = await take_in(wanted(a_file(head, wife, titles=titles)))
    assert done.plan.outcomes == {Outcome.PERSON_AND_AWARD: 1, Outcome.MEMBER: 1, Outcome.STOPPED: 0}
    home = await Household.get()
    assert (home.number, home.members_counted) == ("车村-7", 2)
    assert sorted([each.relation_to_head for each in await Resident.all()]) == ["head", "spouse"]
    assert await Award.all().count() == 1


async def test_somebody_known_keeps_what_is_on_the_register() -> None:
    number = an_identity_number(date(1950, 3, 4))
    known = await a_resident("王秀英", date(1950, 3, 4), identity_number=number, account="6228480000000000018")
    done = await take_in(wanted(a_file(a_row(身份证号码=number, 银行账号=CARD))))
    assert done.plan.outcomes[Outcome.AWARD] == 1
    assert await Resident.all().count() == 1
    assert (await residents.current_account(known.id)).last_four == "0018"
    assert [(each.title, each.weight) for each in done.reading.findings] == [("账号", Weight.LEFT_OUT)]


async def test_an_elders_amount_follows_from_age_and_rates() -> None:
    await seed_parameters()
    titles = ("村", "姓名", "身份证号", "月标准", "起发年月", "最近认证日期")
    elder = {
        "村": "车村",
        "姓名": "赵大爷",
        "身份证号": an_identity_number(date(1940, 1, 2), "male"),
        "起发年月": "202001",
    }
    young = {**elder, "姓名": "钱大妈", "身份证号": an_identity_number(date(1950, 1, 2)), "月标准": "50"}
    file = a_file(
        {**elder, "月标准": "80", "最近认证日期": "2025.11.3"}, young, titles=titles, sheet="车村镇"
    )  # fmt: skip
    done = await take_in(wanted(file, "old_age_allowance"))
    assert [each.sentence[:6] for each in done.reading.findings] == ["与县里这个年", "按县里的标准"]
    award = await Award.get(certified_on=date(2025, 11, 3))
    assert award.monthly_fen is None
    person = await Resident.get(id=award.resident_id)
    assert [each.amount_fen for each in await entitlements.owed_months(award, person, date(2026, 3, 1))] == [5_000]
    unknown = await Award.get(certified_on=None)
    assert unknown.certification_due_on
    assert 30 <= (unknown.certification_due_on - clock.today()).days <= 366


async def test_a_card_of_the_disabled() -> None:
    number = an_identity_number(date(1980, 1, 2))
    titles = (*TITLES, "残疾证号", "残疾类别", "残疾等级", "有效期")
    row = a_row(身份证号码=number, 残疾证号=f"{number}41", 残疾类别="肢体残疾", 残疾等级="一级", 有效期="2030-05-01")
    await take_in(wanted(a_file(row, titles=titles), "disability_care"))
    card = await DisabilityCard.get()
    assert (card.disability_class, card.grade, card.valid_to) == ("4", 1, date(2030, 5, 1))


GOOD_NUMBER = "410325195003040028"


@pytest.mark.parametrize(
    ("cells", "where", "said", "weight"),
    [
        ({"身份证号码": "410325195003040029"}, "E3", "有一位输错", Weight.STOPS),
        ({"身份证号码": "41032519500304"}, "E3", "18位", Weight.STOPS),
        ({"身份证号码": "410325500304002"}, "E3", "15位", Weight.STOPS),
        ({"身份证号码": "4.10325E+17"}, "E3", "科学计数法", Weight.STOPS),
        ({"身份证号码": "410325193802291019"}, "E3", "不存在", Weight.STOPS),
        ({"身份证号码": ""}, "E3", "没有身份证号", Weight.STOPS),
        ({"姓名": "王"}, "C3", "姓名要有", Weight.STOPS),
        ({"性别": "男"}, "D3", "性别不一致", Weight.STOPS),
        ({"性别": "?"}, "D3", "请填男或女", Weight.LEFT_OUT),
        ({"村": "没有这个村"}, "B3", "没有找到这个村", Weight.STOPS),
        ({"村": ""}, "B3", "没有写是哪个村", Weight.STOPS),
        ({"乡镇": "别县镇"}, "B3", "没有登记这个乡镇", Weight.STOPS),
        ({"乡镇": "田湖镇"}, "B3", "没有找到这个村", Weight.STOPS),
        ({"月保障金额（元）": "350.505"}, "G3", "最多写到分", Weight.STOPS),
        ({"月保障金额（元）": "-350"}, "G3", "要大于0", Weight.STOPS),
        ({"月保障金额（元）": "1E+10"}, "G3", "科学计数法", Weight.STOPS),
        ({"月保障金额（元）": "10000000000"}, "G3", "超过100万元", Weight.STOPS),
        ({"月保障金额（元）": ""}, "G3", "没有写月金额", Weight.STOPS),
        ({"起保年月": "去年"}, "H3", "年月请按", Weight.STOPS),
        ({"起保年月": "2026-04"}, "H3", "还没有到", Weight.STOPS),
        ({"起保年月": ""}, "H3", "没有起始年月", Weight.NOTED),
        ({"联系电话": "12345"}, "F3", "不是手机号", Weight.LEFT_OUT),
        ({"银行账号": "6.22848E+18"}, "K3", "科学计数法", Weight.LEFT_OUT),
        ({"银行账号": "ABC"}, "K3", "8到30位", Weight.LEFT_OUT),
        ({"银行账号": "6228480402564890019"}, "K3", "不像银行卡号", Weight.NOTED),
        ({"银行账号": CARD, "户名": "李四"}, "J3", "户名不是本人", Weight.LEFT_OUT),
    ],
)
async def test_what_is_wrong_is_named_by_its_cell(cells: dict[str, str], where: str, said: str, weight: Weight) -> None:
    found = await rosters.examine(wanted(a_file(a_row(**{"身份证号码": GOOD_NUMBER, **cells}))))
    assert [(each.at, each.weight) for each in found.reading.findings if said in each.sentence] == [
        (f"农村低保!{where}", weight)
    ]
    assert found.plan.outcomes[Outcome.STOPPED] == (weight is Weight.STOPS)
    for value in cells.values():
        assert len(value) < 4 or all(value not in each.sentence for each in found.reading.findings)


async def test_one_person_twice_one_account_for_two_and_one_household_in_two_villages() -> None:
    titles = (*TITLES, "户编号")
    first = a_row(银行账号=CARD, 户编号="H1")
    file = a_file(
        first,
        first,
        a_row("李桂兰", 银行账号=CARD, 户编号="H1"),
        a_row("张翠花", 户编号="H1", 乡镇="田湖镇", 村="田湖村"),
        titles=titles,
    )
    found = await rosters.examine(wanted(file))
    said = {(each.at.removeprefix("农村低保!"), each.sentence[:8]) for each in found.reading.findings}
    assert said == {
        ("E4", "与农村低保!E3"),
        ("G5", "同一户在农村低保"),
        ("L6", "与农村低保!3行"),
        ("G6", "同一户在农村低保"),
        ("K3", "同一个账号写在几"),
        ("K5", "同一个账号写在几"),
    }
    assert found.plan.outcomes == {Outcome.PERSON_AND_AWARD: 1, Outcome.STOPPED: 3}


@pytest.mark.parametrize(
    ("facts", "cells", "said"),
    [
        ({"name": "王桂英"}, {}, "另一个姓名"),
        ({"deceased_on": date(2026, 1, 1)}, {}, "已去世"),
        ({"village": OTHER_VILLAGE}, {}, "登记在另一个村"),
    ],
)
async def test_what_the_register_says_against_a_row(facts: dict[str, object], cells: dict[str, str], said: str) -> None:
    given: dict[str, object] = {"name": "王秀英", **facts}
    await a_resident(str(given.pop("name")), date(1950, 3, 4), identity_number=GOOD_NUMBER, **given)
    found = await rosters.examine(wanted(a_file(a_row(身份证号码=GOOD_NUMBER, **cells))))
    assert [said in each.sentence for each in found.reading.findings] == [True]


async def test_another_amount_than_is_paid_is_no_matter_for_an_import() -> None:
    row = a_row()
    await take_in(wanted(a_file(row)))
    found = await rosters.examine(wanted(a_file({**row, "月保障金额（元）": "400"})))
    assert [each.sentence[:16] for each in found.reading.findings] == ["系统里这项待遇的月金额不同。要调"]
    assert found.plan.outcomes == {Outcome.STOPPED: 1}


async def test_all_or_nothing_and_row_by_row() -> None:
    file = wanted(a_file(a_row(), a_row("李桂兰", 身份证号码="123")))
    with pytest.raises(HasMistakes) as refused:
        await take_in(file)
    assert refused.value.details["reasons"] == ["农村低保!E4「身份证号」：身份证号应为18位数字，最后一位可以是X。"]
    assert await Resident.all().count() == 0
    done = await take_in(file, Choice.ROWS)
    assert done.plan.outcomes == {Outcome.PERSON_AND_AWARD: 1, Outcome.STOPPED: 1}
    assert await Award.all().count() == 1


@pytest.mark.parametrize("month", [date(2026, 2, 1), date(2026, 7, 1), date(2026, 3, 2)])
async def test_a_month_that_was_paid_before_is_not_paid_again(month: date) -> None:
    with pytest.raises(rosters.BadFirstMonth):
        await rosters.examine(wanted(a_file(a_row()), month=month))


@pytest.mark.parametrize(
    "step", ["backend.residents.register", "backend.entitlements.take_over", "backend.journal.record_many"]
)
async def test_cut_off_anywhere_nothing_is_half_written_and_the_same_file_finishes(
    step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fault comes after the step has written, as a kill would."""
    room, name = step.rsplit(".", 1)
    real = getattr(importlib.import_module(room), name)

    async def cut_off(*given: object, **more: object) -> None:
        await real(*given, **more)
        raise ConnectionResetError

    file = wanted(a_file(a_row(银行账号=CARD), a_row("李桂兰")))
    with monkeypatch.context() as broken:
        broken.setattr(step, cut_off)
        with pytest.raises(ConnectionResetError):
            await take_in(file)
    assert [await each.all().count() for each in (Household, Resident, Account, Contact, Award, journal.Entry)] == [
        0
    ] * 6
    assert (await take_in(file)).plan.outcomes[Outcome.PERSON_AND_AWARD] == 2


async def test_the_same_file_by_two_at_once_is_taken_in_once() -> None:
    file = wanted(a_file(a_row(银行账号=CARD), a_row("李桂兰")))
    done = await asyncio.gather(take_in(file), take_in(file))
    assert sorted(each.plan.counted.popitem()[0] for each in done) == ["person_and_award", "unchanged"]
    assert await Award.all().count() == 2


async def test_first_rechecks_are_spread_where_none_is_known_and_kept_where_one_is() -> None:
    titles = (*TITLES, "最近复核日期")
    known = a_row("李桂兰", 最近复核日期="2025年9月30日")
    recent = a_row("赵大娘", 起保年月="2025年12月")
    rows = [a_row(f"某{number}") for number in "一二三四五六七八"]
    await take_in(wanted(a_file(known, recent, *rows, titles=titles)))
    by_name = {
        each["name"]: each
        for each in await database.rows(
            """SELECT r.name, a.recheck_due_on, a.recheck_spread, a.rechecked_on
               FROM award a JOIN resident r ON r.id = a.resident_id"""
        )
    }
    first = by_name.pop("李桂兰")
    assert (first["recheck_due_on"], first["recheck_spread"]) == (date(2026, 9, 28), False)
    assert first["rechecked_on"] == date(2025, 9, 30)
    assert by_name.pop("赵大娘")["recheck_due_on"] is None, "its own first year is not over"
    due = [each["recheck_due_on"] for each in by_name.values()]
    assert all(each["recheck_spread"] for each in by_name.values())
    assert date(2026, 4, 1) <= min(due) <= max(due) < date(2027, 3, 5)
    assert len(set(due)) > 5, "not all on one day"
    officer = await an_officer(Role.COUNTY_REVIEWER)
    assert await entitlements.awards_for(officer, entitlements.Which.RECHECK_DUE) == []
    spread = await Award.filter(recheck_spread=True).first()
    assert spread
    looked_at = await entitlements.note_recheck(spread.id, officer, basis="入户复核")
    assert (looked_at.recheck_spread, looked_at.rechecked_on) == (False, date(2026, 3, 2))
