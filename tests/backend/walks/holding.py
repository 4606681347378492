"""What holds of a case at any time, whoever did what before: of its journal, its files, its hands and its money."""

from datetime import date
from typing import Any
from uuid import UUID

from backend import applications, clock, database, entitlements, workdays
from backend.applications import TRANSITIONS, Application, State
from backend.entitlements import Aid, Award, Recognition
from backend.errands import Errand
from backend.journal import By, Deed, Entry
from backend.postings import PostingLine
from backend.residents import Resident
from tests.backend.walks.programmes import Programme
from tests.backend.walks.walker import Walk
from tests.people import OTHER_TOWNSHIP

LAWFUL = {(before, each.to) for each in TRANSITIONS.values() for before in each.allowed}
_NOES = (Deed.APPLICATION_REFUSED, Deed.APPLICATION_TERMINATED)
_DAYS = ("step_due_on", "decision_due_on", "promised_due_on")
# Which officer did which of the four things that one person never does two of in a case (policy §18).
_HANDS = """
SELECT 'investigates' AS part, i.hand_id AS who FROM visit_investigator i JOIN household_visit v ON v.id = i.visit_id
WHERE v.application_id = $1 AND i.hand_kind = 'officer'
UNION SELECT 'investigates', recorded_by FROM card_check WHERE application_id = $1
UNION SELECT 'investigates', recorded_by FROM deliberation WHERE application_id = $1
UNION SELECT 'investigates', recorded_by FROM non_cooperation WHERE application_id = $1
UNION SELECT 'investigates', b.made_by FROM check_request r JOIN check_batch b ON b.id = r.batch_id
      WHERE r.application_id = $1
UNION SELECT 'investigates', p.read_by FROM check_request r JOIN check_reply p ON p.batch_id = r.batch_id
      WHERE r.application_id = $1
UNION SELECT 'opines', officer_id FROM first_opinion WHERE application_id = $1
UNION SELECT 'opines', officer_id FROM decision WHERE application_id = $1 AND kind = 'advised'
UNION SELECT 'decides', officer_id FROM decision WHERE application_id = $1 AND kind IN ('confirmed', 'amended')
UNION SELECT 'pays', b.officer_id FROM batch_approval b JOIN payout p ON p.batch_id = b.batch_id
      JOIN award a ON a.id = p.award_id WHERE a.application_id = $1 AND p.state <> 'discarded'
UNION SELECT 'pays', b.released_by FROM batch b JOIN payout p ON p.batch_id = b.id
      JOIN award a ON a.id = p.award_id
      WHERE a.application_id = $1 AND p.state <> 'discarded' AND b.released_by IS NOT NULL
"""
_GIVEN = """
SELECT (SELECT count(*) FROM award WHERE application_id = $1) AS awards,
       (SELECT count(*) FROM aid WHERE application_id = $1) AS aids,
       (SELECT count(*) FROM recognition WHERE application_id = $1) AS recognised
"""
# What a raise leaves of a paid month is paid as a part of its own; never more in all than was ever owed of a month.
_TWICE = """
SELECT for_month FROM payout WHERE award_id = $1 AND live GROUP BY 1 HAVING count(*) > 1 AND sum(amount_fen) > coalesce(
    (SELECT max(f.fen) FROM award_fact f WHERE f.award_id = $1), (SELECT monthly_fen FROM award WHERE id = $1), 0)
"""
_DECLARED = """
SELECT d.declarer_id, min(d.made_at) AS made_at FROM kin_declaration d
JOIN declared_relative r ON r.declaration_id = d.id WHERE r.identity_index = $1 GROUP BY 1
"""
# What kin may do all the same: come too late with a decision, look, and be told.
_NO_HAND_IN_IT = {Deed.DECISION_TOO_LATE, Deed.CHECK_RESULTS_SHOWN}


async def must_hold(walk: Walk, entries: list[Entry]) -> None:
    """AssertionError that says what was broken."""
    case = walk.case
    _the_journal_tells_the_same(case, entries)
    _no_day_moved(walk.programme, entries)
    await _nothing_is_lost(case, entries)
    await _papers_follow_as_told(case, entries)
    await _nobody_did_two_things(case, entries)
    await _kin_and_strangers_keep_out(walk, entries)
    if walk.programme.notice is None:
        assert not await PostingLine.filter(application_id=case.id).exists(), "posted, though nobody may read of it"
    if walk.programme.of_children:
        assert not await Errand.filter(resident_id=walk.person.id).exists(), "the village learns of a child's case"
    await _money_follows(walk, case)


def states_told(entries: list[Entry]) -> list[tuple[Entry, dict[str, Any]]]:
    """Where the case stood after each deed that moved it or its clock, by the journal alone."""
    told: list[tuple[Entry, Any]] = [(each, each.facts.get("stands")) for each in entries]
    return [(each, stands) for each, stands in told if stands is not None]


def _the_journal_tells_the_same(case: Application, entries: list[Entry]) -> None:
    _, last = states_told(entries)[-1]
    row = [case.state.value, *(str(day) if (day := getattr(case, key)) else None for key in _DAYS)]
    assert row == [last["state"], *(last.get(key) for key in _DAYS)], "the journal tells another story"


def _no_day_moved(programme: Programme, entries: list[Entry]) -> None:
    """Neither the law's day without a deed that sets it as the law has it, nor a state without a way to it."""
    day, before, accepted_on, asked_by = None, None, None, None
    for each, stands in states_told(entries):
        state, due = stands["state"], stands.get("decision_due_on")
        lawful = before in (None, state) or (State(str(before)), State(state)) in LAWFUL
        assert lawful, f"{each.deed} went from {before} to {state}"
        on = clock.in_county_time(each.at).date()
        if each.deed == Deed.APPLICATION_ACCEPTED:
            accepted_on = on
            by_law = str(_by_law(programme, on) or due)
            assert due == by_law, f"the law's day is {by_law}, not {due}"
            assert day in (None, due) if programme.elsewhere else day is None, "a clock began anew"
        elif each.deed == Deed.EXTENSION_APPROVED:
            assert programme.longer, "the law has no longer limit"
            assert accepted_on, "lengthened before it began"
            assert due == str(workdays.after_workdays(accepted_on, programme.longer).day), "not the law's longer limit"
            assert str(day) < due, "shortened"
            asked_by = [a.by_id for a in entries if a.deed == Deed.EXTENSION_ASKED and a.id < each.id][-1]
            assert each.by_id != asked_by, "who asks approves"
        elif each.deed == Deed.DUE_MOVED:
            assert programme.parts, "moved without the law"
            assert each.facts["because"] == "objection", "the calendar of this year is known"
            assert due == str(_by_law(programme, on)), "the law counts its parts anew"
            assert str(day) < due, "shortened"
        elif each.deed == Deed.DECISION_AMENDED and state == State.SUBMITTED:
            accepted_on = None
            assert due is None, "reopened, it starts with its acceptance"
        else:
            began = programme.elsewhere and each.deed == Deed.APPLICATION_SUBMITTED and day is None
            assert due == day or began, f"{each.deed} moved the law's day"
        before, day = state, due


def _by_law(programme: Programme, began: date) -> date | None:
    """The last day of the law's days one after the other, or of all in one; None where it has no number of its own."""
    if programme.parts is not None and programme.notice is not None:
        first, last = programme.parts
        hung = workdays.after_days(workdays.after_workdays(began, first).day, programme.notice).day
        return workdays.after_workdays(hung, last).day
    return workdays.after_workdays(began, programme.limit).day if programme.limit else None


async def _nothing_is_lost(case: Application, entries: list[Entry]) -> None:
    handed_in: set[str] = set()
    for each in entries:
        if each.deed == Deed.PAPER_HANDED_IN:
            handed_in.add(str(each.facts["photo_id"]))
        elif each.deed == Deed.PAPER_TAKEN_BACK:
            handed_in.discard(str(each.facts["photo_id"]))
    assert {str(each.photo_id) for each in await applications.attached(case.id)} == handed_in, "a file was lost"


async def _papers_follow_as_told(case: Application, entries: list[Entry]) -> None:
    """They follow by the day that was told, and are whole when, and only when, nothing is missing."""
    awaited = [each for each in entries if each.deed == Deed.PAPERS_AWAITED]
    told = awaited[-1].facts["due_on"] if awaited else None
    assert told == (str(case.papers_due_on) if case.papers_due_on else None), "the day of the papers moved unseen"
    after = [each for each in entries if each.deed == Deed.PAPERS_COMPLETED and awaited and each.id > awaited[-1].id]
    assert bool(after) == (case.papers_completed_at is not None)
    if awaited:
        assert str(told) > f"{clock.in_county_time(awaited[-1].at):%Y-%m-%d}"
        assert case.papers_follow == bool(await applications.missing(case))


async def _nobody_did_two_things(case: Application, entries: list[Entry]) -> None:
    parts: dict[UUID | None, set[str]] = {}
    for each in await database.rows(_HANDS, case.id):
        parts.setdefault(each["who"], set()).add(each["part"])
    before: str = ""
    for entry, stands in states_told(entries):
        if entry.deed in _NOES and before == State.COUNTY_REVIEW:
            parts.setdefault(entry.by_id, set()).add("decides")
        before = stands["state"]
    assert not [did for did in parts.values() if len(did) > 1], f"one hand did two things: {list(parts.values())}"


async def _kin_and_strangers_keep_out(walk: Walk, entries: list[Entry]) -> None:
    """Who declared the person as their kin does nothing in the case from then on, nor does another township.

    Of a deed of theirs in the very moment of the declaration neither was first: the register's list has the case.
    """
    found = await database.rows(_DECLARED, walk.person.identity_index)
    declared = {each["declarer_id"]: each["made_at"] for each in found}
    strangers = {each.id for each in walk.office.strangers}
    for each in entries:
        if each.by_kind != By.OFFICER or each.deed in _NO_HAND_IN_IT:
            continue
        kin = each.by_id in declared and each.at > declared[each.by_id]
        assert not kin or each.id in walk.in_one_moment, f"kin did it: {each.deed}"
        theirs = str(each.village).startswith(OTHER_TOWNSHIP[:9])
        assert each.by_id not in strangers or theirs or each.deed == Deed.APPLICATION_FORWARDED, "a stranger did it"


async def _money_follows(walk: Walk, case: Application) -> None:
    """One award, sum or recognition at the most, as the decision that stands says, within the caps."""
    ((awards, aids, recognised),) = [each.values() for each in await database.rows(_GIVEN, case.id)]
    programme, yes = walk.programme, case.state is State.CONFIRMED
    assert (awards <= programme.pays, aids <= programme.pays_once, recognised + awards <= 1) == (True, True, True)
    assert awards + recognised >= yes, "a yes without what it gives"
    assert aids >= (yes and programme.pays_once), "a yes without its sum"
    if awards:
        died_on = (await Resident.get(id=walk.person.id)).deceased_on
        await _the_award_follows(await Award.get(application_id=case.id), yes=yes, died_on=died_on)
    if recognised:
        valid_until = (await Recognition.get(application_id=case.id)).valid_until
        assert yes or valid_until < clock.today(), "it counts on without a yes"
    if aids:
        aid = await Aid.get(application_id=case.id)
        assert 0 < aid.fen <= (200_000 if aid.level == "township" else 440_000), "more than whoever decided may give"


async def _the_award_follows(award: Award, *, yes: bool, died_on: date | None) -> None:
    standing = entitlements.standing_of(await entitlements.facts_of(award))
    ended = standing.stopped_from is not None and standing.stopped_from <= award.from_month
    assert ended != yes or died_on, "money runs on without a yes, or stopped with one"
    assert not died_on or standing.stopped_from, "the dead are paid on"
    facts = await database.rows("SELECT number FROM award_fact WHERE award_id = $1 ORDER BY 1", award.id)
    assert [each["number"] for each in facts] == list(range(1, len(facts) + 1)), "a fact of the money was lost"
    told = [(each.deed, each.facts) for each in await Entry.filter(subject_id=award.id).order_by("id")]
    assert entitlements.retold([each for each in told if each[0] in entitlements.RETOLD]) == standing
    assert await database.rows(_TWICE, award.id) == [], "a month was paid twice"
