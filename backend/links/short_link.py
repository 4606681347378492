"""Short link (短链接): an address of ours that opens a page of the mini program until its last day.

WeChat's own links live 30 days at most and are made when ours is opened, so a letter's code works for as long as the
letter matters. A link opens a page and no door: what the page shows, it shows to who has signed in.
"""

import secrets
from collections.abc import Sequence
from datetime import date

from tortoise import fields
from tortoise.expressions import F
from tortoise.models import Model

from backend import clock, database
from backend.refusals import NotFound
from backend.settings import settings

_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that looks like another: some type it off paper
_LENGTH = 10  # 800 million million: nobody finds one by trying


class LinkOver(NotFound):
    """No such link, or its last day has passed; the two look alike."""

    sentence = "这个链接已经过期或者不对。请打开微信里的小程序查看，或者问村干部。"


class ShortLink(Model):
    """`page` and `query` are the mini program's."""

    token = fields.CharField(32, primary_key=True)
    county = fields.CharField(6)
    page = fields.TextField()
    query = fields.TextField()
    made_at = fields.DatetimeField()
    ends_on = fields.DateField()
    opened = fields.IntField(default=0)

    class Meta:
        table = "short_link"


def links_begin_with() -> str | None:
    """The address before a token, `https://…/s/`; None where the county has no public address."""
    address = settings().public_address.rstrip("/")
    return f"{address}/s/" if address else None


async def make_link(page: str, query: str, ends_on: date) -> str | None:
    """The address, in the caller's transaction; None where the county has no public address."""
    begin = links_begin_with()
    return f"{begin}{(await make_tokens(page, [query], ends_on))[0]}" if begin else None


async def make_tokens(page: str, queries: Sequence[str], ends_on: date) -> list[str]:
    """For each query the token of a link of its own to the page, in the caller's transaction."""
    tokens = ["".join(secrets.choice(_LETTERS) for _ in range(_LENGTH)) for _ in queries]
    county, now = settings().county, clock.now()
    rows = [(token, county, page, query, now, ends_on, 0) for token, query in zip(tokens, queries, strict=True)]
    await database.copy("short_link", ("token", "county", "page", "query", "made_at", "ends_on", "opened"), rows)
    return tokens


async def open_link(token: str) -> ShortLink:
    """The link, counted as opened; LinkOver."""
    found = await ShortLink.get_or_none(token=token.lower(), ends_on__gte=clock.today())
    if found is None:
        raise LinkOver
    await ShortLink.filter(token=found.token).update(opened=F("opened") + 1)
    return found


async def forget_links(before: date, at_most: int) -> int:
    """Links whose last day lies before that; how many. They open nothing any more."""
    return await database.execute(
        "DELETE FROM short_link WHERE token = ANY (ARRAY(SELECT token FROM short_link WHERE ends_on < $1 LIMIT $2))",
        before, at_most,
    )  # fmt: skip
