"""Giving a mandate (委托书)."""

import re
from datetime import date
from uuid import UUID

from backend import clock, database, evidence
from backend.applications.application import Application, State
from backend.applications.children import is_adult
from backend.applications.ending_mandates import end_open_mandate
from backend.applications.mandate import Mandate
from backend.applications.transitions import Move, hold
from backend.applications.wrong_state import tell_what_happened
from backend.identifiers import new_id
from backend.journal import By, Deed, Signature, record
from backend.programmes import PhotoKind
from backend.refusals import NotAcceptable, NotAllowed
from backend.residents import (
    Outsider,
    Resident,
    find_in_any_county,
    is_of_age,
    keep_outsider,
    normalise_identity_number,
    outsider_named,
)

_YEARS_AT_MOST = 3  # the county's choice: a paper older than that no longer shows what the person wants today
# The person is asked about them by name, in a text of ours: nothing else is written in its place.
_LIKE_A_NAME = re.compile(r"[〇㐀-鿿\U00020000-\U000323AFA-Za-z·• ]{2,30}")
_WORDS_AT_MOST = 100  # characters of relation and scope

_SPENT = """
SELECT 1 FROM mandate m JOIN photo p ON p.id = m.photo_id
WHERE m.principal_id = $1 AND p.digest = $2
  AND (m.agreed = false OR m.application_id = $3 AND EXISTS (
        SELECT FROM journal_entry j
        WHERE j.subject_id = m.application_id AND j.deed = $4 AND j.facts ->> 'mandate_id' = m.id::text))
LIMIT 1
"""


class MandateNotNeeded(NotAcceptable):
    """Nobody mandates themselves."""

    sentence = "本人办理不需要委托书。"


class MandatePhotoOfAnother(NotAcceptable):
    """The photographed paper was taken for another person."""

    sentence = "这张委托书照片是别人的，请拍这位老人自己的委托书。"


class NotAMandatePhoto(NotAcceptable):
    """A photo, but of another kind."""

    sentence = "这张照片不是委托书，请在「委托书」一栏重新拍照上传。"


class AgentNotKnown(NotAcceptable):
    """On no register and without a phone; or the number is of somebody who has died, is not of age or has another name.

    Which it is stays unsaid: or numbers could be tried against the register.
    """

    sentence = (
        "没有找到这位代办人。要满18周岁，请对照身份证核对姓名和身份证号；不在本县登记的，请再填写代办人本人的手机号。"
        "还不行的，可以请村干部代办。"
    )


class HelperNamesAnother(NotAllowed):
    """Whoever is on no register hands in a paper for themselves alone."""

    sentence = "代办人不能再指定别人代办。要换代办人的，请本人或者村干部登记新的委托书。"


class PaperSpent(NotAcceptable):
    """The person took back what this very paper gave, or said that they never gave it."""

    sentence = "本人收回过这份委托书，或者说过没有委托，同一张不能再用。请和本人商量好，重新签一份，再拍照。"


class MandateTermWrong(NotAcceptable):
    """The last day lies in the past or too far ahead."""

    sentence = f"委托期限要从今天往后，最长{_YEARS_AT_MOST}年，请重新选择日期。"


class MandateWordsMissing(NotAcceptable):
    """Relation or scope is empty or too long."""

    sentence = f"请写明代办人和本人的关系、委托办理的事项，各不超过{_WORDS_AT_MOST}个字。"


async def give_mandate(
    application_id: UUID,
    *,
    relation: str,
    scope: str,
    photo_id: UUID,
    expires_on: date,
    by: Signature,
    agent: Resident | Outsider | None = None,
) -> Mandate:
    """Record that the person lets `agent` act in this case, by default `by` themselves; an earlier mandate gives way.

    A son who lives elsewhere is named by the person, or by who brings the paper; he himself would not get at the case.
    `agent` is as `known_agent` found them; who is on no register is put on file with the mandate. Also after
    acceptance: a paper runs out while the case runs, and somebody else takes over. Refuses with the classes above,
    evidence.NoSuchPhoto, WrongState and as `must_reach`. Source: policy §1.6.
    """
    _must_make_sense(relation, scope, expires_on)
    if agent is not None and by.kind is By.OUTSIDER:
        raise HelperNamesAnother
    photo = await evidence.get_photo(photo_id)
    async with database.transaction():
        application = await hold(application_id, Move.WITHDRAW, by)
        if application.state is State.SUBMITTED:  # the township looks at the paper under which it was handed in
            await tell_what_happened(application_id, by)
        acts = await _hand_of(agent, by)
        if application.is_person(acts):
            raise MandateNotNeeded
        if photo.resident_id != application.resident_id:
            raise MandatePhotoOfAnother
        if photo.kind != PhotoKind.MANDATE.value:
            raise NotAMandatePhoto
        await _must_not_be_spent(photo.digest, application)
        await end_open_mandate(application_id)
        mandate = await Mandate.create(
            id=new_id(), county=application.county, application_id=application_id,
            principal_id=application.resident_id, agent_kind=acts.kind.value, agent_id=acts.id,
            relation=relation.strip(), scope=scope.strip(), photo_id=photo_id, given_at=clock.now(),
            expires_on=expires_on,
        )  # fmt: skip
        facts = {
            "mandate_id": mandate.id, "expires_on": expires_on.isoformat(), "agent": acts.kind.value,
            "agent_id": acts.id,
        }  # fmt: skip
        await record(application.line(Deed.MANDATE_GIVEN, **facts), by=by)
    return mandate


async def known_agent(name: str, identity_number: str, phone: str, county: str) -> Resident | Outsider:
    """Somebody of age by name and number: on a register of this house, the county's own first; else with their phone.

    Refuses with BadIdentityNumber, AgentNotKnown, and of who is on no register BadPhone.
    """
    number = normalise_identity_number(identity_number)
    registered = await find_in_any_county(number)
    may = [each for each in registered if each.name == name.strip() and not each.deceased_on and is_adult(each)]
    if may:
        return min(may, key=lambda each: each.county != county)
    if (
        registered
        or not phone.strip()
        or not _LIKE_A_NAME.fullmatch(name.strip())
        or not is_of_age(number.birth_date, clock.today())
    ):
        raise AgentNotKnown
    return outsider_named(name, number, phone, county)


async def _hand_of(agent: Resident | Outsider | None, by: Signature) -> Signature:
    if agent is None:
        return by
    if isinstance(agent, Resident):
        return Signature(By.RESIDENT, agent.id)
    return (await keep_outsider(agent, by=by)).signature


async def _must_not_be_spent(digest: str, application: Application) -> None:
    """Denied it is void in every case; taken back, in the one: else the agent undid it with the paper still in hand."""
    if await database.row(_SPENT, application.resident_id, digest, application.id, Deed.MANDATE_REVOKED.value):
        raise PaperSpent


def _must_make_sense(relation: str, scope: str, expires_on: date) -> None:
    if not all(0 < len(words.strip()) <= _WORDS_AT_MOST for words in (relation, scope)):
        raise MandateWordsMissing
    today = clock.today()
    if not today < expires_on <= date(today.year + _YEARS_AT_MOST, today.month, min(today.day, 28)):
        raise MandateTermWrong
