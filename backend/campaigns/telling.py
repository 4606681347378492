"""Telling: each minute the journal names the next of a campaign's people, and outreach speaks to them as to anybody."""

from uuid import UUID

from backend import clock, database, journal
from backend.campaigns.audience import next_people
from backend.campaigns.campaign import Campaign, CampaignKind, CampaignState
from backend.campaigns.proposing import audience_of


async def tell_some(*, only_warnings: bool = False) -> int:
    """One minute's share of every running campaign; how many people were named. For the timetable, once a minute;
    on a holiday only what lives may depend on.

    The share and the place where it stopped are one transaction: killed in between, nobody is told twice or left out.
    """
    running = await database.rows("SELECT id, kind FROM campaign WHERE state = 'running' ORDER BY id")
    wanted = [each["id"] for each in running if not only_warnings or CampaignKind(each["kind"]).is_warning]
    return sum([await _tell(each) for each in wanted])


async def _tell(campaign_id: UUID) -> int:
    async with database.transaction():
        campaign = await Campaign.select_for_update().get(id=campaign_id)
        if campaign.state is not CampaignState.RUNNING:
            return 0
        people = await next_people(audience_of(campaign, campaign.county), campaign.told_through, campaign.per_minute)
        by = journal.Signature(journal.By.CLOCK)
        lines = [
            journal.Line(
                journal.Deed.CAMPAIGN_TOLD, campaign.county, "campaign", campaign.id, resident_id=person,
                village=village, facts={"kind": campaign.kind},
            )
            for person, village in people
        ]  # fmt: skip
        await journal.record_many(lines, by=by)
        campaign.told += len(people)
        if people:
            campaign.told_through = people[-1][0]
        if len(people) < campaign.per_minute:
            campaign.state, campaign.finished_at = CampaignState.DONE, clock.now()
            await journal.record(campaign.line(journal.Deed.CAMPAIGN_DONE, told=campaign.told), by=by)
        await campaign.save()
    return len(people)
