"""Reading checks: a case's people and what was answered about them, on record when shown; and the county's batches."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend import applications, database, evidence, journal, sealing, staff
from backend.applications import Application
from backend.inquiries.check import (
    CheckAuthorisation,
    CheckBatch,
    CheckExplanation,
    CheckItem,
    CheckReply,
    CheckRequest,
    CheckResult,
    CheckState,
    Settled,
)
from backend.inquiries.requesting import get_check_batch
from backend.inquiries.taking_replies import CHECKED
from backend.programmes import PhotoKind
from backend.staff import Officer, Power

_PAGE = 30


@dataclass(frozen=True)
class ItemRead:
    """One answer in clear."""

    id: UUID
    item: CheckItem
    flagged: bool
    detail: str
    data_on: date
    settled: Settled | None
    words: str
    explained: list[str]  #: what the person said from their phone, oldest first


@dataclass(frozen=True)
class PersonChecked:
    """A letter and everything answered on it, the latest request last; `open` are items not answered there."""

    letter: CheckAuthorisation
    answers: list[ItemRead]
    asked_in: list[str]
    open: list[CheckItem]


@dataclass(frozen=True)
class RequestRead:
    """A row of a batch's page: no ID number, no detail."""

    serial: str
    name: str
    answered: int
    flagged: int
    taken_back: bool  #: the letter, since


async def check_of(application_id: UUID, officer: Officer) -> list[PersonChecked]:
    """Everyone who authorised it, with the answers in clear; that they were shown is on record (policy §9.3).

    Refuses with NoSuchPower, OutsideYourPlace and applications.NoSuchApplication.
    """
    staff.must_have(officer, Power.INVESTIGATE)
    case = await applications.visible_to_officer(application_id, officer)
    people = await _people(application_id)
    shown = sum(len(each.answers) for each in people)
    if shown:
        async with database.transaction():
            await journal.record(case.line(journal.Deed.CHECK_RESULTS_SHOWN, items=shown), by=officer.signature)
    return people


async def check_state(application_id: UUID) -> CheckState:
    """How far the check of a case has come, over everyone whose letter is in force."""
    everyone = await _people(application_id)
    people = [each for each in everyone if each.letter.revoked_at is None]
    if not people:
        return CheckState.NOT_BEGUN
    # What was found on a letter that ran out is known all the same, whatever letter took its place.
    known = [each for each in everyone if each.letter.revoked_at is None or each.letter.lapsed]
    if any(answer.flagged and answer.settled is None for each in known for answer in each.answers):
        return CheckState.OPEN  # though others are still asked: an opinion without a check must not pass it by
    return CheckState.WAITING if any(each.open or not each.asked_in for each in people) else CheckState.DONE


async def letters_to_choose(case: Application) -> list[evidence.Photo]:
    """The photos of signed letters that came with the case."""
    kinds = {"resident_id": case.resident_id, "kind": PhotoKind.CHECK_AUTHORISATION.value}
    return await evidence.Photo.filter(**kinds).order_by("-id").limit(_PAGE)


async def check_batches(officer: Officer, before: UUID | None = None) -> list[CheckBatch]:
    """The county's batches, newest first; NoSuchPower."""
    staff.must_have(officer, Power.RUN_CHECKS)
    batches = CheckBatch.filter(county=officer.county)
    return await (batches.filter(id__lt=before) if before else batches).order_by("-id").limit(_PAGE)


async def check_batch_read(batch_id: UUID, officer: Officer) -> tuple[CheckBatch, list[RequestRead], list[CheckReply]]:
    """A batch with its people and its replies; NoSuchPower, NoSuchCheckBatch."""
    batch = await get_check_batch(batch_id, officer)
    found = await database.rows(
        """SELECT r.serial, w.name, count(s.id) AS answered, count(s.id) FILTER (WHERE s.flagged) AS flagged,
                  coalesce((w.revoked_at AT TIME ZONE 'Asia/Shanghai')::date <= w.valid_until, false) AS taken_back
           FROM check_request r JOIN check_authorisation w ON w.id = r.authorisation_id
           LEFT JOIN check_result s ON s.request_id = r.id
           WHERE r.batch_id = $1 GROUP BY r.serial, w.name, w.revoked_at, w.valid_until ORDER BY r.serial""",
        batch_id,
    )
    return batch, [RequestRead(**each) for each in found], await CheckReply.filter(batch_id=batch_id).order_by("id")


async def _people(application_id: UUID) -> list[PersonChecked]:
    letters = await CheckAuthorisation.filter(application_id=application_id).order_by("recorded_at", "id")
    requests = await CheckRequest.filter(application_id=application_id).order_by("id")
    batches = {each.id: each for each in await CheckBatch.filter(id__in=[each.batch_id for each in requests])}
    answers: dict[UUID, list[CheckResult]] = defaultdict(list)
    for result in await CheckResult.filter(request_id__in=[each.id for each in requests]).order_by("id"):
        answers[result.request_id].append(result)
    said = await _explanations([result.id for each in answers.values() for result in each])
    people = []
    for letter in letters:
        own = [each for each in requests if each.authorisation_id == letter.id]
        last = own[-1] if own else None
        got = {each.item for each in answers[last.id]} if last else set()
        asked_again = last is not None and (
            last.id == letter.anew_after or any(a.settled == Settled.RECHECK.value for a in answers[last.id])
        )
        waiting = batches[last.batch_id].asked if last else []
        people.append(
            PersonChecked(
                letter,
                [_in_clear(each, said[each.id]) for request in own for each in answers[request.id]],
                [batches[each.batch_id].number for each in own],
                waiting if asked_again else [item for item in waiting if item.value not in got],
            )
        )
    return people


async def _explanations(results: list[UUID]) -> dict[UUID, list[str]]:
    said: dict[UUID, list[str]] = defaultdict(list)
    for each in await CheckExplanation.filter(result_id__in=results).order_by("id"):
        said[each.result_id].append(sealing.unseal(each.words_sealed, CHECKED))
    return said


def _in_clear(result: CheckResult, said: list[str]) -> ItemRead:
    detail = sealing.unseal(result.detail_sealed, CHECKED) if result.detail_sealed else ""
    words = sealing.unseal(result.words_sealed, CHECKED) if result.words_sealed else ""
    settled = Settled(result.settled) if result.settled else None
    return ItemRead(result.id, CheckItem(result.item), result.flagged, detail, result.data_on, settled, words, said)
