"""Delegation (下放): where the county has set it, the township confirms 低保 itself, in the law's shorter time."""

from datetime import date

from backend import clock, programmes
from backend.applications.application import Application, State
from backend.applications.kin_case import lives_with_kin
from backend.refusals import NotAllowed
from backend.staff import Officer, Power, has_power, must_have

# The county's switch for each programme that the law lets it delegate (民发〔2021〕57号 art. 2).
_SWITCH = dict.fromkeys(("rural_dibao", "urban_dibao"), "dibao.delegated")


class NotDelegated(NotAllowed):
    """The county decides such cases itself."""

    sentence = "这类申请的审核确认权没有下放到乡镇，由县里审核确认。"


class KinForTheCounty(NotAllowed):
    """A close relative of a handler lives there: the township does not decide it by itself."""

    sentence = "这家有经办人员或村干部的近亲属，请由县里审批。"


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

    Refuses with NoSuchPower, NotDelegated and KinForTheCounty (民发〔2021〕57号 art. 20: the county looks itself).
    """
    if has_power(officer, Power.CONFIRM):
        return
    must_have(officer, Power.CONFIRM_DELEGATED)
    if not await township_confirms(case):
        raise NotDelegated
    if await lives_with_kin(case):
        raise KinForTheCounty


async def wait_for_township(officer: Officer) -> int:
    """How many cases of the officer's places wait for the township's own confirmation; none for other roles."""
    if not has_power(officer, Power.CONFIRM_DELEGATED):
        return 0
    waiting = Application.filter(
        county=officer.county, village__startswith=officer.scope.prefix, state=State.COUNTY_REVIEW,
        programme__in=list(_SWITCH),
    )  # fmt: skip
    return sum([await township_confirms(each) for each in await waiting])
