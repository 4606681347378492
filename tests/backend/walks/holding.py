"""What holds of a case after every deed, whoever did what before."""

import math
from datetime import timedelta
from typing import Any
from uuid import UUID

from backend import applications, clock, database, entitlements, inquiries, programmes
from backend.applications import Application, State
from backend.entitlements import Aid, Award
from backend.inquiries import CountySample, SampleLine
from backend.journal import Deed, Entry
from backend.postings import Posting, PostingLine
from tests.backend.applications.walking import DECLARED as LAWFUL

_SETS_THE_LAWS_DAY = {
    Deed.APPLICATION_SUBMITTED, Deed.APPLICATION_ACCEPTED, Deed.EXTENSION_APPROVED, Deed.DECISION_AMENDED,
}  # fmt: skip
# By policy §18 one person does at the most one of these in a case.
_HANDS = """
SELECT 'investigates' AS part, i.hand_id AS who FROM visit_investigator i JOIN household_visit v ON v.id = i.visit_id
WHERE v.application_id = $1 AND i.hand_kind = 'officer'
UNION SELECT 'investigates', recorded_by FROM card_check WHERE application_id = $1
UNION SELECT 'investigates', recorded_by FROM deliberation WHERE application_id = $1
UNION SELECT 'opines', officer_id FROM first_opinion WHERE application_id = $1
UNION SELECT 'decides', officer_id FROM decision WHERE application_id = $1 AND kind IN ('confirmed', 'amended')
UNION SELECT 'pays', b.officer_id FROM batch_approval b JOIN payout p ON p.batch_id = b.batch_id
      JOIN award a ON a.id = p.award_id WHERE a.application_id = $1 AND p.state <> 'discarded'
UNION SELECT 'pays', b.released_by FROM batch b JOIN payout p ON p.batch_id = b.id
      JOIN award a ON a.id = p.award_id
      WHERE a.application_id = $1 AND p.state <> 'discarded' AND b.released_by IS NOT NULL
"""


async def must_hold(case_id: UUID) -> None:
    """AssertionError that says what was broken."""
    case = await applications.get_application(case_id)
    entries = await Entry.filter(subject_id=case_id).order_by("id")
    assert await applications.strayed_cases() == [], "the journal tells another story of a case or its clock"
    await _nothing_is_lost(case, entries)
    _no_day_moved(entries)
    _papers_follow_as_told(case, entries)
    await _nobody_did_two_things(case)
    await _posted_as_the_law_has_it(case)
    await _money_follows(case)
    for each in entries:
        if each.deed == Deed.APPLICATION_CONFIRMED:
            await _was_guarded(case, each, entries)


async def _nothing_is_lost(case: Application, entries: list[Entry]) -> None:
    handed_in: set[str] = set()
    for each in entries:
        if each.deed == Deed.PAPER_HANDED_IN:
            handed_in.add(str(each.facts["photo_id"]))
        elif each.deed == Deed.PAPER_TAKEN_BACK:
            handed_in.discard(str(each.facts["photo_id"]))
    assert {str(each.photo_id) for each in await applications.attached(case.id)} == handed_in, "a file was lost"


def _no_day_moved(entries: list[Entry]) -> None:
    """Neither the law's day without a deed that sets it, nor a state without a way to it."""
    day: object = None
    before: str | None = None
    for each in entries:
        stands: Any = each.facts.get("stands")
        if stands is None:
            continue
        state = stands["state"]
        lawful = before in (None, state) or (State(str(before)), State(state)) in LAWFUL
        assert lawful, f"{each.deed} went from {before} to {state}"
        moved = stands.get("decision_due_on") != day
        assert not moved or each.deed in _SETS_THE_LAWS_DAY, f"{each.deed} moved the law's day"
        assert not (each.deed == Deed.APPLICATION_SUBMITTED and moved and day is not None), "a clock began anew"
        before, day = state, stands.get("decision_due_on")


def _papers_follow_as_told(case: Application, entries: list[Entry]) -> None:
    awaited = [each for each in entries if each.deed == Deed.PAPERS_AWAITED]
    told = awaited[-1].facts["due_on"] if awaited else None
    assert told == (str(case.papers_due_on) if case.papers_due_on else None), "the day of the papers moved unseen"
    after = [each for each in entries if each.deed == Deed.PAPERS_COMPLETED and awaited and each.id > awaited[-1].id]
    assert bool(after) == (case.papers_completed_at is not None)


async def _nobody_did_two_things(case: Application) -> None:
    parts: dict[UUID, set[str]] = {}
    for each in await database.rows(_HANDS, case.id):
        parts.setdefault(each["who"], set()).add(each["part"])
    assert not [did for did in parts.values() if len(did) > 1], f"one hand did two things: {list(parts.values())}"


async def _posted_as_the_law_has_it(case: Application) -> None:
    lines = await PostingLine.filter(application_id=case.id)
    assert not lines or inquiries.is_posted(case), "posted, though the law has nobody read of it"


async def _was_guarded(case: Application, decided: Entry, entries: list[Entry]) -> None:
    opinions = [each for each in await inquiries.opinions_on(case.id) if each.given_at <= decided.at]
    assert [each.favourable for each in opinions][-1:] == [True], "no opinion was for it"
    if inquiries.is_posted(case):
        await _hung_long_enough(case, decided)
    if inquiries.needs_visit(case):
        teams = await database.rows(
            """SELECT count(*)::int AS people FROM household_visit v JOIN visit_investigator i ON i.visit_id = v.id
               WHERE v.application_id = $1 AND v.level = 'township' AND v.recorded_at <= $2 GROUP BY v.id""",
            case.id, decided.at,
        )  # fmt: skip
        assert teams, "nobody was at the door"
        assert min(each["people"] for each in teams) >= 2, "one went alone"
    if inquiries.needs_card_check(case.programme):
        checked = [each for each in entries if each.deed == Deed.CARD_CHECKED and each.id < decided.id]
        assert checked, "the federation was not asked"
    if case.programme == "tekun":
        await _was_drawn_from(case, decided)


async def _hung_long_enough(case: Application, decided: Entry) -> None:
    lines = await PostingLine.filter(application_id=case.id)
    notices = await Posting.filter(id__in=[each.posting_id for each in lines])
    on = clock.in_county_time(decided.at).date()
    least = 5 if case.programme.startswith("disability") else programmes.get_programme(case.programme).posting_days
    over = [each for each in notices if each.ends_on < on and each.ends_on - each.posted_on >= timedelta(days=least)]
    assert over, "no notice hung for its days"


async def _was_drawn_from(case: Application, decided: Entry) -> None:
    assert (await inquiries.last_opinion(case.id)).facts["self_care_failed"] is not None  # type: ignore[union-attr]
    line = await SampleLine.get(application_id=case.id)
    sample = await CountySample.get(id=line.sample_id)
    lines = await SampleLine.filter(sample_id=sample.id)
    assert sum(each.chosen for each in lines) >= math.ceil(len(lines) * 0.3), "fewer than the law wants"
    assert (await inquiries.prove_sample(sample.number)).holds
    looked = await inquiries.HouseholdVisit.filter(application_id=case.id, level="county").exists()
    assert looked or not line.chosen, "drawn, and the county did not look"


async def _money_follows(case: Application) -> None:
    """One award or sum at the most, as the decision that stands says, within the caps."""
    awards, aids = await Award.filter(application_id=case.id), await Aid.filter(application_id=case.id)
    assert len(awards) <= 1
    assert len(aids) <= 1
    assert bool(awards) >= (case.state is State.CONFIRMED), "a yes without its money"
    for award in awards:
        standing = entitlements.standing_of(await entitlements.facts_of(award))
        ended = standing.stopped_from is not None and standing.stopped_from <= award.from_month
        assert ended == (case.state is not State.CONFIRMED), "money runs on without a yes, or stopped with one"
        told = [(each.deed, each.facts) for each in await Entry.filter(subject_id=award.id).order_by("id")]
        assert entitlements.retold([each for each in told if each[0] in entitlements.RETOLD]) == standing
    for aid in aids:
        cap = 200_000 if aid.level == "township" else 440_000
        assert 0 < aid.fen <= cap, "more than whoever decided may give"
    twice = await database.rows(
        """SELECT p.for_month FROM payout p JOIN award a ON a.id = p.award_id
           WHERE a.application_id = $1 AND p.live GROUP BY p.for_month HAVING count(*) > 1""",
        case.id,
    )  # fmt: skip
    assert twice == [], "a month was paid twice"
