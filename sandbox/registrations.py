"""What the providers' consoles have on file: SMS signatures and templates, WeChat templates and pages."""

import re
from enum import StrEnum
from pathlib import Path
from typing import Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

VARIABLE = re.compile(r"\$\{(\w+)\}")
MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
UNSUBSCRIBE = "拒收请回复R"


class SignState(StrEnum):
    """How far a signature has come: usable, not yet filed with the carriers, or banned."""

    APPROVED = "approved"
    UNFILED = "unfiled"
    BANNED = "banned"


class TemplateKind(StrEnum):
    """验证码, 通知, 推广: they differ in flow control and in who may be sent to."""

    CODE = "code"
    NOTICE = "notice"
    PROMOTION = "promotion"


class SmsSign(BaseModel):
    """A signature (签名), shown as 【name】, and the kinds of template it may stand before."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=2, max_length=12)
    state: SignState = SignState.APPROVED
    kinds: list[TemplateKind] = list(TemplateKind)


class SmsTemplate(BaseModel):
    """A template (模板); `variables` names the type of each ${variable}, `other` when not named."""

    model_config = ConfigDict(extra="forbid")

    code: str = Field(min_length=1, max_length=40)
    kind: TemplateKind = TemplateKind.NOTICE
    text: str = Field(min_length=1, max_length=500)
    variables: dict[str, str] = {}
    approved: bool = True

    @model_validator(mode="after")
    def _pass_review(self) -> Self:
        if wrong := review(self):
            raise ValueError(f"{self.code}: {wrong}")
        return self


class VoiceTemplate(BaseModel):
    """A text that is read out (文本转语音模板)."""

    model_config = ConfigDict(extra="forbid")

    code: str = Field(min_length=1, max_length=40)
    text: str = Field(min_length=1, max_length=500)


def review(template: SmsTemplate) -> str:
    """Return what the provider's reviewers would refuse in the text, empty when nothing."""
    names = VARIABLE.findall(template.text)
    promotion = template.kind == TemplateKind.PROMOTION
    found = {
        "a variable stands twice": len(names) != len(set(names)),
        "two variables stand side by side": "}${" in template.text,
        "there are only variables": not VARIABLE.sub("", template.text).strip(),
        "a type is given for a variable that is not there": not set(template.variables) <= set(names),
        "【】 are for the signature": bool(set("【】") & set(template.text)),
        "a mobile number is in the text": bool(MOBILE.search(template.text)),
        "a notice ends as a promotion": not promotion and UNSUBSCRIBE in template.text,
        "a promotion does not say how to unsubscribe": promotion and not template.text.endswith(UNSUBSCRIBE),
    }
    return "; ".join(wrong for wrong, is_so in found.items() if is_so)


class WeChatTemplate(BaseModel):
    """A subscribe-message template: `fields` maps a key such as `thing1` to the label shown."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(min_length=1, max_length=64)
    title: str = ""
    fields: dict[str, str] = Field(min_length=1)
    long_term: bool = False
    choices: dict[str, list[str]] = {}


class Registrations(BaseModel):
    """Everything on file; more of it can be registered while running."""

    model_config = ConfigDict(extra="forbid")

    sms_signs: list[SmsSign] = []
    sms_templates: list[SmsTemplate] = []
    voice_templates: list[VoiceTemplate] = []
    wechat_templates: list[WeChatTemplate] = []
    wechat_pages: list[str] = []

    @classmethod
    def load(cls, path: Path, address: str = "") -> "Registrations":
        """Read a YAML file of this shape; raises pydantic.ValidationError on anything else.

        `address` is what stands in the texts for {address}: a sender registers links of its own with them.
        """
        file = path.read_bytes().replace(b"{address}", address.encode())
        return cls.model_validate(yaml.load(file, yaml.CSafeLoader) or {})

    def add(self, more: "Registrations") -> None:
        """Register more; what has the same name, code or id is replaced."""
        self.sms_signs = list(({s.name: s for s in self.sms_signs} | {s.name: s for s in more.sms_signs}).values())
        self.sms_templates = list(
            ({t.code: t for t in self.sms_templates} | {t.code: t for t in more.sms_templates}).values()
        )
        self.voice_templates = list(
            ({t.code: t for t in self.voice_templates} | {t.code: t for t in more.voice_templates}).values()
        )
        self.wechat_templates = list(
            ({t.id: t for t in self.wechat_templates} | {t.id: t for t in more.wechat_templates}).values()
        )
        self.wechat_pages = list(dict.fromkeys(self.wechat_pages + more.wechat_pages))
