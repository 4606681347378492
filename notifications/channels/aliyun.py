"""One call to an Aliyun gateway: a form in a POST, JSON back, and what it means when that does not work out."""

import json
from datetime import timedelta
from typing import Any

from aliyunsdkcore.acs_exception.exceptions import ClientException, ServerException
from aliyunsdkcore.client import AcsClient
from aliyunsdkcore.http import protocol_type
from aliyunsdkcore.request import CommonRequest

from notifications.channels.line import NEVER_LEFT, Line
from notifications.channels.outcome import Outcome, Result
from notifications.settings import Settings

CONNECT, READ = 2, 5  # seconds; Aliyun answers in 50 ms and advises at least 1 s
CALL_BROKE = (ServerException, ClientException, IndexError, ValueError)

# help.aliyun.com documents 101346 and 112502. What is in neither table is final: our words or the number are at fault.
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
_BEHIND_A_PROXY = ("NewConnectionError", "ConnectTimeoutError")  # how the SDK's own client says NEVER_LEFT


class AliyunDoor:
    """A client for one of Aliyun's services; shared by threads, made after any fork."""

    patience = float(CONNECT + READ)

    def __init__(self, settings: Settings, domain: str, *, tls: bool) -> None:
        self._domain = domain
        # The SDK tests `protocol is "https"`: any string but its own constant would silently go over plain http.
        self._protocol = protocol_type.HTTPS if tls else protocol_type.HTTP
        self._client = AcsClient(
            settings.aliyun_access_key_id,
            settings.aliyun_access_key_secret.get_secret_value(),
            "cn-hangzhou",
            auto_retry=False,  # a retried SendSms is a second text
            connect_timeout=CONNECT,
            timeout=READ,
        )
        session = self._client.session
        session.trust_env = False  # the SDK reads its proxies itself; a .netrc is looked for no more at each call
        for scheme in ("http://", "https://"):
            session.mount(scheme, Line())

    def ask(self, action: str, fields: dict[str, str]) -> dict[str, Any]:
        """The answer as a JSON object; raises one of CALL_BROKE, ValueError for an HTML page or a body cut off.

        A request is new for every call, for they are not thread-safe, and in the body, so that no phone is in a URL.
        """
        request = CommonRequest(domain=self._domain, version="2017-05-25", action_name=action)
        request.set_method("POST")
        request.set_protocol_type(self._protocol)
        for name, value in fields.items():
            request.add_body_params(name, value)
        answer = json.loads(self._client.do_action_with_exception(request))
        if not isinstance(answer, dict):
            raise ValueError
        return answer

    def try_once(self, action: str, fields: dict[str, str], *, named: str) -> Outcome:
        """Ask for something that must not happen twice; `named` is the answer's field with the provider's id."""
        try:
            answer = self.ask(action, fields)
        except ServerException as refused:
            return _gateway_refusal(refused)
        except ClientException as broken:
            return _broken_call(broken)
        except IndexError:  # the SDK trips over a SignatureDoesNotMatch without a colon in it
            return _judged("SignatureDoesNotMatch", "")
        except ValueError:
            return Outcome(Result.UNKNOWN, "bad_body")
        if answer.get("Code") == "OK":
            return Outcome(Result.ACCEPTED, "OK", provider_id=str(answer.get(named) or "") or None)
        return _judged(str(answer.get("Code")), str(answer.get("Message")))


def _gateway_refusal(refused: ServerException) -> Outcome:
    code = str(refused.get_error_code())
    if (refused.get_http_status() or 500) >= 500 or code == "SDK.UnknownServerError":
        return Outcome(Result.UNKNOWN, code)
    return _judged(code, "")


def _broken_call(broken: ClientException) -> Outcome:
    """The SDK tells the cause only as text; that text holds addresses and is not kept."""
    never_left = any(word in str(broken) for word in (NEVER_LEFT, *_BEHIND_A_PROXY))
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
