"""Every code of outreach's own that a message may end with has words: it stands on lists and on papers for a court."""

import re
from pathlib import Path

from backend.messages import ending_of

ROOT = Path(__file__).parents[2]
_ENDS = (
    r"state = 'rejected', code = '(\w+)'", r"THEN '(\w+)' ELSE code", r'Result\.REJECTED, "(\w+)"',
    r'State\.(?:UNDELIVERED|REJECTED)(?: if \w+ else \w+)?, "(\w+)"', r'"(heard\w*)"',
)  # fmt: skip


def test_every_code_of_our_own_has_words() -> None:
    files = [*ROOT.glob("notifications/**/*.py"), ROOT / "backend/messages/reading_news.py"]
    code = "\n".join(each.read_text(encoding="utf-8") for each in files)
    ours = {word for pattern in _ENDS for word in re.findall(pattern, code)}
    assert len(ours) > 11, "hardly any code was found: nothing was checked"
    assert {word for word in ours if re.search("[a-z]", ending_of(word))} == set()


def test_a_providers_code_keeps_standing_beside_its_meaning() -> None:
    assert ending_of("MK:0001") == "空号，MK:0001"
    assert ending_of("XX:4711") == "XX:4711"
    assert [ending_of(each) for each in (None, "DELIVERED", "OK")] == ["", "", ""]
