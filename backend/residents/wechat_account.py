"""A WeChat account that has signed in, whose it is, and how many messages it will take."""

from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from backend import clock, database
from backend.identifiers import new_id


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
    """How many one-time subscribe messages of a template the person has still granted. A hint: 43101 is the truth."""

    id = fields.UUIDField(primary_key=True)
    account_id = fields.UUIDField()
    template = fields.TextField()
    quota = fields.IntField(default=0)

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


async def add_quota(account_id: UUID, template: str) -> None:
    """The person accepted one more message of this template."""
    await database.execute(
        """INSERT INTO wechat_subscription (id, account_id, template, quota) VALUES ($1, $2, $3, 1)
           ON CONFLICT (account_id, template) DO UPDATE SET quota = wechat_subscription.quota + 1""",
        new_id(),
        account_id,
        template,
    )


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
