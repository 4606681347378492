"""A village cadre: who one is, the villages served and the elders there."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field

from backend.residents import NoSuchResident, Resident, elders_of
from backend.staff import Cadre, OutsideYourVillage, bind_cadre, villages_served
from miniprogram_api.asking import AsAccount, AsCadre
from miniprogram_api.given import VillageCode
from miniprogram_api.limits import BINDINGS
from miniprogram_api.page import After, Page
from miniprogram_api.proving import PhoneProof
from miniprogram_api.route import room
from miniprogram_api.routes.residents import AccountAnswer, AccountChanged, AskAccount, account_of, put_account
from miniprogram_api.routes.sessions import CadreShown, Village, named_village, shown_cadre

router = room("staff")

_ELDERS_A_PAGE = 50  # as `residents.elders_of` gives them


class ElderShown(BaseModel):
    """An elder as the cadre of their own village sees them."""

    id: UUID
    name: str = Field(title="姓名")
    sex: str
    birth_date: date = Field(title="出生日期")
    age: int = Field(title="周岁")
    village: str = Field(title="所在村代码")
    has_phone: bool = Field(title="本人有没有手机")


@router.post("/cadre-bindings", status_code=201, summary="绑定村干部身份")
async def bind(asked: PhoneProof, asker: AsAccount) -> CadreShown:
    """The phone must be the one that the township registered for a cadre."""
    await BINDINGS.count_account(asker.account_id)
    phone = await asked.proved(asker.account_id)
    return await shown_cadre(await bind_cadre(asker.account_id, asker.county, phone))


@router.get("/villages", summary="我负责的村")
async def villages(asker: AsCadre) -> Page[Village]:
    """The villages that the cadre serves; a handful, so all of them."""
    return Page[Village](items=[await named_village(code) for code in await villages_served(asker.cadre.id)])


@router.get("/elders", summary="村里的老人")
async def elders(
    asker: AsCadre,
    village: Annotated[VillageCode | None, Query(description="只看一个村；不填是我负责的所有村")] = None,
    after: After = None,
) -> Page[ElderShown]:
    """Registered, living people of 80 and more."""
    served = await villages_served(asker.cadre.id)
    if village is not None and village not in served:
        raise OutsideYourVillage
    found = await elders_of([village] if village else served, after=after)
    items = [ElderShown.model_validate(elder, from_attributes=True) for elder in found]
    return Page[ElderShown](items=items, next=items[-1].id if len(items) == _ELDERS_A_PAGE else None)


@router.get("/elders/{elder_id}/account", summary="老人的收款账户")
async def read_account(elder_id: UUID, asker: AsCadre) -> AccountAnswer:
    """Where an elder's money goes, masked."""
    await served_resident(elder_id, asker.cadre)
    return await account_of(elder_id)


@router.put("/elders/{elder_id}/account", summary="登记老人本人的收款账户")
async def write_account(elder_id: UUID, asked: AskAccount, asker: AsCadre) -> AccountChanged:
    """Only an account in the elder's own name; one in another's needs an agreement at the township."""
    await served_resident(elder_id, asker.cadre)
    return await put_account(asked, elder_id, asker)


async def served_resident(resident_id: UUID, cadre: Cadre) -> Resident:
    """A resident of a village that the cadre serves. Refuses with NoSuchResident, OutsideYourVillage."""
    resident = await Resident.get_or_none(id=resident_id, county=cadre.county)
    if resident is None:
        raise NoSuchResident
    await cadre.must_serve(resident.village)
    return resident
