"""What I was told: the same words as on the phone, to be read again."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from backend import messages
from backend.journal import By
from miniprogram_api.asking import Asker, AsWhoActs
from miniprogram_api.page import After, Page
from miniprogram_api.route import room

router = room("news")


class News(BaseModel):
    """One thing that the person was told, by however many ways."""

    id: UUID
    at: datetime = Field(title="什么时候告诉的")
    title: str = Field(title="什么事")
    text: str | None = Field(title="原话；告诉之后满30天不再保存")
    read: bool = Field(title="看过没有")


@router.get("/news", summary="告诉过我的事")
async def news(asker: AsWhoActs, after: After = None) -> Page[News]:
    """The newest first; what I was told of my child, and of a case in which I help somebody, too."""
    told = [each for who in _readers(asker) for each in await messages.own_notices(who, after)]
    found = sorted(told, key=lambda each: each.id, reverse=True)[: messages.OWN_PAGE]
    items = [News.model_validate(each, from_attributes=True) for each in found]
    return Page[News](items=items, next=items[-1].id if len(items) == messages.OWN_PAGE else None)


@router.put("/news/{news_id}/reading", status_code=204, summary="看过了")
async def read(news_id: UUID, asker: AsWhoActs) -> None:
    """Opened: no text or call follows that is not under way already."""
    for who in _readers(asker):
        with suppress(messages.NoSuchNotice):
            await messages.note_read(news_id, who)
            return
    raise messages.NoSuchNotice


def _readers(asker: Asker) -> list[UUID]:
    """As whom the account is told things: the resident, and whoever mandates name on no register."""
    if asker.bound_resident is None and not asker.behind.outsiders:
        raise asker.not_bound
    return [each.id for each in asker.hands if each.id is not None and each.kind is not By.CADRE]
