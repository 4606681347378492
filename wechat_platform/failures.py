"""What may come of a call other than success. None of these carries a URL: WeChat's hold the secret and the token."""

from typing import NoReturn

import requests
from wechatpy.exceptions import WeChatClientException

STALE_TOKEN = frozenset({40001, 40014, 42001})

_INVALID_CODE = 40029
_CODE_USED = 40163
_BLOCKED = 40226
_TOO_OFTEN = frozenset({45009, 45011})
_BUSY = -1


class WechatFailure(Exception):
    """The call did not succeed. `errcode` is WeChat's own number where it gave one."""

    def __init__(self, errcode: int | None = None) -> None:
        self.errcode = errcode
        super().__init__(f"{type(self).__name__} {errcode}" if errcode is not None else type(self).__name__)


class WechatRefused(WechatFailure):
    """WeChat understood and said no, such as 43101: the person does not take this message."""


class CodeRefused(WechatRefused):
    """The code is unknown or older than five minutes."""


class CodeUsed(CodeRefused):
    """The code was redeemed before: sent twice, or replayed by someone."""


class PersonBlocked(WechatRefused):
    """WeChat holds this person for high-risk and does not let them log in."""


class WechatTooOften(WechatRefused):
    """WeChat's own rate limit; nothing was done, later is fine."""


class WechatDidNotAnswer(WechatFailure):
    """No usable answer. Which of the two below matters to whoever sends messages."""


class WechatUnreachable(WechatDidNotAnswer):
    """Surely not done: no connection, no token that WeChat takes, or it said that it is busy."""


class WechatOutcomeUnknown(WechatDidNotAnswer):
    """Perhaps done: the answer was late, cut off, or no answer of WeChat's at all."""


def raise_failure(happened: Exception) -> NoReturn:
    """Raise what `happened` means; its own text is dropped, for it may hold the secret."""
    if isinstance(happened, WeChatClientException):
        raise _meaning(happened.errcode) from None
    if isinstance(happened, requests.ConnectTimeout) or _never_connected(happened):
        raise WechatUnreachable from None
    if isinstance(happened, requests.RequestException | ValueError):
        raise WechatOutcomeUnknown from None
    raise happened


def _meaning(errcode: int | None) -> WechatFailure:
    if errcode is None:
        return WechatOutcomeUnknown()  # an HTTP error page, or HTML with status 200
    if errcode == _BUSY or errcode in STALE_TOKEN:
        return WechatUnreachable(errcode)
    special = {_INVALID_CODE: CodeRefused, _CODE_USED: CodeUsed, _BLOCKED: PersonBlocked}
    kind = WechatTooOften if errcode in _TOO_OFTEN else special.get(errcode, WechatRefused)
    return kind(errcode)


def _never_connected(happened: Exception) -> bool:
    """requests tells a refused connection from one that broke off only in the text of what lies beneath."""
    return isinstance(happened, requests.ConnectionError) and "NewConnectionError" in repr(happened)
