"""Filling an SMS template: every rule about the template, its variables and their words."""

import json
import re
from dataclasses import dataclass, field

from sandbox.aliyun.refusing import BusinessRefusal
from sandbox.registrations import MOBILE, VARIABLE, SmsTemplate, TemplateKind

TYPES = {
    "code": re.compile(r"[0-9A-Za-z]{4,6}"),
    "characterWithNumber2": re.compile(r"[0-9A-Za-z]+"),
    "number": re.compile(r"[0-9]+"),
    "time": re.compile(r"[0-9年月日号时点分秒上下午:：/~\-. ]+"),
    "money": re.compile(r"[¥￥]?[0-9][0-9,]*(\.[0-9]{1,2})?元?"),
    "name": re.compile(r"[〇㐀-鿿\U00020000-\U000323afA-Za-z·. ]+"),
    "phone_number2": re.compile(r"[0-9+\-]{3,20}"),
    "other": re.compile(r".+", re.DOTALL),
}
TYPES |= {"numberCaptcha": TYPES["code"], "other_number2": TYPES["other"]}
LINK = re.compile(
    r"https?://|www\.|[a-z0-9-]+\.(com|cn|net|org|io|top|xyz|cc|me|vip)\b|\b\d{1,3}(\.\d{1,3}){3}\b", re.I
)
BANNED = re.compile("赌博|博彩|发票代开|套现|贷款|刷单|法轮")
# Signs of traditional writing: forms that simplified Chinese does not use.
TRADITIONAL = frozenset(
    "國學寧縣電話請領補貼發銀證員戶鄉鎮與為時間過來對說這個們會場長門開關幾見認識應該還進達運動車馬東"
    "業務團圓書畫醫療險養齡濟檔費單據審覈辦優撫黨歲壽營線號碼資訊點圖繫華麗萬億歡樂聽讀寫買賣錢鐵鋼"
)
EMOJI = re.compile("[\U0001f000-\U0001faff☀-➿⬀-⯿\ufe0f\u200d★※→\ud800-\udfff]")
LONGEST_TEXT = 500


@dataclass(slots=True)
class Pattern:
    """A template ready for filling."""

    template: SmsTemplate
    pieces: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, template: SmsTemplate) -> "Pattern":
        """Cut the text at its variables."""
        split = VARIABLE.split(template.text)
        return cls(template, split[0::2], split[1::2])

    def fill(self, param_text: str) -> str:
        """Return the text with its variables filled in; raises BusinessRefusal with the rule broken."""
        values = _variables(param_text) if self.names or param_text else {}
        for name in self.names:
            if name not in values:
                raise BusinessRefusal("isv.TEMPLATE_MISSING_PARAMETERS", f"模板变量缺少对应参数值：{name}")
            _check(name, values[name], self._type(name))
        filled = [self.pieces[0]]
        for name, piece in zip(self.names, self.pieces[1:], strict=True):
            filled += (values[name], piece)
        return "".join(filled)

    def _type(self, name: str) -> str:
        given = self.template.variables.get(name)
        return given or ("code" if self.template.kind == TemplateKind.CODE else "other")


def parts(text: str) -> int:
    """Return how many messages `text`, signature included, is charged as: 70 characters, or 67 each."""
    return 1 if len(text) <= 70 else -(-len(text) // 67)


def _variables(param_text: str) -> dict[str, str]:
    try:
        values = json.loads(param_text or "{}")
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, dict) or not all(isinstance(value, str) for value in values.values()):
        raise BusinessRefusal("isv.INVALID_JSON_PARAM", "参数格式错误，请修改为字符串值")
    return values


def _check(name: str, value: str, kind: str) -> None:
    shortest, longest = (4, 6) if kind in ("code", "numberCaptcha") else (1, 35)
    if not shortest <= len(value) <= longest:
        raise BusinessRefusal("isv.PARAM_LENGTH_LIMIT", f"参数超过长度限制：{name}")
    if not TYPES.get(kind, TYPES["other"]).fullmatch(value):
        raise BusinessRefusal(
            "isv.TEMPLATE_PARAMS_ILLEGAL", f"传入的变量内容和实际申请模板时变量所选择的属性类型不配：{name}"
        )
    if LINK.search(value):
        raise BusinessRefusal("isv.PARAM_NOT_SUPPORT_URL", f"变量不支持传入URL：{name}")
    if BANNED.search(value) or (kind != "phone_number2" and MOBILE.search(value)):
        raise BusinessRefusal("isv.BLACK_KEY_CONTROL_LIMIT", f"变量中含有黑名单关键字：{name}")
    if "【" in value or "】" in value or EMOJI.search(value) or not TRADITIONAL.isdisjoint(value):
        raise BusinessRefusal("isv.UNSUPPORTED_CONTENT", f"变量中含有不支持的字符：{name}")
