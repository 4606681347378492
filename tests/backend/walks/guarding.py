"""What must have been before a deed, looked at in the moment after it (policy §18)."""

import math
from datetime import date, timedelta
from uuid import UUID

from backend import clock, database, inquiries
from backend.applications import State
from backend.inquiries import CountySample, FirstOpinion, HouseholdVisit, SampleLine
from backend.journal import By, Deed, Entry
from backend.postings import Posting, PostingLine
from backend.staff import Role
from tests.backend.walks.holding import states_told
from tests.backend.walks.walker import Walk

_GOING_ON = {each.value for each in (State.ACCEPTED, State.POSTED, State.OBJECTED, State.COUNTY_REVIEW)}
_TEAMS = """
SELECT v.level, count(*)::int AS people FROM household_visit v JOIN visit_investigator i ON i.visit_id = v.id
WHERE v.application_id = $1 GROUP BY v.id, v.level
"""
# Answers of registers that nobody has settled, of people whose letter stands.
_UNSETTLED = """
SELECT 1 FROM check_result s JOIN check_request r ON r.id = s.request_id
JOIN check_authorisation w ON w.id = r.authorisation_id
WHERE r.application_id = $1 AND w.revoked_at IS NULL AND s.flagged AND s.settled IS NULL
"""
# Living adults of the home without a letter, and letters that no file has asked about, or that were not answered whole.
_UNSIGNED = """
SELECT 1 FROM resident me JOIN resident r ON r.household_id = me.household_id
WHERE me.id = $2 AND r.deceased_on IS NULL AND r.birth_date < $3::date - interval '18 years' AND ($4 OR r.id = me.id)
  AND NOT EXISTS (SELECT FROM check_authorisation w WHERE w.application_id = $1 AND w.revoked_at IS NULL
                  AND w.identity_index = r.identity_index AND $3 BETWEEN w.valid_from AND w.valid_until)
"""
_UNANSWERED = """
SELECT 1 FROM check_authorisation w WHERE w.application_id = $1 AND w.revoked_at IS NULL AND NOT EXISTS (
    SELECT FROM check_request r WHERE r.authorisation_id = w.id
    AND (SELECT count(*) FROM check_result s WHERE s.request_id = r.id AND s.settled IS DISTINCT FROM 'recheck') = 2)
"""
# Noted by an officer, a letter taken back, or papers that a cadre was sent for.
_WAS_ASKED = """
SELECT 1 FROM non_cooperation WHERE application_id = $1
UNION ALL SELECT 1 FROM check_authorisation WHERE application_id = $1 AND revoked_at IS NOT NULL
UNION ALL SELECT 1 FROM errand e JOIN decision d ON e.because = 'returned:' || d.id WHERE d.application_id = $1
"""
_ASKED_ANEW = """
SELECT 1 FROM check_request r JOIN check_result s ON s.request_id = r.id WHERE r.application_id = $1 AND r.id > $2
"""
_OBJECTIONS = """
SELECT o.id, o.answered_at, o.upheld FROM objection o JOIN posting_line l ON l.id = o.posting_line_id
WHERE l.application_id = $1
"""


_TOWNSHIP, _COUNTY = frozenset({Role.TOWNSHIP_CLERK, Role.TOWNSHIP_LEADER}), frozenset({Role.COUNTY_REVIEWER})
# At whose desk it is done (policy §1.8, §18); a small sum is the township leader's, too, a child's case theirs alone.
_ONLY_THE_CLOCK = (Deed.EXTENSION_APPROVED, Deed.DUE_MOVED)  # they move no case
_NOT_TO_BE_CONFIRMED = (*_ONLY_THE_CLOCK, Deed.ADVISED_AGAINST)
_AT_THE_DESK = {
    Deed.APPLICATION_ACCEPTED: _TOWNSHIP, Deed.APPLICATION_RETURNED: _TOWNSHIP, Deed.FIRST_OPINION_GIVEN: _TOWNSHIP,
    Deed.ADVISED_AGAINST: _TOWNSHIP,
    Deed.NOTICE_POSTED: _TOWNSHIP, Deed.OBJECTION_ANSWERED: _TOWNSHIP, Deed.HOUSEHOLD_VISITED: _TOWNSHIP | _COUNTY,
    Deed.DELIBERATED: _TOWNSHIP | _COUNTY, Deed.APPLICATION_SENT_BACK: _COUNTY, Deed.APPLICATION_CONFIRMED: _COUNTY,
    Deed.DECISION_AMENDED: _COUNTY, Deed.EXTENSION_APPROVED: frozenset({Role.TOWNSHIP_LEADER, Role.COUNTY_APPROVER}),
}  # fmt: skip


async def must_have_been(walk: Walk, entries: list[Entry], fresh: list[Entry]) -> None:
    """AssertionError that says which guard of a `fresh` deed was not kept."""
    told = entries
    for each in fresh:
        entries = [entry for entry in told if entry.id <= each.id]  # another hand may have followed in that moment
        _was_at_their_desk(walk, each)
        match each.deed:
            case Deed.APPLICATION_SUBMITTED:
                _was_complete_and_wanted(walk, entries, each)
            case Deed.APPLICATION_ACCEPTED:
                _was_taken_on_lawfully(walk, entries, each)
            case Deed.FIRST_OPINION_GIVEN:
                await _was_inquired(walk, each)
            case Deed.NOTICE_POSTED:
                _was_heard(entries, each)
                await _was_favoured(walk, entries)
            case Deed.OBJECTION_ANSWERED:
                await _was_looked_into(walk, entries, each)
            case Deed.APPLICATION_REFUSED | Deed.APPLICATION_TURNED_AWAY | Deed.APPLICATION_TERMINATED:
                _was_heard(entries, each)
                await _was_a_lawful_no(walk, entries, each)
            case Deed.ADVISED_AGAINST:
                _was_heard(entries, each)
            case Deed.APPLICATION_CONFIRMED:
                _was_heard(entries, each)
                await _was_lawful_to_confirm(walk, entries, each)
            case Deed.APPLICATION_WITHDRAWN:
                _was_wanted_back(walk, entries, each)
            case Deed.DECISION_AMENDED:
                await _was_amended_by_another(walk, entries, each)
            case _:
                pass
        moved = each.facts.get("stands")
        if isinstance(moved, dict) and moved["state"] == State.COUNTY_REVIEW and each.deed not in _NOT_TO_BE_CONFIRMED:
            await _was_ready_for_the_county(walk, entries)


def _was_at_their_desk(walk: Walk, done: Entry) -> None:
    """In the moment after, nobody has changed desks yet."""
    role = _role_of(walk, done)
    allowed = _AT_THE_DESK.get(Deed(done.deed))
    if role is None or allowed is None:
        return
    if done.deed in (Deed.APPLICATION_CONFIRMED, Deed.APPLICATION_SENT_BACK) and walk.programme.delegated:
        allowed = allowed | {Role.TOWNSHIP_LEADER}
    if done.deed == Deed.APPLICATION_CONFIRMED and walk.programme.pays_once:
        allowed = allowed | {Role.TOWNSHIP_LEADER}
    if walk.programme.of_children:
        allowed = allowed - {Role.TOWNSHIP_CLERK}
    assert role in allowed, f"{done.deed} at the desk of a {role}"


def _role_of(walk: Walk, done: Entry) -> Role | None:
    office = [*walk.office.officers, *walk.office.strangers]
    return next((Role(each.role) for each in office if each.id == done.by_id), None)


def _was_complete_and_wanted(walk: Walk, entries: list[Entry], submitted: Entry) -> None:
    if walk.programme.urgent:
        return
    papers: dict[str, str] = {}
    for each in entries:
        if each.deed in (Deed.PAPER_HANDED_IN, Deed.PAPER_PROMISED):
            papers[str(each.facts.get("photo_id", each.id))] = str(each.facts["kind"])
        elif each.deed == Deed.PAPER_TAKEN_BACK:
            papers.pop(str(each.facts["photo_id"]), None)
    assert {each.value for each in walk.papers()} <= set(papers.values()), "papers are missing"
    assert _may_speak(walk, entries, submitted), "no mandate stood"


def _may_speak(walk: Walk, entries: list[Entry], done: Entry) -> bool:
    """The person, a child's guardian, another county's window, or whoever's mandate stood in that moment."""
    return _speaks_for_themselves(walk, done) or _mandated(entries, done, until=done)


def _speaks_for_themselves(walk: Walk, done: Entry) -> bool:
    if done.by_kind == By.OFFICER:
        return walk.programme.elsewhere
    of_the_family = walk.programme.of_children and done.by_id != walk.office.neighbour.id
    return done.by_kind == By.RESIDENT and (done.by_id == walk.person.id or of_the_family)


def _mandated(entries: list[Entry], done: Entry, *, until: Entry) -> bool:
    """Whether the hand that did it held a mandate on that day, which nobody has taken back or denied `until` then."""
    last_day, agent = "", None
    for each in entries:
        if each.id >= until.id:
            break
        if each.deed == Deed.MANDATE_GIVEN:
            last_day, agent = str(each.facts["expires_on"]), (each.by_kind, each.by_id)
        elif each.deed in (Deed.MANDATE_REVOKED, Deed.MANDATE_DENIED):
            last_day, agent = "", None
    return agent == (done.by_kind, done.by_id) and f"{_on(done)}" <= last_day


def _was_taken_on_lawfully(walk: Walk, entries: list[Entry], accepted: Entry) -> None:
    if walk.programme.registers:
        assert walk.case.kin_told is not None, "nobody asked for relatives of handlers"
    last = [each for each in entries if each.deed == Deed.APPLICATION_SUBMITTED][-1]
    wanted = walk.programme.urgent or _speaks_for_themselves(walk, last) or _mandated(entries, last, until=accepted)
    assert wanted, "the mandate under which it was handed in stands no more"


def _was_heard(entries: list[Entry], done: Entry) -> None:
    """Nothing is posted or decided of a person who says that they never asked, before they were asked."""
    denied = False
    before = ""
    for each in entries:
        if each.id >= done.id:
            break
        if each.deed == Deed.MANDATE_DENIED:
            denied = True
        elif each.deed in (Deed.PRINCIPAL_HEARD_OUT, Deed.APPLICATION_SUBMITTED):
            denied = False
        stands = each.facts.get("stands")
        before = str(stands["state"]) if isinstance(stands, dict) else before
    assert not denied or before not in _GOING_ON, "the person says that they never asked"


async def _was_a_lawful_no(walk: Walk, entries: list[Entry], said: Entry) -> None:
    """The township turns away what it has not accepted, and never for what only a check finds out; who does not
    cooperate was asked; everything else lay before the county.
    """
    before = [stands["state"] for each, stands in states_told(entries) if each.id < said.id][-1]
    reasons = set(map(str, said.facts["reasons"]))  # type: ignore[call-overload]
    match said.deed:
        case Deed.APPLICATION_TURNED_AWAY:
            assert before == State.SUBMITTED, "the township refused what it had accepted"
            assert not reasons & {"income_above", "property_above", "no_cooperation", "not_registered_here"}
        case Deed.APPLICATION_REFUSED:
            assert before == State.COUNTY_REVIEW, "the township refused what it had accepted"
            assert "no_cooperation" not in reasons
        case _:
            assert before in (State.RETURNED, State.COUNTY_REVIEW)
            assert reasons == {"no_cooperation"}, "another reason ended the procedure"
            assert await database.rows(_WAS_ASKED, walk.case_id), "nobody was asked"


async def _was_inquired(walk: Walk, opined: Entry) -> None:
    case, programme = walk.case, walk.programme
    if programme.visit:
        assert await _team_of(case.id, "township") >= 2, "nobody was at the door, or one went alone"
    if programme.federation and opined.facts["favourable"]:
        checked = await database.rows("SELECT 1 FROM card_check WHERE application_id = $1", case.id)
        assert checked, "the federation was not asked"
    if programme.registers:
        given = await FirstOpinion.filter(application_id=case.id).order_by("-id").first()
        assert not await database.rows(_UNSETTLED, case.id), "what a register said was not settled"
        if given and not given.no_check_because:
            whole = programme.code != "tekun"
            unsigned = await database.rows(_UNSIGNED, case.id, case.resident_id, clock.today(), whole)
            assert not unsigned, "somebody has not signed"
            assert not await database.rows(_UNANSWERED, case.id), "the registers have not answered"


async def _was_looked_into(walk: Walk, entries: list[Entry], answered: Entry) -> None:
    """No objection to 低保 or 特困 is dismissed but on a new inquiry and a new opinion (民发〔2021〕57号 art. 19)."""
    before = [stands["state"] for each, stands in states_told(entries) if each.id < answered.id]
    if not walk.programme.looks_again or answered.facts["upheld"] or before[-1] != State.OBJECTED:
        return
    raised = [each.id for each in entries if each.deed == Deed.OBJECTION_RAISED and each.id < answered.id][-1]
    opined = [each for each in entries if each.deed == Deed.FIRST_OPINION_GIVEN and raised < each.id < answered.id]
    assert opined, "dismissed from the desk"
    found = (Deed.HOUSEHOLD_VISITED, Deed.DELIBERATED)
    looked = any(each.deed in found and raised < each.id < opined[-1].id for each in entries)
    assert looked or await database.rows(_ASKED_ANEW, walk.case_id, raised), "nobody looked again"


async def _was_favoured(walk: Walk, entries: list[Entry]) -> None:
    """The township's last word is a yes, and newer than what asked it again."""
    if not walk.programme.opinion:
        return
    given = [each for each in entries if each.deed == Deed.FIRST_OPINION_GIVEN]
    assert given, "the township said nothing"
    assert given[-1].facts["favourable"] is True, "the township said no"
    again = [each.id for each in entries if each.deed in (Deed.APPLICATION_SENT_BACK, Deed.DECISION_AMENDED)]
    assert all(each < given[-1].id for each in again), "the township has not looked again"
    upheld = [each["id"] for each in await database.rows(_OBJECTIONS, walk.case_id) if each["upheld"]]
    assert all(each < given[-1].id for each in upheld), "the objection was right, and nobody looked again"


async def _was_ready_for_the_county(walk: Walk, entries: list[Entry]) -> None:
    await _was_favoured(walk, entries)
    if walk.programme.notice is None:
        return
    objections = await database.rows(_OBJECTIONS, walk.case_id)
    assert all(each["answered_at"] for each in objections), "an objection is not answered"
    raised = [each.id for each in entries if each.deed == Deed.OBJECTION_RAISED]
    said = [each.id for each in entries if each.deed == Deed.FIRST_OPINION_GIVEN]
    if raised and walk.programme.looks_again:
        assert said[-1] > raised[-1], "nobody looked again after an objection"
    again = [each.id for each in entries if each.deed in (Deed.APPLICATION_SENT_BACK, Deed.DECISION_AMENDED)]
    again += raised if walk.programme.hangs_again else []
    await _hung_long_enough(walk, max(again, default=UUID(int=0)))


async def _hung_long_enough(walk: Walk, since: UUID) -> None:
    lines = await PostingLine.filter(application_id=walk.case_id)
    notices = await Posting.filter(id__in=[each.posting_id for each in lines], id__gt=since)
    days = timedelta(days=walk.programme.notice or 0)
    over = [each for each in notices if each.ends_on < clock.today() and each.ends_on - each.posted_on >= days]
    assert over, "no notice hung for its days"


async def _was_lawful_to_confirm(walk: Walk, entries: list[Entry], decided: Entry) -> None:
    case, programme = walk.case, walk.programme
    assert not await _was_dead(walk, decided), "the dead are given nothing"
    before = [(each.deed, stands["state"]) for each, stands in states_told(entries) if each.id < decided.id]
    assert before[-1][1] == State.COUNTY_REVIEW
    arrived = [deed for deed, state in before if state == State.COUNTY_REVIEW and deed not in _ONLY_THE_CLOCK]
    assert arrived[-1] != Deed.ADVISED_AGAINST, "the township had advised against it"
    await _was_favoured(walk, entries)
    reported = programme.looked_at_if_reported and any(
        each.deed == Deed.COMPLAINT_NOTED and each.id < decided.id for each in entries
    )
    kin = case.kin_told or any(each.deed == Deed.KIN_CASE_FILED for each in entries)
    if reported or kin:
        assert not walk.programme.delegated or _role_of(walk, decided) is Role.COUNTY_REVIEWER, "the county decides it"
        assert await _team_of(case.id, "county") >= 2, "reported or of kin, and the county did not look"
    handled = {each.by_id for each in entries if each.deed in (Deed.APPLICATION_ACCEPTED, Deed.APPLICATION_RETURNED)}
    handled |= {each.by_id for each in entries if each.deed == Deed.NOTICE_POSTED}
    assert decided.by_id not in handled, "who took it on or put it on the board decided"
    if programme.sampled:
        await _was_drawn_from(case.id)


async def _was_dead(walk: Walk, done: Entry) -> bool:
    recorded = await Entry.filter(subject_id=walk.person.id, deed=Deed.DEATH_RECORDED).first()
    return recorded is not None and recorded.id < done.id


async def _was_drawn_from(case_id: UUID) -> None:
    assert (await inquiries.last_opinion(case_id)).facts["self_care_failed"] is not None  # type: ignore[union-attr]
    line = await SampleLine.get(application_id=case_id)
    sample = await CountySample.get(id=line.sample_id)
    lines = await SampleLine.filter(sample_id=sample.id)
    assert sum(each.chosen for each in lines) >= math.ceil(len(lines) * 0.3), "fewer than the law wants"
    assert (await inquiries.prove_sample(sample.number)).holds
    looked = await HouseholdVisit.filter(application_id=case_id, level="county").exists()
    assert looked or not line.chosen, "drawn, and the county did not look"


def _was_wanted_back(walk: Walk, entries: list[Entry], withdrawn: Entry) -> None:
    """By the person, whoever may speak for them, who began the draft, or an officer to whom the person said so."""
    said = [each for each in entries if each.deed == Deed.PRINCIPAL_HEARD_OUT and not each.facts["wants"]]
    draft = withdrawn.facts["was"] == State.DRAFT and (withdrawn.by_kind, withdrawn.by_id) == (
        walk.case.started_by_kind, walk.case.started_by_id
    )  # fmt: skip
    assert said or draft or _may_speak(walk, entries, withdrawn), "taken back by nobody who may"


async def _was_amended_by_another(walk: Walk, entries: list[Entry], amended: Entry) -> None:
    proposed = [each for each in entries if each.deed == Deed.AMENDMENT_PROPOSED][-1]
    assert amended.by_id != proposed.by_id, "who proposed decided"
    if amended.facts["becomes"] == "granted":
        await _was_favoured(walk, [each for each in entries if each.id < amended.id])


async def _team_of(case_id: UUID, level: str) -> int:
    """How many were at the door, of the smallest team; 0 where nobody was."""
    return min((each["people"] for each in await database.rows(_TEAMS, case_id) if each["level"] == level), default=0)


def _on(entry: Entry) -> date:
    return clock.in_county_time(entry.at).date()
