"""One text to many (群发): news of a policy, heating, flood and cold, proposed by one officer, approved by another."""

from backend.campaigns.approving import OwnCampaign, approve
from backend.campaigns.campaign import (
    Campaign,
    CampaignKind,
    CampaignState,
    NoSuchCampaign,
    WrongCampaignState,
    campaigns_for,
    get_campaign,
    waiting_for_approval,
    whole_text,
)
from backend.campaigns.foreseeing import Foreseen, foresee
from backend.campaigns.proposing import (
    AudienceEmpty,
    BadCampaign,
    BadNews,
    Draft,
    NoSuchPlace,
    ShamingNews,
    UnwelcomeNews,
    must_make_sense,
    propose,
)
from backend.campaigns.report import Became, Report, report_of
from backend.campaigns.steering import Paused, cancel, hold, last_pause, pause, resume
from backend.campaigns.telling import tell_some

__all__ = [
    "AudienceEmpty", "BadCampaign", "BadNews", "Became", "Campaign", "CampaignKind", "CampaignState", "Draft",
    "Foreseen", "NoSuchCampaign", "NoSuchPlace", "OwnCampaign", "Paused", "Report", "ShamingNews", "UnwelcomeNews",
    "WrongCampaignState", "approve", "campaigns_for", "cancel", "foresee", "get_campaign", "hold", "last_pause",
    "must_make_sense", "pause", "propose", "report_of", "resume", "tell_some", "waiting_for_approval", "whole_text",
]  # fmt: skip
