"""A person's statement (个人发放明细): month by month what was paid, under which rule, and where the money is."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from backend import clock, database, eligibility, entitlements, places, printing, programmes
from backend.money import yuan
from backend.payouts import BounceReason, PayoutState, payout_title
from backend.residents import Resident, age_on

_AT_MOST = 240  # lines: ten years of two benefits
_TEMPLATE = Path(__file__).with_name("person.typ")
_DECIDED_HERE = "按县民政局的审核确认决定发放"
_OUTSIDE_RULE_FILES = {entitlements.FUNERAL: "《社会救助暂行办法》第十五条"}


@dataclass(frozen=True)
class PersonLine:
    """One month of one benefit: `component` and `article` say what the amount is, `why` what holds it up or was
    held back against a debt.

    Fen; of the account the last four digits. `settled_on` is None until the money has arrived.
    """

    month: date
    programme: str
    programme_title: str
    component: str
    article: str
    amount_fen: int
    state: PayoutState
    state_title: str
    why: str
    settled_on: date | None
    account_last_four: str
    batch_number: str


async def person_statement(resident: Resident) -> list[PersonLine]:
    """The person's payouts, newest month first, the latest try of each month; at most 240."""
    found = await database.rows(
        """SELECT * FROM (
               SELECT DISTINCT ON (p.award_id, p.for_month, p.part) p.part, p.for_month, p.programme, p.amount_fen,
                      p.state, p.withheld_fen, p.bounce_code, p.settled_on, acc.last_four, b.number, b.layout,
                      a.id AS award_id, a.monthly_fen, a.steps IS NULL AS unchanged, a.stop_reason = 'once' AS once,
                      rc.payout_id IS NOT NULL AS received
               FROM payout p JOIN award a ON a.id = p.award_id JOIN account acc ON acc.id = p.account_id
               JOIN batch b ON b.id = p.batch_id LEFT JOIN payout_receipt rc ON rc.payout_id = p.id
               WHERE p.resident_id = $1 AND p.state <> 'discarded'
               ORDER BY p.award_id, p.for_month, p.part, p.id DESC) AS latest
           ORDER BY for_month DESC, programme, part DESC LIMIT $2""",
        resident.id,
        _AT_MOST,
    )
    articles = await _articles(resident.county, {row["programme"] for row in found})
    made = await _how_made(found)
    return [
        PersonLine(
            month=row["for_month"],
            programme=row["programme"],
            programme_title=entitlements.get_benefit(row["programme"]).title,
            component=_component(row, resident, made),
            article=articles[row["programme"]],
            amount_fen=row["amount_fen"],
            state=PayoutState(row["state"]),
            state_title=payout_title(PayoutState(row["state"]), row["layout"], row["received"]),
            why=_why(row["bounce_code"], row["withheld_fen"]),
            settled_on=row["settled_on"],
            account_last_four=row["last_four"],
            batch_number=row["number"],
        )
        for row in found
    ]


async def print_person(resident: Resident) -> bytes:
    """The statement as PDF, oldest month first; no ID number, no account beyond four digits."""
    lines, today = await person_statement(resident), clock.today()
    facts: Mapping[str, object] = {
        "county": await places.name_of(f"{resident.county}000000"),
        "name": resident.name,
        "village": await places.name_of(resident.village),
        "today": f"{today.year}年{today.month}月{today.day}日",
        "total": yuan(sum(line.amount_fen for line in lines if line.state is PayoutState.SETTLED)),
        "articles": sorted({f"{line.programme_title}：{line.article}" for line in lines}),
        "lines": [
            {
                "month": f"{line.month.year}年{line.month.month}月", "programme": line.programme_title,
                "component": line.component, "amount": yuan(line.amount_fen),
                "state": line.state_title + (f"（{line.why}）" if line.why else ""),
                "on": f"{line.settled_on:%Y-%m-%d}" if line.settled_on else "", "account": line.account_last_four,
            }
            for line in reversed(lines)
        ],
    }  # fmt: skip
    return await printing.print_pdf(_TEMPLATE, facts)


async def _articles(county: str, codes: set[str]) -> dict[str, str]:
    """By programme: the article that sets its amount; where the rule is not in the house, the county's decision."""
    parameters = await programmes.parameters_on(county, clock.today()) if codes else {}
    articles = {}
    for code in codes:
        known = code in eligibility.programmes()
        rule = eligibility.read_out(code, on=clock.today(), parameters=parameters) if known else None
        articles[code] = rule.amount_article if rule else _OUTSIDE_RULE_FILES.get(code, _DECIDED_HERE)
    return articles


def _why(bounce_code: str | None, withheld_fen: int) -> str:
    held_back = f"另有{yuan(withheld_fen)}元抵扣了以前多发的" if withheld_fen else ""
    return "；".join(part for part in (BounceReason(bounce_code).shown if bounce_code else "", held_back) if part)


async def _how_made(found: Sequence[Mapping[str, Any]]) -> dict[UUID, str]:
    """Of the awards whose amount has been the same throughout: what it is made of, where that is known."""
    fixed = {row["award_id"] for row in found if row["unchanged"] and row["monthly_fen"] and not row["once"]}
    awards = await entitlements.Award.filter(id__in=fixed)
    return {each.id: await entitlements.how_made(each, each.monthly_fen or 0) for each in awards}


def _component(row: Mapping[str, Any], resident: Resident, made: Mapping[UUID, str]) -> str:
    rest, month = "，补发差额" if row["part"] else "", row["for_month"]
    if row["monthly_fen"] is not None:
        how = made.get(row["award_id"])
        return f"一次性{rest}" if row["once"] else f"按月核定的金额{f'：{how}' if how else ''}{rest}"
    last_day = month.replace(day=monthrange(month.year, month.month)[1])
    return f"{age_on(resident.birth_date, last_day)}周岁这一档{rest}"
