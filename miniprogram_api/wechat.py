"""WeChat as this door uses it; its failures become sentences for the person who waits."""

import structlog

from backend import refusals
from miniprogram_api.settings import settings
from wechat_platform import (
    CodeRefused,
    CodeUsed,
    PersonBlocked,
    WechatDidNotAnswer,
    WechatFailure,
    WechatPlatform,
    WechatTooOften,
)

log = structlog.get_logger()
_platform: WechatPlatform | None = None


class WechatCodeRefused(refusals.NotAcceptable):
    """The code is unknown or older than five minutes."""

    sentence = "微信授权已过期，请再点一次。"


class WechatCodeUsed(refusals.NotAcceptable):
    """The code came a second time."""

    sentence = "这次微信授权已经用过了，请再点一次。"


class WechatBlocked(refusals.NotAllowed):
    """WeChat does not let this person log in."""

    sentence = "微信限制了这个账号登录，请按微信的提示解除，或请村干部帮您办理。"


class WechatBusy(refusals.NotAvailable):
    """WeChat does not answer, or not us."""

    sentence = "微信暂时没有回应，请过一会儿再试。"


def open_wechat() -> None:
    """Make this process's client."""
    global _platform
    wanted = settings()
    _platform = WechatPlatform(
        base=wanted.wechat_api_base,
        app_id=wanted.wechat_app_id,
        secret=wanted.wechat_app_secret.get_secret_value(),
        redis_url=wanted.redis_url,
    )


def close_wechat() -> None:
    """Let running calls end."""
    global _platform
    if _platform is not None:
        _platform.close()
        _platform = None


async def openid_behind(code: str) -> str:
    """Who a wx.login code stands for. WechatCodeRefused, WechatCodeUsed, WechatBlocked, WechatBusy."""
    try:
        return await _wechat().login(code)
    except WechatFailure as failure:
        raise _refusal(failure) from None


async def phone_behind(code: str) -> str:
    """The number that a getPhoneNumber code stands for. WechatCodeRefused, WechatBusy."""
    try:
        return await _wechat().phone_number(code)
    except WechatFailure as failure:
        raise _refusal(failure) from None


async def address_of_page(page: str, query: str) -> str:
    """Where a page of the mini program opens from outside WeChat, for a day. WechatBusy."""
    try:
        return await _wechat().url_link(page, query)
    except WechatFailure as failure:
        raise _refusal(failure) from None


def _wechat() -> WechatPlatform:
    if _platform is None:
        raise RuntimeError("WeChat's client is made when the application starts")
    return _platform


def _refusal(failure: WechatFailure) -> refusals.Refusal:
    for kind, refusal in (
        (CodeUsed, WechatCodeUsed),
        (CodeRefused, WechatCodeRefused),
        (PersonBlocked, WechatBlocked),
    ):
        if isinstance(failure, kind):
            return refusal()
    if not isinstance(failure, WechatDidNotAnswer | WechatTooOften):
        log.error("WeChat refuses us: look at app id, secret and the list of addresses", errcode=failure.errcode)
    return WechatBusy()
