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
    """What the phone's owner answers once the message has arrived."""

    text: str
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


ORDINARY = Behaviour("delivered")
MAGIC: dict[str, Behaviour] = {
    "0000": Behaviour("delivered at once", (Receipt(after_seconds=0.1),)),
    "0001": Behaviour("no such number (MK:0001)", (Receipt("MK:0001"),)),
    "0005": Behaviour("number suspended (MK:0005)", (Receipt("MK:0005"),)),
    "0023": Behaviour("switched off; delivered when on again, after 2 h", switched_off=True),
    "0144": Behaviour("on the carrier's blacklist (DB:0144)", (Receipt("DB:0144"),)),
    "0200": Behaviour("the receipt comes twice", (Receipt(), Receipt(gap=1.0))),
    "0201": Behaviour("first failed, then delivered", (Receipt("UNDELIV"), Receipt(gap=1.0))),
    "0202": Behaviour(
        "the receipt comes before the answer", (Receipt(after_seconds=0.0),), answering=Answering.AFTER_RECEIPT
    ),
    "0402": Behaviour("no money left (isv.AMOUNT_NOT_ENOUGH)", refusal="isv.AMOUNT_NOT_ENOUGH"),
    "0408": Behaviour("never a receipt", ()),
    "0409": Behaviour("the receipt comes after 3 days", (Receipt(after_seconds=3 * DAY),)),
    "0429": Behaviour("Throttling.User twice, then accepted", throttled_times=2),
    "0430": Behaviour("flow control (isv.BUSINESS_LIMIT_CONTROL)", refusal="isv.BUSINESS_LIMIT_CONTROL"),
    "0451": Behaviour("forbidden word (CONTENT_KEYWORD)", (Receipt("CONTENT_KEYWORD"),)),
    "0500": Behaviour("isp.SYSTEM_ERROR; accepted or not by seed", refusal="isp.SYSTEM_ERROR", accepted=None),
    "0503": Behaviour("accepted, then the connection is reset", answering=Answering.RESET),
    "0504": Behaviour("accepted, the answer comes too late", answering=Answering.LATE),
    "0505": Behaviour("not accepted, the connection is reset", accepted=False, answering=Answering.RESET),
    "0700": Behaviour("answers R", reply=Reply("R")),
    "0701": Behaviour("answers 1", reply=Reply("1")),
    "0702": Behaviour("answers in free words", reply=Reply("谢谢同志，俺１号去领👍")),
    "0703": Behaviour("answers once, pushed twice", reply=Reply("1", times=2)),
    "0704": Behaviour("answers to an unknown number", reply=Reply("1", known_destination=False)),
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
