"""Deliberating (民主评议): only where somebody objected; it informs the new opinion and the answer (policy §1.8)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend import applications, clock, database, evidence, journal, staff
from backend.applications import Application, State
from backend.identifiers import new_id
from backend.inquiries.deliberation import Deliberation
from backend.inquiries.first_opinion import must_not_have_judged
from backend.programmes import PhotoKind
from backend.refusals import NotAcceptable, NotNow
from backend.staff import Officer, Power

_WORDS_AT_MOST = 500  # characters
_PRESENT_AT_MOST = 200


class NotDisputed(NotNow):
    """Since 2021 no case is deliberated that nobody disputes (《关于改革完善社会救助制度的意见》, 2020, §24)."""

    sentence = "没有异议的不再评议。有人提出异议以后，才可以组织评议。"


class VotesWrong(NotAcceptable):
    """More votes or representatives than people."""

    sentence = "人数对不上：村民代表、赞成加反对都不能多于到会人数，请核对。"


class DeliberationDayWrong(NotAcceptable):
    """In the future, or before the notice hung."""

    sentence = "评议日期不能晚于今天，也不能早于公示，请核对。"


class MinutesMissing(NotAcceptable):
    """No conclusion, or no photo of the signed minutes of this case."""

    sentence = f"请写明评议结论（最多{_WORDS_AT_MOST}个字），并选择到会人员签了字的评议记录照片。"


@dataclass(frozen=True)
class Weighed:
    """What the minutes say."""

    held_on: date
    present: int
    villagers: int
    agreeing: int
    opposing: int
    conclusion: str
    minutes_id: UUID


async def record_deliberation(application_id: UUID, weighed: Weighed, officer: Officer) -> Deliberation:
    """Keep the minutes. Whoever records them investigated, and gives no opinion.

    Refuses with NoSuchPower, OutsideYourPlace, applications.NoSuchApplication, staff.YourOwnKin, NotDisputed,
    YouGaveTheOpinion, YouDecided, VotesWrong, DeliberationDayWrong and MinutesMissing.
    """
    staff.must_have(officer, Power.INVESTIGATE)
    await applications.visible_to_officer(application_id, officer)
    _must_add_up(weighed)
    async with database.transaction():
        case = await Application.select_for_update().get(id=application_id)
        if case.state is not State.OBJECTED:
            raise NotDisputed
        await staff.must_not_be_kin(officer.signature, case.resident_id)
        await must_not_have_judged(case.id, officer)
        await _must_be_minuted(weighed, case)
        kept = await Deliberation.create(
            id=new_id(), county=case.county, village=case.village, application_id=case.id, held_on=weighed.held_on,
            present=weighed.present, villagers=weighed.villagers, agreeing=weighed.agreeing,
            opposing=weighed.opposing, conclusion=weighed.conclusion.strip(), minutes_id=weighed.minutes_id,
            recorded_by=officer.id, recorded_at=clock.now(),
        )  # fmt: skip
        facts = {"present": kept.present, "agreeing": kept.agreeing, "opposing": kept.opposing}
        await journal.record(case.line(journal.Deed.DELIBERATED, **facts), by=officer.signature)
    return kept


async def deliberations_on(application_id: UUID) -> list[Deliberation]:
    """All of a case, oldest first."""
    return await Deliberation.filter(application_id=application_id).order_by("id")


async def minutes_to_choose(case: Application) -> list[evidence.Photo]:
    """The photos of minutes that came with the case, the newest first."""
    kind = PhotoKind.MINUTES.value
    return await evidence.Photo.filter(resident_id=case.resident_id, kind=kind).order_by("-id").limit(12)


def _must_add_up(weighed: Weighed) -> None:
    counts = (weighed.present, weighed.villagers, weighed.agreeing, weighed.opposing)
    most = max(weighed.agreeing + weighed.opposing, weighed.villagers)
    if min(counts) < 0 or not 0 < weighed.present <= _PRESENT_AT_MOST or most > weighed.present:
        raise VotesWrong


async def _must_be_minuted(weighed: Weighed, case: Application) -> None:
    posted = [each.at for each in await journal.history_of(case.id) if each.deed == journal.Deed.NOTICE_POSTED.value]
    first = clock.in_county_time(posted[0]).date() if posted else weighed.held_on
    if not first <= weighed.held_on <= clock.today():
        raise DeliberationDayWrong
    photo = await evidence.Photo.get_or_none(id=weighed.minutes_id, resident_id=case.resident_id)
    minuted = photo is not None and photo.kind == PhotoKind.MINUTES.value
    if not minuted or not 0 < len(weighed.conclusion.strip()) <= _WORDS_AT_MOST:
        raise MinutesMissing
