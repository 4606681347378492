"""Doing what an item asks, by the deeds that the rooms have for whoever has a signal."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from backend import applications, database, entitlements, errands, evidence, postings
from backend.applications import AlreadyApplied
from backend.evidence import Photo
from backend.fieldwork.certifying import certify_by_photo
from backend.fieldwork.finding import must_find
from backend.fieldwork.finishing import finish_errand
from backend.fieldwork.item import FieldItem
from backend.fieldwork.item_body import (
    Body,
    CertifyLife,
    FinishErrand,
    GiveMandate,
    PromisePaper,
    ProveBoard,
    SendPhoto,
    StartCase,
    SubmitCase,
    TakeErrand,
    TellObligor,
)
from backend.fieldwork.moment import Remark
from backend.fieldwork.outcome import Waits
from backend.residents import NoSuchResident, Resident
from backend.staff import Cadre, OutsideYourVillage, villages_served

_VILLAGER = """
SELECT r.*, EXISTS (SELECT FROM cadre_village v WHERE v.cadre_id = $3 AND v.village = r.village) AS served
FROM resident r WHERE r.id = $1 AND r.county = $2
"""
# Each by its own index.
_MADE_OR_SAME = """
SELECT * FROM photo WHERE by_kind = $1 AND by_id = $2 AND upload_id = $3
UNION SELECT * FROM photo WHERE by_kind = $1 AND by_id = $2 AND sent_digest = $4 AND resident_id = $5 AND kind = $6
"""
_WANTED_BY_ANOTHER = "SELECT FROM field_item WHERE cadre_id = $1 AND waits_for @> $2::text[] AND id <> $3 LIMIT 1"


async def prepare(
    item: FieldItem, what: Body, cadre: Cadre, done_at: datetime | None, *, decodes: bool
) -> Photo | None:
    """What may not be done inside a transaction: a photo is decoded, once its file is whole.

    Raises Waits, for nothing where a whole file is left to whoever `decodes`; refuses as `evidence.receive`.
    """
    if not isinstance(what, SendPhoto):
        return None
    resident = await _resident(what.resident_id, cadre)
    if (known := await _photo_of(item, what, cadre)) is not None:
        return known
    if not decodes and await evidence.is_whole(what.sha256, cadre.signature):
        raise Waits([])
    content = await evidence.whole_file(what.sha256, cadre.signature) if decodes else None
    if content is None:
        raise Waits([f"file:{what.sha256}"])
    received = await evidence.receive(
        content, upload_id=item.item_id, resident=resident, kind=what.shows, captured_at=done_at,
        latitude=what.latitude, longitude=what.longitude, by=cadre.signature,
        believes_camera=Remark.CLOCK_SKEWED.value not in item.remarks,
    )  # fmt: skip
    if not await database.rows(_WANTED_BY_ANOTHER, cadre.id, [f"file:{what.sha256}"], item.id):
        await evidence.forget_uploads(what.sha256, cadre.signature)
    return received.photo


async def carry_out(what: Body, cadre: Cadre, done_at: datetime | None, photo: Photo | None) -> UUID:
    """The deed, inside the item's transaction; the id of what came of it. Raises Waits, refuses as the deeds do.

    `done_at` is when it was done offline, None where the phone's clock proves nothing; `photo` is what was prepared.
    """
    match what:
        case StartCase():
            return await _start(what, cadre)
        case SendPhoto():
            assert photo is not None
            return await _put_photo(what, photo, cadre)
        case GiveMandate():
            case, paper = await must_find(what.names, cadre)
            mandate = await applications.give_mandate(
                case, relation=what.relation, scope=what.scope, photo_id=paper, expires_on=what.expires_on,
                by=cadre.signature,
            )  # fmt: skip
            return mandate.id
        case TellObligor():
            (case,) = await must_find(what.names, cadre)
            obliged = applications.Obliged(what.name, what.relation, married=what.married)
            return (await applications.tell_obligor(case, obliged, cadre.signature)).id
        case PromisePaper():
            (case, *_) = await must_find(what.names, cadre)
            await applications.promise(case, what.paper, cadre.signature, done_at=done_at)
            return case
        case SubmitCase():
            (case, *_) = await must_find(what.names, cadre)
            await applications.submit(case, by=cadre.signature, facts=what.facts, done_at=done_at, insists=what.insists)
            return case
        case TakeErrand():
            return await _take_errand(what.errand_id, cadre)
        case FinishErrand():
            photos = await must_find(what.names, cadre)
            await finish_errand(
                what.errand_id, cadre, outcome=what.outcome, note=what.note, photo_id=next(iter(photos), None),
                done_at=done_at,
            )  # fmt: skip
            return what.errand_id
        case ProveBoard():
            (photo_id,) = await must_find(what.names, cadre)
            return (await postings.prove_board(what.notice, photo_id, cadre)).id
        case CertifyLife():
            (photo_id,) = await must_find(what.names, cadre)
            await certify_by_photo(await _resident(what.resident_id, cadre), photo_id, cadre.signature, seen_at=done_at)
            return photo_id


async def begin_case(what: StartCase, resident: Resident | None, served: Collection[str], cadre: Cadre) -> UUID:
    """A case that runs already is joined: the papers gathered for it are not lost because somebody else began.

    `resident` and the villages `served` were read before. Where it refuses, nothing was written:
    `applications.start` has a savepoint of its own.
    """
    if resident is None:
        raise NoSuchResident
    if resident.village not in served:
        raise OutsideYourVillage
    await entitlements.must_not_receive(resident.id, what.programme)
    try:
        return (await applications.start(what.programme, resident, by=cadre.signature)).id
    except AlreadyApplied as running:
        return (await applications.visible_to_cadre(UUID(running.details["application_id"]), cadre)).id


async def people_of(resident_ids: Collection[UUID], cadre: Cadre) -> dict[UUID, Resident]:
    """Who of these is on the register of the cadre's county."""
    return {each.id: each for each in await Resident.filter(id__in=resident_ids, county=cadre.county)}


async def _start(what: StartCase, cadre: Cadre) -> UUID:
    people = await people_of([what.resident_id], cadre)
    return await begin_case(what, people.get(what.resident_id), await villages_served(cadre.id), cadre)


async def remarks_on(
    what: Body, result: UUID, cadre: Cadre, done_at: datetime | None, photo: Photo | None
) -> list[Remark]:
    """What is odd about something that was done all the same, also by what the camera noted, and how a photo might be
    taken better."""
    if photo is not None:
        return [remark for remark in Remark if remark.value in photo.flaws]
    if not isinstance(what, SubmitCase | PromisePaper) or done_at is None:
        return []
    ended = await applications.was_taken_back_since(result, cadre.signature, done_at)
    return [Remark.MANDATE_ENDED_SINCE] if ended else []


async def _take_errand(errand_id: UUID, cadre: Cadre) -> UUID:
    """What one has finished oneself may arrive before one's word that one sees to it."""
    try:
        await errands.take(errand_id, cadre)
    except errands.ErrandDone:
        if not await errands.Errand.exists(id=errand_id, done_by=cadre.id):
            raise
    return errand_id


async def _put_photo(what: SendPhoto, photo: Photo, cadre: Cadre) -> UUID:
    for case in await must_find(what.names, cadre):
        await applications.attach(case, photo.id, cadre.signature)
    return photo.id


async def _photo_of(item: FieldItem, what: SendPhoto, cadre: Cadre) -> Photo | None:
    """The photo that this item made, or that the same cadre sent of the same person by the plain way."""
    by = cadre.signature
    of_whom = what.sha256, what.resident_id, what.shows.value
    found = await database.models(Photo, _MADE_OR_SAME, by.kind.value, by.id, item.item_id, *of_whom)
    return min(found, key=lambda each: each.upload_id != item.item_id, default=None)


async def _resident(resident_id: UUID, cadre: Cadre) -> Resident:
    found = await database.row(_VILLAGER, resident_id, cadre.county, cadre.id)
    if found is None:
        raise NoSuchResident
    if not found.pop("served"):
        raise OutsideYourVillage
    return database.as_model(Resident, found)


def is_outside(what: Body, rates: Mapping[str, object]) -> bool:
    """Whether it is a photo that was taken outside the county."""
    return isinstance(what, SendPhoto) and evidence.is_outside(what.latitude, what.longitude, rates)
