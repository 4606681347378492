"""How each provider does, and whether its own list of what was sent agrees with ours."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from backend import clock, database, journal, messages, residents
from backend.journal import Deed
from backend.messages import DifferenceKind
from backend.programmes import Enactment, enact
from backend.residents import Resident
from backend.spreadsheet import read_table
from backend.staff import Role
from notifications.message import Message
from tests.console.desks import Console, Desk, sentence_of, words_of
from tests.console.telling import told
from tests.people import COUNTY, OTHER_VILLAGE, a_contact, a_resident, the_map


@pytest.fixture
async def clerk(console: Console, at: Any) -> Desk:
    at("2026-03-02 09:30")
    await the_map()
    return await console.desk()


async def test_figures_by_carrier_go_by_the_segment_and_say_so(clerk: Desk, at: Any) -> None:
    phones = {
        "13800001111": "移动", "17049990000": "联通", "17000001111": "电信", "19200001111": "广电",
        "13490001111": "其他号段",
    }  # fmt: skip
    for number, phone in enumerate(phones):
        contact = await a_contact(await a_resident(), phone)
        for state in ["delivered"] * 3 + ["undelivered"] * number:
            message = await told(await Resident.get(id=contact.resident_id), state)
            await Message.filter(id=message.id).update(
                route_id=contact.id, sent_at=clock.now() - timedelta(seconds=number), finished_at=clock.now()
            )
    await told(await a_resident(), "rejected")
    assert [await residents.note_carriers(), await residents.note_carriers()] == [5, 0]
    found = {each.carrier_shown: each for each in (await messages.carrier_months(COUNTY))[0]}
    assert {name: (each.tried, each.arrived, each.ended) for name, each in found.items()} == {
        **{name: (3 + number, 3, 3 + number) for number, name in enumerate(phones.values())},
        "座机和未归类": (1, 0, 0),
    }
    assert [round(found[name].median_seconds or 0) for name in phones.values()] == [0, 1, 2, 3, 4]
    page = words_of(await clerk.get("/messages/providers"))
    assert "电信5100.0%60.0%2秒" in page
    assert "携号转网的号码看不出来" in page


async def test_a_sick_provider_and_a_night_that_differs_are_seen(clerk: Desk) -> None:
    await database.execute(
        "INSERT INTO channel_day (channel, day, accepted, unknown, not_sent) VALUES ('sms', $1, 80, 5, 15)",
        clock.today(),
    )
    for day, differs in ((1, False), (2, True)):
        await database.execute(
            """INSERT INTO statement_day (county, day, ours, theirs, phones, unanswered, compared_at)
               VALUES ($1, $2, 80, $3, 80, 0, now())""",
            COUNTY, clock.today() - timedelta(days=day), 81 if differs else 80,
        )  # fmt: skip
    await database.execute(
        "INSERT INTO statement_difference VALUES ($1, $2, 'x', 'not_ours')", COUNTY, clock.today() - timedelta(days=2)
    )
    shown = words_of(await clerk.get("/messages/providers"))
    assert "对方不正常" in shown
    assert "一条不差" in shown
    assert "对方多出1" in shown


async def test_days_that_are_over_and_carriers_are_counted_by_night_and_today_at_once(clerk: Desk, at: Any) -> None:
    for state in ("delivered", "delivered", "undelivered", "rejected"):
        await told(await a_resident(), state)
    at("2026-03-03 04:50")
    for day in (clock.today() - timedelta(days=1), clock.today()):
        await database.execute("INSERT INTO channel_day (channel, day, accepted) VALUES ('sms', $1, 3)", day)
    by_day, by_carrier = await messages.channel_days(), await messages.carrier_months(COUNTY)
    assert (by_day[1], by_carrier[1]) == (None, None), "of no night yet: counted now"
    assert [(each.ended, each.arrived) for each in by_day[0]] == [(0, 0), (3, 2)]
    assert await messages.keep_figures() == 2, "a day of a channel, a month of a carrier"
    assert (await messages.channel_days())[0] == by_day[0]
    assert (await messages.carrier_months(COUNTY))[0] == by_carrier[0]
    await Message.filter(state="undelivered").update(state="delivered")
    await told(await a_resident(), "delivered")
    assert [(each.ended, each.arrived) for each in (await messages.channel_days())[0]] == [(1, 1), (3, 2)]
    seen = words_of(await clerk.get("/messages/providers"))
    assert seen.count("这是2026-03-0304:50的数") == 2
    at("2026-03-04 04:49")
    assert [(each.ended, each.arrived) for each in (await messages.channel_days())[0]] == [(1, 1), (3, 2)]
    assert (await messages.carrier_months(COUNTY))[0][0].tried == 4, "until this night has counted"
    at("2026-03-04 08:51")
    assert [(each.ended, each.arrived) for each in (await messages.channel_days())[0]] == [(1, 1), (3, 3)]
    assert (await messages.carrier_months(COUNTY))[0][0].tried == 5, "the last night has no count"


async def test_each_difference_is_named_to_whose_place_it_is(clerk: Desk, console: Console) -> None:
    ours, theirs = await a_resident(name="李大山"), await a_resident(name="赵小河", village=OTHER_VILLAGE)
    day = clock.today()
    for number, kind in (
        ((await told(ours, "rejected")).id.hex, "believed_unsent"),
        ((await told(theirs, "delivered")).id.hex, "ended_otherwise"),
        ("<of somebody else>", "not_ours"),
    ):
        await database.execute("INSERT INTO statement_difference VALUES ($1, $2, $3, $4)", COUNTY, day, number, kind)
    shown = words_of(await clerk.get(f"/messages/providers/{day}"))
    assert "李大山，补贴到账" in shown
    assert "我方以为没发" in shown
    assert "密钥是否外泄" in shown
    assert "赵小河" not in shown
    county = await console.desk(Role.COUNTY_REVIEWER)
    assert "赵小河，补贴到账" in words_of(await county.get(f"/messages/providers/{day}"))
    assert (await clerk.get("/messages/providers/yesterday")).status_code in (404, 422)


async def test_no_difference_is_left_out_however_many_there_are(clerk: Desk) -> None:
    await database.execute(
        """INSERT INTO statement_difference SELECT $1, $2, 'other-' || lpad(number::text, 3, '0'), 'not_ours'
           FROM generate_series(1, 201) AS number""",
        COUNTY, clock.today(),
    )  # fmt: skip
    first, second = [await clerk.get(f"/messages/providers/{clock.today()}{rest}") for rest in ("", "?sheet=2")]
    assert [("other-200" in each.text, "other-201" in each.text) for each in (first, second)] == [
        (True, False), (False, True),
    ]  # fmt: skip
    assert ('href="?sheet=2"' in first.text, "下一页" in second.text) == (True, False)
    assert (await clerk.get(f"/messages/providers/{clock.today()}?sheet=0")).status_code == 422


async def test_the_providers_file_of_a_month_is_held_against_ours(console: Console, clerk: Desk, at: Any) -> None:
    at("2026-02-10 10:00")
    agreed, _, unsent, otherwise = [
        (await told(await a_resident(name=name), state)).id.hex
        for name, state in (("甲", "delivered"), ("乙", "delivered"), ("丙", "rejected"), ("丁", "delivered"))
    ]
    at("2026-03-02 09:30")
    lines = [(agreed, "3"), (unsent, "3"), (otherwise, "2"), ("0" * 32, "3"), ("of-another-system", "3"), (agreed, "1")]
    rows = "".join(f"138****0000,{number},2026-02-10 10:00:01,{status},2\n" for number, status in lines)
    file = f"手机号码,OutId,SendDate,SendStatus,计费条数\n{rows}".encode()
    payer = await console.desk(Role.COUNTY_PAYER)
    for month in ("2026-02", "2026-02"):  # again: the later one stands
        assert (await payer.post_file("/messages/statements", file, month=month)).status_code == 303
    shown = words_of(await payer.get("/messages/statements/2026-02"))
    assert "我方3条，对方账单6条，计费12条" in shown
    for words in ("乙，补贴到账", "丙，补贴到账", "丁，补贴到账", "of-another-system", "对方列了两次", "我方以为没发"):
        assert words in shown, words
    assert shown.count("对方多出") == 2
    assert "6条不一样" in words_of(await payer.get("/messages/providers"))
    assert await journal.Entry.filter(deed=Deed.STATEMENT_TAKEN.value).count() == 2
    assert "请下个月再导入" in sentence_of(await payer.post_file("/messages/statements", file, month="2026-03"))
    assert "请填写月份" in sentence_of(await payer.post_file("/messages/statements", file, month="二月"))
    assert (await clerk.post_file("/messages/statements", file, month="2026-02")).status_code == 403


async def test_a_month_in_several_files_is_one_statement(console: Console, at: Any) -> None:
    at("2026-02-10 10:00")
    first, second, third = [(await told(await a_resident(), "delivered")).id.hex for _ in range(3)]
    await Message.filter(id=UUID(third)).update(county="410326")  # the house has one account with the provider
    at("2026-03-02 09:30")
    long = "of-another-system-" * 8
    lines = [[first, f"{long}1", f"{long}2", ""], [second, third, ""]]
    files = [
        ("OutId,SendDate,SendStatus\n" + "".join(f"{number},2026-02-10,3\n" for number in numbers)).encode()
        for numbers in lines
    ]
    payer = await console.desk(Role.COUNTY_PAYER)
    taken = await messages.take_statement(date(2026, 2, 1), [*files, files[0]], payer.officer)
    assert (taken.ours, taken.theirs) == (2, 6), "the same file twice is one; another county's texts are not told of"
    found = await messages.differences_of_month(payer.officer, taken.month)
    assert {each.kind for each in found} == {DifferenceKind.NOT_OURS}
    assert sorted(each.number for each in found) == [
        long[:64], "没有编号（第1个文件!A5）", "没有编号（第2个文件!A4）",
    ]  # fmt: skip
    again = await messages.take_statement(date(2026, 2, 1), files[::-1], payer.officer)
    assert again.digest == taken.digest
    both = [("file", ("1.csv", files[0], "text/csv")), ("file", ("2.csv", files[1], "text/csv"))]
    answer = await console.client.post(
        "/messages/statements", data={"form_token": payer.form_token, "month": "2026-02"}, files=both,
        headers=payer.cookie,
    )  # fmt: skip
    assert answer.status_code == 303
    assert "我方2条，对方账单6条" in words_of(await payer.get("/messages/statements/2026-02"))


@pytest.mark.parametrize("month", ["0001-01", "9999-12", "2026-13", "2026", ""])
async def test_a_month_that_is_none_is_refused(console: Console, clerk: Desk, month: str) -> None:
    payer = await console.desk(Role.COUNTY_PAYER)
    file = b"OutId,SendDate,SendStatus\n"
    answer = await payer.post_file("/messages/statements", file, month=month)
    assert (answer.status_code, "请填写月份" in sentence_of(answer)) == (422, True)


async def test_past_years_are_seen_by_month_with_their_cost_and_taken_along(clerk: Desk) -> None:
    assert "没有发送记录" in words_of(await clerk.get("/messages/past"))
    for key, value in (("outreach.thousand_texts_fen", 4500), ("outreach.thousand_calls_fen", 10000)):
        price = Enactment(f"{COUNTY}000000", key, value, date(2025, 1, 1), None, "合同", True)
        await enact(price, by=journal.Signature(journal.By.IMPORT))
    rows = [
        ("2025-12-01", "payout_settled", "sms", "delivered", 900, 1800),
        ("2025-12-01", "refused", "sms", "undelivered", 100, 200),
        ("2025-12-01", "refused", "sms", "rejected", 7, 7),
        ("2025-12-01", "payout_settled", "voice", "delivered", 50, 0),
        ("2025-11-01", "payout_settled", "sms", "delivered", 10, 0),
        ("2024-05-01", "posted", "wechat", "delivered", 3, 0),
    ]
    for month, *others in rows:
        await database.execute(
            "INSERT INTO message_month VALUES ($1, $2, $3, $4, $5, $6, $7)", date.fromisoformat(month), COUNTY, *others
        )
    await database.execute("INSERT INTO receipt_month VALUES ('2025-12-01', 'sms_report', 1010, 4)")
    shown = words_of(await clerk.get("/messages/past"))
    assert "2025年12月短信1007900100702000" + "90.00" in shown, "2,000 parts, 45 yuan a thousand; the refused are free"
    assert "2025年12月电话505000" + "0—5.00" in shown
    assert "2025年11月短信10100" + "00——" in shown, "of a time when parts were not kept nobody says what it cost"
    assert "2025年12月短信回执10104" in shown
    assert "2024年5月微信3" in words_of(await clerk.get("/messages/past?year=2024"))
    file = await clerk.get("/messages/past/workbook?year=2025")
    sheets = {sheet.name: [row.cells for row in sheet.rows] for sheet in read_table(file.content)}
    assert tuple(sheets["按事项"][1][:5]) == ("2025-12", "补贴到账", "短信", "900", "900")
    assert (await clerk.get("/messages/past?year=99999")).status_code == 422
    assert (await clerk.get("/messages/past?year=1999")).status_code == 422
