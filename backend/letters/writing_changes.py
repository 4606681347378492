"""Writing changes (变动告知书): who is stopped, paid less or put in grace has it in writing, with reasons."""

import json
from datetime import date
from typing import Any
from uuid import UUID

from backend import applications, clock, database, entitlements, errands, places, programmes, workdays
from backend.applications import Application
from backend.entitlements import Award, AwardChange, AwardFact, FactKind, months_after, standing_of, step_in
from backend.identifiers import new_id
from backend.journal import By, Deed, Signature, record
from backend.letters.letter_link import LINK_LIVES, PAGE
from backend.links import make_link
from backend.money import yuan
from backend.residents import Resident
from backend.settings import settings

_WITHIN = 3  # working days, as for a no (policy §18)
_AT_ONCE = 200
_TITLES = {FactKind.STOPPED: "停发告知书", FactKind.GRACE: "渐退告知书", FactKind.ADJUSTED: "调整金额告知书"}
_WITHOUT = """
SELECT c.id FROM award_change c
WHERE c.in_writing AND c.state = 'confirmed' AND c.kind IN ('stopped', 'adjusted', 'grace')
  AND NOT EXISTS (SELECT FROM decision_letter l WHERE l.change_id = c.id)
ORDER BY c.id LIMIT $1
"""


async def write_changes() -> int:
    """Write the letter of each confirmed change that has none; how many. For the timetable.

    A stop is told in writing, and a lower amount with its reasons (《社会救助暂行办法》 art. 13, 民发〔2021〕57号
    art. 32): a cadre brings it within three working days. More money is written, too, and nobody is sent with it.
    """
    without = await database.rows(_WITHOUT, _AT_ONCE)
    return sum([await _write(each["id"]) for each in without])


async def _write(change_id: UUID) -> int:
    change = await AwardChange.get(id=change_id)
    award = await Award.get(id=change.award_id)
    resident = await Resident.get(id=award.resident_id)
    before = await _fen_before(change)
    more = change.fen is not None and before is not None and change.fen > before
    decided_on = clock.in_county_time(change.decided_at or clock.now()).date()
    due = None if more else workdays.after_workdays(decided_on, _WITHIN)
    facts = {**await _facts(change, award, resident, before), "decided_on": _day(decided_on), "favourable": more}
    async with database.transaction():
        letter_id, by = new_id(), Signature(By.CLOCK)
        facts["link"] = await make_link(PAGE, f"letter={letter_id}", decided_on + LINK_LIVES) or ""
        new = await database.execute(
            """INSERT INTO decision_letter (id, county, village, award_id, change_id, resident_id, favourable, facts,
                                            drawn_up_at, due_on, due_provisional)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (change_id) DO NOTHING""",
            letter_id, award.county, award.village, award.id, change.id, resident.id, more,
            json.dumps(facts, ensure_ascii=False), clock.now(), due.day if due else None,
            due is not None and due.provisional,
        )  # fmt: skip
        if not new:
            return 0
        await record(award.line(Deed.LETTER_DRAWN_UP, letter_id=letter_id, due_on=due.day if due else None), by=by)
        of_children = programmes.get_programme(award.programme).of_children
        if due is not None and resident.deceased_on is None and not of_children:
            await errands.raise_errand(
                errands.ErrandKind.DELIVER_MESSAGE, resident, because=f"letter:{letter_id}", due_on=due, by=by,
                reason=f"请把{facts['title']}送到本人手里，说明理由和救济办法，请本人在送达回证上签字并拍照。",
            )  # fmt: skip
    return 1


async def _facts(change: AwardChange, award: Award, resident: Resident, before: int | None) -> dict[str, Any]:
    case = await Application.get_or_none(id=award.application_id) if award.application_id else None
    county = await places.name_of(f"{award.county}000000")
    return {
        "organ": f"{county}民政局",
        "county": county,
        "number": (case.case_number if case else None) or "",
        "name": resident.name,
        "village": await places.name_of(award.village),
        "programme": entitlements.get_benefit(award.programme).title,
        "title": _TITLES[change.kind],
        "changed": _said(change, before),
        "submitted_on": "", "accepted_on": "", "note": "", "checked": [], "grant": {},
        "reasons": [[change.reason.shown, change.basis]],
        "appeal": applications.appeal_in_writing(county),
        "phone": settings().county_phone,
    }  # fmt: skip


def _said(change: AwardChange, before: int | None) -> str:
    begins = change.month or clock.today()
    if change.kind is FactKind.STOPPED:
        return f"从{_month(begins)}起停发"
    if change.kind is FactKind.GRACE:
        each = "、".join(f"{yuan(fen)}元" for fen in change.amounts)
        return f"从{_month(begins)}起渐退，各月发{each}，从{_month(months_after(begins, len(change.amounts)))}起停发"
    instead = f"由每月{yuan(before)}元调整为" if before is not None else "调整为"
    return f"从{_month(begins)}起{instead}每月{yuan(change.fen or 0)}元"


async def _fen_before(change: AwardChange) -> int | None:
    """What was owed a month until it held; None where age and rates decide."""
    noted = await AwardFact.filter(award_id=change.award_id).order_by("number")
    earlier = []
    for each in noted:
        if each.details.get("change_id") == str(change.id):
            break
        earlier.append(each.told)
    standing = standing_of(earlier)
    return step_in(standing.amounts, change.month) if change.month and standing.amounts else None


def _month(month: date) -> str:
    return f"{month.year}年{month.month}月"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
