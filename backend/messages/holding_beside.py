"""Holding beside (对账): our texts and the provider's record of them, number by number; pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from backend.messages.difference import DifferenceKind
from backend.messages.notice import NoticeState

_ENDS = {NoticeState.DELIVERED.value: True, NoticeState.UNDELIVERED.value: False}


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
    ours: Mapping[str, Mapping[str, Any]], record: Iterable[tuple[str, bool | None]], known: Collection[str]
) -> Iterator[tuple[str, DifferenceKind]]:
    """Each number on which the two differ. `record`: number and whether it was delivered, None while nobody knows.

    `known`: those numbers of the record that are ours at all. Of a message whose `certain` is false nobody can say that
    the record ought to have it.
    """
    listed = set()
    for out_id, delivered in record:
        listed.add(out_id)
        message = ours.get(out_id)
        if message is None:
            if out_id not in known:
                yield out_id, DifferenceKind.NOT_OURS
        elif message["state"] in (NoticeState.WAITING.value, NoticeState.REJECTED.value):
            yield out_id, DifferenceKind.BELIEVED_UNSENT
        elif delivered is not None and _ENDS.get(message["state"], delivered) != delivered:
            yield out_id, DifferenceKind.ENDED_OTHERWISE
    for out_id, message in ours.items():
        if out_id not in listed and message.get("certain", True) and was_taken(message):
            yield out_id, DifferenceKind.NOT_ON_RECORD
