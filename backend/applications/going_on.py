"""Going on (一次申请、分类认定): a refused case goes on to the next kind of help, without new papers."""

from uuid import UUID

from tortoise.exceptions import IntegrityError

from backend import clock, database, programmes, residents
from backend.applications.acting import must_reach, must_speak_for
from backend.applications.application import Application
from backend.applications.attachment import Attachment
from backend.applications.reading import get_application
from backend.applications.starting import start
from backend.identifiers import new_id
from backend.journal import Deed, Signature, record_many
from backend.refusals import NotNow

# 特困, then 低保, then 低保边缘, then 刚性支出 (policy §7.1); from each only down.
_LADDER = (("tekun",), ("rural_dibao", "urban_dibao"), ("edge_family",), ("rigid_spending",))


_NOT_FOR = {"village": "urban_dibao", "town": "rural_dibao"}  # by the declared fact home_kind


class CannotGoOn(NotNow):
    """The case was not refused, or the programme does not come after it."""

    sentence = "只有没有通过的申请，才能接着申请后面的低保边缘、刚性支出等认定。"


async def next_for(case: Application) -> list[str]:
    """The programmes that this refused case may go on to: of 低保 the one for where the home is, as it was told.

    Both while that is not known: which of the two it is an officer looks at (policy §1.1, the track is reviewed).
    """
    after = next_after(case.programme)
    told = await database.row("SELECT verdict #>> '{facts,home_kind}' AS home FROM application WHERE id = $1", case.id)
    other = _NOT_FOR.get(told["home"]) if told else None
    return [code for code in after if code != other]


def next_after(programme: str) -> list[str]:
    """The programmes that a refused case of this one may go on to, in the order of the law."""
    rung = next((number for number, each in enumerate(_LADDER) if programme in each), len(_LADDER))
    return [code for each in _LADDER[rung + 1 :] for code in each]


async def go_on(application_id: UUID, programme: str, by: Signature) -> Application:
    """Begin a case of `programme` with the photos of the refused one; its answers go along at submission.

    To ask for it is the consent: only the person, or who holds their mandate, may. Twice is once. Refuses with
    CannotGoOn, MandateMissing, MandateExpired, and as `acting.must_reach` and `start`.
    """
    case = await get_application(application_id)
    await must_reach(case, by)
    await must_speak_for(case, by)
    if not case.state.is_a_no or programme not in await next_for(case):
        raise CannotGoOn
    known = await Application.get_or_none(continues=case.id, programme=programme)
    if known is not None:
        return known
    resident = await residents.get_resident(case.resident_id)
    wanted = [kind.value for kind in programmes.get_programme(programme).required_kinds]
    try:
        async with database.transaction():
            draft = await start(programme, resident, by=by)
            await database.execute("UPDATE application SET continues = $2 WHERE id = $1", draft.id, case.id)
            lines = [draft.line(Deed.APPLICATION_GOES_ON, continues=case.id, programme=programme)]
            for paper in await Attachment.filter(application_id=case.id, kind__in=wanted).order_by("id"):
                await Attachment.create(
                    id=new_id(), application_id=draft.id, photo_id=paper.photo_id, kind=paper.kind,
                    attached_at=clock.now(),
                )  # fmt: skip
                lines.append(draft.line(Deed.PAPER_HANDED_IN, photo_id=paper.photo_id, kind=paper.kind))
            await record_many(lines, by=by)
    except IntegrityError:
        return await Application.get(continues=case.id, programme=programme)
    return await Application.get(id=draft.id)
