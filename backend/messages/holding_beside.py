"""Holding beside (对账): our texts and the provider's record of them, number by number; pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from backend.messages.difference import DifferenceKind
from backend.messages.notice import NoticeState

_ENDS = {NoticeState.DELIVERED.value: True, NoticeState.UNDELIVERED.value: False}


class Listed(NamedTuple):
    """One text by the provider's record: `delivered` None while nobody knows; the rest None where it does not say.

    `fee` is in thousandths of a fen, for a text costs less than whole ones.
    """

    out_id: str
    delivered: bool | None
    parts: int | None = None
    fee: int | None = None


def as_message_id(out_id: str) -> UUID | None:
    """Whose number it may be; None for what no message of ours is called."""
    try:
        return UUID(hex=out_id)
    except ValueError:
        return None


def was_taken(message: Mapping[str, Any]) -> bool:
    """Whether we hold that the provider took it, by `state` and `provider_id`."""
    if message["state"] == NoticeState.UNDELIVERED.value:  # by the carrier, not given up by us
        return message["provider_id"] is not None
    return message["state"] in (NoticeState.ACCEPTED.value, NoticeState.DELIVERED.value)


def disagreements(
    ours: Mapping[str, Mapping[str, Any]],
    record: Iterable[Listed],
    elsewhere: Mapping[str, DifferenceKind | None],
    *,
    price: int | None = None,
) -> Iterator[tuple[str, DifferenceKind]]:
    """Each number on which the two differ, once for each name. `price`: of one part, in thousandths of a fen.

    `elsewhere`: numbers of the record that are ours, but not among `ours`, and what is wrong with that, if anything.
    Of a message whose `certain` is false nobody can say that the record ought to have it.
    """
    times: Counter[str] = Counter()
    for line in record:
        times[line.out_id] += 1
        if times[line.out_id] == 2 and line.out_id:
            yield line.out_id, DifferenceKind.LISTED_TWICE
        for kind in _wrong_with(ours.get(line.out_id), line, elsewhere, price):
            yield line.out_id, kind
    for out_id, message in ours.items():
        if not times[out_id] and message.get("certain", True) and was_taken(message):
            yield out_id, DifferenceKind.NOT_ON_RECORD


def _wrong_with(
    message: Mapping[str, Any] | None, line: Listed, elsewhere: Mapping[str, DifferenceKind | None], price: int | None
) -> Iterator[DifferenceKind]:
    if message is None:
        kind = elsewhere.get(line.out_id, DifferenceKind.NOT_OURS)
        if kind is not None:
            yield kind
        return
    if (end := _end_differs(message["state"], line.delivered)) is not None:
        yield end
    uncharged = () if line.delivered is True else (0,)  # what did not arrive may cost nothing
    if message.get("parts") is not None and line.parts not in (None, message["parts"], *uncharged):
        yield DifferenceKind.OTHER_PARTS
    parts = line.parts if line.parts is not None else message.get("parts")
    if price is not None and parts is not None and line.fee not in (None, parts * price, *uncharged):
        yield DifferenceKind.OTHER_FEE


def _end_differs(state: str, delivered: bool | None) -> DifferenceKind | None:
    if state in (NoticeState.WAITING.value, NoticeState.REJECTED.value):
        return DifferenceKind.BELIEVED_UNSENT
    ended = _ENDS.get(state)
    if ended == delivered:
        return None
    if ended is None:
        return DifferenceKind.RECEIPT_MISSING
    return DifferenceKind.OPEN_THERE if delivered is None else DifferenceKind.ENDED_OTHERWISE
