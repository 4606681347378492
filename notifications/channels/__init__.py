"""The ways to a person: one file and one line each."""

from notifications.channels.outcome import Channel, Outcome, Parcel, Result
from notifications.channels.sms import SMS, Detail, DetailsUnavailable, SmsChannel
from notifications.channels.voice import PLAY_TIMES, VOICE, VoiceChannel
from notifications.channels.way import BY_DAY, Template, Way, Windows, without_windows
from notifications.channels.wechat import NO_QUOTA, WECHAT, WechatChannel
from notifications.message import ChannelName

_WAYS = (
    SMS,
    WECHAT,
    VOICE,
)  # fmt: skip
CHANNELS: dict[ChannelName, Way] = {way.name: way for way in _WAYS}

__all__ = [
    "BY_DAY", "CHANNELS", "NO_QUOTA", "PLAY_TIMES", "Channel", "Detail", "DetailsUnavailable", "Outcome", "Parcel",
    "Result", "SmsChannel", "Template", "VoiceChannel", "Way", "WechatChannel", "Windows", "without_windows",
]  # fmt: skip
