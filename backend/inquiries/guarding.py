"""Guarding: what must have been inquired before a case goes on, and by whom (policy §18)."""

from backend import applications, clock, eligibility, journal, programmes, staff
from backend.applications import Application, State
from backend.eligibility import FactValue, FirstMonth, Outcome, Verdict
from backend.inquiries.card_check import card_facts
from backend.inquiries.checking_card import must_be_checked_by_the_federation
from backend.inquiries.first_opinion import YouDecided, last_opinion, must_not_have_opined
from backend.inquiries.reading import investigated_by, was_visited
from backend.inquiries.reposting import looks_again
from backend.inquiries.sample import CountySample, SampleLine
from backend.inquiries.settling import must_be_settled
from backend.inquiries.visit import Level
from backend.refusals import NotAllowed, NotNow
from backend.staff import Officer

# Steps of a rule file's procedure that send investigators to the door.
_AT_THE_DOOR = ("visit", "investigation")
_ALWAYS_SAMPLED = ("tekun",)


class VisitFirst(NotNow):
    """The programme's law wants a household visit before the first opinion."""

    sentence = "还没有入户调查记录。按规定要先由2人以上入户调查、家庭成员签字，再提出初审意见公示。"


class CountyVisitFirst(NotNow):
    """A handler's relative lives there, or somebody reported something: the county looks (民发〔2021〕57号 art. 20)."""

    sentence = "这家有经办人员或村干部的近亲属，县里必须先入户核查，再审核确认。"


class SampleFirst(NotNow):
    """特困: the county draws at least 30 % of all cases (民发〔2021〕43号 art. 16); this one was on no list yet.

    低保: a draw is announced, and what is decided before it escapes it.
    """

    sentence = "这件申请还没有纳入县级随机抽查，请先公布并抽取，再审核确认。"


class SampledVisitFirst(NotNow):
    """The draw fell on this case."""

    sentence = "这件申请被抽中县级入户核查，县里必须先入户，再审核确认。"


class YouInvestigated(NotAllowed):
    """Who investigates, at the door or in the registers, gives no opinion and decides nothing."""

    sentence = "这件申请是您入户调查或者信息核对的，按规定要由另一位同事办理这一步。"


class OpinionFirst(NotNow):
    """Nothing is posted before the township has said yes, and after an objection was upheld, said so anew."""

    sentence = "还没有初审意见。请先提出初审意见，同意的才能公示；异议成立后要重新提出。"


class OpinionAgainst(NotNow):
    """The township's last opinion is a no."""

    sentence = "初审意见是不同意，不能公示。情况有变化的，请再核实并重新提出初审意见。"


class AdvisedAgainst(NotNow):
    """The township sent it up with a no: it was not posted, and what was verified speaks against it."""

    sentence = "这件申请是建议不予通过、送来决定的，没有走完核实、公示，不能直接确认。不同意的，请退回乡镇再核实。"


def needs_visit(case: Application) -> bool:
    """Whether the programme's procedure of today has a visit."""
    procedure = eligibility.procedure(case.programme, clock.today())
    return any(procedure.step(key) for key in _AT_THE_DOOR)


def needs_opinion(case: Application) -> bool:
    """Whether the township verifies the facts and gives a first opinion on them."""
    return programmes.get_programme(case.programme).first_opinion


def given_once(case: Application) -> bool:
    """Whether officers settle one sum for it (临时救助), instead of the law an amount a month."""
    return eligibility.procedure(case.programme, clock.today()).first_month.rule is FirstMonth.ONCE


def is_posted(case: Application) -> bool:
    """Whether the law has a notice in the village for it."""
    return eligibility.procedure(case.programme, clock.today()).step("posting") is not None


async def must_be_visited(case: Application, officer: Officer) -> None:
    """Before the first opinion: VisitFirst, YouInvestigated for who was at the door, YouDecided for who decided."""
    if needs_visit(case) and not await was_visited(case.id, Level.TOWNSHIP):
        raise VisitFirst
    part = await applications.part_of(officer, case.id)
    if part.investigated:
        raise YouInvestigated
    if part.decided:
        raise YouDecided


async def must_be_investigated(case: Application, officer: Officer) -> None:
    """Before the notice, as `must_be_visited`; where an opinion is wanted, OpinionFirst and OpinionAgainst, too.

    And applications.HearThePersonFirst: nobody is posted who says that they never asked.
    """
    await applications.must_have_been_heard(case)
    await must_be_visited(case, officer)
    if not needs_opinion(case):
        return
    opinion = await last_opinion(case.id)
    if opinion is None or not await _is_the_newest_word(case):
        raise OpinionFirst
    if not opinion.favourable:
        raise OpinionAgainst


async def must_have_looked_again(case: Application) -> None:
    """OpinionFirst before an objection is answered as unfounded, where the law wants a new opinion after every one.

    The township looks again or has the village weigh it, and says anew what it thinks (policy §1.8 step 8b, §2.3).
    """
    if case.state is not State.OBJECTED or not looks_again(case.programme):
        return
    if not await _is_the_newest_word(case):
        raise OpinionFirst("按规定，有异议的要重新调查或者组织评议，重新提出初审意见，再答复异议不成立。")


async def must_not_be_against(case: Application) -> None:
    """OpinionAgainst where the township's last word in the case is a no, before it goes on as if it were a yes."""
    opinion = await last_opinion(case.id) if needs_opinion(case) else None
    if opinion is not None and not opinion.favourable:
        raise OpinionAgainst


async def judged_on_what_was_found(case: Application) -> Verdict:
    """Today's verdict before the county decides: on the facts that the township verified, where the law wants them.

    Otherwise on what the person said at submission. Register facts win in both. Refuses a verified case as
    `must_be_settled`, and with OpinionFirst where a case that needs one came without it.
    """
    if not needs_opinion(case):
        declared: dict[str, FactValue] | None = (case.verdict or {}).get("facts")
        return await applications.check(case, declared)
    opinion = await last_opinion(case.id)
    if opinion is None:
        raise OpinionFirst
    verdict = await applications.check(case, {**opinion.facts, **await card_facts(case)})
    if verdict.outcome is not Outcome.NO:  # a clear no is the caller's to refuse
        must_be_settled(verdict)
    return verdict


async def must_be_ready_to_decide(case: Application, officer: Officer) -> None:
    """Before the county decides, inside its transaction: the household is matched with the kin register once more.

    Refuses with staff.YourOwnKin, AdvisedAgainst, applications.HearThePersonFirst, CountyVisitFirst where a handler's
    relative lives there or a complaint came and the county has not looked, YouInvestigated and YouGaveTheOpinion,
    CardCheckFirst, SampleFirst and SampledVisitFirst.
    """
    await staff.must_not_be_kin(officer.signature, case.resident_id)
    if await applications.advice_against(case) is not None:
        raise AdvisedAgainst
    await applications.must_have_been_heard(case)
    await applications.file_kin(case, officer.signature)
    await _must_have_been_looked_at(case)
    if await investigated_by(case.id, officer):
        raise YouInvestigated
    await must_not_have_opined(case.id, officer)
    await must_be_checked_by_the_federation(case)
    due = await _draw_is_due(case)  # asked before its list: a draw of this moment shows in the one or in the other
    line = await SampleLine.get_or_none(application_id=case.id)
    drawn = line is not None and await _was_drawn(case, line)
    if line is None and (case.programme in _ALWAYS_SAMPLED or due):
        raise SampleFirst
    if drawn and not await was_visited(case.id, Level.COUNTY):
        raise SampledVisitFirst


async def _must_have_been_looked_at(case: Application) -> None:
    """CountyVisitFirst where the law has the county look for itself, and it has not."""
    if await was_visited(case.id, Level.COUNTY):
        return
    if await applications.lives_with_kin(case):
        raise CountyVisitFirst
    reported = await applications.county_looks_because_reported(case)
    if reported is not None:
        who = await staff.who_and_when(reported.noted_by, reported.noted_at)
        raise CountyVisitFirst(f"这件申请收到过投诉举报（{who}登记），县里必须先入户核查，再审核确认。")


async def _was_drawn(case: Application, line: SampleLine) -> bool:
    """As the draw put it on record; a row that says otherwise since lets nobody escape."""
    history = await journal.history_of(case.id)
    return line.chosen or any(each.deed == journal.Deed.CASE_SAMPLED.value for each in history)


async def _draw_is_due(case: Application) -> bool:
    """Whether a sample of the programme is announced and not drawn yet."""
    return await CountySample.filter(county=case.county, programme=case.programme, drawn_at=None).exists()


async def _is_the_newest_word(case: Application) -> bool:
    """Said after what sent the case back: the county's word, an amendment, or the objection being looked into."""
    asks_again = {journal.Deed.APPLICATION_SENT_BACK.value, journal.Deed.DECISION_AMENDED.value}
    if case.state is State.OBJECTED:
        asks_again.add(journal.Deed.OBJECTION_RAISED.value)
    told = [each.deed for each in await journal.history_of(case.id)]
    last = max((number for number, deed in enumerate(told) if deed in asks_again), default=-1)
    return journal.Deed.FIRST_OPINION_GIVEN.value in told[last + 1 :]
