"""What the last four digits of a phone number make happen: the one table of it."""

from dataclasses import dataclass
from enum import StrEnum

DAY = 86_400.0


class Answering(StrEnum):
    """How SendSms answers once the message is accepted or not."""

    NORMAL = "normal"
    RESET = "reset"
    LATE = "late"
    AFTER_RECEIPT = "after receipt"


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt to come; `after_seconds` None means the usual short delay, `gap` adds to it."""

    code: str = "DELIVERED"
    after_seconds: float | None = None
    gap: float = 0.0


@dataclass(frozen=True, slots=True)
class Reply:
    """What the phone's owner answers once the message has arrived; `afterwards` they think better of it."""

    text: str
    afterwards: str = ""
    times: int = 1
    known_destination: bool = True


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Everything in which one number differs from another."""

    words: str
    receipts: tuple[Receipt, ...] = (Receipt(),)
    refusal: str = ""
    accepted: bool | None = True  # None: by seed
    answering: Answering = Answering.NORMAL
    throttled_times: int = 0
    switched_off: bool = False
    reply: Reply | None = None


ORDINARY = Behaviour("送达")
MAGIC: dict[str, Behaviour] = {
    "0000": Behaviour("很快送达", (Receipt(after_seconds=0.1),)),
    "0001": Behaviour("空号（MK:0001）", (Receipt("MK:0001"),)),
    "0005": Behaviour("停机（MK:0005）", (Receipt("MK:0005"),)),
    "0023": Behaviour("关机，两小时后开机才送达", switched_off=True),
    "0144": Behaviour("在运营商黑名单里（DB:0144）", (Receipt("DB:0144"),)),
    "0200": Behaviour("回执来两次", (Receipt(), Receipt(gap=1.0))),
    "0201": Behaviour("先报失败，再报送达", (Receipt("UNDELIV"), Receipt(gap=1.0))),
    "0202": Behaviour("回执比应答先到", (Receipt(after_seconds=0.0),), answering=Answering.AFTER_RECEIPT),
    "0402": Behaviour("账户没钱了（isv.AMOUNT_NOT_ENOUGH）", refusal="isv.AMOUNT_NOT_ENOUGH"),
    "0408": Behaviour("永远没有回执", ()),
    "0409": Behaviour("三天后才有回执", (Receipt(after_seconds=3 * DAY),)),
    "0429": Behaviour("先限流两次，再接受", throttled_times=2),
    "0430": Behaviour("触发流控（isv.BUSINESS_LIMIT_CONTROL）", refusal="isv.BUSINESS_LIMIT_CONTROL"),
    "0451": Behaviour("内容含关键字（CONTENT_KEYWORD）", (Receipt("CONTENT_KEYWORD"),)),
    "0500": Behaviour("系统错误，接受与否随种子", refusal="isp.SYSTEM_ERROR", accepted=None),
    "0503": Behaviour("已接受，然后断线", answering=Answering.RESET),
    "0504": Behaviour("已接受，应答来得太晚", answering=Answering.LATE),
    "0505": Behaviour("没接受，断线", accepted=False, answering=Answering.RESET),
    "0700": Behaviour("回复 R", reply=Reply("R")),
    "0701": Behaviour("回复 1", reply=Reply("1")),
    "0702": Behaviour("用自己的话回复", reply=Reply("谢谢同志，俺１号去领👍")),
    "0703": Behaviour("回复一次，推送两次", reply=Reply("1", times=2)),
    "0704": Behaviour("回复到不认识的号码", reply=Reply("1", known_destination=False)),
    "0705": Behaviour("先退订，一会儿又恢复", reply=Reply("退订", afterwards="恢复")),
}
REFUSAL_WORDS = {
    "isv.AMOUNT_NOT_ENOUGH": "账户余额不足",
    "isv.BUSINESS_LIMIT_CONTROL": "触发天级流控Permits:10",
    "isp.SYSTEM_ERROR": "isp.SYSTEM_ERROR",
}
RECEIPT_WORDS = {
    "DELIVERED": "用户接收成功",
    "UNDELIV": "短信未送达",
    "MK:0001": "空号",
    "MK:0005": "用户停机",
    "MK:0023": "用户关机",
    "DB:0144": "网关黑名单",
    "CONTENT_KEYWORD": "内容含有关键字",
}


def behaviour_of(phone: str, overrides: dict[str, str]) -> Behaviour:
    """Return how `phone` (11 digits) behaves; a control call may give it another ending's behaviour."""
    return MAGIC.get(overrides.get(phone, phone[-4:]), ORDINARY)
