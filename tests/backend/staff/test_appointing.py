"""Officers and cadres come in, change and leave by a file; a card is the only way in, and ends the old one."""

import pyotp
import pytest

from backend import clock, journal, sealing, staff
from backend.journal import By, Deed, Signature
from backend.residents import bury_number, is_dead_number
from backend.spreadsheet import Sheet, read_table
from backend.staff import BadStaffFile, Cadre, Officer, Outcome, SignInCard, SignInRefused
from tests.people import COUNTY, OTHER_VILLAGE, TOWNSHIP, VILLAGE, the_map

BY = Signature(By.IMPORT)
GOOD = f"""岗位,姓名,用户名,手机号,区划代码,离岗日期
县局审核,张敏,county.reviewer1,,{COUNTY}000000,
乡镇经办,刘洋,checun.clerk1,,{TOWNSHIP},
村干部,杨树,,139 0000 0000,{VILLAGE}、{OTHER_VILLAGE},
"""


def sheet(text: str) -> Sheet:
    return read_table(text.encode())[0]


async def take_in(text: str, **more: bool) -> tuple[staff.Staffed, list[SignInCard]]:
    cards: list[SignInCard] = []
    return await staff.import_staff(COUNTY, sheet(text), by=BY, hand_over=cards.extend, **more), cards


def code_of(card: SignInCard) -> str:
    return pyotp.TOTP(card.totp_secret).at(int(clock.real_now().timestamp()))


@pytest.fixture(autouse=True)
async def places(empty_database: str) -> None:
    await the_map()


async def test_who_is_appointed_signs_in_with_their_card() -> None:
    done, cards = await take_in(GOOD)
    assert (done.officers, done.cadres) == ({Outcome.APPOINTED: 2}, {Outcome.APPOINTED: 1})
    for card in cards:
        assert (await staff.sign_in(card.username, card.password, code_of(card))).name == card.name
    assert [each.name for each in await staff.cadres_of(OTHER_VILLAGE)] == ["杨树"]
    deeds = [entry.deed for entry in await journal.Entry.all().order_by("at")]
    assert deeds.count(Deed.OFFICER_APPOINTED.value) == 2
    assert deeds.count(Deed.CADRE_APPOINTED.value) == 1


async def test_a_second_time_changes_nothing_and_makes_no_card() -> None:
    await take_in(GOOD)
    entries = await journal.Entry.all().count()
    done, cards = await take_in(GOOD)
    assert (done.officers, done.cadres, cards) == ({Outcome.UNCHANGED: 2}, {Outcome.UNCHANGED: 1}, [])
    assert await journal.Entry.all().count() == entries


async def test_a_dry_run_tells_and_leaves_nothing() -> None:
    done, cards = await take_in(GOOD, dry_run=True)
    assert (done.officers[Outcome.APPOINTED], cards) == (2, [])
    assert await Officer.all().count() + await Cadre.all().count() + await journal.Entry.all().count() == 0


async def test_nobody_is_appointed_whose_card_could_not_be_kept() -> None:
    def full_disk(cards: list[SignInCard]) -> None:
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011 - whatever stops it
        await staff.import_staff(COUNTY, sheet(GOOD), by=BY, hand_over=full_disk)
    assert await Officer.all().count() == 0


async def test_another_post_other_villages_and_leaving_are_changes_on_record() -> None:
    _, (reviewer, clerk) = await take_in(GOOD)
    done, cards = await take_in(
        GOOD.replace("县局审核", "县局审批")
        .replace(f"、{OTHER_VILLAGE},", ",")
        .replace(f"{TOWNSHIP},", f"{TOWNSHIP},2026-03-01")
    )
    assert (done.officers, done.cadres, cards) == ({Outcome.CHANGED: 2}, {Outcome.CHANGED: 1}, [])
    assert (await staff.sign_in(reviewer.username, reviewer.password, code_of(reviewer))).role == "county_approver"
    with pytest.raises(SignInRefused):
        await staff.sign_in(clerk.username, clerk.password, code_of(clerk))
    assert await staff.cadres_of(OTHER_VILLAGE) == []
    changed = [entry.facts["changed"] for entry in await journal.Entry.filter(deed=Deed.OFFICER_CHANGED.value)]
    assert sorted(changed) == [["left_on"], ["role"]]


async def test_a_new_card_ends_the_old_one() -> None:
    _, (old, _) = await take_in(GOOD)
    made: list[SignInCard] = []
    await staff.renew_sign_in(COUNTY, old.username, by=BY, hand_over=made.extend)
    with pytest.raises(SignInRefused):
        await staff.sign_in(old.username, old.password, code_of(old))
    assert (await staff.sign_in(old.username, made[0].password, code_of(made[0]))).username == old.username
    assert await journal.Entry.filter(deed=Deed.SIGN_IN_RENEWED.value).count() == 1
    with pytest.raises(staff.NoSuchOfficer):
        await staff.renew_sign_in(COUNTY, "nobody", by=BY, hand_over=made.extend)


async def test_a_card_is_a_page_with_a_code() -> None:
    _, cards = await take_in(GOOD)
    assert staff.print_cards("嵩县", cards).startswith(b"%PDF")
    assert cards[0].password not in repr(cards)
    assert cards[0].totp_secret not in repr(cards)


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("县局审核", "县局领导", "A2「岗位」"),
        ("张敏", "张", "B2「姓名」"),
        ("county.reviewer1", "County Reviewer", "C2「用户名」"),
        ("checun.clerk1", "county.reviewer1", "C3「用户名」：与第2行重复"),
        (f"{COUNTY}000000", TOWNSHIP, "E2「区划代码」：这个岗位请填县一级"),
        (f"{TOWNSHIP},", f"{VILLAGE},", "E3「区划代码」：这个岗位请填乡镇一级"),
        (f"{TOWNSHIP},", f"{TOWNSHIP},2026-02-30", "F3「离岗日期」"),
        ("139 0000 0000", "0379-6630000", "D4「手机号」"),
        (OTHER_VILLAGE, "410325999999", "E4「区划代码」：请填村一级"),
        ("岗位,姓名", "职务,姓名", "A1：这一行要是表头"),
        (GOOD.partition("\n")[2], "", "文件里没有一个人"),
    ],
)
async def test_a_mistake_is_named_by_its_cell_and_nobody_comes_in(old: str, new: str, where: str) -> None:
    assert old in GOOD
    with pytest.raises(BadStaffFile) as refused:
        await take_in(GOOD.replace(old, new))
    assert [reason for reason in refused.value.details["reasons"] if reason.startswith(where)]
    assert await Officer.all().count() + await Cadre.all().count() == 0


async def test_a_dead_number_that_is_put_on_file_anew_is_in_use_again() -> None:
    numbers = [sealing.blind_index(number, "phone") for number in ("13700001111", "13900000000")]
    for each in numbers:
        await bury_number(COUNTY, each, reason="MK:0001", by=BY)
    await take_in(GOOD.replace("checun.clerk1,,", "checun.clerk1,137 0000 1111,"))
    assert [await is_dead_number(COUNTY, each) for each in numbers] == [False, False]
    await bury_number(COUNTY, numbers[0], reason="MK:0001", by=BY)
    await take_in(GOOD.replace("checun.clerk1,,", "checun.clerk1,137 0000 1111,"))
    assert await is_dead_number(COUNTY, numbers[0]), "the same file again says nothing new"


async def test_an_officers_work_phone_is_sealed_and_changed_and_a_blank_leaves_it(places: None) -> None:
    texted = GOOD.replace("checun.clerk1,,", "checun.clerk1,137 0000 1111,")
    another = GOOD.replace("checun.clerk1,,", "checun.clerk1,137 0000 2222,")
    await take_in(GOOD)
    for text, changed, ending in ((texted, 1, "1111"), (texted, 0, "1111"), (another, 1, "2222"), (GOOD, 0, "2222")):
        done, _ = await take_in(text)
        assert done.officers[Outcome.CHANGED] == changed
        assert (await Officer.get(username="checun.clerk1")).phone_shown == f"137****{ending}"
    assert b"13700001111" not in bytes((await Officer.get(username="checun.clerk1")).phone_sealed or b"")
    entry = await journal.Entry.filter(deed=Deed.OFFICER_CHANGED.value).first()
    assert entry is not None
    assert entry.facts["changed"] == ["phone"]
    assert "1370000" not in str(entry.facts)
    with pytest.raises(BadStaffFile) as refused:
        await take_in(GOOD.replace("checun.clerk1,,", "checun.clerk1,12345,"))
    assert "手机号" in str(refused.value.details["reasons"])
