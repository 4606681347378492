"""A benefit is held back until its person has confirmed that they are there; said so that nobody fears it is lost."""

from backend.entitlements import Reason
from backend.journal import Deed
from notifications.message import Lane
from notifications.wording.cards import progress
from notifications.wording.dates import written_moment, written_month
from notifications.wording.occasion import Hears, Occasion, Sms, Told


def _words(told: Told) -> dict[str, str]:
    return {"name": told.name, "month": written_month(told.facts["month"]), "moment": written_moment(told.at)}


AWARD_UNCERTIFIED = Occasion(
    code="award_uncertified",
    deed=Deed.AWARD_SUSPENDED,
    hears=Hears.PERSON,
    lane=Lane.URGENT,
    sms=Sms(
        name="award_uncertified",
        code="SMS_410325061",
        text="${name}您好，本人确认还没做，补贴从${month}起先暂停，没有取消。找村干部拍照确认后，停的月份补发。",
        variables={"name": "name", "month": "other"},
    ),
    wechat=progress("先暂停", "拍照确认后，停的月份补发"),
    words=_words,
    door="请上门帮{name}做本人确认：补贴从{month}起先暂停，没有取消，确认后停的月份一起补发。",
    concerns=lambda entry: entry.facts.get("reason") == Reason.UNCERTIFIED.value,
)
