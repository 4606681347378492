"""Programme: one benefit as the county offers it."""

from dataclasses import dataclass
from enum import StrEnum


class PhotoKind(StrEnum):
    """What a photo proves."""

    IDENTITY_CARD = "identity_card"  #: 身份证
    HOUSEHOLD_BOOKLET = "household_booklet"  #: 户口簿
    BANK_CARD = "bank_card"  #: 社保卡或存折
    PORTRAIT = "portrait"  #: 本人近照
    MANDATE = "mandate"  #: 委托书
    HELPER_IDENTITY = "helper_identity"  #: 代办人的身份证，代办人不在册的
    HOME_VISIT = "home_visit"  #: 入户照片, also the proof that an errand was done
    VISIT_SIGNATURE = "visit_signature"  #: 入户调查签字页
    NOTICE_BOARD = "notice_board"  #: 公示栏照片
    DECLARATION = "declaration"  #: 申请书和收入、财产申报
    CHECK_AUTHORISATION = "check_authorisation"  #: 核对授权书
    HARDSHIP_PROOF = "hardship_proof"  #: 火灾、事故、重病等急难情形的证明
    SPENDING_PROOF = "spending_proof"  #: 医疗、教育、残疾康复等支出的凭证
    CARE_NEED = "care_need"  #: 需要长期照护的情况说明
    MINUTES = "minutes"  #: 评议记录，到会人员签字
    LETTER_RECEIPT = "letter_receipt"  #: 签了字的送达回证
    PAYEE_AGREEMENT = "payee_agreement"  #: 签了字的代领协议
    CARE_AGREEMENT = "care_agreement"  #: 签了字的养育协议、委托照料服务协议
    FUNERAL_PROOF = "funeral_proof"  #: 谁料理了后事：火化证明、票据或者村里的证明


@dataclass(frozen=True)
class Material:
    """A paper that the application needs, and its name on the form."""

    kind: PhotoKind
    title: str
    instead: str = ""  #: the paper of the rule file for which a promise (告知承诺) may stand; empty: it must be shown


@dataclass(frozen=True)
class Programme:
    """Terms that are the programme's own; what a county sets is in `parameter`, what the law asks in `eligibility`."""

    code: str  #: also the name of its rule file
    title: str
    about: str
    open_for_application: bool  #: False: the check is open, the application is made at the township's window
    materials: tuple[Material, ...]
    posting_days: int  #: calendar days of the village notice (公示)
    statutory_workdays: int  #: from the township's acceptance to the county's decision
    source: str
    extended_workdays: int | None = None  #: instead of `statutory_workdays` in special cases; None: the law has none
    first_opinion: bool = False  #: the township verifies the facts and gives a first opinion (初审意见) on them
    urgent: bool = False  #: help comes first: no mandate and no paper is waited for, they follow it
    of_children: bool = False  #: named handlers only see its cases, and a guardian speaks for the child
    posting_outside_limit: bool = False  #: the law counts the working days without the notice (特困: 15 + 7 days + 15)

    @property
    def required_kinds(self) -> frozenset[PhotoKind]:
        """Kinds of photos without which the application is not complete."""
        return frozenset(material.kind for material in self.materials)

    @property
    def promisable_kinds(self) -> frozenset[PhotoKind]:
        """Those of them for which the applicant's promise will do."""
        return frozenset(material.kind for material in self.materials if material.instead)
