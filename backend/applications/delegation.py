"""Delegation (下放): where the county has set it, the township confirms 低保 or 特困 itself; 低保 in a shorter time."""

from datetime import date

from backend import clock, database, programmes
from backend.applications.application import Application
from backend.applications.complaint import county_looks_because_reported
from backend.applications.kin_case import lives_with_kin
from backend.refusals import NotAllowed
from backend.staff import Officer, Power, has_power, must_have

# The county's switch for each programme that the law lets it delegate (民发〔2021〕57号 art. 2, 43号 art. 28).
# Small sums of 临时救助 go by their cap; of nothing else the law says so.
_SWITCH = {"rural_dibao": "dibao.delegated", "urban_dibao": "dibao.delegated", "tekun": "tekun.delegated"}


class NotDelegated(NotAllowed):
    """The county decides such cases itself."""

    sentence = "这类申请的审核确认权没有下放到乡镇，由县里审核确认。"


class KinForTheCounty(NotAllowed):
    """A close relative of a handler lives there: the township does not decide it by itself."""

    sentence = "这家有经办人员或村干部的近亲属，请由县里审批。"


class ComplaintForTheCounty(NotAllowed):
    """Somebody reported something about the case: the county looks, and decides."""

    sentence = "这件申请收到过投诉举报，按规定由县里入户核查后审批。"


async def is_delegated(programme: str, county: str, on: date) -> bool:
    """Whether the county's townships confirm the programme on that day."""
    switch = _SWITCH.get(programme)
    return switch is not None and (await programmes.parameters_on(county, on)).get(switch) == "yes"


async def was_delegated(case: Application) -> bool:
    """When the case was accepted, which settled its limit."""
    if case.programme not in _SWITCH or case.accepted_at is None:
        return False
    return await is_delegated(case.programme, case.county, clock.in_county_time(case.accepted_at).date())


async def township_confirms(case: Application) -> bool:
    """Delegated then, and not taken back since."""
    return await was_delegated(case) and await is_delegated(case.programme, case.county, clock.today())


async def must_decide(officer: Officer, case: Application) -> None:
    """The county's reviewer decides, or the township's leader what is delegated; the county may decide that, too.

    Refuses with NoSuchPower, NotDelegated, and KinForTheCounty and ComplaintForTheCounty where the county looks itself
    (民发〔2021〕57号 art. 20).
    """
    if has_power(officer, Power.CONFIRM):
        return
    must_have(officer, Power.CONFIRM_DELEGATED)
    if not await township_confirms(case):
        raise NotDelegated
    if await lives_with_kin(case):
        raise KinForTheCounty
    if await county_looks_because_reported(case) is not None:
        raise ComplaintForTheCounty


async def wait_for_township(officer: Officer) -> tuple[int, int]:
    """How many cases of the officer's places wait for the township's own confirmation, and how many of these are
    overdue; none for other roles.
    """
    if not has_power(officer, Power.CONFIRM_DELEGATED):
        return 0, 0
    waiting = await database.rows(
        """SELECT programme, (accepted_at AT TIME ZONE 'Asia/Shanghai')::date AS accepted_on, count(*)::int AS cases,
                  count(*) FILTER (WHERE least(step_due_on, decision_due_on) < $4)::int AS overdue
           FROM application WHERE county = $1 AND village LIKE $2 AND state = 'county_review' AND programme = ANY ($3)
             AND accepted_at IS NOT NULL GROUP BY 1, 2""",
        officer.county, officer.scope.like, list(_SWITCH), clock.today(),
    )  # fmt: skip
    days = {each["accepted_on"] for each in waiting} | {clock.today()}
    delegated = {(each, day): await is_delegated(each, officer.county, day) for each in _SWITCH for day in days}
    still = [each for each in waiting if delegated[each["programme"], clock.today()]]
    theirs = [each for each in still if delegated[each["programme"], each["accepted_on"]]]
    return sum(each["cases"] for each in theirs), sum(each["overdue"] for each in theirs)
