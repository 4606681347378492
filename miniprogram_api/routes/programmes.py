"""What the county offers."""

from typing import Annotated

from fastapi import Path
from pydantic import BaseModel, Field

from backend.programmes import CATALOGUE, PhotoKind, Programme, get_programme
from miniprogram_api.asking import AnyoneMayAsk
from miniprogram_api.page import Page
from miniprogram_api.route import room

router = room("programmes")

ProgrammeCode = Annotated[str, Path(pattern=r"^[a-z][a-z_]{0,39}$", description="例如 old_age_allowance")]


class MaterialShown(BaseModel):
    """A paper that the application needs."""

    kind: PhotoKind
    title: str = Field(title="材料名称")


class ProgrammeShown(BaseModel):
    """A benefit in everyday words."""

    code: str
    title: str = Field(title="待遇名称")
    about: str = Field(title="这是什么")
    open_for_application: bool = Field(title="能不能在这里申请；不能的请到乡镇办理")
    materials: list[MaterialShown] = Field(title="需要的材料")
    posting_days: int = Field(title="村里公示几天")
    statutory_workdays: int = Field(title="乡镇受理后多少个工作日内办完")


@router.get("/programmes", summary="可以申请或查询的待遇")
async def programmes(asker: AnyoneMayAsk) -> Page[ProgrammeShown]:
    """All of them, in the order shown."""
    return Page[ProgrammeShown](items=[_shown(programme) for programme in CATALOGUE.values()])


@router.get("/programmes/{code}", summary="一项待遇")
async def programme(code: ProgrammeCode, asker: AnyoneMayAsk) -> ProgrammeShown:
    """One of them."""
    return _shown(get_programme(code))


def _shown(programme: Programme) -> ProgrammeShown:
    return ProgrammeShown.model_validate(programme, from_attributes=True)
