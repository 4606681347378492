"""Returning for more: the one-time notice (一次性告知) of everything missing."""

from collections.abc import Sequence, Set
from uuid import UUID

from backend import database
from backend.applications.application import Application
from backend.applications.attachment import Attachment
from backend.applications.children import review_power
from backend.applications.decision import Decision, DecisionKind, decide
from backend.applications.gathering import PAPER_TITLES
from backend.applications.gathering import missing as still_missing
from backend.applications.reading import visible_to_officer
from backend.applications.signed_letters import who_has_not_signed
from backend.applications.too_late import on_record_if_too_late
from backend.applications.transitions import Move, hold, move
from backend.journal import Deed, record
from backend.programmes import PhotoKind
from backend.refusals import NotAcceptable
from backend.staff import Officer, must_have

# What was there may be gone since: the person takes a mandate or a letter back.
_MAY_HAVE_GONE = {PhotoKind.MANDATE, PhotoKind.CHECK_AUTHORISATION}


class AskedOnce(NotAcceptable):
    """Everything missing is said in one notice: what was there then and was not named is not asked for later."""

    sentence = "缺的材料按规定只能一次告知，上次没有列出的不能再要。"


class NothingAskedFor(NotAcceptable):
    """Neither a paper ticked nor a word written: the person would not know what to do."""

    sentence = "请勾选需要补的材料，或写明要补什么，一次说全。"


async def return_for_more(
    application_id: UUID, officer: Officer, missing: Sequence[PhotoKind], note: str = ""
) -> Application:
    """Send the case back with one list; what the form itself finds missing is added, so that nothing comes later.

    Once more only for what that list named, and did not come right, for what came in since, or what the form misses
    since; in words alone only for what earlier words asked. Refuses with NothingAskedFor, AskedOnce, NoSuchPower,
    NoSuchApplication, OutsideYourPlace, WrongState and NoteTooLong.
    Source: 民发〔2021〕57号 art. 10 (policy §1.8 step 1).
    """
    must_have(officer, review_power((await visible_to_officer(application_id, officer)).programme))
    async with on_record_if_too_late(application_id, officer.signature), database.transaction():
        application = await hold(application_id, Move.RETURN, officer.signature)
        lacking = {each.kind for each in await still_missing(application)}
        asked = set(missing) | lacking
        if not asked and not note.strip():
            raise NothingAskedFor
        await _must_have_been_named(application, set(missing) - lacking, "" if asked else note.strip())
        kinds = [kind for kind in PhotoKind if kind in asked]
        application = await move(application_id, Move.RETURN, officer.signature, step_due_on=None)
        note = f"{await _whose_letters(application, kinds)}{note}"
        await decide(application, DecisionKind.RETURNED, officer.id, reasons=[kind.value for kind in kinds], note=note)
        facts = {"missing": [kind.value for kind in kinds], "titles": [PAPER_TITLES[kind] for kind in kinds]}
        await record(application.moved(Deed.APPLICATION_RETURNED, **facts), by=officer.signature)
    return application


async def _must_have_been_named(application: Application, wanted: Set[PhotoKind], words: str) -> None:
    """AskedOnce for what an earlier notice left out, be it a paper or `words` that stand alone."""
    earlier = await Decision.filter(application_id=application.id, kind=DecisionKind.RETURNED.value).order_by("id")
    if not earlier:
        return
    named = {PhotoKind(kind) for each in earlier for kind in each.reasons}
    since = await Attachment.filter(application_id=application.id, attached_at__gt=earlier[-1].at)
    new = wanted - named - _MAY_HAVE_GONE - {PhotoKind(each.kind) for each in since}
    if new:
        titles = "、".join(PAPER_TITLES[kind] for kind in PhotoKind if kind in new)
        raise AskedOnce(f"缺的材料按规定只能一次告知，上次没有列出{titles}，不能再要。请受理，需要的自己核实。")
    if words and not any(words in each.note for each in earlier):
        raise AskedOnce(
            "缺的材料按规定只能一次告知，不能只写几句话再要别的。上次列出的没有补好，请在清单里勾选；"
            "上次只写了文字的，照上次的文字写。"
        )


async def _whose_letters(application: Application, asked: Sequence[PhotoKind]) -> str:
    """Everybody who still has to sign, in the same notice as everything else."""
    if PhotoKind.CHECK_AUTHORISATION not in asked:
        return ""
    names = "、".join(each.name for each in await who_has_not_signed(application))
    return f"核对授权书还要{names}签字。" if names else ""
