"""The ways to a person: one file and one line each."""

from collections.abc import Callable

from notifications.channels.outcome import Channel, Outcome, Parcel, Result
from notifications.channels.sms import Detail, DetailsUnavailable, SmsChannel
from notifications.channels.voice import PLAY_TIMES, VoiceChannel
from notifications.channels.wechat import NO_QUOTA, WechatChannel
from notifications.message import ChannelName
from notifications.settings import Settings

CHANNELS: dict[ChannelName, Callable[[Settings], Channel]] = {
    ChannelName.SMS: SmsChannel,
    ChannelName.WECHAT: WechatChannel,
    ChannelName.VOICE: VoiceChannel,
}

__all__ = [
    "CHANNELS", "NO_QUOTA", "PLAY_TIMES", "Channel", "Detail", "DetailsUnavailable", "Outcome", "Parcel", "Result",
    "SmsChannel", "VoiceChannel", "WechatChannel",
]  # fmt: skip
