"""法定义务人: the family says who owes the applicant support, and sees whose signature the check still waits for."""

from typing import Annotated
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel, Field, StringConstraints

from backend import applications
from backend.applications import Application, Obliged
from miniprogram_api.answering import json_answer
from miniprogram_api.asking import AsResidentOrCadre
from miniprogram_api.given import Asked
from miniprogram_api.idempotency import OnlyOnce
from miniprogram_api.limits import WRITES
from miniprogram_api.route import room
from miniprogram_api.routes.applications import reached

router = room("obligors")

Words = Annotated[str, StringConstraints(max_length=30)]


class AskObligor(Asked):
    """One person: of who lives with the applicant the register knows the rest, of others it is written down."""

    resident_id: UUID | None = Field(None, title="一起生活的家人（at_home 里的）；选了就不用填下面的")
    name: Words = Field("", title="姓名")
    relation: Words = Field("", title="是申请人的什么人，如儿子")
    identity_number: Words = Field("", title="身份证号；还不知道的可以不填")
    married: bool = Field(False, title="有没有配偶；有的，配偶也要签字")
    spouse_of: UUID | None = Field(None, title="是上面哪位义务人的配偶")


class ObligorShown(BaseModel):
    """One who was named; the number itself is shown to nobody."""

    id: UUID
    name: str
    relation: str
    identity_known: bool = Field(title="身份证号填了没有")
    married: bool
    spouse_of: UUID | None
    can_take_back: bool = Field(title="现在能不能划去；工作人员登记的请找乡镇")


class HousemateShown(BaseModel):
    """One whom the register already knows."""

    resident_id: UUID
    name: str
    relation: str = Field(title="按户口簿是申请人的什么人，请核对")


class ObligorsShown(BaseModel):
    """Everybody whose signature (核对授权书) the case wants."""

    they_sign: bool = Field(title="这项待遇要不要义务人签核对授权书")
    spouses_sign: bool = Field(title="义务人的配偶要不要一起签")
    named: list[ObligorShown] = Field(title="已经写明的义务人")
    at_home: list[HousemateShown] = Field(title="一起生活、还没有写明的义务人，点一下就能加上")
    still_to_sign: list[str] = Field(title="还没有登记核对授权书的人")


@router.get("/applications/{application_id}/obligors", summary="法定义务人和还差谁签字", response_model=ObligorsShown)
async def many(application_id: UUID, asker: AsResidentOrCadre) -> Response:
    """Told from the draft on, so that all letters are signed in one round."""
    case, _ = await reached(application_id, asker)
    return json_answer(await _shown(case))


@router.post(
    "/applications/{application_id}/obligors", status_code=201, summary="写明一位法定义务人",
    response_model=ObligorsShown,
)  # fmt: skip
async def tell(application_id: UUID, asked: AskObligor, asker: AsResidentOrCadre, once: OnlyOnce) -> Response:
    """Parents, spouse, children, wherever they live: they sign for the check in their own name."""
    await WRITES.count_account(asker.account_id)

    async def deed() -> ObligorsShown:
        case, hand = await reached(application_id, asker)
        await applications.tell_obligor(application_id, Obliged(**dict(asked)), hand)
        return await _shown(case)

    return await once(asker.account_id.hex, deed)


@router.delete("/applications/{application_id}/obligors/{obligor_id}", status_code=204, summary="划去写错的义务人")
async def take_back(application_id: UUID, obligor_id: UUID, asker: AsResidentOrCadre) -> Response:
    """Before the case is handed in, and after a return."""
    await WRITES.count_account(asker.account_id)
    _, hand = await reached(application_id, asker)
    await applications.take_back_obligor(obligor_id, application_id, hand)
    return Response(status_code=204)


async def _shown(seen: Application) -> ObligorsShown:
    case = await applications.get_application(seen.id)
    named, with_letters = await applications.obligors_in(case.id), applications.needs_letters(case)
    in_hand = case.state in applications.TRANSITIONS[applications.Move.SUBMIT].allowed
    return ObligorsShown(
        they_sign=with_letters and await applications.obligors_sign(case),
        spouses_sign=with_letters and await applications.spouses_sign(case),
        named=[
            ObligorShown(
                id=each.id, name=each.name, relation=each.relation, identity_known=each.identity_index is not None,
                married=each.married, spouse_of=each.spouse_of, can_take_back=in_hand and not each.by_the_office,
            )
            for each in named
        ],
        at_home=[
            HousemateShown.model_validate(each, from_attributes=True)
            for each in await applications.obligors_at_home(case)
        ],
        still_to_sign=[each.name for each in await applications.who_has_not_signed(case)] if with_letters else [],
    )  # fmt: skip
