"""An officer's answer to what an elder texted in their own words."""

from typing import Any
from uuid import UUID

from backend import messages
from backend.journal import Deed, Entry
from notifications.message import Lane
from notifications.wording.occasion import Hears, Occasion, Sms, Told


async def _answers(entries: list[Entry]) -> dict[UUID, dict[str, Any]]:
    """The journal holds no words of people's affairs: they are read where they lie sealed."""
    asked = {entry.id: UUID(str(entry.facts["reply"])) for entry in entries}
    answers = await messages.answers_of(asked.values())
    return {entry: {"answer": answers[reply]} for entry, reply in asked.items() if reply in answers}


def _words(told: Told) -> dict[str, str]:
    answer = told.facts["answer"]
    if not isinstance(answer, str) or not answer.strip():
        raise ValueError("no answer")
    return {"name": told.name, "answer": answer}


REPLY_ANSWERED = Occasion(
    code="reply_answered",
    deed=Deed.REPLY_ANSWERED,
    hears=Hears.ASKER,
    lane=Lane.URGENT,
    sms=Sms(
        name="reply_answered",
        code="SMS_410325019",
        text="${name}您好，答复您：${answer}。不明白请问村干部。",
        variables={"name": "name", "answer": "other"},
    ),
    words=_words,
    look_up=_answers,
    concerns=lambda entry: bool(entry.facts.get("by_text")),
    door="{name}来信的答复：{answer}。请当面告诉。",
)
