"""Fetching papers: what was asked for once and did not come by itself is fetched at the door (帮忙补材料)."""

import json
from collections.abc import Sequence
from typing import Any

from backend import clock, database, errands, workdays
from backend.applications.application import Application
from backend.applications.cooperating import may_be_ended
from backend.applications.decision import DecisionKind
from backend.applications.gathering import PAPER_TITLES
from backend.errands import ErrandKind, Wanted
from backend.journal import By, Signature
from backend.programmes import PhotoKind, get_programme

_WITHIN = 5  # working days for the cadre; ours, no rule sets it
_NEEDLESS = "材料已经补上，或者这件申请不办了，不用再去。"
_ASKED = """
SELECT DISTINCT ON (application_id) application_id, id, reasons, at FROM decision
WHERE application_id = ANY ($1) AND kind = $2 ORDER BY application_id, id DESC
"""


async def send_for_papers(cases: Sequence[Application]) -> None:
    """Ask the village's cadres to help, once for each return, in the transaction that reminds the person.

    Of a child's case the village learns nothing (policy §14.4).
    """
    of_adults = {case.id: case for case in cases if not get_programme(case.programme).of_children}
    asked = await database.rows(_ASKED, list(of_adults), DecisionKind.RETURNED.value)
    wanted = [_wanted(of_adults[each["application_id"]], each) for each in asked]
    await errands.raise_many(wanted, by=Signature(By.CLOCK), ring=True)


async def need_no_papers(case: Application, by: Signature) -> None:
    """The papers came, or nobody wants them any more: in the transaction of the deed that says so."""
    returned = await database.rows(
        "SELECT id FROM decision WHERE application_id = $1 AND kind = $2", case.id, DecisionKind.RETURNED.value
    )
    await errands.close_needless([f"returned:{each['id']}" for each in returned], words=_NEEDLESS, by=by)


def _wanted(case: Application, returned: dict[str, Any]) -> Wanted:
    day = clock.in_county_time(returned["at"])
    papers = "、".join(PAPER_TITLES[PhotoKind(kind)] for kind in json.loads(returned["reasons"]))
    what = papers or "申请进度里写明的情况"
    asked = f"{get_programme(case.programme).title}：乡镇{day.month}月{day.day}日请补{what}"
    may_end = "请告诉本人：一直不补又没有原因的，可能终止办理。" if may_be_ended(case.programme) else ""
    reason = f"{asked}，还没有补上。请上门帮忙拍照、补交。{may_end}"
    return Wanted(
        ErrandKind.COLLECT_PAPERS, case.county, case.village, case.resident_id, reason, f"returned:{returned['id']}",
        workdays.after_workdays(clock.today(), _WITHIN),
    )  # fmt: skip
