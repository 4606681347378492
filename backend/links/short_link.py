"""Short link (短链接): an address of ours that opens a page of the mini program until its last day.

WeChat's own links live 30 days at most and are made when ours is opened, so a letter's code works for as long as the
letter matters. A link opens a page and no door: what the page shows, it shows to who has signed in.
"""

import secrets
from datetime import date

from tortoise import fields
from tortoise.expressions import F
from tortoise.models import Model

from backend import clock
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


async def make_link(page: str, query: str, ends_on: date) -> str | None:
    """The address, in the caller's transaction; None where the county has no public address."""
    address = settings().public_address.rstrip("/")
    if not address:
        return None
    token = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    await ShortLink.create(
        token=token, county=settings().county, page=page, query=query, made_at=clock.now(), ends_on=ends_on
    )
    return f"{address}/s/{token}"


async def open_link(token: str) -> ShortLink:
    """The link, counted as opened; LinkOver."""
    found = await ShortLink.get_or_none(token=token.lower(), ends_on__gte=clock.today())
    if found is None:
        raise LinkOver
    await ShortLink.filter(token=found.token).update(opened=F("opened") + 1)
    return found
