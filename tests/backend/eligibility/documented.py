"""Every message about a wrong file stands in docs/rule-files.md, where somebody who reads it looks it up."""

import re
from pathlib import Path

_MESSAGES = set(
    re.findall(r"^\| ([^|]+?) \|", (Path(__file__).parents[3] / "docs/rule-files.md").read_text("utf-8"), re.MULTILINE)
)


def is_documented(reason: str) -> bool:
    """The message with what it quotes taken out is a row of the table."""
    plain = re.sub(r"「[^」]*」", "「…」", reason.replace("「是/否」", "「…」"))
    for told, blank in ((r"版本 \S+", "版本 …"), (r"现在是\w+", "现在是…"), (r"(每个取值都写上)：.+", r"\1：…")):
        plain = re.sub(told, blank, plain)
    return plain in _MESSAGES
