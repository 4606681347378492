"""What the routes of applications are given."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from backend.programmes import PhotoKind
from miniprogram_api.given import Asked, Digits, Name, ShortText
from miniprogram_api.proving import PhoneTyped
from miniprogram_api.routes.eligibility import Facts


class Whose(StrEnum):
    """Which list."""

    OWN = "own"
    VILLAGES = "villages"


class AskApplication(Asked):
    """What for, and for whom."""

    programme: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{0,39}$")] = Field(title="哪项待遇")
    resident_id: UUID | None = Field(None, title="为谁申请；不填是为本人")


class AskAgent(Asked):
    """Another than who hands the paper in."""

    name: Name = Field(title="代办人姓名")
    identity_number: Digits = Field(title="代办人身份证号")
    phone: PhoneTyped | None = Field(None, title="代办人本人的手机号；代办人在本县没有登记的必填，以后本人用它绑定")


class AskMandate(Asked):
    """The photographed 委托书 in words. Send its photo first."""

    relation: ShortText = Field(title="代办人与本人的关系")
    scope: ShortText = Field(title="委托办理的事项")
    photo_id: UUID = Field(title="委托书照片")
    expires_on: date = Field(title="委托到哪一天")
    agent: AskAgent | None = Field(None, title="谁来代办；不填是交委托书的人自己")


class AskToGoOn(Asked):
    """The next kind of help that a refused case goes on to; to ask is the consent."""

    programme: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{0,39}$")] = Field(title="接着申请哪一项")


class AskPromise(Asked):
    """告知承诺 instead of a paper; show its words first, and send them back as they were shown."""

    kind: PhotoKind = Field(title="用承诺代替哪份材料")
    words: Literal["我知道要证明的内容，承诺情况属实，同意核实；不属实的，愿意退回并承担责任。"] = Field(
        title="承诺的内容，原样交回"
    )


class AskExplanation(Asked):
    """The person's own words about something that a register answered."""

    words: Annotated[str, StringConstraints(min_length=1, max_length=500)] = Field(title="怎么回事")


class AskSubmission(Asked):
    """Answers to questions that the register cannot answer."""

    facts: Facts = Field(default={}, title="申请人回答的情况")
    insists: bool = Field(default=False, title="比对说可能不符合，本人知道，仍要提交")
