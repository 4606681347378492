"""Waiting: what an item still needs, in tokens: `file:<sha256>`, `item:<uuid>`, or `turn`."""

from collections.abc import Sequence
from uuid import UUID

from backend import evidence
from backend.fieldwork.item import FieldItem, ItemState
from backend.staff import Cadre


async def nothing_came(row: FieldItem, cadre: Cadre) -> bool:
    """Whether an item sent again still waits for the same: after an outage most of what is sent is sent again."""
    items = [UUID(token.removeprefix("item:")) for token in row.waits_for if token.startswith("item:")]
    files = files_in(row.waits_for)
    if not items and not files:  # new, refused, or waiting for its turn
        return False
    open_ones = FieldItem.filter(cadre_id=cadre.id, item_id__in=items).exclude(state=ItemState.DONE)
    if items and await open_ones.count() < len(items):
        return False
    if not files:
        return True
    by = cadre.signature
    sent_plainly = evidence.Photo.filter(by_kind=by.kind.value, by_id=by.id, sent_digest__in=files)
    return not await sent_plainly.exists() and not any([await evidence.is_whole(digest, by) for digest in files])


def waiting_sentence(tokens: Sequence[str]) -> str:
    """What the phone shows meanwhile."""
    files = len(files_in(tokens))
    items = sum(token.startswith("item:") for token in tokens)
    waited = [f"{files}张照片" if files else "", f"{items}项内容" if items else ""]
    return f"已收到，还在等{'、'.join(each for each in waited if each) or '处理'}，到齐后自动办理。"


def files_in(tokens: Sequence[str]) -> list[str]:
    """Digests of the files among what is waited for."""
    return [token.removeprefix("file:") for token in tokens if token.startswith("file:")]
