"""What somebody was asked to give back is not asked for any more: they must not go on saving for it."""

from backend.journal import Deed, Entry
from notifications.wording.cards import progress
from notifications.wording.dates import written_moment
from notifications.wording.figures import written_amount
from notifications.wording.occasion import Hears, Occasion, Sms, Told


def _words(told: Told) -> dict[str, str]:
    return {"name": told.name, "amount": written_amount(told.facts["fen"]), "moment": written_moment(told.at)}


def _was_asked(entry: Entry) -> bool:
    """Whoever never heard of the claim is not frightened by its end; and where all had come back it is paid again."""
    return bool(entry.facts.get("was_told") and entry.facts.get("fen"))


def _ended(code: str, deed: Deed, template: str, why: str) -> Occasion:
    return Occasion(
        code=code,
        deed=deed,
        hears=Hears.PERSON,
        sms=Sms(
            name=code,
            code=template,
            text=f"${{name}}您好，以前请您退回的钱{why}，其中${{amount}}元不用退了，请放心。",
            variables={"name": "name", "amount": "money"},
        ),
        wechat=progress("不用退了", f"{why}，{{amount}}元不用退了"),
        words=_words,
        door=f"请告诉{{name}}：以前请退回的钱{why}，其中{{amount}}元不用退了，请放心。",
        concerns=_was_asked,
    )


CLAIM_RELEASED = _ended("claim_released", Deed.OVERPAYMENT_RELEASED, "SMS_410325068", "重新核定了")
CLAIM_DROPPED = _ended("claim_dropped", Deed.OVERPAYMENT_DROPPED, "SMS_410325069", "重新核对了")
