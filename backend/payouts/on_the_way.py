"""On the way (交出去以后): with whom the money is once the file is out, the bank or the 一卡通 platform before it."""

from backend.payouts.layout import layouts
from backend.payouts.payout import PayoutState


def payout_title(state: PayoutState, layout: str, received: bool) -> str:
    """Where the money is; `received`: the platform has said that it has the line."""
    if state is not PayoutState.SENT or not by_platform(layout):
        return state.shown
    return "平台已接收，待银行发放" if received else "已交一卡通平台"


def by_platform(layout: str) -> bool:
    """Whether by this layout somebody between us and the bank may answer that they have a line."""
    return layout in layouts() and bool(layouts()[layout].answer.received)
