"""Making values fit the providers' fields: too long is trimmed, forbidden characters go, nothing stays empty."""

import re

_LONGEST = 35  # characters of an SMS variable (help.aliyun.com document 44357)
_NOT_FOR_NAMES = re.compile(r"[^㐀-鿿\U00020000-\U000323AFA-Za-z·. ]")
_NOT_FOR_MONEY = re.compile(r"[^0-9,.元¥￥]")
_NEVER = re.compile("[【】\r\n\t\U0001f000-\U0001faff☀-➿⬀-⯿\ufe0f\u200d★※→]")
_LINK = re.compile(r"https?://\S*|www\.\S*", re.I)
_EMPTY = {"name": "乡亲", "money": "0", "code": "0000", "number": "0"}
_CLEAN = {
    "name": _NOT_FOR_NAMES,
    "money": _NOT_FOR_MONEY,
    "number": re.compile(r"[^0-9]"),
    "code": re.compile(r"[^0-9A-Za-z]"),
}


def fit_sms(kind: str, value: str) -> str:
    """A value of 1 to 35 characters that the provider's type `kind` admits."""
    clean = _LINK.sub("", _NEVER.sub("", value))
    if kind in _CLEAN:
        clean = _CLEAN[kind].sub("", clean)
    clean = clean.strip()
    return _shortened(clean, _LONGEST) or _EMPTY.get(kind, "近期")


def fit_wechat(key: str, value: str) -> str:
    """A value that WeChat's field `key`, such as thing1, admits (limits: providers' field table)."""
    kind, clean = key.rstrip("0123456789"), _NEVER.sub("", value).strip()
    if kind == "amount":
        return re.sub(r"[^0-9.元¥]", "", clean) or "0元"
    if kind == "phrase":
        return re.sub(r"[^㐀-鿿]", "", clean)[:5] or "有消息"
    if kind in ("time", "date"):
        return clean or "00:00"
    return _shortened(clean, 20) or "—"


def _shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
