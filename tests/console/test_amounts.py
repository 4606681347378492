"""One table of amounts that are none, held against every door through which money comes in: each has its sentence."""

import csv
import io
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any, NamedTuple

import pytest

from backend import applications, clock, payouts, programmes, rosters
from backend.entitlements import Award, AwardChange
from backend.funds import Appropriation
from backend.inquiries import FirstOpinion
from backend.journal import Entry
from backend.programmes import BadValue
from backend.rate_changes import RateChange
from backend.recoveries import Overpayment, RecoveryFact
from backend.staff import Role
from sandbox import bank
from tests.backend.applications.cases import hand
from tests.backend.funds.money import given
from tests.backend.payouts.awards import a_payer, an_award, card, let_go
from tests.backend.recoveries.debts import a_paid_award, dies, payout_of, the_debt, told
from tests.backend.rosters.sheets import a_file, a_row, wanted
from tests.console.desks import Console, Desk, sentence_of, words_of
from tests.people import a_resident, seed_parameters

FINER, EATEN, COMMA, WORDS, HUGE = "最多写到分", "科学计数法", "逗号只能每三位隔一个", "金额请填数字", "金额太大"
#: What nobody may be paid or give, whatever the door: as typed, and what the sentence says.
NO_AMOUNTS = {
    "a part of a fen": ("0.001", FINER),
    "a tenth of a fen beyond the amount": ("350.501", FINER),
    "scientific notation": ("1e10", EATEN),
    "scientific notation of a spreadsheet": ("3.5E+02", EATEN),
    "scientific notation, full width": ("１ｅ５", EATEN),
    "a comma for the point": ("350,5", COMMA),
    "a comma that parts no thousands": ("1,2345", COMMA),
    "more digits than money has": ("1234567890123", HUGE),
    "digits of another script": ("٣٥٠", WORDS),
    "Chinese numerals": ("三百五十", WORDS),
    "not a number": ("NaN", WORDS),
    "a sum": ("300+50", WORDS),
}
#: What is a number and yet no amount for that door: each door has limits of its own.
OUT_OF_RANGE = {
    "nothing": "0", "less than nothing": "-350", "a fen below nothing": "-0.01", "ten billion": "10000000000",
}  # fmt: skip
ZERO_MAY_BE = ("less than nothing", "a fen below nothing", "ten billion")
RIGHT = {"full-width": "３５０．５０", "thousands": "1,350.50", "full-width comma": "１，３５０", "plain": "350.5"}
Try = Callable[[str], Awaitable[str]]


class Door(NamedTuple):
    """`tried` types an amount and gives the sentence of the refusal, empty where it was taken.

    `kept` counts what the door writes; `range_says` is what it says of an amount outside its limits; `right` are the
    amounts of RIGHT that fit there.
    """

    tried: Try
    kept: Callable[[], Awaitable[int]]
    range_says: tuple[str, ...]
    out_of_range: tuple[str, ...] = tuple(OUT_OF_RANGE)
    right: tuple[str, ...] = ("full-width",)
    commas_part: bool = False  #: several amounts are typed into one field, with commas between them


def form_at(desk: Desk, path: str, field: str, **form: str) -> Try:
    """A form of the console with one field for the amount."""

    async def tried(amount: str) -> str:
        answer = await desk.post(path, **{**form, field: amount})
        if answer.status_code in (200, 303):
            return ""
        assert answer.status_code in (409, 422), answer.status_code
        return sentence_of(answer) if 'class="fs-5"' in answer.text else words_of(answer)

    return tried


async def change_of_an_award(console: Console) -> Door:
    award = await an_award(await a_resident(), programme="rural_dibao", monthly_fen=22000, from_month=date(2026, 1, 1))
    form = {"kind": "adjusted", "month": "2026-04", "reason": "put_right", "basis": "复核记录"}
    tried = form_at(await console.desk(), f"/awards/{award.id}/changes", "amount", **form)
    return Door(tried, AwardChange.all().count, ("每月金额要大于0、不超过10万元",))


async def grace(console: Console) -> Door:
    award = await an_award(await a_resident(), programme="rural_dibao", monthly_fen=35050, from_month=date(2026, 1, 1))
    form = {"kind": "grace", "month": "2026-04", "reason": "employed", "basis": "复核记录"}
    tried = form_at(await console.desk(), f"/awards/{award.id}/changes", "amount", **form)
    return Door(tried, AwardChange.all().count, ("渐退期内要",), commas_part=True)


async def accepted_emergency(console: Console) -> str:
    """The page of a 临时救助 that a clerk has accepted."""
    elder = await a_resident()
    draft = await applications.start("temporary_emergency", elder, by=hand(elder))
    await applications.submit(draft.id, by=hand(elder), facts={"sudden_hardship": True})
    here = f"/cases/{draft.id}"
    await (await console.desk()).post(f"{here}/acceptance")
    return here


OPINION = {
    "found.sudden_hardship": "yes", "source.sudden_hardship": "survey", "found.basic_life_broken": "yes",
    "source.basic_life_broken": "survey", "found.aided_times_this_year": "0",
    "source.aided_times_this_year": "register", "deed": "give", "favourable": "yes", "reasons": "家里失火，没有住处。",
}  # fmt: skip


async def sum_proposed(console: Console) -> Door:
    here = await accepted_emergency(console)
    tried = form_at(await console.desk(), f"{here}/opinions", "proposed", **OPINION)
    return Door(tried, FirstOpinion.all().count, ("拟救助的金额要大于0",))


async def aid(console: Console) -> Door:
    here = await accepted_emergency(console)
    await (await console.desk()).post(f"{here}/opinions", **OPINION, proposed="350")
    tried = form_at(await console.desk(Role.TOWNSHIP_LEADER), f"{here}/aid", "amount")
    return Door(tried, Award.all().count, ("救助金额要大于0",))


def appropriated(source: str) -> Callable[[Console], Awaitable[Door]]:
    async def door(console: Console) -> Door:
        form = {
            "document": f"洛财社〔2026〕{source}号", "document_date": "2026-01-15", "year": "2026",
            "pool": "old_age_allowance", "source": source,
        }  # fmt: skip
        tried = form_at(await console.desk(Role.COUNTY_PAYER), "/funds/appropriations", "amount", **form)
        return Door(tried, Appropriation.all().count, ("金额要大于0，并且小于100亿元",), right=("thousands",))

    return door


def recovered(deed: str, field: str, **form: str) -> Callable[[Console], Awaitable[Door]]:
    async def door(console: Console) -> Door:
        await given(10**8, pool="hardship")
        award = await a_paid_award(programme="tekun", monthly_fen=60000, months_from=date(2026, 1, 1))
        desk = await console.desk(Role.COUNTY_PAYER)
        given_form = form
        if deed == "report":
            given_form = {**form, "payout_id": str(await payout_of(award))}
            path = "/recoveries/reports"
        else:
            await dies(award, date(2026, 1, 20))
            path = f"/recoveries/{(await told(await the_debt(award), desk.officer)).id}/{deed}"
        kept = Overpayment.all().count if deed == "report" else RecoveryFact.all().count
        return Door(form_at(desk, path, field, **given_form), kept, ("金额要大于0，并且不能超过",))

    return door


async def rate_change(console: Console) -> Door:
    form = {"valid_from": "2026-04-01", "valid_to": "", "source": "洛民〔2026〕1号"}
    desk = await console.desk(Role.COUNTY_REVIEWER)
    tried = form_at(desk, "/parameters/tekun.funeral/changes", "value", **form)
    return Door(tried, RateChange.all().count, ("要在",), ZERO_MAY_BE)


async def rate_file(console: Console) -> Door:
    declaration = programmes.get_declaration("tekun.funeral")

    async def tried(amount: str) -> str:
        try:
            programmes.read(declaration, f"{amount}元")
        except BadValue as refused:
            return refused.shown
        return ""

    return Door(tried, RateChange.all().count, ("要在",), ZERO_MAY_BE)


async def reckoning(console: Console) -> Door:
    form = {
        "programme": "rural_dibao", "member.0.name": "王一", "member.0.kinship": "applicant", "member.0.age": "45",
        "entry.0.person": "1", "entry.0.kind": "wage", "entry.0.first_month": "2025-03", "entry.0.months": "12",
    }  # fmt: skip
    tried = form_at(await console.desk(), "/reckonings", "entry.0.yuan", **form)
    return Door(tried, Entry.all().count, ("一笔收入要在0到1200万元之间",), ZERO_MAY_BE)


async def roster(console: Console) -> Door:
    async def tried(amount: str) -> str:
        row = a_row(**{"月保障金额（元）": amount})
        found = await rosters.examine(wanted(a_file(row, titles=tuple(row)), month=date(2026, 5, 1)))
        stops = [each for each in found.reading.findings if each.weight is rosters.Weight.STOPS]
        assert [each.at for each in stops] == ["农村低保!G3"] * len(stops)
        assert bool(stops) == (found.plan.fen == 0)
        return "".join(each.sentence for each in stops)

    return Door(tried, Award.all().count, ("金额要大于0", "超过100万元"), right=tuple(RIGHT))


async def return_file(console: Console) -> Door:
    payer = await a_payer()
    await given(10**8)
    for number in range(2):
        person = await a_resident(f"老{'甲乙'[number]}", date(1942, 5, 6 + number), account=card(number + 1))
        await an_award(person, from_month=date(2026, 5, 1))
    batch = await payouts.draw_up("old_age_allowance", clock.today(), payer)
    await let_go(batch)
    answer = bank.answer((await payouts.export(batch.id, payer)).content, paid_on=clock.today()).decode("gbk")
    rows = list(csv.reader(io.StringIO(answer, newline="")))

    async def tried(amount: str) -> str:
        text = io.StringIO()
        csv.writer(text).writerows([rows[0], [rows[1][0], amount, *rows[1][2:]]])
        report = await payouts.read_return_file(batch.id, text.getvalue().encode("gb18030", "replace"), payer)
        assert report.settled == report.bounced == 0
        return "".join(odd.sentence for odd in report.odd if odd.line)

    says = ("这一行的金额不大于0，没有处理", "金额与我们发出的不一致，没有处理")
    return Door(tried, payouts.Payout.filter(state="settled").count, says, right=())


DOORS: dict[str, Callable[[Console], Awaitable[Door]]] = {
    "a change of an award": change_of_an_award,
    "each month of a grace": grace,
    "the sum that an opinion proposes": sum_proposed,
    "the sum of an aid": aid,
    "an appropriation": appropriated("central"),
    "a donation": appropriated("donations"),
    "an overpayment reported": recovered("report", "amount", cause="fraud", reason="户外县已领"),
    "what comes back": recovered("repayment", "amount", on="2026-05-20", receipt="回单1"),
    "a month's instalment": recovered("agreement", "monthly", way="instalments", until="2026-08-01"),
    "a write-off": recovered("write-off", "amount", reason="家属确无能力退回"),
    "a rate that is changed": rate_change,
    "a file of rates": rate_file,
    "income on a reckoning sheet": reckoning,
    "a roster": roster,
    "a return file": return_file,
}


@pytest.fixture(autouse=True)
async def may(empty_database: str, at: Any) -> None:
    at("2026-05-20 09:30")
    await seed_parameters()


@pytest.mark.parametrize("name", DOORS)
async def test_no_door_takes_what_is_no_amount_and_each_says_why(console: Console, name: str) -> None:
    door = await DOORS[name](console)
    kept = await door.kept()
    told = {case: why for case, (_, why) in NO_AMOUNTS.items() if not (door.commas_part and why == COMMA)}
    said = {case: await door.tried(NO_AMOUNTS[case][0]) for case in told}
    assert [(case, sentence) for case, sentence in said.items() if told[case] not in sentence] == []
    beyond = {case: await door.tried(OUT_OF_RANGE[case]) for case in door.out_of_range}
    assert [each for each in beyond.items() if not any(words in each[1] for words in door.range_says)] == []
    assert await door.kept() == kept
    for case in door.right:
        assert await door.tried(RIGHT[case]) == "", case
