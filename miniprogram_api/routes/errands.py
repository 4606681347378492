"""What a cadre is asked to do at whose door."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from pydantic import BaseModel, Field

from backend.errands import ErrandKind, Outcome, Position, Proof, day_list, give_back, open_errands, take
from backend.fieldwork import finish_errand
from backend.places import name_of
from backend.refusals import NotAcceptable
from backend.staff import OutsideYourVillage, villages_served
from miniprogram_api.asking import AsCadre
from miniprogram_api.given import Asked, LongText, VillageCode
from miniprogram_api.limits import WRITES
from miniprogram_api.route import room

router = room("errands")

_ERRANDS_A_PAGE = 50  # as `errands.open_errands` gives them


class ErrandShown(BaseModel):
    """One line of the cadre's list."""

    id: UUID
    resident_id: UUID
    person_name: str = Field(title="姓名")
    village: str = Field(title="所在村代码")
    kind: ErrandKind
    kind_title: str = Field(title="做什么")
    proof: Proof = Field(title="办好了要有什么：照片、一句话，或者公示栏照片")
    proof_title: str = Field(title="同上，给村干部看的话")
    reason: str = Field(title="为什么")
    due_on: date = Field(title="最晚哪天办")
    overdue: bool = Field(title="是否已超期")
    taken_by: UUID | None = Field(title="认领的村干部；没有认领的，这个村的村干部都可以办")
    taken_by_name: str = Field(title="认领的村干部姓名")


class ErrandsPage(BaseModel):
    """`next` is given as `after` to get the following page; null on the last one."""

    items: list[ErrandShown]
    next: str | None = Field(None, title="下一页从这里开始")


class Completion(Asked):
    """How it went at the door. A photo is sent first, to the elder's photos."""

    outcome: Outcome = Field(title="结果")
    note: LongText = Field("", title="说明")
    photo_id: UUID | None = Field(None, title="现场照片")


@router.get("/errands", summary="我的任务")
async def errands(
    asker: AsCadre,
    village: Annotated[VillageCode | None, Query(description="只看一个村；不填是我负责的所有村")] = None,
    after: Annotated[
        str | None,
        Query(pattern=r"^\d{4}-\d\d-\d\d_[0-9a-f-]{36}$", description="上一页的 `next`；不填是第一页"),
    ] = None,
) -> ErrandsPage:
    """What is open in the cadre's villages, most urgent first; whatever is closed meanwhile, no page ends early."""
    served = await villages_served(asker.cadre.id)
    if village is not None and village not in served:
        raise OutsideYourVillage
    found = await open_errands([village] if village else served, after=_position(after))
    items = [ErrandShown.model_validate(errand, from_attributes=True) for errand in found]
    full = len(items) == _ERRANDS_A_PAGE
    return ErrandsPage(items=items, next=f"{items[-1].due_on}_{items[-1].id}" if full else None)


def _position(after: str | None) -> Position | None:
    """What `next` said; NotAcceptable where it said nothing like it."""
    due_on, _, last = (after or "").partition("_")
    try:
        return Position(date.fromisoformat(due_on), UUID(last)) if after else None
    except ValueError:
        raise NotAcceptable from None


class VillageDay(BaseModel):
    """One village of the day's way."""

    village: str = Field(title="村代码")
    village_name: str = Field(title="村名")
    errands: list[ErrandShown] = Field(title="最急的在前")


class Day(BaseModel):
    """Village by village."""

    villages: list[VillageDay]
    left_out: int = Field(0, title="没有列出的件数：只列最急的200件，其余的在「我的任务」里")


@router.get("/errands/day", summary="今天要跑的：按村、按缓急")
async def day(asker: AsCadre) -> Day:
    """What is late or due within a week; what can wait is in the whole list."""
    most_urgent, left_out = await day_list(await villages_served(asker.cadre.id))
    found = [ErrandShown.model_validate(each, from_attributes=True) for each in most_urgent]
    villages = dict.fromkeys(each.village for each in found)
    return Day(
        villages=[
            VillageDay(
                village=village,
                village_name=await name_of(village),
                errands=[each for each in found if each.village == village],
            )
            for village in villages
        ],
        left_out=left_out,
    )


@router.post("/errands/{errand_id}/completion", status_code=204, summary="办完一个任务")
async def complete(errand_id: UUID, asked: Completion, asker: AsCadre) -> Response:
    """Close an errand of one's own village, once; that somebody was seen alive with a portrait taken now."""
    await WRITES.count_account(asker.account_id)
    await finish_errand(errand_id, asker.cadre, outcome=asked.outcome, note=asked.note, photo_id=asked.photo_id)
    return Response(status_code=204)


@router.post("/errands/{errand_id}/taking", status_code=204, summary="认领一个任务")
async def take_errand(errand_id: UUID, asker: AsCadre) -> Response:
    """The village's other cadres see that somebody goes; who stands at the door finishes it all the same."""
    await WRITES.count_account(asker.account_id)
    await take(errand_id, asker.cadre)
    return Response(status_code=204)


@router.delete("/errands/{errand_id}/taking", status_code=204, summary="交还认领的任务")
async def give_errand_back(errand_id: UUID, asker: AsCadre) -> Response:
    """Any cadre of the village may see to it again."""
    await WRITES.count_account(asker.account_id)
    await give_back(errand_id, asker.cadre)
    return Response(status_code=204)
