"""The file of one case (案卷): what an officer reads before deciding; what is sealed stays masked."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from backend import (
    applications,
    clock,
    entitlements,
    inquiries,
    places,
    postings,
    programmes,
    relays,
    residents,
)
from backend.applications import Application, DecisionKind
from backend.eligibility import StandardsNotSet, Verdict
from backend.privacy import masked_identity_number
from backend.programmes import PhotoKind
from backend.refusals import NotAllowed
from backend.staff import Officer, has_power
from console.case_amendment import amending
from console.case_hands import hands_in
from console.case_helper import helper_in, may_see_kin
from console.case_photos import photos_of
from console.letter_card import card_of_case
from console.opinion_form import in_words
from console.rendering import named

_PHONE_OWNERS = {"self": "本人", "relative": "亲属", "neighbour": "邻居", "cadre": "村干部"}
_PHONE_PROBLEMS = {"landline": "座机", "dead": "打不通", "opted_out": "不收短信", "no_sms": "不收短信"}


async def case_file(application: Application, officer: Officer) -> dict[str, Any]:
    """All that the case page shows; `officer` was let see the case before."""
    resident = await residents.get_resident(application.resident_id)
    decisions = await applications.decisions_on(application.id)
    line = await postings.line_of(application.id)
    notice = await postings.Posting.get(id=line.posting_id) if line else None
    # As `entitlements.grant` judges it: the page says so before the button would.
    judged = [each for each in decisions if each.kind != DecisionKind.SENT_BACK.value]
    handled = {each.officer_id for each in judged} | ({notice.posted_by} if notice else set())
    part = await applications.part_of(officer, application.id)
    return {
        "application": application,
        "programme": programmes.get_programme(application.programme),
        "resident": resident,
        "status": await applications.status_of(application, audience=applications.Audience.OFFICER),
        "age": residents.age_on(resident.birth_date, clock.today()),
        "masked_identity": masked_identity_number(resident.identity_number),
        "account": await residents.current_account(resident.id),
        "phones": await _phones(resident.id),
        "photos": await photos_of(application),
        "mandate": await helper_in(application, officer),
        "person_to_be_heard": application.id in {case for case, _ in await applications.denials_open(officer)},
        "denied_mandate": await applications.denied_mandate(application.id),
        "verdict": Verdict.from_json(application.verdict) if application.verdict else None,
        "visits": await inquiries.visits_of(application.id),
        "opinions": await _opinions(application),
        "promised": [
            applications.PAPER_TITLES[PhotoKind(each.kind)] for each in await applications.promises_in(application.id)
        ],
        "other_villages": await _other_villages(application, officer),
        "given_once": inquiries.given_once(application),
        "aid_caps": await _aid_caps(application),
        "aids": await entitlements.aids_of(resident.id, clock.today().replace(month=1, day=1)),
        "guardian": await _guardian(application),
        "decides": await _decides(application, officer),
        "reviews": has_power(officer, applications.review_power(application.programme)),
        "check_needed": applications.needs_letters(application),
        "check_state": await inquiries.check_state(application.id) if applications.needs_letters(application) else None,
        "unsigned": await applications.who_has_not_signed(application)
        if application.state == "submitted" and applications.needs_letters(application)
        else [],
        "handover": await relays.handover_of(application.id),
        "asked_before": _asked_before(decisions),
        "no_letter": list(applications.NoLetter),
        "posting_time": postings.posting_time(
            application.programme, await programmes.parameters_on(application.county, clock.today())
        ),
        **await _card_check(application),
        "deliberations": await inquiries.deliberations_on(application.id),
        "minutes": await inquiries.minutes_to_choose(application) if application.state == "objected" else [],
        "opinion_needed": inquiries.needs_opinion(application),
        "posted": inquiries.is_posted(application),
        "recognitions": [
            (each, programmes.get_programme(each.programme).title)
            for each in await entitlements.recognitions_of(resident.id, clock.today())
        ],
        "only_recognised": entitlements.only_recognised(application.programme, clock.today()),
        "extensions": await applications.extensions_of(application.id),
        "longer_limit": await _longer_limit(application),
        "grounds": list(applications.Ground),
        "visit_needed": inquiries.needs_visit(application),
        "refusal_reasons": applications.reasons_at(application),
        "advice_reasons": applications.reasons_for(
            application.programme, *applications.ends_from(applications.State.COUNTY_REVIEW)
        ),
        "withdrawal_reasons": applications.reasons_for(application.programme, applications.State.REFUSED),
        "may_be_ended": applications.may_be_ended(application.programme),
        "was_asked": await applications.was_asked(application),
        "non_cooperation": await applications.non_cooperation_in(application.id),
        "declinable": list(applications.Declined),
        "advice": await applications.advice_against(application),
        "hands": await hands_in(application, decisions, notice),
        "objections": await _objections(application, officer),
        "complaints": await applications.complaints_for(application, officer),
        "ways_to_feed_back": [applications.FedBack.IN_PERSON, applications.FedBack.POST],
        "notice": notice,
        "letter": await card_of_case(application, officer),
        **await amending(application, officer),
        "awards": [
            (each, entitlements.get_benefit(each.programme).title)
            for each in await entitlements.awards_of(resident.id)
            if each.stop_reason != "once"  # those stand by themselves, with their sums
        ],
        "not_yours": entitlements.YouHandledThisCase.sentence if officer.id in handled else _anothers(part),
        "investigated": bool(part.investigated),
        "judged": bool(part.opined or part.decided),
        "decided_before": bool(part.decided),
        "kin": await applications.kin_ledger(officer, application_id=application.id) if may_see_kin(officer) else [],
        "village_name": await places.name_of(application.village),
        "township_name": await places.name_of(application.township),
    }


def _asked_before(decisions: Sequence[applications.Decision]) -> dict[str, object] | None:
    """The last one-time notice: a second one asks for nothing that it left out."""
    returned = [each for each in decisions if each.kind == DecisionKind.RETURNED.value]
    if not returned:
        return None
    titles = [applications.PAPER_TITLES[PhotoKind(kind)] for kind in returned[-1].reasons]
    return {"titles": titles, "words": returned[-1].note}


async def _decides(application: Application, officer: Officer) -> bool:
    """Whether the decision may be this officer's at all: the county's, or the township's where it is delegated."""
    try:
        await applications.must_decide(officer, application)
    except NotAllowed:
        return False
    return True


async def _longer_limit(application: Application) -> int | None:
    """In working days from acceptance, as the law of that day has it; None where there is none."""
    if application.accepted_at is None:
        return None
    return await applications.longer_limit(application, clock.in_county_time(application.accepted_at).date())


async def _card_check(application: Application) -> dict[str, object]:
    """What the federation said of the disability card, where the law asks it."""
    if not inquiries.needs_card_check(application.programme):
        return {"card_check_needed": False, "card_check": None}
    said = await inquiries.last_card_check(application.id)
    title = inquiries.CARD_TITLES.get(said.disability_class or "", "") if said else ""
    return {"card_check_needed": True, "card_check": said, "card_class": title}


async def _opinions(application: Application) -> list[dict[str, object]]:
    """The township's opinions, the newest first: facts declared beside facts found, and what the law says of them."""
    given = await inquiries.opinions_on(application.id)
    officers = {each.id: each for each in await Officer.filter(id__in=[each.officer_id for each in given])}
    return [
        {
            "opinion": each,
            "verdict": each.judged,
            "officer": named(officers.get(each.officer_id)),
            "lines": [
                {
                    "name": fact.name,
                    "declared": in_words(fact, line["declared"]),
                    "found": in_words(fact, line["verified"]),
                    "source": inquiries.PROVENANCE_TITLES[residents.Provenance(line["source"])],
                    "why": line["why"],
                }
                for fact in inquiries.facts_to_verify(application.programme)
                if (line := each.findings.get(fact.key))
            ],
        }
        for each in reversed(given)
    ]


async def _other_villages(application: Application, officer: Officer) -> list[tuple[str, list[places.Place]]]:
    """Townships by name with their villages, without the officer's own; only where a case may still be passed on."""
    reviews = has_power(officer, applications.review_power(application.programme))
    if application.state is not applications.State.SUBMITTED or not reviews:
        return []
    found = await places.Place.filter(code__startswith=officer.county, valid_to=None).order_by("code")
    names = {each.code: each.name for each in found if each.level == places.Level.TOWNSHIP}
    by_township: dict[str, list[places.Place]] = {}
    for each in found:
        if each.level == places.Level.VILLAGE and not officer.scope.covers(each.code):
            by_township.setdefault(places.township_of(each.code), []).append(each)
    return [(names.get(code, code), villages) for code, villages in by_township.items()]


def _anothers(part: applications.Part) -> str:
    """Why somebody who found out about the case, or gave an opinion on it, does not decide it."""
    return applications.AnotherDecides.sentence if part.investigated or part.opined else ""


async def _phones(resident_id: UUID) -> list[dict[str, str | None]]:
    contacts = await residents.Contact.filter(resident_id=resident_id).order_by("priority", "id")
    return [
        {
            "masked": contact.masked,
            "whose": _PHONE_OWNERS[contact.owner],
            "problem": _PHONE_PROBLEMS.get(residents.phone_problem(contact) or ""),
        }
        for contact in contacts
    ]


async def _aid_caps(application: Application) -> tuple[int, int] | None:
    """What may be given at most, and by the township alone; None where nothing is given once, or no cap is set."""
    if not inquiries.given_once(application):
        return None
    try:
        return await inquiries.caps(application)
    except StandardsNotSet:
        return None


async def _guardian(application: Application) -> str:
    """Who of the household applied for a child; empty in other cases."""
    if not await applications.speaks_as_guardian(application, application.started_by):
        return ""
    return (await residents.Resident.get(id=application.started_by_id)).name


async def _objections(application: Application, officer: Officer) -> list[tuple[postings.Objection, str, str]]:
    """Those to any notice of the case, with who answered, and who raised them where `given_names` says so."""
    lines = await postings.PostingLine.filter(application_id=application.id)
    found = await postings.Objection.filter(posting_line_id__in=[each.id for each in lines]).order_by("id")
    answered_by = [each.answered_by for each in found if each.answered_by]
    officers = {each.id: each for each in await Officer.filter(id__in=answered_by)}
    given = await postings.given_names(application, found, officer)
    return [(each, named(officers.get(each.answered_by)), given.get(each.id, "")) for each in found]  # type: ignore[arg-type]
