"""Reading a SendSms request: numbers, signature, template, text; each rule broken is a BusinessRefusal."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sandbox.aliyun.refusing import BusinessRefusal
from sandbox.aliyun.templates import LONGEST_TEXT, Pattern, parts
from sandbox.registrations import Registrations, SignState, SmsSign, SmsTemplate

MOST_NUMBERS = 1000
NUMBER = re.compile(r"(?:\+86|0086|86|\+)?(1[3-9]\d{9})")


@dataclass(slots=True)
class Order:
    """A SendSms request that is well formed."""

    phones: list[str]
    sign: str
    template: SmsTemplate
    text: str
    parts: int
    out_id: str
    extension: str


class Orders:
    """Reads requests against what is registered."""

    def __init__(self, registrations: Registrations) -> None:
        self.register(registrations)

    def register(self, registrations: Registrations) -> None:
        """Look up signatures and templates here from now on."""
        self._signs = {sign.name: sign for sign in registrations.sms_signs}
        self._patterns = {template.code: Pattern.of(template) for template in registrations.sms_templates}

    def read(self, params: Mapping[str, str]) -> Order:
        """Return the order; raises BusinessRefusal in the order of the real checks."""
        phones = numbers(params["PhoneNumbers"])
        sign = self._usable_sign(params["SignName"])
        pattern = self._patterns.get(params["TemplateCode"])
        if pattern is None or not pattern.template.approved:
            raise BusinessRefusal("isv.SMS_TEMPLATE_ILLEGAL", "模板不合法(不存在或被拉黑)")
        if pattern.template.kind not in sign.kinds:
            raise BusinessRefusal("isv.SMS_SIGNATURE_SCENE_ILLEGAL", "签名的适用场景与短信类型不匹配")
        text = f"【{sign.name}】{pattern.fill(params.get('TemplateParam', ''))}"
        if len(text) > LONGEST_TEXT:
            raise BusinessRefusal("isv.PARAM_LENGTH_LIMIT", "短信内容超过500字")
        out_id = params.get("OutId", "")
        if len(out_id) > 255:
            raise BusinessRefusal("isv.INVALID_PARAMETERS", "OutId长度超过限制")
        extension = params.get("SmsUpExtendCode", "")
        return Order(phones, sign.name, pattern.template, text, parts(text), out_id, extension)

    def _usable_sign(self, name: str) -> SmsSign:
        sign = self._signs.get(name)
        if sign is None or sign.state == SignState.BANNED:
            raise BusinessRefusal("isv.SMS_SIGNATURE_ILLEGAL", "短信签名不合法")
        if sign.state == SignState.UNFILED:
            raise BusinessRefusal("isv.SIGN_STATE_ILLEGAL", "签名状态不可用")
        return sign


def numbers(text: str) -> list[str]:
    """Return the 11-digit numbers of a comma list; raises BusinessRefusal."""
    given = text.split(",")
    if len(given) > MOST_NUMBERS:
        raise BusinessRefusal("isv.MOBILE_COUNT_OVER_LIMIT", "手机号码数量超过限制")
    found = [NUMBER.fullmatch(number.strip()) for number in given]
    if not all(found):
        raise BusinessRefusal("isv.MOBILE_NUMBER_ILLEGAL", "手机号码格式错误")
    return [match[1] for match in found if match]
