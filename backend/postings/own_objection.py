"""Own objections: whoever raised one reads what became of it, and nobody else who raised it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend import database
from backend.journal import Signature
from backend.programmes import get_programme

_AT_MOST = 30


@dataclass(frozen=True)
class OwnObjection:
    """`upheld` is None until it is answered. The answer's own words stay in the office: they may tell of the family."""

    id: UUID
    village_name: str
    programme_title: str
    shown_name: str
    raised_at: datetime
    named: bool
    upheld: bool | None
    answered_at: datetime | None

    @property
    def result_title(self) -> str:
        """As who raised it reads it."""
        if self.upheld is None:
            return "乡镇正在核实。"
        return "核实过了，您反映的情况成立，按规定处理。" if self.upheld else "核实过了，您反映的情况不成立。"


async def own_objections(by: Signature) -> list[OwnObjection]:
    """The latest 30 by this hand, newest first. Source: policy §12 (what is reported by name is answered)."""
    found = await database.rows(
        """SELECT o.id, coalesce(v.name, p.village) AS village_name, p.programme, l.shown_name, o.raised_at, o.named,
                  o.upheld, o.answered_at
           FROM objection o JOIN posting_line l ON l.id = o.posting_line_id JOIN posting p ON p.id = l.posting_id
           LEFT JOIN place v ON v.code = p.village
           WHERE o.raised_by_kind = $1 AND o.raised_by_id = $2 ORDER BY o.id DESC LIMIT $3""",
        by.kind.value, by.id, _AT_MOST,
    )  # fmt: skip
    return [OwnObjection(programme_title=get_programme(each.pop("programme")).title, **each) for each in found]
