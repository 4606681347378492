"""Papers named as on the form."""

from collections.abc import Mapping
from typing import Any


def written_papers(facts: Mapping[str, Any]) -> str:
    """「身份证照片、本人近照」 from the titles in a returned case's entry; 「材料」 when only a note was written."""
    return "、".join(str(title) for title in facts["titles"]) or "材料"
