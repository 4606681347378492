"""What cadres did without a signal: a batch at once, what still waits, and what a phone carries."""

import asyncio
import gzip
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Header, Response
from pydantic import AwareDatetime, BaseModel, Field, ValidationError

from backend import fieldwork
from backend.applications import State
from backend.fieldwork import Item, Outcome, Said
from backend.refusals import NotAcceptable
from miniprogram_api.answering import json_answer
from miniprogram_api.asking import AsCadre
from miniprogram_api.given import Asked, VillageCode
from miniprogram_api.going_on import go_on_behind
from miniprogram_api.limits import WRITES
from miniprogram_api.route import room
from miniprogram_api.routes.errands import ErrandShown
from miniprogram_api.wording import sentence_for

router = room("fieldwork")

_ITEMS_AT_MOST = 200  # of one batch: twenty cases with their photos
_NOT_VALID = "request.NotValid"
_NOT_DONE = "这一项没有办成，请再同步一次，按提示改好。"  # of before the reason was kept


class Batch(Asked):
    """Items in whatever order. Each is looked at for itself: one that is wrong spoils no other."""

    phone_time: AwareDatetime = Field(title="发送时手机上的时间，带时区")
    items: list[Annotated[Item | dict[str, Any], Field(union_mode="left_to_right")]] = Field(
        min_length=1, max_length=_ITEMS_AT_MOST, title="各项内容"
    )


class RemarkShown(BaseModel):
    """What was odd about something that was taken all the same."""

    code: fieldwork.Remark
    sentence: str


class OutcomeShown(BaseModel):
    """What became of one item."""

    id: str = Field(title="这一项的编号")
    outcome: Said
    result_id: UUID | None = Field(None, title="办成的申请、照片、委托书或任务的编号")
    waits_for: list[str] = Field([], title="还在等什么：file:照片文件的 SHA-256，item:另一项的编号")
    code: str | None = Field(None, title="没有办成的原因代码")
    sentence: str = Field("", title="给用户看的一句话")
    facts: dict[str, Any] = Field({}, title="界面需要的补充，例如还缺哪些材料")
    remarks: list[RemarkShown] = []


class Outcomes(BaseModel):
    """One outcome an item, in the order sent."""

    outcomes: list[OutcomeShown]


class WaitingItem(BaseModel):
    """Something that was taken in and waits."""

    id: UUID
    kind: str
    waits_for: list[str]


class RefusedItem(BaseModel):
    """Something that was refused when its turn came, perhaps with nobody on the line: put right, it is sent again."""

    id: UUID
    kind: str
    captured_at: datetime = Field(title="在手机上办的时间")
    code: str = Field(title="没有办成的原因代码")
    sentence: str = Field(title="给用户看的一句话")


class GivenUpItem(BaseModel):
    """Something that waited sixty days for what never came; sent again, it is taken in anew."""

    id: UUID
    kind: str
    kind_title: str = Field(title="是什么")
    captured_at: datetime = Field(title="在手机上办的时间")
    given_up_at: datetime = Field(title="不再等的时间")
    person_name: str | None = Field(title="谁的事；查不出来或者不在自己村里的为空")
    waited_for: list[str] = Field(title="一直没有等到什么：file:照片文件的 SHA-256，item:另一项的编号")
    errand_id: UUID | None = Field(title="请人补齐的任务")
    sentence: str = Field(title="给村干部看的一句话：为什么、怎么办")


class FileOfNothing(BaseModel):
    """A whole file that no item names: send its item."""

    sha256: str
    bytes: int


class Waiting(BaseModel):
    """Everything of this cadre's that waits."""

    items: list[WaitingItem]
    refused: list[RefusedItem] = Field([], title="没有办成、还没有改好重传的")
    given_up: list[GivenUpItem] = Field([], title="等不到而不再等、还没有补办的")
    files: list[FileOfNothing] = Field([], title="已收到、还没有对应内容的照片文件")


@router.post("/field/sync", summary="同步离线时办的事")
async def sync(asked: Batch, asker: AsCadre) -> Outcomes:
    """Send again whatever got no answer: what is done already is done once."""
    await WRITES.count_account(asker.account_id)
    told = {number: _not_valid(each) for number, each in enumerate(asked.items) if not isinstance(each, Item)}
    good = {number: each for number, each in enumerate(asked.items) if isinstance(each, Item)}
    outcomes = await fieldwork.sync(list(good.values()), asker.cadre, phone_time=asked.phone_time)
    go_on_behind()
    for number, outcome in zip(good, outcomes, strict=True):
        told[number] = _shown(good[number].id, outcome)
    return Outcomes(outcomes=[told[number] for number in sorted(told)])


@router.get("/field/waiting", summary="还在等材料的离线内容")
async def waiting(asker: AsCadre) -> Waiting:
    """What a phone must still send, or send again; what was refused; what was given up because it was never sent."""
    found = await fieldwork.waiting_items(asker.cadre)
    refused = await fieldwork.refused_items(asker.cadre)
    given_up = await fieldwork.given_up_items(asker.cadre)
    files = await fieldwork.files_of_nothing(asker.cadre)
    return Waiting(
        items=[WaitingItem(id=each.item_id, kind=each.kind, waits_for=each.waits_for) for each in found],
        refused=[_refused(each) for each in refused],
        given_up=[_given_up(each) for each in given_up],
        files=[FileOfNothing(sha256=each.digest, bytes=each.bytes) for each in files],
    )


class VillagerShown(BaseModel):
    """Who lives there, for the door."""

    id: UUID
    name: str = Field(title="姓名")
    sex: str
    birth_date: date = Field(title="出生日期")
    identity_last_four: str = Field(title="身份证号后四位")
    household_id: UUID = Field(title="同一户的人相同")
    has_phone: bool = Field(title="本人有没有手机")


class CaseCarried(BaseModel):
    """A case that is not decided."""

    id: UUID
    case_number: str | None
    programme: str
    programme_title: str
    resident_id: UUID
    state: State
    state_title: str
    step_due_on: date | None


class NoticeCarried(BaseModel):
    """A notice whose board may have to be photographed."""

    id: UUID
    programme_title: str = Field(title="待遇名称")
    posted_on: date = Field(title="公示开始")
    ends_on: date = Field(title="公示最后一天")
    resident_id: UUID = Field(title="公示栏照片放进谁的材料里")


class LeftOut(BaseModel):
    """What the phone does not carry, because it is about children; everything else of the village is there."""

    people: int
    cases: int
    errands: int
    sentence: str = Field(title="给村干部看的一句话；都带上了的是空的")


class PackageShown(BaseModel):
    """What the phone may carry until `expires_at`; then it deletes it."""

    village: str
    expires_at: datetime = Field(title="到这时手机要删掉这些资料")
    people: list[VillagerShown]
    cases: list[CaseCarried]
    errands: list[ErrandShown]
    notices: list[NoticeCarried]
    left_out: LeftOut = Field(title="没有带上的")


@router.get(
    "/field/packages/{village}",
    summary="带下乡的本村资料",
    response_model=PackageShown,
    responses={304: {"description": "没有变化，手机上的还能用"}},
)
async def package(
    village: VillageCode,
    asker: AsCadre,
    known: Annotated[str | None, Header(alias="If-None-Match", max_length=80)] = None,
    accepted: Annotated[str, Header(alias="Accept-Encoding", include_in_schema=False)] = "",
) -> Response:
    """People, open cases, errands and notices of one of the cadre's own villages, for days without a signal.

    All of them, however many; `left_out` says what is about children and stays here.
    """
    await WRITES.count_account(asker.account_id)
    version = known.removeprefix("W/").strip('"') if known else None
    found = await fieldwork.village_package(village, asker.cadre, known=version)
    private = {"Cache-Control": "private, no-store"}
    if found is None:
        return Response(status_code=304, headers=private)
    answer = json_answer(PackageShown.model_validate(found, from_attributes=True))
    if "gzip" in accepted:  # of a large village a megabyte: a sixth of it is what a weak signal carries
        answer.body = await asyncio.to_thread(gzip.compress, bytes(answer.body), 5)
        answer.headers.update({"Content-Encoding": "gzip", "Content-Length": str(len(answer.body))})
    answer.headers.update({**private, "ETag": f'"{found.version}"', "Vary": "Accept-Encoding"})
    return answer


def _refused(item: fieldwork.FieldItem) -> RefusedItem:
    return RefusedItem(
        id=item.item_id, kind=item.kind, captured_at=item.captured_at, code=item.code or "",
        sentence=item.sentence or _NOT_DONE,
    )  # fmt: skip


def _given_up(item: fieldwork.GivenUp) -> GivenUpItem:
    return GivenUpItem(
        id=item.item_id, kind=item.kind, kind_title=item.kind_title, captured_at=item.captured_at,
        given_up_at=item.given_up_at, person_name=item.person_name, waited_for=list(item.waited_for),
        errand_id=item.errand_id, sentence=item.sentence,
    )  # fmt: skip


def _shown(item_id: UUID, outcome: Outcome) -> OutcomeShown:
    return OutcomeShown(
        id=str(item_id), outcome=outcome.said, result_id=outcome.result_id, waits_for=list(outcome.waits_for),
        code=outcome.code, sentence=outcome.sentence, facts=dict(outcome.facts),
        remarks=[RemarkShown(code=each, sentence=each.sentence) for each in outcome.remarks],
    )  # fmt: skip


def _not_valid(item: dict[str, Any]) -> OutcomeShown:
    """What is wrong with it. Its id is repeated if it is one, and nothing else that was sent."""
    try:
        item_id = str(UUID(str(item.get("id"))))
    except ValueError:
        item_id = ""
    try:
        Item.model_validate(item)
        sentence = NotAcceptable.sentence
    except ValidationError as mistakes:
        sentence = sentence_for(mistakes.errors()[0])
    return OutcomeShown(id=item_id, outcome=Said.REFUSED, code=_NOT_VALID, sentence=sentence)
