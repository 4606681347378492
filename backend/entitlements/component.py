"""Component (组成): what a month's amount of an award that a roster brought is made of, and who says so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from backend import database
from backend.money import short_yuan


class ComponentKind(StrEnum):
    """A part of the amount (policy §10.2)."""

    SUPPLEMENT = "supplement"
    GRADE = "grade"
    EXTRA = "extra"
    LIVING = "living"
    CARE = "care"
    STANDARD = "standard"

    @property
    def shown(self) -> str:
        """As statements and the console say it."""
        return _KINDS[self]


class SaidBy(StrEnum):
    """Where a part comes from."""

    ROSTER = "roster"
    LAW = "law"  #: the roster does not say; by the county's standards of the first month that this house pays

    @property
    def shown(self) -> str:
        """As the end of a sentence says it."""
        return {"roster": "花名册所载", "law": "花名册没有载明，按现行标准推算"}[self.value]


_KINDS = {
    ComponentKind.SUPPLEMENT: "补差",
    ComponentKind.GRADE: "分档核定",
    ComponentKind.EXTRA: "重点对象增发",
    ComponentKind.LIVING: "基本生活",
    ComponentKind.CARE: "照料护理",
    ComponentKind.STANDARD: "统一标准",
}


@dataclass(frozen=True, slots=True)
class Component:
    """`fen` a month, None where only `what` is known: the class, the care level, whom the extra is for."""

    kind: ComponentKind
    fen: int | None
    said_by: SaidBy
    what: str = ""

    @property
    def shown(self) -> str:
        """「照料护理320元（部分丧失自理能力）」"""
        return (
            self.kind.shown
            + (f"{short_yuan(self.fen)}元" if self.fen is not None else "")
            + (f"（{self.what}）" if self.what else "")
        )

    @property
    def told(self) -> tuple[str, int | None, str]:
        """For the journal, which does not hold whom an extra is for: that is about their health."""
        return self.kind.value, self.fen, self.said_by.value


async def keep_components(made_of: Iterable[tuple[UUID, Sequence[Component]]]) -> None:
    """Write down with one COPY what new awards are made of, in the caller's transaction."""
    rows = [
        (award_id, number, each.kind.value, each.fen, each.what, each.said_by.value)
        for award_id, components in made_of
        for number, each in enumerate(components, start=1)
    ]
    await database.copy("award_component", ("award_id", "number", "kind", "fen", "what", "said_by"), rows)


async def components_of(award_ids: Iterable[UUID]) -> dict[UUID, list[Component]]:
    """By award, in order; awards of which none is known are left out."""
    found: dict[UUID, list[Component]] = {}
    for row in await database.rows(
        "SELECT * FROM award_component WHERE award_id = ANY ($1) ORDER BY award_id, number", list(award_ids)
    ):
        made = Component(ComponentKind(row["kind"]), row["fen"], SaidBy(row["said_by"]), row["what"])
        found.setdefault(row["award_id"], []).append(made)
    return found


def in_words(components: Sequence[Component]) -> str:
    """「基本生活572元，照料护理320元（部分丧失自理能力）；花名册所载」; blank for none."""
    if not components:
        return ""
    by_law = [each for each in components if each.said_by is SaidBy.LAW]
    if len(by_law) in (0, len(components)):
        return f"{'，'.join(each.shown for each in components)}；{components[0].said_by.shown}"
    return "，".join(each.shown + ("（推算）" if each in by_law else "") for each in components)
