"""A month's money did not go to the bank: it is still the person's, and this is what to do."""

from backend.journal import Deed, Entry
from backend.payouts import WITHHELD, FlagKind
from notifications.message import Lane
from notifications.wording.cards import progress
from notifications.wording.dates import written_moment, written_month
from notifications.wording.occasion import Hears, Occasion, Sms, Told

# Of a death nobody is told so.
_TO_DO = {
    FlagKind.ACCOUNT_CLOSED.value: "账户有变动，请核对登记的新账户",
    FlagKind.AGREEMENT_OVER.value: "请到乡镇续签代领协议，或登记本人账户",
    WITHHELD: "有件事要核实，请找乡镇问清楚",
}


def _words(told: Told) -> dict[str, str]:
    return {
        "name": told.name,
        "month": written_month(told.facts["month"]),
        "todo": _TO_DO[told.facts["why"]],
        "moment": written_moment(told.at),
    }


def _is_theirs(entry: Entry) -> bool:
    return entry.facts.get("why") in _TO_DO


PAYOUT_HELD_BACK = Occasion(
    code="payout_held_back",
    deed=Deed.PAYOUT_HELD_BACK,
    hears=Hears.PERSON,
    lane=Lane.URGENT,
    sms=Sms(
        name="payout_held_back",
        code="SMS_410325075",
        text="${name}您好，您${month}的补贴这次没发，钱留着。${todo}。不明白请问村干部。",
        variables={"name": "name", "month": "other", "todo": "other"},
    ),
    wechat=progress("这次没发", "{todo}"),
    words=_words,
    concerns=_is_theirs,
    door="请告诉{name}：{month}的补贴这次没有发，钱还留着。{todo}。",
)
