"""What a phone may send of its work offline; whatever else an item says is not taken."""

import hashlib
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StrictBool, StrictInt, StringConstraints

from backend.errands import Outcome
from backend.programmes import PhotoKind

# Neither NUL nor other control characters but line feed and tab: PostgreSQL could not store them.
_PLAIN = r"^[^\x00-\x08\x0b-\x1f]*$"
_Words = Annotated[str, StringConstraints(max_length=100, pattern=_PLAIN)]
_ObligorWords = Annotated[str, StringConstraints(max_length=30, pattern=_PLAIN)]
_Note = Annotated[str, StringConstraints(max_length=1000, pattern=_PLAIN)]
_FactName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_0-9]{0,59}$")]
_FactText = Annotated[str, StringConstraints(max_length=60, pattern=_PLAIN)]
_NEEDS_AT_MOST = 41  # as many photos as a case takes, and a mandate


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    @property
    def names(self) -> list[UUID]:
        """The items or things that must be here before it can be done; its file is not among them."""
        return []


class StartCase(_Body):
    """Begin a case for a person of one's villages."""

    kind: Literal["start"]
    programme: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{0,39}$")] = Field(title="哪项待遇")
    resident_id: UUID = Field(title="为谁申请")


class SendPhoto(_Body):
    """A photo, known by its file's digest; the file itself comes by upload, before or after."""

    kind: Literal["photo"]
    resident_id: UUID = Field(title="拍的是谁的材料")
    shows: PhotoKind = Field(title="照片类别")
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] = Field(title="照片文件的 SHA-256")
    case: UUID | None = Field(None, title="放进哪件申请：申请的编号，或开始申请那一项的编号")
    latitude: float | None = Field(None, ge=-90, le=90, allow_inf_nan=False, title="纬度 WGS 84")
    longitude: float | None = Field(None, ge=-180, le=180, allow_inf_nan=False, title="经度 WGS 84")

    @property
    def names(self) -> list[UUID]:
        """The case that it goes into, if there is one."""
        return [self.case] if self.case else []


class GiveMandate(_Body):
    """The photographed 委托书 in words."""

    kind: Literal["mandate"]
    case: UUID = Field(title="哪件申请：申请的编号，或开始申请那一项的编号")
    photo: UUID = Field(title="委托书照片：照片的编号，或照片那一项的编号")
    relation: _Words = Field(title="代办人与本人的关系")
    scope: _Words = Field(title="委托办理的事项")
    expires_on: date = Field(title="委托到哪一天")

    @property
    def names(self) -> list[UUID]:
        """The case and the paper."""
        return [self.case, self.photo]


class TellObligor(_Body):
    """Who owes the applicant support (法定义务人). No ID number: an item lies unsealed until it is done."""

    kind: Literal["obligor"]
    case: UUID = Field(title="哪件申请：申请的编号，或开始申请那一项的编号")
    name: _ObligorWords = Field(title="义务人姓名")
    relation: _ObligorWords = Field(title="是申请人的什么人，如儿子")
    married: StrictBool = Field(False, title="有没有配偶")

    @property
    def names(self) -> list[UUID]:
        """The case."""
        return [self.case]


class PromisePaper(_Body):
    """告知承诺 instead of a paper: the phone shows the words, and they come back as they were shown."""

    kind: Literal["promise"]
    case: UUID = Field(title="哪件申请：申请的编号，或开始申请那一项的编号")
    paper: PhotoKind = Field(title="用承诺代替哪份材料")
    words: Literal["我知道要证明的内容，承诺情况属实，同意核实；不属实的，愿意退回并承担责任。"] = Field(
        title="承诺的内容，原样交回"
    )
    mandate: UUID | None = Field(None, title="凭哪份委托书：委托书的编号，或那一项的编号")

    @property
    def names(self) -> list[UUID]:
        """The case, and by what mandate."""
        return [self.case, *([self.mandate] if self.mandate else [])]


class SubmitCase(_Body):
    """Hand a case in; it waits until all it needs is done: the photos are in the case, the mandate is given."""

    kind: Literal["submit"]
    case: UUID = Field(title="哪件申请：申请的编号，或开始申请那一项的编号")
    needs: list[UUID] = Field(
        [], max_length=_NEEDS_AT_MOST, title="要先办完的照片、委托书、承诺：各自的编号，或那一项的编号"
    )
    facts: dict[_FactName, StrictBool | StrictInt | _FactText | None] = Field({}, max_length=200, title="回答的情况")
    insists: StrictBool = Field(False, title="比对说可能不符合，本人知道，仍要提交")

    @property
    def names(self) -> list[UUID]:
        """The case first, and what it needs."""
        return [self.case, *self.needs]


class TakeErrand(_Body):
    """That one sees to an errand (认领): the village's other cadres are told when there is a signal."""

    kind: Literal["take"]
    errand_id: UUID = Field(title="哪个任务")


class FinishErrand(_Body):
    """How an errand went at the door."""

    kind: Literal["errand"]
    errand_id: UUID = Field(title="哪个任务")
    outcome: Outcome = Field(title="结果")
    note: _Note = Field("", title="说明")
    photo: UUID | None = Field(None, title="现场照片：照片的编号，或照片那一项的编号")

    @property
    def names(self) -> list[UUID]:
        """The photo at the door, if there is one."""
        return [self.photo] if self.photo else []


class ProveBoard(_Body):
    """The photo of the notice on the board, taken at its start or its end."""

    kind: Literal["board"]
    notice: UUID = Field(title="哪张公示")
    photo: UUID = Field(title="公示栏照片：照片的编号，或照片那一项的编号")

    @property
    def names(self) -> list[UUID]:
        """The photo of the board."""
        return [self.photo]


class CertifyLife(_Body):
    """That the person was met and lives (生存认证), also without an errand."""

    kind: Literal["certify"]
    resident_id: UUID = Field(title="见到了谁")
    photo: UUID = Field(title="当场拍的近照：照片的编号，或照片那一项的编号")

    @property
    def names(self) -> list[UUID]:
        """The portrait."""
        return [self.photo]


Body = (
    StartCase | SendPhoto | GiveMandate | TellObligor | PromisePaper | SubmitCase | TakeErrand | FinishErrand
    | ProveBoard | CertifyLife
)  # fmt: skip


class Item(BaseModel):
    """One thing done offline. The phone makes the id once and keeps it however often it sends."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: UUID = Field(title="这一项的编号，手机生成，重发时不变")
    captured_at: AwareDatetime = Field(title="在手机上办的时间，带时区")
    what: Annotated[Body, Field(discriminator="kind")]

    @property
    def digest(self) -> str:
        """Tells the same item sent again from another one under the same id."""
        return hashlib.sha256(self.what.model_dump_json().encode()).hexdigest()
