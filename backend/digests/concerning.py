"""Concerning: which matters are whose, by role and power. What nobody but others can do is told to nobody.

Standing work is counted as it stands; what an auditor hears is what has happened since their last digest.
"""

from collections.abc import Awaitable, Callable
from uuid import UUID

from backend import (
    applications,
    campaigns,
    database,
    entitlements,
    errands,
    inquiries,
    letters,
    messages,
    payouts,
    rate_changes,
    recoveries,
    relays,
    rosters,
)
from backend.applications import RUNGS
from backend.digests.digest import Matter
from backend.entitlements import Which
from backend.journal import Deed
from backend.staff import Officer, Power, Role, has_power

Found = dict[Matter, int]

# Of the places they are at: the clerk does these, the reviewer sees that they are done, and does the children's.
_AWARDS = {
    Role.TOWNSHIP_CLERK: {Which.RECHECK_DUE: Matter.RECHECK_DUE, Which.CARD_EXPIRED: Matter.CARD_EXPIRED},
    Role.COUNTY_REVIEWER: {Which.RECHECK_DUE: Matter.RECHECK_DUE, Which.WAITING: Matter.CHANGE_WAITING},
}
# Each with the room where an auditor looks at it.
_FOR_AUDITORS = {
    Deed.BANK_FILE_EXPORTED: Matter.BATCH_GONE_OUT,
    Deed.ROSTER_TAKEN_IN: Matter.ROSTER_TAKEN_IN,
    Deed.DECISION_AMENDED: Matter.DECISION_AMENDED,
    Deed.OVERPAYMENT_WRITTEN_OFF: Matter.WRITTEN_OFF,
}
_HAPPENED = """
SELECT deed, count(DISTINCT subject_id)::int AS number FROM journal_entry
WHERE county = $1 AND id > $2 AND deed = ANY ($3) GROUP BY deed
"""


async def matters_of(officer: Officer, since: UUID) -> Found:
    """What concerns this officer, zeros and all; `since` is their last digest, whose id is in the journal's order."""
    found: Found = {}
    for part in _PARTS:
        found |= await part(officer, since)
    return found


async def _steps(officer: Officer, since: UUID) -> Found:
    if not applications.turn_of(Role(officer.role)):
        return {}
    desk = await applications.at_desk(officer, since)
    return {Matter.STEP_ESCALATED: desk.escalated, Matter.STEP_OVERDUE: desk.overdue, Matter.STEP_CLOSE: desk.close}


async def _doors(officer: Officer, since: UUID) -> Found:
    role, found = Role(officer.role), Found()
    where = officer.county, officer.scope.like
    if role in RUNGS:
        found[Matter.ERRAND_ESCALATED] = await errands.escalated_since(
            *where, since, RUNGS[role], children=has_power(officer, Power.HANDLE_CHILDREN)
        )
    if role is Role.TOWNSHIP_CLERK:
        found[Matter.ERRAND_OVERDUE] = await errands.late_in(*where)
        found[Matter.LETTER_OVERDUE] = await letters.overdue_letters(officer)
    if has_power(officer, Power.REVIEW_CHILDREN):  # no cadre is sent with these
        found[Matter.ERRAND_OVERDUE] = await errands.late_in(*where, of_children=True)
    return found


async def _decisions(officer: Officer, since: UUID) -> Found:
    delegated, late = await applications.wait_for_township(officer)
    found = {
        Matter.DELEGATED_OVERDUE: late,
        Matter.CONFIRM_DELEGATED: delegated - late,
        Matter.AMENDMENT_WAITING: len(await entitlements.amendments_waiting(officer)),
    }
    if has_power(officer, Power.REVIEW):
        found[Matter.DENIAL_OPEN] = len(await applications.denials_open(officer))
    if has_power(officer, Power.INVESTIGATE):  # the clerk, and from the first day late the leader and the county beside
        reports = await applications.count_reports(officer)
        found |= {Matter.REPORT_OVERDUE: reports.overdue, Matter.REPORT_CLOSE: reports.close}
    if has_power(officer, Power.APPROVE_EXTENSION):
        found[Matter.EXTENSION_ASKED] = len(await applications.extensions_waiting(officer))
    return found


async def _second_hands(officer: Officer, since: UUID) -> Found:
    """What a colleague proposed and another must let hold."""
    found: Found = {}
    if has_power(officer, Power.APPROVE_WRITE_OFF):
        found[Matter.WRITE_OFF_PROPOSED] = await recoveries.write_offs_waiting(officer)
    if has_power(officer, Power.CONFIRM_RATE):
        found[Matter.RATE_PROPOSED] = await rate_changes.changes_waiting(officer)
    if has_power(officer, Power.CONFIRM_ROSTER):
        found[Matter.ROSTER_OFFERED] = await rosters.rosters_waiting(officer)
    return found


async def _awards(officer: Officer, since: UUID) -> Found:
    told = _AWARDS.get(Role(officer.role))
    if told is None:
        return {}
    counts = await entitlements.counts_of_awards(officer, *told)
    return {matter: counts[which] for which, matter in told.items()}


async def _elsewhere(officer: Officer, since: UUID) -> Found:
    found: Found = {}
    if has_power(officer, Power.REVIEW):
        open_ones = await relays.relays_open(officer)
        found |= {Matter.RELAY_OVERDUE: open_ones["late"], Matter.RELAY_WITHOUT_CASE: open_ones["without_case"]}
    if has_power(officer, Power.RUN_CHECKS):
        found[Matter.CHECK_OVERDUE] = sum(each.late for each in await inquiries.replies_owed(officer))
    return found


async def _money(officer: Officer, since: UUID) -> Found:
    waiting = await payouts.money_waiting(officer)
    return {
        Matter.BATCH_PART: waiting.parts, Matter.BATCH_FLAGGED: waiting.flagged,
        Matter.BATCH_TO_APPROVE: waiting.to_approve, Matter.BATCH_TO_RELEASE: waiting.to_release,
        Matter.BATCH_TO_EXPORT: waiting.to_export, Matter.BATCH_UNANSWERED: waiting.unanswered,
        Matter.UNPAID: waiting.unpaid, Matter.UNPAID_LONG: waiting.unpaid_long,
    }  # fmt: skip


async def _outreach(officer: Officer, since: UUID) -> Found:
    found = {Matter.DUTY_MISSED: await messages.duties_asked(officer)}
    if Role(officer.role) is Role.TOWNSHIP_CLERK:
        found[Matter.REPLY_UNANSWERED] = await messages.unanswered(officer)
    if has_power(officer, Power.APPROVE_CAMPAIGN):
        found[Matter.CAMPAIGN_PROPOSED] = await campaigns.waiting_for_approval(officer)
    return found


async def _for_auditors(officer: Officer, since: UUID) -> Found:
    if not has_power(officer, Power.SEE_JOURNAL):
        return {}
    happened = await database.rows(_HAPPENED, officer.county, since, [each.value for each in _FOR_AUDITORS])
    return {_FOR_AUDITORS[Deed(each["deed"])]: each["number"] for each in happened}


_PARTS: tuple[Callable[[Officer, UUID], Awaitable[Found]], ...] = (
    _steps, _doors, _decisions, _second_hands, _awards, _elsewhere, _money, _outreach, _for_auditors,
)  # fmt: skip
