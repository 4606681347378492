"""Who may put a hand to a case: the person, whoever holds their mandate, and the village's cadres with the papers."""

from datetime import datetime
from uuid import UUID

from backend import clock, staff
from backend.applications.application import Application, NoSuchApplication, State
from backend.applications.children import speaks_as_guardian
from backend.applications.mandate import Mandate
from backend.journal import By, Signature
from backend.programmes import get_programme
from backend.refusals import NotAllowed


class MandateMissing(NotAllowed):
    """Someone else than the person acts, and no paper says that they may."""

    sentence = "还没有本人的委托书。请拍下有本人签名或手印的委托书，再代为提交。"


class MandateExpired(NotAllowed):
    """The mandate's last day has passed."""

    sentence = "委托书已过期，请重新签一份委托书，再代为办理。"


class MandateRevoked(NotAllowed):
    """The person had taken the mandate back before this was done, or says that they never gave it."""

    sentence = "本人在这之前已经收回委托，不能再代为办理。请和本人商量，重新签委托书。"


async def mandate_of(application_id: UUID) -> Mandate | None:
    """The case's unrevoked mandate, whether or not it has expired."""
    return await Mandate.get_or_none(application_id=application_id, revoked_at=None)


async def must_reach(application: Application, by: Signature) -> None:
    """May `by` handle the papers? The person, their agent, a child's guardian, or a cadre of the village.

    Of what another county took in an officer does, whose scope was asked for before.

    A cadre reaches a case about a child only where it began in their hand, or they hold its mandate. An agent whose
    paper has run out reaches what has ended no more.

    Refuses with NoSuchApplication (other residents) and OutsideYourVillage (other cadres).
    """
    if application.is_person(by):
        return
    if by.kind is By.OFFICER and application.came_from_elsewhere:
        return
    if by.kind is By.CADRE:
        if by.id is None or application.village not in await staff.villages_served(by.id):
            raise staff.OutsideYourVillage
        if not get_programme(application.programme).of_children or application.started_by == by:
            return
    mandate = await mandate_of(application.id)
    if (
        mandate is not None
        and mandate.agent == by
        and (
            application.state.is_running or mandate.in_force_on(clock.today())  # while it runs, a new paper may follow
        )
    ):
        return
    if by.kind is By.RESIDENT:
        if application.started_by == by and application.state is State.DRAFT:
            return
        if await speaks_as_guardian(application, by):
            return
    raise NoSuchApplication


async def must_speak_for(application: Application, by: Signature, done_at: datetime | None = None) -> None:
    """May `by`, who may reach the case, say yes or no in the person's name?

    Their own hand, a child's guardian, or a mandate in force for exactly this hand: now, or at `done_at` for what was
    done offline. MandateMissing, MandateRevoked and MandateExpired otherwise.
    """
    if application.is_person(by) or await speaks_as_guardian(application, by):
        return
    if by.kind is By.OFFICER and application.came_from_elsewhere:
        return  # the window that took it in has seen to it who asked
    if done_at is None:
        must_be_in_force(await mandate_of(application.id), by)
    else:
        await _must_have_held(application.id, by, done_at)


async def was_taken_back_since(application_id: UUID, agent: Signature, done_at: datetime) -> bool:
    """Whether the mandate under which `agent` did something then has been taken back, and no other stands instead."""
    given = await Mandate.filter(application_id=application_id, agent_kind=agent.kind.value, agent_id=agent.id)
    stands = any(each.revoked_at is None for each in given)
    return not stands and any(each.held_at(done_at) for each in given)


def must_be_in_force(mandate: Mandate | None, agent: Signature | None = None) -> None:
    """MandateMissing or MandateExpired unless the mandate holds today, for `agent` if one is given."""
    if mandate is None or (agent is not None and mandate.agent != agent):
        raise MandateMissing
    if not mandate.in_force_on(clock.today()):
        raise MandateExpired(expired_on=mandate.expires_on.isoformat())


async def _must_have_held(application_id: UUID, agent: Signature, done_at: datetime) -> None:
    given = Mandate.filter(application_id=application_id, agent_kind=agent.kind.value, agent_id=agent.id)
    mandates = await given.order_by("-given_at", "-id")
    if not mandates:
        raise MandateMissing
    if any(each.held_at(done_at) for each in mandates):
        return
    if mandates[0].agreed is False:
        raise MandateRevoked("本人说没有委托过，这份委托书从一开始就不算，不能代为办理。请和本人商量，重新签委托书。")
    if mandates[0].revoked_at is not None:
        raise MandateRevoked
    raise MandateExpired(expired_on=mandates[0].expires_on.isoformat())
