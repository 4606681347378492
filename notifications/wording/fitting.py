"""Making values fit the providers' fields: too long is trimmed, forbidden characters go, and nothing is made up.

Of which nothing stays raises ValueError: a text that lacks its amount or date is told by a person instead. Only a name
has a stand-in, for there are names that no provider can write.
"""

import re

_LONGEST = 35  # characters of an SMS variable (help.aliyun.com document 44357)
_NOT_FOR_NAMES = re.compile(r"[^〇㐀-鿿\U00020000-\U000323AFA-Za-z·. ]")
# The dot of a long name as older registers typed it.
_DOTS = str.maketrans(dict.fromkeys("•‧・．∙⋅●", "·"))
_NOT_FOR_MONEY = re.compile(r"[^0-9,.元¥￥]")
_NEVER = re.compile("[【】\r\n\t\U0001f000-\U0001faff☀-➿⬀-⯿\ufe0f\u200d★※→]")
_LINK = re.compile(r"https?://\S*|www\.\S*", re.I)
_SOMEBODY = "乡亲"
_CLEAN = {
    "name": _NOT_FOR_NAMES,
    "money": _NOT_FOR_MONEY,
    "number": re.compile(r"[^0-9]"),
    "code": re.compile(r"[^0-9A-Za-z]"),
}


def fit_sms(kind: str, value: str) -> str:
    """A value of 1 to 35 characters that the provider's type `kind` admits; ValueError when none remains."""
    clean = _LINK.sub("", _NEVER.sub("", value))
    if kind in _CLEAN:
        clean = _CLEAN[kind].sub("", clean.translate(_DOTS) if kind == "name" else clean)
    return _whole(_shortened(clean.strip(), _LONGEST) or (_SOMEBODY if kind == "name" else ""))


def fit_wechat(key: str, value: str) -> str:
    """A value that WeChat's field `key`, such as thing1, admits (its own field table); ValueError when none remains."""
    kind, clean = key.rstrip("0123456789"), _NEVER.sub("", value).strip()
    if kind == "amount":
        clean = re.sub(r"[^0-9.元¥]", "", clean)
        return _whole(clean if any(figure.isdigit() for figure in clean) else "")
    if kind == "phrase":
        return _whole(re.sub(r"[^㐀-鿿]", "", clean)[:5])
    return _whole(clean if kind in ("time", "date") else _shortened(clean, 20))


def _whole(text: str) -> str:
    if not text:
        raise ValueError("nothing is left to say")
    return text


def _shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
