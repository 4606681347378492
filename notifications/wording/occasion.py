"""Occasion: a deed that somebody hears of, and in what words."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from backend.journal import Deed, Entry
from notifications.message import Lane
from notifications.settings import settings
from notifications.wording.fitting import fit_sms, fit_wechat
from notifications.wording.link import TOKEN, TOKEN_TYPE, Link

_VARIABLE = re.compile(r"\$\{(\w+)\}")


class Hears(StrEnum):
    """Who hears of it."""

    PERSON = "person"  #: the resident whom the entry concerns
    CADRE = "cadre"  #: who sees to the errand, else whoever serves the village
    OFFICER = "officer"  #: the officer whom the entry is about, where a work phone is on file
    FUNERAL_PAYEE = "funeral_payee"  #: whoever buried the person, where they gave a phone
    OBJECTOR = "objector"  #: whoever objected to a notice, or reported by name, and left a number
    OUTSIDER = "outsider"  #: whom a mandate names and who is on no register
    NEW_PHONE = "new_phone"  #: the phone that is to be proved
    ASKER = "asker"  #: the phone that texted us


class Phones(StrEnum):
    """What another's phone may learn."""

    NEUTRAL = "neutral"  #: that there is something to ask about
    OWN = "own"  #: nothing: only the person's own phone is spoken to
    ANY = "any"  #: the same as the person: a warning is no secret


class SmsKind(StrEnum):
    """How the provider classes a template: 验证码 or 通知."""

    CODE = "code"
    NOTICE = "notice"


@dataclass(frozen=True)
class Sms:
    """A text as registered with the provider; `variables` names the provider's type of each."""

    name: str  #: what SMS_TEMPLATE_CODES maps to the code of the account in use
    code: str  #: the sandbox's and the demo's code
    text: str
    variables: Mapping[str, str]
    kind: SmsKind = SmsKind.NOTICE

    @property
    def template(self) -> str:
        """The provider's code of this text."""
        return settings().sms_template_codes.get(self.name, self.code)

    def fill(self, words: Mapping[str, str]) -> dict[str, str]:
        """The variables as the provider takes them; KeyError or ValueError when one of them is not known."""
        return {name: fit_sms(kind, words[name]) for name, kind in self.variables.items()}

    @property
    def spoken(self) -> "Script":
        """The same said aloud."""
        return Script(self)

    def read(self, words: Mapping[str, str]) -> str:
        """The whole text, as it will be read, without the signature."""
        filled = self.fill(words)
        return _VARIABLE.sub(lambda found: filled[found[1]], self.text)


@dataclass(frozen=True)
class Script:
    """A text as a slow voice reads it out, three times; registered with the provider as one of its own templates."""

    sms: Sms

    @property
    def name(self) -> str:
        """What VOICE_TEMPLATE_CODES maps to the code of the account in use."""
        return self.sms.name

    @property
    def template(self) -> str:
        """The provider's code of this script; the sandbox's and the demo's differ from the text's by a prefix."""
        return settings().voice_template_codes.get(self.name, self.sms.code.replace("SMS_", "TTS_"))

    @property
    def text(self) -> str:
        """The whole script."""
        return f"这里是{settings().sms_sign_name}。{self.sms.text}听明白了，请按1。"


@dataclass(frozen=True)
class Card:
    """A subscribe message's template; shared by the occasions that look alike."""

    name: str  #: what WECHAT_TEMPLATE_IDS maps to the id of the account in use
    id: str

    @property
    def template(self) -> str:
        """WeChat's id of this template."""
        return settings().wechat_template_ids.get(self.name, self.id)


@dataclass(frozen=True)
class Wechat:
    """What stands on the card: WeChat's field to words such as 「{amount}元」."""

    card: Card
    fields: Mapping[str, str]

    def fill(self, words: Mapping[str, str]) -> dict[str, str]:
        """The fields, each within its own limits; KeyError or ValueError when one of them is not known."""
        return {key: fit_wechat(key, pattern.format_map(words)) for key, pattern in self.fields.items()}


@dataclass(frozen=True)
class Told:
    """What an occasion's words are made from."""

    name: str
    at: datetime
    facts: Mapping[str, Any]


Lookup = Callable[[list[Entry]], Awaitable[dict[UUID, dict[str, Any]]]]


@dataclass(frozen=True)
class Occasion:
    """One file in this folder is one of these."""

    code: str
    deed: Deed
    hears: Hears
    sms: Sms
    words: Callable[[Told], dict[str, str]]
    door: str = ""  #: what the cadre is asked to say at the door, in the words' names: 「{name}」
    wechat: Wechat | None = None
    link: Link | None = None  #: never where money fails or stops: so writes a fraud (policy §15)
    lane: Lane = Lane.ROUTINE
    look_up: Lookup | None = None  #: more facts than the journal holds, for a batch of entries
    phones: Phones = Phones.NEUTRAL
    visit: bool = True  #: somebody goes to the door when no way is left
    today: bool = False  #: and the same day, for lives may depend on it
    concerns: Callable[[Entry], bool] = lambda entry: True  #: which entries of the deed anyone hears of
    can_wait: bool = False  #: until a holiday is over; nothing with a term or a right of appeal can
    spread: bool = False  #: many of them at once are told over some hours
    payee: bool = False  #: whoever keeps the person's account by agreement hears it, too
    step: bool = False  #: one of a case's steps: later news of the same case overtakes it
    beside: bool = False  #: of a case, and no step of it: its helper hears it, and it overtakes nothing
    passing: bool = False  #: once overtaken nobody need hear of it; what binds or grants is told all the same

    @property
    def with_link(self) -> Sms | None:
        """Its text with a short link, where it has one and the county, too."""
        name = f"{self.sms.name}_link"
        text = self.link.as_registered(name) if self.link else None
        if self.link is None or text is None:
            return None
        return Sms(name, self.link.code, text, {**self.sms.variables, TOKEN: TOKEN_TYPE})

    def opens(self, entry: Entry) -> str | None:
        """What the link in its text opens in the mini program; None where it has none."""
        return self.link.query(entry) if self.link is not None and self.with_link is not None else None

    def text_of(self, words: Mapping[str, str]) -> Sms:
        """What goes to a phone of one's own: with the link where one was made for these words."""
        return (self.with_link if TOKEN in words else None) or self.sms

    def at_the_door(self, words: Mapping[str, str]) -> str:
        """What the cadre is asked to say."""
        return self.door.format_map(_Missing(words))


class _Missing(dict[str, str]):
    """A word that is not known leaves a gap, never an exception on the way to a person."""

    def __missing__(self, key: str) -> str:
        return ""
