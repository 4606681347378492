"""Approving: a second officer, who has seen text, number and cost, lets it begin."""

from uuid import UUID

from backend import clock, database, journal, staff
from backend.campaigns.campaign import Campaign, CampaignState, WrongCampaignState, get_campaign
from backend.refusals import NotAllowed
from backend.staff import Officer, Power


class OwnCampaign(NotAllowed):
    """Who proposed it does not approve it."""

    sentence = "这次群发是您提出的，要由另一位同事批准。"


async def approve(campaign_id: UUID, officer: Officer) -> Campaign:
    """Let it begin. Refuses with NoSuchPower, NoSuchCampaign, OwnCampaign and WrongCampaignState."""
    staff.must_have(officer, Power.APPROVE_CAMPAIGN)
    campaign = await get_campaign(campaign_id, officer)
    if campaign.proposed_by == officer.id:
        raise OwnCampaign
    async with database.transaction():
        approved = await database.execute(
            """UPDATE campaign SET state = $2, approved_by = $3, approved_at = $4
               WHERE id = $1 AND state = 'proposed' AND proposed_by <> $3""",
            campaign_id, CampaignState.RUNNING.value, officer.id, clock.now(),
        )  # fmt: skip
        if not approved:
            raise WrongCampaignState
        await journal.record(campaign.line(journal.Deed.CAMPAIGN_APPROVED), by=officer.signature)
    return await Campaign.get(id=campaign_id)
