"""Calls (语音通知) through Aliyun's SingleCallByTts: a slow, loud voice that says it three times."""

import json
from collections.abc import Iterator
from datetime import time, timedelta

from backend.messages import Arrival
from notifications.channels.aliyun import AliyunDoor
from notifications.channels.outcome import Outcome, Parcel
from notifications.channels.way import Template, Way, Windows, Words
from notifications.message import ChannelName, Lane
from notifications.settings import Settings
from notifications.wording import NEUTRAL, OCCASIONS, Hears, Occasion

PLAY_TIMES = 3
_LOUDEST = 100
_SLOW = -200  # of -500 to 500: an elder follows, and it is not yet drawling


class VoiceChannel:
    """One client a process, shared by the threads; made after any fork."""

    patience = AliyunDoor.patience

    def __init__(self, settings: Settings) -> None:
        self._show_number = settings.voice_show_number
        self._door = AliyunDoor(settings, settings.aliyun_voice_domain, tls=settings.aliyun_voice_tls)

    def send(self, parcel: Parcel) -> Outcome:
        """Call one number, mobile or landline; whether anyone listened is told by VoiceReport."""
        fields = {
            "CalledNumber": parcel.address,
            "TtsCode": parcel.template,
            "TtsParam": json.dumps(parcel.words, ensure_ascii=False),
            "PlayTimes": str(PLAY_TIMES),
            "Volume": str(_LOUDEST),
            "Speed": str(_SLOW),
            "OutId": parcel.out_id,
        }
        if self._show_number:
            fields["CalledShowNumber"] = self._show_number
        return self._door.try_once("SingleCallByTts", fields, named="CallId")

    def close(self) -> None:
        """Nothing is held beyond pooled sockets, which end with the process."""


def _fill(occasion: Occasion, own_phone: bool, words: Words) -> tuple[str, Words]:
    text = occasion.sms if own_phone else NEUTRAL
    return text.spoken.template, text.fill(words)


def _templates(given: Settings) -> Iterator[Template]:
    """What persons hear of; nothing where the county has no voice service."""
    if given.voice_calls:
        heard = (each.sms for each in OCCASIONS.values() if each.hears is Hears.PERSON)
        for each in {each.name: each for each in (NEUTRAL, *heard)}.values():
            script = each.spoken
            yield Template(each.name, script.template, script.text, each.name in given.voice_template_codes)


def _windows(_: Lane) -> Windows:
    """As Aliyun documents them (help.aliyun.com 449961): rolling, whether anybody answered or not."""
    return ((timedelta(minutes=1), 1), (timedelta(hours=1), 5), (timedelta(days=1), 20))


VOICE = Way(
    name=ChannelName.VOICE,
    title="电话",
    arrival=Arrival.EAR,
    make=VoiceChannel,
    fill=_fill,
    by_number=True,
    # The provider's own task centre calls nobody from 12 to 14 o'clock and before 9, and an elder who naps at noon
    # should not be woken by a machine.
    hours=((time(9, 0), time(12, 0)), (time(14, 0), time(20, 0))),
    windows=_windows,
    each_try_counts=True,
    receipt_late=1800.0,
    templates=_templates,
    codes="VOICE_TEMPLATE_CODES",
    most_a_day=lambda given: given.voice_most_a_day,
    most_a_second=lambda given: given.voice_most_a_second,
)
