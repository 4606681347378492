"""Textable: whether words that somebody typed may stand in a text's gap, as the provider takes it.

A link or a picture would be left out, or the whole text refused, when it is too late to ask what was meant.
"""

import re

LONGEST_WORDS = 35  # characters: the provider's limit for what stands in a text's gap (help.aliyun.com document 44357)
_REFUSED = re.compile(
    r"https?:|www\.|\.(?:com|cn|net)|[【】\[\]{}$\r\n\t\U0001f000-\U0001faff☀-➿⬀-⯿\ufe0f\u200d★※→]|\d[\d-]{6,}", re.I
)

# What the provider takes in no notice, whoever sends it: surveys, collections, loans, hiring, funerals, lawsuits,
# prizes and other ways to get in touch (help.aliyun.com document 463270).
_UNWELCOME = re.compile("问卷|募捐|捐款|贷款|套现|招聘|维权|殡葬|丧葬|抽奖|博彩|赌博|刷单|加微信|微信号|QQ", re.I)


def is_textable(words: str) -> bool:
    """1 to 35 characters without links, telephone numbers, pictures and brackets."""
    return bool(words.strip()) and len(words) <= LONGEST_WORDS and not _REFUSED.search(words)


def unwelcome_word(words: str) -> str | None:
    """The first of them for which the provider would refuse the text; None where there is none."""
    found = _UNWELCOME.search(words)
    return found[0] if found else None
