"""Drawing up: every refusal and approval gets its letter, with the words that held on the day of the decision."""

import json
from datetime import date
from typing import Any
from uuid import UUID

from backend import (
    applications,
    clock,
    database,
    entitlements,
    errands,
    inquiries,
    journal,
    places,
    programmes,
    workdays,
)
from backend.applications import Application, Decision, DecisionKind, State
from backend.eligibility import Outcome, Verdict
from backend.entitlements import Becomes
from backend.identifiers import new_id
from backend.journal import By, Deed, Signature
from backend.letters.letter_link import LINK_LIVES, PAGE
from backend.letters.organ import organ_of
from backend.letters.reading import letters_on
from backend.letters.writing_changes import write_changes
from backend.links import make_link
from backend.money import yuan
from backend.residents import Resident
from backend.settings import settings

_WITHIN = 3  # working days from the decision to the notice of a no (民发〔2021〕57号 art. 21; policy §1.8 step 11)
_AT_ONCE = 200
_TITLES = {DecisionKind.CONFIRMED.value: "审核确认告知书", DecisionKind.AMENDED.value: "更正决定告知书"}
# A no of three kinds (policy §1.8 notes): turned away before acceptance, ended because nobody cooperates, and refused.
_NOES = {
    State.NOT_ACCEPTED: ("不予受理告知书", "不予受理"),
    State.TERMINATED: ("终止办理告知书", "终止办理"),
    State.REFUSED: ("不予通过告知书", "不予通过"),
}
_WORDS = {Outcome.YES: "符合", Outcome.NO: "不符合", Outcome.UNKNOWN: "未查清"}

_IN_WRITING = [each.value for each in (*applications.NOES, DecisionKind.CONFIRMED, DecisionKind.AMENDED)]
_WITHOUT = """
SELECT d.id FROM decision d
WHERE d.kind = ANY ($2)
  AND NOT EXISTS (SELECT 1 FROM decision_letter l WHERE l.decision_id = d.id)
ORDER BY d.id LIMIT $1
"""


async def draw_up() -> int:
    """Write the letter of each decision and change that has none; how many. For the timetable, every minute.

    A refusal's letter is also an errand for the cadre, due on the same day: at the latest somebody brings it. A
    child's is brought by those who handle the case, for no cadre learns of it.
    """
    without = await database.rows(_WITHOUT, _AT_ONCE, _IN_WRITING)
    return sum([await _draw_up(each["id"]) for each in without]) + await write_changes()


async def _draw_up(decision_id: UUID) -> int:
    decision = await Decision.get(id=decision_id)
    case = await Application.get(id=decision.application_id)
    resident = await Resident.get(id=case.resident_id)
    amendment = await entitlements.Amendment.get_or_none(decision_id=decision.id)
    favourable = _is_favourable(decision, amendment)
    decided_on = clock.in_county_time(decision.at).date()
    due = None if favourable else workdays.after_workdays(decided_on, _WITHIN)
    facts = {**await _facts(decision, case, resident, decided_on), "favourable": favourable}
    if amendment is not None:
        facts["amended"] = await _amended(amendment)
    async with database.transaction():
        letter_id = new_id()
        facts["link"] = await make_link(PAGE, f"case={case.id}", decided_on + LINK_LIVES) or ""
        new = await database.execute(
            """INSERT INTO decision_letter (id, county, village, application_id, decision_id, resident_id, favourable,
                                            facts, drawn_up_at, due_on, due_provisional)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (decision_id) DO NOTHING""",
            letter_id, case.county, case.village, case.id, decision.id, case.resident_id, favourable,
            json.dumps(facts, ensure_ascii=False), clock.now(), due.day if due else None,
            due is not None and due.provisional,
        )  # fmt: skip
        if not new:
            return 0
        by = Signature(By.CLOCK)
        await journal.record(
            case.line(Deed.LETTER_DRAWN_UP, letter_id=letter_id, due_on=due.day if due else None), by=by
        )
        # What is amended since is on its way no more; the letter itself stays where it can be read.
        earlier = [each.id for each in await letters_on(case.id) if each.id != letter_id]
        await errands.call_off([f"letter:{each}" for each in earlier], by=by)
        of_children = programmes.get_programme(case.programme).of_children
        if due is not None and resident.deceased_on is None and not of_children:
            await errands.raise_errand(
                errands.ErrandKind.DELIVER_MESSAGE, resident, because=f"letter:{letter_id}", due_on=due, by=by,
                reason=f"请把{facts['title']}送到本人手里，说明理由和救济办法，请本人在送达回证上签字并拍照。",
            )  # fmt: skip
    return 1


def _is_favourable(decision: Decision, amendment: entitlements.Amendment | None) -> bool:
    """A yes, or a no that was taken back; another amount must reach the person as soon as a no (policy §18)."""
    if amendment is None:
        return decision.kind == DecisionKind.CONFIRMED.value
    return amendment.becomes in (Becomes.GRANTED, Becomes.REOPENED, Becomes.RESTORED)


async def _amended(amendment: entitlements.Amendment) -> dict[str, str]:
    """What the letter says of the decision that was wrong, and of what stands instead."""
    wrong = await Decision.get(id=amendment.amends)
    month = f"{amendment.month.year}年{amendment.month.month}月" if amendment.month else ""
    return {
        "wrong_on": _day(clock.in_county_time(wrong.at).date()),
        "becomes": amendment.becomes.shown,
        "again": "yes" if amendment.becomes is Becomes.REOPENED else "",
        "ground": f"{amendment.ground.shown}：{amendment.basis}",
        "month": month,
        "amount": yuan(amendment.fen) if amendment.fen is not None else "",
    }


async def _facts(decision: Decision, case: Application, resident: Resident, decided_on: date) -> dict[str, Any]:
    verdict, confirmed = await _verdict(decision, case), decision.kind == DecisionKind.CONFIRMED.value
    known = applications.REFUSAL_REASONS[case.programme]
    accepted_on = clock.in_county_time(case.accepted_at).date() if case.accepted_at else None
    county = await places.name_of(f"{case.county}000000")
    no, decided = _kind_of_no(decision, case)
    return {
        "organ": await organ_of(decision.officer_id, case.county),
        "county": county,
        "number": case.case_number or "",
        "name": resident.name,
        "village": await places.name_of(case.village),
        "programme": programmes.get_programme(case.programme).title,
        "title": _TITLES.get(decision.kind, no),
        "decided": decided,
        "submitted_on": _day(await entitlements.applied_on(case)) if case.submitted_at else "",
        "accepted_on": _day(accepted_on) if accepted_on else "",
        "decided_on": _day(decided_on),
        "reasons": [[known[code].sentence, known[code].article] for code in decision.reasons if code in known],
        "note": decision.note if decision.kind != DecisionKind.AMENDED.value else "",
        "checked": [[_WORDS[each.outcome], each.sentence, each.article] for each in verdict.conditions]
        if verdict
        else [],
        "checked_on": _day(verdict.on) if verdict else "",
        "grant": await _grant(case, verdict) if confirmed or verdict else {},
        "appeal": applications.appeal_in_writing(county),
        "phone": settings().county_phone,
    }


def _kind_of_no(decision: Decision, case: Application) -> tuple[str, str]:
    """The letter's title, and the decision in a word (民发〔2021〕57号 art. 10, 29)."""
    if decision.kind == DecisionKind.REFUSED.value and case.state in _NOES:  # it may be older than the three kinds
        return _NOES[case.state]
    return next((said for end, said in _NOES.items() if end.value == decision.kind), _NOES[State.REFUSED])


async def _verdict(decision: Decision, case: Application) -> Verdict | None:
    """What the decision rested on: its own check, else the township's on verified facts, else the one at submission."""
    if decision.verdict:
        return Verdict.from_json(decision.verdict)
    if decision.kind == DecisionKind.AMENDED.value:
        return None  # it rests on what its ground found
    opinion = await inquiries.last_opinion(case.id)
    if opinion is not None:
        return opinion.judged
    return Verdict.from_json(case.verdict) if case.verdict else None


async def _grant(case: Application, verdict: Verdict | None) -> dict[str, str]:
    """How much from when; empty for a refusal."""
    award = await entitlements.Award.get_or_none(application_id=case.id)
    if award is None:
        return {}
    fen = award.monthly_fen if award.monthly_fen is not None else verdict.amount_fen if verdict else None
    return {
        "once": "yes" if inquiries.given_once(case) else "",
        "from_month": f"{award.from_month.year}年{award.from_month.month}月",
        "amount": yuan(fen) if fen is not None else "",
        "article": verdict.amount_article if verdict else "",
    }


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
