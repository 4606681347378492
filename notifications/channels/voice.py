"""Calls (语音通知) through Aliyun's SingleCallByTts: a slow, loud voice that says it three times."""

import json

from notifications.channels.aliyun import AliyunDoor
from notifications.channels.outcome import Outcome, Parcel
from notifications.settings import Settings

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
