"""docs/case-states.md is drawn from the code."""

from pathlib import Path

from backend.applications import TRANSITIONS, Move
from xiangyin.case_states import drawn


def test_the_page_is_what_the_code_draws(repository: Path) -> None:
    page = (repository / "docs/case-states.md").read_text(encoding="utf-8")
    assert page == drawn(), "write it again: xiangyin law states > docs/case-states.md"
    assert page.count(" --> ") >= sum(len(each.allowed) for each in TRANSITIONS.values())
    assert set(TRANSITIONS) == set(Move), "every move is declared"
