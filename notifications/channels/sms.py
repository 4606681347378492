"""SMS through Aliyun's SendSms and QuerySendDetails."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from aliyunsdkcore.acs_exception.exceptions import ClientException, ServerException
from aliyunsdkcore.client import AcsClient
from aliyunsdkcore.http import protocol_type
from aliyunsdkcore.request import CommonRequest

from notifications.channels.outcome import Outcome, Parcel, Result
from notifications.settings import Settings

_CONNECT, _READ = 2, 5  # seconds; Aliyun answers in 50 ms and advises at least 1 s
_PAGE = 50  # the most records QuerySendDetails gives at once
_PAGES = 10

# help.aliyun.com document 101346. What is in neither table is final: our words or the number are at fault.
_STOPS = frozenset(
    {
        "isv.AMOUNT_NOT_ENOUGH", "isv.OUT_OF_SERVICE", "isv.ACCOUNT_NOT_EXISTS", "isv.ACCOUNT_ABNORMAL",
        "isv.PRODUCT_UN_SUBSCRIPT", "isv.PRODUCT_UNSUBSCRIBE", "isp.RAM_PERMISSION_DENY", "isv.DENY_IP_RANGE",
        "isv.SMS_SIGNATURE_ILLEGAL", "isv.SMS_SIGN_ILLEGAL", "isv.SIGN_STATE_ILLEGAL",
        "isv.SMS_SIGNATURE_SCENE_ILLEGAL", "isv.EXTEND_CODE_ERROR", "InvalidAccessKeyId.NotFound",
        "InvalidAccessKeyId.Inactive", "SignatureDoesNotMatch", "InvalidTimeStamp.Expired", "Forbidden.RAM",
    }
)  # fmt: skip
_LATER = {
    "isv.DAY_LIMIT_CONTROL": timedelta(hours=6),
    "isv.MONTH_LIMIT_CONTROL": timedelta(hours=24),
    "Throttling.User": timedelta(seconds=2),
    "Throttling": timedelta(seconds=2),
    "SignatureNonceUsed": timedelta(seconds=1),
}
_STOPPED = timedelta(minutes=10)


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

    patience = float(_CONNECT + _READ)

    def __init__(self, settings: Settings) -> None:
        self._domain, self._sign = settings.aliyun_sms_domain, settings.sms_sign_name
        # The SDK tests `protocol is "https"`: any string but its own constant would silently go over plain http.
        self._protocol = protocol_type.HTTPS if settings.aliyun_sms_tls else protocol_type.HTTP
        self._client = AcsClient(
            settings.aliyun_access_key_id,
            settings.aliyun_access_key_secret.get_secret_value(),
            "cn-hangzhou",
            auto_retry=False,  # a retried SendSms is a second text
            connect_timeout=_CONNECT,
            timeout=_READ,
            pool_size=settings.outreach_threads * 2,
        )

    def send(self, parcel: Parcel) -> Outcome:
        """SendSms to one number with our id as OutId."""
        asked = self._request(
            "SendSms",
            {
                "PhoneNumbers": parcel.address,
                "SignName": self._sign,
                "TemplateCode": parcel.template,
                "TemplateParam": json.dumps(parcel.words, ensure_ascii=False),
                "OutId": parcel.out_id,
            },
        )
        try:
            answer = self._ask(asked)
        except ServerException as refused:
            return _gateway_refusal(refused)
        except ClientException as broken:
            return _broken_call(broken)
        except IndexError:  # the SDK trips over a SignatureDoesNotMatch without a colon in it
            return _judged("SignatureDoesNotMatch", "")
        except ValueError:
            return Outcome(Result.UNKNOWN, "bad_body")
        if answer.get("Code") == "OK":
            return Outcome(Result.ACCEPTED, "OK", provider_id=str(answer.get("BizId") or "") or None)
        return _judged(str(answer.get("Code")), str(answer.get("Message")))

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
        asked = self._request(
            "QuerySendDetails",
            {"PhoneNumber": phone, "SendDate": f"{day:%Y%m%d}", "PageSize": str(_PAGE), "CurrentPage": str(page)},
        )
        try:
            answer = self._ask(asked)
        except (ServerException, ClientException, IndexError, ValueError) as broken:
            raise DetailsUnavailable from broken
        if answer.get("Code") != "OK":
            raise DetailsUnavailable(str(answer.get("Code")))
        return answer

    def _request(self, action: str, fields: dict[str, str]) -> CommonRequest:
        """A new one for every call: they are not thread-safe. In the body, so that no phone is part of a URL."""
        request = CommonRequest(domain=self._domain, version="2017-05-25", action_name=action)
        request.set_method("POST")
        request.set_protocol_type(self._protocol)
        for name, value in fields.items():
            request.add_body_params(name, value)
        return request

    def _ask(self, request: CommonRequest) -> dict[str, Any]:
        """The answer as a JSON object; ValueError when it is none (an HTML page, a body cut off)."""
        answer = json.loads(self._client.do_action_with_exception(request))
        if not isinstance(answer, dict):
            raise ValueError
        return answer


def _gateway_refusal(refused: ServerException) -> Outcome:
    code = str(refused.get_error_code())
    if (refused.get_http_status() or 500) >= 500 or code == "SDK.UnknownServerError":
        return Outcome(Result.UNKNOWN, code)
    return _judged(code, "")


def _broken_call(broken: ClientException) -> Outcome:
    """The SDK tells the cause only as text; that text holds addresses and is not kept."""
    never_left = any(word in str(broken) for word in ("NewConnectionError", "ConnectTimeoutError"))
    return Outcome(Result.NOT_SENT if never_left else Result.UNKNOWN, str(broken.get_error_code()))


def _judged(code: str, message: str) -> Outcome:
    if code == "isv.BUSINESS_LIMIT_CONTROL":
        return Outcome(Result.LATER, code, wait=_window(message))
    if code in _LATER:
        return Outcome(Result.LATER, code, wait=_LATER[code])
    if code in _STOPS:
        return Outcome(Result.LATER, code, wait=_STOPPED, stops_channel=True)
    if code.startswith("isp."):  # the platform failed, before or after taking it
        return Outcome(Result.UNKNOWN, code)
    return Outcome(Result.REJECTED, code)


def _window(message: str) -> timedelta:
    """Per-number windows: the minute and the hour are the clock's, the day runs 24 h from the first message."""
    if "分钟" in message:
        return timedelta(minutes=1)
    return timedelta(hours=1) if "小时" in message else timedelta(hours=24)
