"""Giving the first opinion (初审意见): verified facts, judged by the law, and one officer's yes or no with reasons."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from backend import applications, clock, database, eligibility, journal, staff
from backend.applications import Application, State
from backend.eligibility import BadFact, Fact, FactValue, Verdict
from backend.identifiers import new_id
from backend.inquiries.aid_caps import caps
from backend.inquiries.card_check import OF_THE_CARD, card_facts, needs_card_check
from backend.inquiries.check import CheckState
from backend.inquiries.check_reading import check_state
from backend.inquiries.checking_card import must_be_checked_by_the_federation
from backend.inquiries.first_opinion import FirstOpinion, Found, last_opinion
from backend.inquiries.guarding import given_once, is_posted, must_be_visited
from backend.inquiries.looking_again import must_rest_on_a_new_inquiry
from backend.inquiries.reposting import goes_on_unposted
from backend.inquiries.settling import must_be_settled
from backend.money import short_yuan
from backend.refusals import NotAcceptable, NotNow
from backend.staff import Officer, Power

_REASONS_AT_MOST = 1000  # characters
_WHY_AT_MOST = 200
_STATES = (State.ACCEPTED, State.OBJECTED)
_OF_THE_REGISTER = ("birth_date", "alive", "registered_here")  # the register's answer wins: nobody types it


class ReasonsMissing(NotAcceptable):
    """An opinion without reasons, or with more than fit on the form."""

    sentence = f"请写明初审意见的理由，最多{_REASONS_AT_MOST}个字。"


class CheckFirst(NotNow):
    """No 核对 report, and nobody says why (policy §18)."""

    sentence = "还没有信息核对结果。请先核对；确实不能核对的，请写明原因。"


class CheckOpen(NotNow):
    """A register answered 「有」, and nobody has settled it with the family."""

    sentence = "信息核对有结果还没有处理，请先请家庭说明并登记，再提出初审意见。"


class DifferenceUnexplained(NotAcceptable):
    """Facts found to be other than declared, without a word why; `details["facts"]` names them."""

    sentence = "有些情况和申报的不一样，请写明原因。"


class AnotherOpined(NotNow):
    """A colleague gave an opinion that this one's author has not read; `details["after"]` is its id."""

    sentence = "同事刚提出过初审意见，请看过再提。"


class SumMissing(NotAcceptable):
    """A yes to help that is given once, without how much, or with more than the county gives at once."""

    sentence = "请填写拟救助的金额。"


@dataclass(frozen=True)
class Opinion:
    """What the officer fills in; `found` by fact, only what was verified. `proposed_fen` where help is given once.

    `after`: the id of the last opinion that the officer has read; None where there was none.
    """

    found: Mapping[str, Found]
    favourable: bool
    reasons: str
    no_check_because: str = ""
    proposed_fen: int | None = None
    after: UUID | None = None


def facts_to_verify(programme: str) -> list[Fact]:
    """What the programme's law asks and an officer verifies, in the order of the questions."""
    declared = eligibility.facts_declared(programme)
    known = (*_OF_THE_REGISTER, *(OF_THE_CARD if needs_card_check(programme) else ()))
    return [fact for fact in declared if not fact.age_from and fact.key not in known]


async def judge(case: Application, found: Mapping[str, Found]) -> Verdict:
    """What the law says of the verified facts and the register alone: what was only declared counts as not known.

    BadFact for what cannot be, and for what cannot be true together.
    """
    known = {fact.key for fact in facts_to_verify(case.programme)}
    for key, each in found.items():
        if key not in known or len(each.why) > _WHY_AT_MOST:
            raise BadFact(fact=key)
    verified = {key: each.value for key, each in found.items()}
    verdict = await applications.check(case, {**verified, **await card_facts(case)})
    eligibility.must_agree(verdict.facts, on=clock.today(), told=found.keys())
    return verdict


async def give_first_opinion(application_id: UUID, opinion: Opinion, officer: Officer) -> FirstOpinion:
    """The township's opinion, before the notice, and anew after an objection or when the county sent it back.

    A yes takes a programme that is never posted to the county at once, and after an objection one that the county
    does not post again.

    Refuses with NoSuchPower, OutsideYourPlace, applications.NoSuchApplication and WrongState, staff.YourOwnKin,
    ReasonsMissing, SumMissing, AnotherOpined, VisitFirst, YouInvestigated, YouDecided, LookAgainFirst, CheckOpen,
    applications.LettersMissing, CheckFirst, DifferenceUnexplained, BadFact, and for a yes with CardCheckFirst and as
    `must_be_settled`.
    Source: 民发〔2021〕57号 art. 19, 民发〔2021〕43号 art. 13, policy §18.
    """
    staff.must_have(officer, Power.GIVE_OPINION)
    await applications.visible_to_officer(application_id, officer)
    if not 0 < len(opinion.reasons.strip()) <= _REASONS_AT_MOST:
        raise ReasonsMissing
    async with database.transaction():
        case = await Application.select_for_update().get(id=application_id)
        if case.state not in _STATES:
            await applications.tell_what_happened(case.id, officer.signature)
        await staff.must_not_be_kin(officer.signature, case.resident_id)
        await _must_know_the_last(case, opinion.after)
        await must_be_visited(case, officer)
        await must_rest_on_a_new_inquiry(case)
        await _must_be_checked(case, opinion)
        verdict = await judge(case, opinion.found)
        findings = _beside_what_was_declared(case, opinion.found, verdict)
        proposed = opinion.proposed_fen if opinion.favourable and given_once(case) else None
        if opinion.favourable:
            await must_be_checked_by_the_federation(case)
            must_be_settled(verdict)
            if given_once(case):
                await _must_be_given_at_once(case, proposed)
        given = await FirstOpinion.create(
            id=new_id(), county=case.county, village=case.village, application_id=case.id,
            favourable=opinion.favourable, reasons=opinion.reasons.strip(), findings=findings,
            verdict=verdict.as_json(), no_check_because=opinion.no_check_because.strip()[:_WHY_AT_MOST],
            proposed_fen=proposed, officer_id=officer.id, given_at=clock.now(),
        )  # fmt: skip
        facts = {"opinion_id": given.id, "favourable": opinion.favourable, "outcome": verdict.outcome.value}
        await journal.record(case.line(journal.Deed.FIRST_OPINION_GIVEN, **facts), by=officer.signature)
        if opinion.favourable and not is_posted(case):
            await applications.pass_unposted(case.id, officer.signature)
        elif opinion.favourable and await goes_on_unposted(case):
            passed = await applications.pass_to_county(case.id, officer.signature)
            line = passed.moved(journal.Deed.PASSED_UNPOSTED, step_due_on=passed.step_due_on)
            await journal.record(line, by=officer.signature)
    return given


async def _must_know_the_last(case: Application, known: UUID | None) -> None:
    """Of two officers at once one gives the opinion; whoever wants another one has read it first."""
    last = await last_opinion(case.id)
    if last is None or last.id == known:
        return
    word, who = "同意" if last.favourable else "不同意", await staff.who_and_when(last.officer_id, last.given_at)
    raise AnotherOpined(f"同事已经提出初审意见「{word}」（{who}）。请看过，还要另提的再提交一次。", after=str(last.id))


async def _must_be_given_at_once(case: Application, fen: int | None) -> None:
    if fen is None:
        raise SumMissing
    most, _ = await caps(case)
    if not 0 < fen <= most:
        raise SumMissing(f"拟救助的金额要大于0，一次最多{short_yuan(most)}元，请修改。", most_fen=most)


async def _must_be_checked(case: Application, opinion: Opinion) -> None:
    if not applications.needs_letters(case):
        return
    state = await check_state(case.id)
    if state is CheckState.OPEN:
        raise CheckOpen
    if opinion.no_check_because.strip():
        return
    if state is not CheckState.NOT_BEGUN:
        await applications.must_all_have_signed(case)
    if state is not CheckState.DONE:
        raise CheckFirst


def _beside_what_was_declared(
    case: Application, found: Mapping[str, Found], verdict: Verdict
) -> dict[str, dict[str, Any]]:
    declared: Mapping[str, FactValue] = (case.verdict or {}).get("facts") or {}
    kept: dict[str, dict[str, Any]] = {}
    unexplained = []
    for fact in facts_to_verify(case.programme):
        each = found.get(fact.key)
        if each is None or each.value is None:
            continue
        said, value = declared.get(fact.key), verdict.facts[fact.key]
        if said is not None and said != value and not each.why.strip():
            unexplained.append(fact.name)
        kept[fact.key] = {"declared": said, "verified": value, "source": each.source.value, "why": each.why.strip()}
    if unexplained:
        raise DifferenceUnexplained(f"和申报的不一样，请写明原因：{'、'.join(unexplained)}。", facts=unexplained)
    return kept
