"""更正决定 on the case page: the amendment that waits, and the form for another."""

from backend import applications, clock, eligibility, entitlements
from backend.applications import Application
from backend.entitlements import Becomes
from backend.staff import Officer, Power, has_power
from console.rendering import named


async def amending(application: Application, officer: Officer) -> dict[str, object]:
    """The amendment that waits, with who proposed it, and what an officer of the county may propose."""
    given = await entitlements.amendments_of(application.id)
    waiting = next((each for each in given if each.decided_at is None), None)
    proposer = await Officer.get_or_none(id=waiting.proposed_by) if waiting else None
    refused = application.state.is_a_no
    # Refused by an amendment, there was a yes before: that is all that can stand again.
    last = next((each for each in reversed(given) if each.decision_id), None)
    withdrawn = refused and last is not None and last.becomes is Becomes.WITHDRAWN
    # What was not taken on was never looked into: it can only begin again.
    begun = application.state is not applications.State.NOT_ACCEPTED
    undone = (Becomes.RESTORED,) if withdrawn else (Becomes.GRANTED, Becomes.REOPENED) if begun else (Becomes.REOPENED,)
    becomes = undone if refused else (Becomes.WITHDRAWN, Becomes.AMOUNT)
    decided = refused or application.state is applications.State.CONFIRMED
    stops = eligibility.procedure(application.programme, clock.today()).last_month
    return {
        "amendment": waiting,
        "amendment_by": named(proposer),
        "amends_to": becomes if decided and has_power(officer, Power.CONFIRM) else (),
        "amendment_grounds": list(entitlements.AmendmentGround),
        "stop_posted_days": stops.posted_days,
    }
