"""Why money came back: our own list, for banks word it as they please (policy §10.4)."""

import re
from enum import StrEnum


class BounceReason(StrEnum):
    """F01–F12 and F99; the bank's own words are kept beside it."""

    NAME_DIFFERS = "F01"
    NO_SUCH_ACCOUNT = "F02"
    ACCOUNT_CLOSED = "F03"
    FROZEN = "F04"
    DORMANT = "F05"
    IDENTITY_EXPIRED = "F06"
    NOT_ACTIVATED = "F07"
    LIMIT_EXCEEDED = "F08"
    WRONG_BANK = "F09"
    DUPLICATE = "F10"
    REPORTED_DEAD = "F11"
    FILE_ERROR = "F12"
    OTHER = "F99"

    @property
    def shown(self) -> str:
        """In plain words, fit for the person and for a letter."""
        return _TITLES[self]

    @property
    def what_to_do(self) -> str:
        """What the cadre does at the door, and what to bring."""
        return _WHAT_TO_DO[self]


_TITLES = {
    BounceReason.NAME_DIFFERS: "户名或证件号与账户不一致",
    BounceReason.NO_SUCH_ACCOUNT: "账号不存在或有误",
    BounceReason.ACCOUNT_CLOSED: "账户已销户",
    BounceReason.FROZEN: "账户被冻结或止付",
    BounceReason.DORMANT: "账户长期不动，已转入休眠",
    BounceReason.IDENTITY_EXPIRED: "证件过期或银行客户资料不全",
    BounceReason.NOT_ACTIVATED: "社保卡的银行功能没有激活",
    BounceReason.LIMIT_EXCEEDED: "超出账户限额",
    BounceReason.WRONG_BANK: "开户行有误",
    BounceReason.DUPLICATE: "银行认为重复",
    BounceReason.REPORTED_DEAD: "银行登记为已去世",
    BounceReason.FILE_ERROR: "文件格式有误",
    BounceReason.OTHER: "其他原因",
}
_AT_THE_BANK = "请陪老人带身份证和银行卡（存折）到开户银行办理"
_WHAT_TO_DO = {
    BounceReason.NAME_DIFFERS: "请看一看银行卡（存折）和身份证，核对户名、账号是不是老人本人的，拍照更正。",
    BounceReason.NO_SUCH_ACCOUNT: "请看一看银行卡（存折），把账号重新拍照、登记。",
    BounceReason.ACCOUNT_CLOSED: "请老人提供一张在用的本人银行卡（存折），拍照登记新账号。",
    BounceReason.FROZEN: f"{_AT_THE_BANK}解除冻结，或登记另一个本人账户。",
    BounceReason.DORMANT: f"{_AT_THE_BANK}激活，或登记另一个本人账户。",
    BounceReason.IDENTITY_EXPIRED: f"{_AT_THE_BANK}更新证件资料。",
    BounceReason.NOT_ACTIVATED: "请陪老人带身份证和社保卡到发卡银行激活银行功能。",
    BounceReason.LIMIT_EXCEEDED: f"{_AT_THE_BANK}升级账户，或登记另一个本人账户。",
    BounceReason.WRONG_BANK: "请看一看银行卡（存折）上的开户行，重新登记。",
    BounceReason.DUPLICATE: "请问一问老人是不是已经收到这笔钱，把情况告诉乡镇。",
    BounceReason.REPORTED_DEAD: "请上门看望并核实情况，尽快告诉乡镇。",
    BounceReason.FILE_ERROR: "请核对老人的户名、账号、开户行，有误的重新登记。",
    BounceReason.OTHER: "请和老人一起核对银行卡（存折），必要时陪同到银行问清原因。",
}
# The first that fits wins, so what is more particular stands before what is more general.
_BANKS_WORDS: tuple[tuple[str, BounceReason], ...] = (
    ("死亡|去世|身故|亡故", BounceReason.REPORTED_DEAD),
    ("重复", BounceReason.DUPLICATE),
    ("未激活|没有激活|未启用|金融功能", BounceReason.NOT_ACTIVATED),
    ("久悬|睡眠|休眠|不动户|长期不动", BounceReason.DORMANT),
    ("冻结|止付|挂失|控制", BounceReason.FROZEN),
    ("销户|已注销|清户", BounceReason.ACCOUNT_CLOSED),
    ("证件.*(过期|失效)|过期|客户信息|客户资料|身份信息不完整", BounceReason.IDENTITY_EXPIRED),
    ("限额|超限|二类|三类|Ⅱ类|Ⅲ类|II类|III类", BounceReason.LIMIT_EXCEEDED),
    ("户名|姓名|身份证.*不|证件.*不", BounceReason.NAME_DIFFERS),
    ("开户行|行号|联行|跨行", BounceReason.WRONG_BANK),
    ("账号|帐号|卡号|账户不存在|帐户不存在|无此户|无此账户", BounceReason.NO_SUCH_ACCOUNT),
    ("格式|文件", BounceReason.FILE_ERROR),
)


def reason_for(banks_words: str) -> BounceReason:
    """Our reason for what the bank wrote; OTHER when it says nothing that we know, or nothing at all."""
    return next((reason for words, reason in _BANKS_WORDS if re.search(words, banks_words)), BounceReason.OTHER)
