"""Reading a roster: what a file holds, as lines and as findings that name their cell. Pure."""

from dataclasses import dataclass, field

from backend.rosters.columns import columns_of
from backend.rosters.line import Finding, Line, Weight

# Rosters of households: the family's amount stands with its head, the others are listed without one.
OF_HOUSEHOLDS = frozenset({"rural_dibao", "urban_dibao"})
BY_AGE = "old_age_allowance"


@dataclass
class Reading:
    """What a file holds; lines that are `stopped` are not taken."""

    lines: list[Line] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    rows: int = 0

    def add(self, line: Line, key: str, weight: Weight, sentence: str, titles: dict[str, str]) -> None:
        """Something found once the lines are held against each other, or against the register."""
        at = line.cells.get(key) or line.at
        self.findings.append(Finding(at, line.row, titles[key], weight, sentence))
        line.stopped = line.stopped or weight is Weight.STOPS


def titles_of(programme: str) -> dict[str, str]:
    """The columns' headings by key."""
    return {column.key: column.title for column in columns_of(programme)}
