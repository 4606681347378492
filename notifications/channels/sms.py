"""SMS through Aliyun's SendSms and QuerySendDetails."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from backend.messages import Arrival
from notifications.channels.aliyun import CALL_BROKE, AliyunDoor
from notifications.channels.outcome import Outcome, Parcel
from notifications.channels.way import Template, Way, Windows, Words
from notifications.message import ChannelName, Lane
from notifications.settings import Settings
from notifications.wording import NEUTRAL, OCCASIONS, Occasion

_PAGE = 50  # the most records QuerySendDetails gives at once
_PAGES = 10


@dataclass(frozen=True)
class Detail:
    """One line of the provider's own record."""

    out_id: str
    status: int  #: 1 waiting for the carrier, 2 failed, 3 delivered
    code: str


class DetailsUnavailable(Exception):
    """The provider's record could not be read; nothing is known."""


class SmsChannel:
    """One client a process, shared by the threads; made after any fork."""

    patience = AliyunDoor.patience

    def __init__(self, settings: Settings) -> None:
        self._sign = settings.sms_sign_name
        self._door = AliyunDoor(settings, settings.aliyun_sms_domain, tls=settings.aliyun_sms_tls)

    def send(self, parcel: Parcel) -> Outcome:
        """SendSms to one number with our id as OutId."""
        fields = {
            "PhoneNumbers": parcel.address,
            "SignName": self._sign,
            "TemplateCode": parcel.template,
            "TemplateParam": json.dumps(parcel.words, ensure_ascii=False),
            "OutId": parcel.out_id,
        }
        return self._door.try_once("SendSms", fields, named="BizId")

    def details(self, phone: str, day: date) -> list[Detail]:
        """All that the provider has on record for a number on one day (its own, Beijing); DetailsUnavailable."""
        found: list[Detail] = []
        for page in range(1, _PAGES + 1):
            answer = self._page(phone, day, page)
            try:
                records = answer["SmsSendDetailDTOs"]["SmsSendDetailDTO"]
                found += [
                    Detail(str(each.get("OutId", "")), int(each["SendStatus"]), str(each.get("ErrCode") or ""))
                    for each in records
                ]
                if len(records) < _PAGE or len(found) >= int(answer["TotalCount"]):
                    break
            except (KeyError, TypeError, ValueError, AttributeError) as odd:
                raise DetailsUnavailable from odd
        return found

    def close(self) -> None:
        """Nothing is held beyond pooled sockets, which end with the process."""

    def _page(self, phone: str, day: date, page: int) -> dict[str, Any]:
        fields = {
            "PhoneNumber": phone,
            "SendDate": f"{day:%Y%m%d}",
            "PageSize": str(_PAGE),
            "CurrentPage": str(page),
        }
        try:
            answer = self._door.ask("QuerySendDetails", fields)
        except CALL_BROKE as broken:
            raise DetailsUnavailable from broken
        if answer.get("Code") != "OK":
            raise DetailsUnavailable(str(answer.get("Code")))
        return answer


def _fill(occasion: Occasion, own_phone: bool, words: Words) -> tuple[str, Words]:
    text = occasion.text_of(words) if own_phone else NEUTRAL
    return text.template, text.fill(words)


def _templates(given: Settings) -> Iterator[Template]:
    linked = (occasion.with_link for occasion in OCCASIONS.values())
    texts = (NEUTRAL, *(occasion.sms for occasion in OCCASIONS.values()), *filter(None, linked))
    for each in {each.name: each for each in texts}.values():
        yield Template(each.name, each.template, each.text, each.name in given.sms_template_codes)


def _windows(lane: Lane) -> Windows:
    """As Aliyun documents them (help.aliyun.com 44335): of a code, and of a notice with one template."""
    minute, hour, day = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
    return ((minute, 1), (hour, 5), (day, 10)) if lane is Lane.CODE else ((day, 50),)


SMS = Way(
    name=ChannelName.SMS,
    title="短信",
    arrival=Arrival.HANDSET,
    make=SmsChannel,
    fill=_fill,
    windows=_windows,
    by_clock=True,
    by_template=True,
    receipt_late=1200.0,  # the provider itself repeats a lost push for 16 minutes
    templates=_templates,
    codes="SMS_TEMPLATE_CODES",
    most_a_day=lambda given: given.sms_most_a_day,
    most_a_second=lambda given: given.sms_most_a_second,
)
