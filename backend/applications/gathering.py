"""Gathering the papers: what was handed in with a case, and what is still missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from backend import programmes
from backend.applications.application import Application, State
from backend.applications.attachment import Attachment
from backend.applications.decision import Decision, DecisionKind
from backend.applications.mandate import Mandate
from backend.applications.promise import promises_in
from backend.journal import By
from backend.programmes import PhotoKind

PAPER_TITLES: dict[PhotoKind, str] = {
    PhotoKind.IDENTITY_CARD: "身份证照片",
    PhotoKind.HOUSEHOLD_BOOKLET: "户口簿照片",
    PhotoKind.BANK_CARD: "社保卡或存折照片",
    PhotoKind.PORTRAIT: "本人近照",
    PhotoKind.MANDATE: "委托书照片",
    PhotoKind.HELPER_IDENTITY: "代办人身份证照片",
    PhotoKind.HOME_VISIT: "入户照片",
    PhotoKind.VISIT_SIGNATURE: "入户调查签字页",
    PhotoKind.NOTICE_BOARD: "公示栏照片",
    PhotoKind.DECLARATION: "申请书和申报表照片",
    PhotoKind.CHECK_AUTHORISATION: "核对授权书照片",
    PhotoKind.HARDSHIP_PROOF: "急难情形的证明照片",
    PhotoKind.SPENDING_PROOF: "支出凭证照片",
    PhotoKind.CARE_NEED: "长期照护情况说明照片",
    PhotoKind.MINUTES: "评议记录照片",
    PhotoKind.LETTER_RECEIPT: "送达回证照片",
    PhotoKind.PAYEE_AGREEMENT: "代领协议照片",
    PhotoKind.CARE_AGREEMENT: "养育、照料协议照片",
    PhotoKind.FUNERAL_PROOF: "料理后事的证明照片",
}


@dataclass(frozen=True)
class Missing:
    """A paper still to be handed in."""

    kind: PhotoKind
    title: str
    may_be_promised: bool = False


async def attached(application_id: UUID) -> list[Attachment]:
    """The photos handed in, oldest first."""
    return await Attachment.filter(application_id=application_id).order_by("attached_at", "id")


async def missing(application: Application) -> list[Missing]:
    """What must still be handed in before the case can be submitted, in the order of the form.

    What was promised instead (告知承诺) is not missing. After a return these are also the papers asked for, unless a
    newer photo of the kind has come since.
    """
    programme = programmes.get_programme(application.programme)
    handed_in = await attached(application.id)
    lacking = programme.required_kinds - {PhotoKind(each.kind) for each in handed_in}
    lacking -= {PhotoKind(each.kind) for each in await promises_in(application.id)}
    lacking |= await _asked_for_again(application, handed_in)
    if await _helper_is_unknown(application, handed_in):
        lacking |= {PhotoKind.HELPER_IDENTITY}
    titles = {material.kind: material.title for material in programme.materials}
    may = programme.promisable_kinds
    return [Missing(kind, titles.get(kind, PAPER_TITLES[kind]), kind in may) for kind in PhotoKind if kind in lacking]


async def _helper_is_unknown(application: Application, handed_in: Sequence[Attachment]) -> bool:
    """Whether a mandate is held by somebody on no register of whom no identity card was handed in: the mandate's paper
    says who acts (policy §1.6), and no register vouches for it. A card of an earlier helper shows nothing.
    """
    given = await Mandate.filter(application_id=application.id)
    holder = next((each for each in given if each.revoked_at is None and each.agent.kind is By.OUTSIDER), None)
    if holder is None:
        return False
    since = max((each.revoked_at for each in given if each.revoked_at and each.agent != holder.agent), default=None)
    cards = [each for each in handed_in if each.kind == PhotoKind.HELPER_IDENTITY.value]
    return not any(since is None or each.attached_at >= since for each in cards)


async def _asked_for_again(application: Application, handed_in: Sequence[Attachment]) -> set[PhotoKind]:
    if application.state is not State.RETURNED:
        return set()
    returns = Decision.filter(application_id=application.id, kind=DecisionKind.RETURNED.value)
    last = await returns.order_by("-id").first()
    if last is None:
        return set()
    renewed = {each.kind for each in handed_in if each.attached_at > last.at}
    return {PhotoKind(kind) for kind in last.reasons if kind not in renewed}
