"""Life certification (生存认证): once a period somebody has seen the person alive."""

from datetime import date
from uuid import UUID

from backend import clock, database, errands, evidence, journal, programmes, staff
from backend.entitlements.award import Award, NoSuchAward, get_award
from backend.entitlements.certification_term import certification_due
from backend.entitlements.lapsing import resume_certified
from backend.journal import Signature
from backend.refusals import NotAcceptable, NotNow

_SPARED = "已经做过生存认证，不用再去。"


class NothingToCertify(NotNow):
    """The award asks for no certification, or has stopped."""

    sentence = "这项待遇现在不需要生存认证。"


class PhotoOfAnother(NotAcceptable):
    """The photo that should prove it shows another person's file."""

    sentence = "这张照片不是这位老人的，请重新拍照上传。"


async def certify_life(award_id: UUID, by: Signature, photo_id: UUID | None = None, *, on: date | None = None) -> Award:
    """Record that the person was seen alive today, or `on` an earlier day; the next one is due a term from then.

    What was suspended because it was overdue is resumed, with the months held back.

    `photo_id` is the proof, if one was taken. Twice on a day is once. Refuses with NoSuchAward (also to other
    residents), staff.OutsideYourVillage (to other cadres), evidence.NoSuchPhoto, PhotoOfAnother, NothingToCertify.
    """
    award = await get_award(award_id)
    await _must_know(award, by)
    if photo_id is not None and (await evidence.get_photo(photo_id)).resident_id != award.resident_id:
        raise PhotoOfAnother
    if award.stopped_from is not None or award.certification_due_on is None:
        raise NothingToCertify
    await seen(award, on or clock.today(), by, photo_id)
    return await get_award(award_id)


async def seen(award: Award, on: date, by: Signature, photo_id: UUID | None) -> bool:
    """Certify for a day on which somebody who may say so saw the person; False if that is known or outdated."""
    rates = await programmes.parameters_on(award.county, on)
    async with database.transaction():
        certified = await database.execute(
            """UPDATE award SET certified_on = $2, certification_due_on = $3
               WHERE id = $1 AND stopped_from IS NULL AND certification_due_on IS NOT NULL
                 AND (certified_on IS NULL OR certified_on < $2)""",
            award.id, on, certification_due(on, rates, award.certification_due_on),
        )  # fmt: skip
        if certified:
            facts = {"photo_id": photo_id} if photo_id else {}
            await journal.record(award.line(journal.Deed.LIFE_CERTIFIED, **facts), by=by)
            await resume_certified(award.id, by)
            await _spare_the_visit(award, by)
    return bool(certified)


async def _spare_the_visit(award: Award, by: Signature) -> None:
    """Whoever was asked to go and see the person need not go any more."""
    asked = await database.rows(
        """SELECT because FROM errand WHERE resident_id = $1 AND kind = $2 AND done_at IS NULL
             AND starts_with(because, 'certification:' || $3::text || ':')""",
        award.resident_id, errands.ErrandKind.CERTIFY_LIFE.value, str(award.id),
    )  # fmt: skip
    await errands.close_needless([each["because"] for each in asked], words=_SPARED, by=by)


async def _must_know(award: Award, by: Signature) -> None:
    """A cadre certifies in their own villages, a resident only for themselves."""
    if by.kind is journal.By.CADRE and (by.id is None or award.village not in await staff.villages_served(by.id)):
        raise staff.OutsideYourVillage
    if by.kind is journal.By.RESIDENT and by.id != award.resident_id:
        raise NoSuchAward
