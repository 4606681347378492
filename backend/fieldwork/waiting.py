"""Waiting: what an item still needs, in tokens: `file:<sha256>` and `item:<uuid>`; with none its turn comes."""

from collections.abc import Collection, Sequence

from backend import evidence
from backend.fieldwork.item import FieldItem, ItemState
from backend.staff import Cadre


async def still_waiting(rows: Collection[FieldItem], cadre: Cadre) -> list[FieldItem]:
    """Which of the items sent again still wait for the same: after an outage most of what is sent is sent again.

    Items and files in parts strike themselves off; of a photo sent the plain way nobody tells.
    """
    waiting = [row for row in rows if row.state is ItemState.WAITING]
    files = {digest for row in waiting for digest in files_in(row.waits_for)}
    here = await evidence.files_here(files, cadre.signature) if files else {}
    return [row for row in waiting if here.keys().isdisjoint(files_in(row.waits_for))]


def waiting_sentence(tokens: Sequence[str]) -> str:
    """What the phone shows meanwhile."""
    return f"已收到，还在等{lacking_words(tokens)}，到齐后自动办理。"


def lacking_words(tokens: Sequence[str]) -> str:
    """What is not here, such as 「1张照片、2项内容」; 「处理」 where all is."""
    files = len(files_in(tokens))
    items = sum(token.startswith("item:") for token in tokens)
    waited = [f"{files}张照片" if files else "", f"{items}项内容" if items else ""]
    return "、".join(each for each in waited if each) or "处理"


def files_in(tokens: Sequence[str]) -> list[str]:
    """Digests of the files among what is waited for."""
    return [token.removeprefix("file:") for token in tokens if token.startswith("file:")]
