"""Promising (告知承诺): instead of a paper that the law lets a promise stand in for; told what it means before."""

from datetime import datetime
from uuid import UUID

from backend import clock, database, programmes
from backend.applications.acting import must_speak_for
from backend.applications.attaching import hold_for_papers
from backend.applications.papers_following import note_if_complete
from backend.identifiers import new_id
from backend.journal import Deed, Signature, record
from backend.programmes import PhotoKind
from backend.refusals import NotAcceptable

#: What whoever promises is told, and agrees to.
PROMISE = "我知道要证明的内容，承诺情况属实，同意核实；不属实的，愿意退回并承担责任。"


class MustBeShown(NotAcceptable):
    """The programme's law wants the paper itself."""

    sentence = "这份材料不能用承诺代替，请拍照上传。"


async def promise(application_id: UUID, kind: PhotoKind, by: Signature, *, done_at: datetime | None = None) -> None:
    """Give one's word instead of a paper, wherever a photo could be attached; twice is once.

    `done_at`, when it was given offline, is when a mandate must have held. Refuses with MustBeShown, WrongState,
    MandateMissing, MandateRevoked, MandateExpired and as `acting.must_reach`.
    Source: 民发〔2022〕83号 §1(2), policy §1.7.
    """
    async with database.transaction():
        case = await hold_for_papers(application_id, by)
        await must_speak_for(case, by, done_at)
        if kind not in programmes.get_programme(case.programme).promisable_kinds:
            raise MustBeShown
        new = await database.execute(
            """INSERT INTO paper_promise (id, county, application_id, kind, promised_by_kind, promised_by_id,
               promised_at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (application_id, kind) DO NOTHING""",
            new_id(), case.county, case.id, kind.value, by.kind.value, by.id, clock.now(),
        )  # fmt: skip
        if new:
            await record(case.line(Deed.PAPER_PROMISED, kind=kind.value), by=by)
        if new and case.papers_follow:
            await note_if_complete(case, by)
