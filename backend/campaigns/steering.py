"""Steering: a campaign is paused, resumed and cancelled by whoever may plan or approve one, and held by the clock."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend import clock, database, journal
from backend.campaigns.campaign import Campaign, CampaignState, WrongCampaignState, get_campaign
from backend.journal import Deed
from backend.messages import FRAME_REFUSED
from backend.staff import NoSuchPower, Officer, Power, has_power


async def pause(campaign_id: UUID, officer: Officer) -> None:
    """Nobody else is told from now on; at most one minute's share is on its way.

    Refuses, as its two companions do, with NoSuchPower, NoSuchCampaign and WrongCampaignState.
    """
    await _move(campaign_id, officer, [CampaignState.RUNNING], CampaignState.PAUSED, Deed.CAMPAIGN_PAUSED)


async def hold(campaign_id: UUID, *, because: str) -> bool:
    """Pause it by the clock, for the provider refuses its text or its news. An officer resumes it.

    `because` is the provider's code. Whether it was running.
    """
    async with database.transaction():
        held = await database.execute(
            "UPDATE campaign SET state = 'paused' WHERE id = $1 AND state = 'running'", campaign_id
        )
        if held:
            campaign = await Campaign.get(id=campaign_id)
            line = campaign.line(Deed.CAMPAIGN_PAUSED, told=campaign.told, because=because)
            await journal.record(line, by=journal.Signature(journal.By.CLOCK))
    return bool(held)


@dataclass(frozen=True)
class Paused:
    """Since when, and by which officer; None: by the clock, for the provider said `because`, a code of its own."""

    at: datetime
    officer_id: UUID | None
    because: str | None

    @property
    def blames_news(self) -> bool:
        """Whether the provider takes the news itself from nobody, not the registered frame around it."""
        return self.because is not None and self.because not in FRAME_REFUSED


async def last_pause(campaign: Campaign) -> Paused | None:
    """Why a campaign stands still; None while it does not."""
    if campaign.state is not CampaignState.PAUSED:
        return None
    told = await journal.Entry.filter(subject_id=campaign.id, deed=Deed.CAMPAIGN_PAUSED.value).order_by("-id").first()
    if told is None:
        return None
    return Paused(told.at, told.by_id, str(told.facts["because"]) if "because" in told.facts else None)


async def resume(campaign_id: UUID, officer: Officer) -> None:
    """Go on where it was left."""
    await _move(campaign_id, officer, [CampaignState.PAUSED], CampaignState.RUNNING, Deed.CAMPAIGN_RESUMED)


async def cancel(campaign_id: UUID, officer: Officer) -> None:
    """End it for good; what waits in line is withdrawn by outreach, what has gone cannot be called back."""
    open_states = [CampaignState.PROPOSED, CampaignState.RUNNING, CampaignState.PAUSED]
    await _move(campaign_id, officer, open_states, CampaignState.CANCELLED, Deed.CAMPAIGN_CANCELLED)


async def _move(
    campaign_id: UUID, officer: Officer, from_states: list[CampaignState], to: CampaignState, deed: Deed
) -> None:
    if not has_power(officer, Power.PLAN_CAMPAIGN) and not has_power(officer, Power.APPROVE_CAMPAIGN):
        raise NoSuchPower
    campaign = await get_campaign(campaign_id, officer)
    async with database.transaction():
        moved = await database.execute(
            """UPDATE campaign SET state = $2, finished_at = CASE WHEN $2 = 'cancelled' THEN $3::timestamptz END
               WHERE id = $1 AND state = ANY ($4)""",
            campaign_id, to.value, clock.now(), [state.value for state in from_states],
        )  # fmt: skip
        if not moved:
            raise WrongCampaignState
        await journal.record(campaign.line(deed, told=campaign.told), by=officer.signature)
