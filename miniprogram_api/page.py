"""A page of a list: what is on it, and where the next one begins."""

from typing import Annotated, Generic, TypeVar
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field

Item = TypeVar("Item")

After = Annotated[UUID | None, Query(description="上一页的 `next`；不填是第一页")]


class Page(BaseModel, Generic[Item]):
    """`next` is given as `after` to get the following page; null on the last one."""

    items: list[Item]
    next: UUID | None = Field(None, title="下一页从这里开始")
