"""Report: what became of a campaign, counted from outreach's rows."""

from dataclasses import dataclass
from enum import StrEnum

from backend import database
from backend.campaigns.campaign import Campaign


class Became(StrEnum):
    """How far it has come with one person; each is in exactly one of these, the first that fits."""

    HANDSET = "handset"  #: a text arrived
    HEARD = "heard"  #: in a call
    READ = "read"  #: in the mini program
    VISITED = "visited"
    UNDER_WAY = "under_way"  #: by a message, or an errand that is open
    WITHDRAWN = "withdrawn"
    NOT_REACHED = "not_reached"
    WITHOUT = "without"  #: any number that may be used, and nobody is sent there

    @property
    def shown(self) -> str:
        """As the page says it."""
        return _SHOWN[self]

    @property
    def is_reached(self) -> bool:
        """Whether the person knows."""
        return self in (Became.HANDSET, Became.HEARD, Became.READ, Became.VISITED)


_SHOWN = {
    Became.HANDSET: "手机收到",
    Became.HEARD: "电话听到",
    Became.READ: "小程序里看过",
    Became.VISITED: "上门告知",
    Became.UNDER_WAY: "正在送",
    Became.WITHDRAWN: "撤回",
    Became.NOT_REACHED: "没送到",
    Became.WITHOUT: "没有能用的号码",
}


@dataclass(frozen=True)
class Report:
    """Of the people named so far. `by_village` counts who was not reached or has no way: whom the cadre may tell."""

    became: dict[Became, int]
    by_village: dict[str, int]

    @property
    def told(self) -> int:
        """How many people were named."""
        return sum(self.became.values())

    @property
    def reached(self) -> int:
        """How many of them know."""
        return sum(number for became, number in self.became.items() if became.is_reached)


_REPORT = """
SELECT e.village, CASE
    WHEN m.handset THEN 'handset' WHEN m.heard THEN 'heard' WHEN m.read THEN 'read' WHEN d.visited THEN 'visited'
    WHEN m.open OR d.open OR e.announced_at IS NULL THEN 'under_way' WHEN m.withdrawn OR d.withdrawn THEN 'withdrawn'
    WHEN m.causes IS NOT NULL OR d.gone THEN 'not_reached' ELSE 'without' END AS became, count(*) AS people
FROM journal_entry e
CROSS JOIN LATERAL (
    SELECT bool_or(state = 'delivered' AND arrival = 'handset') AS handset,
           bool_or(state = 'delivered' AND arrival = 'ear') AS heard, bool_or(read_at IS NOT NULL) AS read,
           bool_or(code = 'cancelled') AS withdrawn,
           bool_or(state IN ('waiting', 'sending', 'unknown', 'accepted')
                   OR state IN ('undelivered', 'rejected') AND followed_up_at IS NULL) AS open,
           array_agg('message:' || id) AS causes
    FROM every_message JOIN channel ON name = channel WHERE entry_id = e.id) AS m
CROSS JOIN LATERAL (
    SELECT bool_or(outcome = 'done') AS visited, bool_or(done_at IS NULL) AS open,
           bool_or(outcome = 'needless') AS withdrawn, count(*) > 0 AS gone
    FROM errand WHERE because = ANY (m.causes || ('notice:' || e.id || ':' || e.resident_id))) AS d
WHERE e.subject_id = $1 AND e.deed = 'campaigns.told' GROUP BY 1, 2 ORDER BY 1
"""


async def report_of(campaign: Campaign) -> Report:
    """How it went until now."""
    became, by_village = dict.fromkeys(Became, 0), dict[str, int]()
    for row in await database.rows(_REPORT, campaign.id):
        kind = Became(row["became"])
        became[kind] += row["people"]
        if kind in (Became.NOT_REACHED, Became.WITHOUT):
            by_village[row["village"]] = by_village.get(row["village"], 0) + row["people"]
    return Report(became, by_village)
