"""Batch title (批次到了哪一步): the state in words, which say with whom a file is once it has gone out."""

from backend.payouts.batch import Batch, BatchState
from backend.payouts.on_the_way import by_platform
from backend.payouts.reading import Totals


def batch_title(batch: Batch, totals: Totals) -> str:
    """Where the batch stands, as pages and commands show it."""
    if batch.state is not BatchState.EXPORTED or not by_platform(batch.layout):
        return batch.state.shown
    if not totals.received:
        return "已交一卡通平台，待平台接收" if totals.sent == totals.payouts else "已交一卡通平台，待回盘"
    return "平台已接收，待回盘" if totals.received == totals.sent else "平台接收了一部分，待回盘"
