"""A WeChat account that has signed in, whose it is, and how many messages it will take."""

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from backend import clock, database
from backend.identifiers import new_id

# The phone reports a tap at once, WeChat's push comes within 20 s (three repeats, 5 s each) and waits here until it is
# read. Two taps further apart than this are two.
_SAME_TAP = timedelta(minutes=10)


class TapTeller(StrEnum):
    """Who tells of an accepted tap; both tell of the same one."""

    PHONE = "phone"  #: the mini program, as the person taps
    WECHAT = "wechat"  #: the pushed event


class WechatAccount(Model):
    """One openid; bound to at most one resident and at most one cadre, each bound to at most one account."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    openid = fields.CharField(128, unique=True)
    resident_id = fields.UUIDField(null=True)
    cadre_id = fields.UUIDField(null=True)
    bound_at = fields.DatetimeField(null=True)
    seen_at = fields.DatetimeField()

    class Meta:
        table = "wechat_account"


class Subscription(Model):
    """How many one-time subscribe messages of a template the person has still granted. A hint: 43101 is the truth.

    `ahead` taps were told of by `ahead_by` alone so far, the last at `ahead_at`; `tapped_until` is WeChat's time, in
    seconds, of the newest tap that its events told of.
    """

    id = fields.UUIDField(primary_key=True)
    account_id = fields.UUIDField()
    template = fields.TextField()
    quota = fields.IntField(default=0)
    ahead = fields.IntField(default=0)
    ahead_by = fields.TextField(null=True)
    ahead_at = fields.DatetimeField(null=True)
    tapped_until = fields.BigIntField(null=True)

    class Meta:
        table = "wechat_subscription"
        unique_together = (("account_id", "template"),)


async def account_seen(openid: str, county: str) -> WechatAccount:
    """The account of this openid, made at its first sign-in."""
    found = await database.rows(
        """INSERT INTO wechat_account (id, county, openid, seen_at) VALUES ($1, $2, $3, $4)
           ON CONFLICT (openid) DO UPDATE SET seen_at = EXCLUDED.seen_at RETURNING id""",
        new_id(),
        county,
        openid,
        clock.now(),
    )
    return await WechatAccount.get(id=found[0]["id"])


_PAIRS = "kept.ahead > 0 AND kept.ahead_by <> $4 AND kept.ahead_at > $5 - $7::interval"
_ADD = f"""
INSERT INTO wechat_subscription AS kept (id, account_id, template, quota, ahead, ahead_by, ahead_at, tapped_until)
VALUES ($1, $2, $3, 1, 1, $4, $5, $6)
ON CONFLICT (account_id, template) DO UPDATE SET
    quota = kept.quota + CASE WHEN {_PAIRS} THEN 0 ELSE 1 END,
    ahead = CASE WHEN {_PAIRS} THEN kept.ahead - 1
                 WHEN kept.ahead_by = $4 AND kept.ahead_at > $5 - $7::interval THEN kept.ahead + 1 ELSE 1 END,
    ahead_by = CASE WHEN {_PAIRS} THEN kept.ahead_by ELSE $4 END,
    ahead_at = CASE WHEN {_PAIRS} THEN kept.ahead_at ELSE $5 END,
    tapped_until = coalesce($6, kept.tapped_until)
WHERE $6::bigint IS NULL OR kept.tapped_until IS NULL OR kept.tapped_until < $6
"""


async def add_quota(
    account_id: UUID,
    template: str,
    *,
    told_by: TapTeller = TapTeller.PHONE,
    at: datetime | None = None,
    tapped_at: int | None = None,
) -> None:
    """The person accepted one more message of this template; told by both, a tap is counted once.

    `at` is when we were told (now, if not said), `tapped_at` WeChat's own time of the tap in seconds: an event that is
    not newer than the last one is a repeat. Counted too few, a text goes instead of a card; too many, WeChat says so
    by 43101.
    """
    await database.execute(
        _ADD, new_id(), account_id, template, told_by.value, at or clock.now(), tapped_at, _SAME_TAP
    )  # fmt: skip


async def use_quota(account_id: UUID, template: str) -> None:
    """One message went out."""
    await database.execute(
        "UPDATE wechat_subscription SET quota = quota - 1 WHERE account_id = $1 AND template = $2 AND quota > 0",
        account_id,
        template,
    )


async def clear_quota(account_id: UUID, template: str) -> None:
    """WeChat said 43101, or the person refused: nothing more goes this way until they accept again."""
    await database.execute(
        "UPDATE wechat_subscription SET quota = 0 WHERE account_id = $1 AND template = $2",
        account_id,
        template,
    )
