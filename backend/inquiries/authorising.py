"""Authorising a check (核对授权): nobody is asked about without their own signed paper, its purpose and its term."""

from dataclasses import dataclass
from datetime import date
from typing import NoReturn
from uuid import UUID

from tortoise.exceptions import IntegrityError

from backend import applications, clock, database, evidence, journal, programmes, sealing, staff
from backend.applications import Application, State
from backend.identifiers import new_id
from backend.inquiries.check import CheckAuthorisation
from backend.programmes import PhotoKind
from backend.refusals import NotAcceptable, NotFound, NotNow
from backend.residents import IDENTITY, NoSuchResident, Resident, normalise_identity_number
from backend.staff import Officer, Power

_WORDS_AT_MOST = 30  # characters of a name or a relation
_STATES = (State.SUBMITTED, State.ACCEPTED, State.OBJECTED)  # before acceptance, for that turns on them
# Nobody could be asked about on it any more; what was answered on it stays in the file.
_MAKE_ROOM = """
UPDATE check_authorisation SET revoked_at = $3
WHERE application_id = $1 AND identity_index = $2 AND revoked_at IS NULL AND valid_until < $4
RETURNING id, photo_id
"""


class AuthorisationIncomplete(NotAcceptable):
    """A name, a relation or the term is missing or wrong."""

    sentence = "请写明授权人的姓名、与申请人的关系，授权截止日期要在今天以后。"


class AuthorisationPhotoMissing(NotAcceptable):
    """No photo of the signed letter out of this case."""

    sentence = "请选择这件申请里的核对授权书照片；还没有的，请先请申请人补交。"


class AlreadyAuthorised(NotNow):
    """The person's authorisation in this case is on record, and its term is not over."""

    sentence = "这个人的核对授权已经登记过了，还没有到期。"


class PaperOfALapsedLetter(NotAcceptable):
    """The paper whose term is over says nothing of the new one."""

    sentence = "这张照片是已经到期的那份授权书。请本人重新签一份，拍下来再登记。"


class NoSuchAuthorisation(NotFound):
    """None in force."""

    sentence = "没有找到这份核对授权，请刷新后再选。"


@dataclass(frozen=True)
class Authorised:
    """What stands on the letter (核对授权书).

    `person_id`: who signed, of the family on the register or of the obligors named in the case; then the name, and of
    who is on the register the number, are taken from there.
    """

    name: str
    identity_number: str
    relation: str
    valid_until: date
    photo_id: UUID
    person_id: UUID | None = None


async def record_authorisation(application_id: UUID, letter: Authorised, officer: Officer) -> CheckAuthorisation:
    """Record one person's letter; with it, once accepted, the township asks the county to check (policy §1.8, §9.2).

    One whose term is over makes room for it.

    Refuses with NoSuchPower, OutsideYourPlace, applications.NoSuchApplication and WrongState, staff.YourOwnKin,
    residents.BadIdentityNumber and NoSuchResident, AuthorisationIncomplete, AuthorisationPhotoMissing,
    PaperOfALapsedLetter and AlreadyAuthorised.
    """
    staff.must_have(officer, Power.INVESTIGATE)
    seen = await applications.visible_to_officer(application_id, officer)
    signer = await _who_signed(letter, seen)
    number, relation = normalise_identity_number(signer.identity_number), letter.relation.strip()
    if not (0 < len(signer.name) <= _WORDS_AT_MOST and 0 < len(relation) <= _WORDS_AT_MOST):
        raise AuthorisationIncomplete
    if letter.valid_until < clock.today():
        raise AuthorisationIncomplete
    try:
        async with database.transaction():
            case = await Application.select_for_update().get(id=application_id)
            if case.state not in _STATES:
                await applications.tell_what_happened(case.id, officer.signature)
            await staff.must_not_be_kin(officer.signature, case.resident_id)
            await _must_show_the_letter(letter.photo_id, case)
            index = sealing.blind_index(number, IDENTITY)
            lapsed = await database.rows(_MAKE_ROOM, case.id, index, clock.now(), clock.today())
            if await evidence.same_pictures([letter.photo_id], [each["photo_id"] for each in lapsed]):
                raise PaperOfALapsedLetter
            title = programmes.get_programme(case.programme).title
            letter_kept = await CheckAuthorisation.create(
                id=new_id(), county=case.county, village=case.village, application_id=case.id, name=signer.name,
                identity_sealed=sealing.seal(number, IDENTITY), identity_index=index,
                relation=relation, purpose=f"{title}审核确认", valid_from=clock.today(),
                valid_until=letter.valid_until, photo_id=letter.photo_id, obligor_id=signer.obligor_id,
                recorded_by=officer.id, recorded_at=clock.now(),
            )  # fmt: skip
            facts: dict[str, object] = {"authorisation_id": letter_kept.id, "valid_until": letter.valid_until}
            facts |= {"instead_of": lapsed[0]["id"]} if lapsed else {}
            await journal.record(case.line(journal.Deed.CHECK_AUTHORISED, **facts), by=officer.signature)
    except IntegrityError as twice:
        await _tell_who_recorded(application_id, number, twice)
    return letter_kept


async def revoke_authorisation(authorisation_id: UUID, officer: Officer) -> None:
    """The person takes it back: they are asked about no more. What was answered before stays in the file.

    Refuses with NoSuchPower, NoSuchAuthorisation, OutsideYourPlace and staff.YourOwnKin.
    """
    staff.must_have(officer, Power.INVESTIGATE)
    letter = await CheckAuthorisation.get_or_none(id=authorisation_id, county=officer.county)
    if letter is None:
        raise NoSuchAuthorisation
    case = await applications.visible_to_officer(letter.application_id, officer)
    await staff.must_not_be_kin(officer.signature, case.resident_id)
    async with database.transaction():
        revoked = await database.execute(
            "UPDATE check_authorisation SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL",
            authorisation_id, clock.now(),
        )  # fmt: skip
        if not revoked:
            await _tell_who_revoked(authorisation_id, case.id)
        line = case.line(journal.Deed.CHECK_AUTHORISATION_REVOKED, authorisation_id=authorisation_id)
        await journal.record(line, by=officer.signature)


async def _tell_who_recorded(application_id: UUID, number: str, why: Exception) -> NoReturn:
    index = sealing.blind_index(number, IDENTITY)
    stands = await CheckAuthorisation.get_or_none(
        application_id=application_id, identity_index=index, revoked_at__isnull=True
    )
    if stands is None:  # taken back in the very moment
        raise AlreadyAuthorised from why
    who = await staff.who_and_when(stands.recorded_by, stands.recorded_at)
    raise AlreadyAuthorised(f"这个人的核对授权已经登记过了（{who}），请刷新后再看。") from why


async def _tell_who_revoked(authorisation_id: UUID, application_id: UUID) -> NoReturn:
    deed = journal.Deed.CHECK_AUTHORISATION_REVOKED.value
    for each in await journal.history_of(application_id):
        if each.deed == deed and each.facts.get("authorisation_id") == str(authorisation_id):
            who = await staff.who_and_when(each.by_id, each.at)
            raise NoSuchAuthorisation(f"这份核对授权已经登记收回了（{who}），请刷新后再看。")
    raise NoSuchAuthorisation


@dataclass(frozen=True)
class _Signer:
    name: str
    identity_number: str
    obligor_id: UUID | None = None


async def _who_signed(letter: Authorised, case: Application) -> _Signer:
    """Name and number, as they are on file where they are: nobody types again what is known."""
    if letter.person_id is None:
        return _Signer(letter.name.strip(), letter.identity_number)
    applicant = await Resident.get(id=case.resident_id)
    at_home = await Resident.get_or_none(
        id=letter.person_id, household_id=applicant.household_id, deceased_on__isnull=True
    )
    if at_home:
        return _Signer(at_home.name, at_home.identity_number)
    obligor = next((each for each in await applications.obligors_in(case.id) if each.id == letter.person_id), None)
    if obligor is None:
        raise NoSuchResident
    return _Signer(obligor.name, obligor.identity_number or letter.identity_number, obligor.id)


async def _must_show_the_letter(photo_id: UUID, case: Application) -> None:
    photo = await evidence.Photo.get_or_none(id=photo_id, resident_id=case.resident_id)
    if photo is None or photo.kind != PhotoKind.CHECK_AUTHORISATION.value:
        raise AuthorisationPhotoMissing
