"""Who acts for the person in a case (代办人), how the county knows them, and whose relative they are."""

from backend import applications, clock, places, residents
from backend.applications import Application
from backend.privacy import masked_identity_number
from backend.staff import Cadre, Officer, Power, declared_as_kin, has_power
from console.rendering import moment

Agent = Cadre | residents.Outsider | residents.Resident


async def helper_in(application: Application, officer: Officer) -> dict[str, object] | None:
    """The mandate that stands; None where the person acts alone."""
    mandate = await applications.mandate_of(application.id)
    if mandate is None:
        return None
    agent = (
        await residents.Resident.get_or_none(id=mandate.agent_id)
        or await Cadre.get_or_none(id=mandate.agent_id)
        or await residents.Outsider.get_or_none(id=mandate.agent_id)
    )
    return {
        "agent": agent.name if agent else "—",
        "known": await _known_as(agent, application),
        "kin": await _kin_of_handlers(agent, application) if may_see_kin(officer) else "",
        "relation": mandate.relation,
        "scope": mandate.scope,
        "expires_on": mandate.expires_on,
        "in_force": mandate.in_force_on(clock.today()),
        "heard": applications.HeardBy(mandate.heard_by) if mandate.heard_by else None,
        "heard_at": mandate.heard_at,
    }


async def _kin_of_handlers(agent: Agent | None, application: Application) -> str:
    """Whose declared relative acts here: no law keeps such a case apart, and whoever looks after kin should know."""
    if agent is None or isinstance(agent, Cadre):
        return ""
    declared = await declared_as_kin(application.county, bytes(agent.identity_index))
    return "、".join(f"{name}备案的{relation.shown}" for name, relation in declared)


async def _known_as(agent: Agent | None, application: Application) -> str:
    """How the county knows who acts; a register vouches for a name, a mandate's paper alone does not."""
    if isinstance(agent, residents.Outsider):
        proved = (
            f"{moment(agent.bound_at)}本人微信绑定，手机号已验证"
            if agent.bound_at
            else "本人还没有绑定微信，手机号没有验证"
        )
        return f"不在册，身份证号{agent.masked_identity}，手机{agent.masked_phone}（{proved}），请核对身份证照片"
    if isinstance(agent, residents.Resident):
        where = "本县" if agent.county == application.county else await places.name_of(f"{agent.county}000000")
        return f"{where}在册，身份证号{masked_identity_number(agent.identity_number)}"
    return ""  # a cadre's relation says it


def may_see_kin(officer: Officer) -> bool:
    """Who keeps the kin register, and who audits."""
    return has_power(officer, Power.KEEP_KIN_REGISTER) or has_power(officer, Power.SEE_JOURNAL)
