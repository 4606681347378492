"""Papers named as on the form: as many as a text or a card holds, or how many they are; at the door all of them."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

_IN_A_TEXT = 35  # characters: the provider's limit for what stands in a text's gap (help.aliyun.com document 44357)
_ON_A_CARD = 15  # of the 20 of WeChat's field, the rest for the words around them
_EXPLAINED = re.compile("（[^）]*）")


def written_papers(facts: Mapping[str, Any]) -> dict[str, str]:
    """From the titles in an entry `papers`, such as 「身份证照片、本人近照」 or, where they are too many,
    「身份证照片等6样」; `on_card` likewise, and `all_papers` whole. 「材料」 when only a note was written."""
    titles = [_EXPLAINED.sub("", str(title)) for title in facts["titles"]] or ["材料"]
    return {
        "papers": _at_most(_IN_A_TEXT, titles),
        "on_card": _at_most(_ON_A_CARD, titles),
        "all_papers": "、".join(titles),
    }


def _at_most(length: int, titles: Sequence[str]) -> str:
    """Whole titles; half of one says less than how many there are."""
    for kept in range(len(titles), 0, -1):
        words = "、".join(titles[:kept]) + ("" if kept == len(titles) else f"等{len(titles)}样")
        if len(words) <= length:
            return words
    return f"{len(titles)}样材料" if len(titles) > 1 else titles[0]
