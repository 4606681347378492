"""Subscribe messages (订阅消息) of the mini program."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import redis

from backend.messages import Arrival
from notifications.channels.outcome import Outcome, Parcel, Result
from notifications.channels.way import Template, Way, Words
from notifications.message import OPENID, ChannelName
from notifications.settings import Settings
from notifications.wording import OCCASIONS, PAGE, Occasion
from wechat_platform import (
    WechatFailure,
    WechatOutcomeUnknown,
    WechatPlatform,
    WechatRefused,
    WechatTooOften,
    WechatUnreachable,
)

NO_QUOTA = "43101"  # refused, never granted, or used up: the counter we keep is only a hint
_TOO_OFTEN = timedelta(minutes=5)


class WechatChannel:
    """Made inside the running loop, for the platform client is asynchronous and the deliverer's threads are not."""

    patience = 12.0  # seconds: the call (2 + 5) and in most cases a token refresh before it

    def __init__(self, settings: Settings) -> None:
        self._loop = asyncio.get_running_loop()
        self._platform = WechatPlatform(
            base=settings.wechat_api_base,
            app_id=settings.wechat_app_id,
            secret=settings.wechat_app_secret.get_secret_value(),
            redis_url=settings.redis_url,
            threads=settings.outreach_threads,
        )

    def send(self, parcel: Parcel) -> Outcome:
        """Send one card; there is no receipt to ask for, only an event that may follow."""
        call = self._platform.send_subscribe(parcel.address, parcel.template, parcel.words, PAGE)
        try:
            message_id = asyncio.run_coroutine_threadsafe(call, self._loop).result(self.patience)
        except (WechatFailure, redis.RedisError, TimeoutError) as failure:
            return _judged(failure)
        return Outcome(Result.ACCEPTED, "ok", provider_id=message_id or None)

    def close(self) -> None:
        """Let running calls end."""
        self._platform.close()


def _judged(failure: Exception) -> Outcome:
    code = str(getattr(failure, "errcode", None) or type(failure).__name__)
    if isinstance(failure, WechatUnreachable | redis.RedisError):
        return Outcome(Result.NOT_SENT, code)
    if isinstance(failure, WechatTooOften):
        return Outcome(Result.LATER, code, wait=_TOO_OFTEN)
    if isinstance(failure, WechatOutcomeUnknown | TimeoutError):
        return Outcome(Result.UNKNOWN, code)
    return Outcome(Result.REJECTED if isinstance(failure, WechatRefused) else Result.UNKNOWN, code)


def _fill(occasion: Occasion, _: bool, words: Words) -> tuple[str, Words]:
    if occasion.wechat is None:
        raise LookupError(occasion.code)
    return occasion.wechat.card.template, occasion.wechat.fill(words)


def _templates(given: Settings) -> Iterator[Template]:
    cards = {each.wechat.card for each in OCCASIONS.values() if each.wechat is not None}
    for each in sorted(cards, key=lambda card: card.name):
        yield Template(each.name, each.template, "", each.name in given.wechat_template_ids)


WECHAT = Way(
    name=ChannelName.WECHAT,
    title="微信",
    arrival=Arrival.CARD,
    make=WechatChannel,
    fill=_fill,
    seal=OPENID,
    # Whether a card arrived is pushed within seconds and can be asked of nobody: where the push was lost, the card is
    # taken for one that did not arrive. Better told twice than not at all.
    receipt_late=86400.0,
    templates=_templates,
    codes="WECHAT_TEMPLATE_IDS",
)
