"""Money will go elsewhere from now on: the person hears of it whoever changed it."""

from backend.journal import Deed
from notifications.message import Lane
from notifications.wording.occasion import Hears, Occasion, Sms, Told


def _words(told: Told) -> dict[str, str]:
    return {"name": told.name, "tail": str(told.facts["last_four"])}


ACCOUNT_CHANGED = Occasion(
    code="account_changed",
    deed=Deed.ACCOUNT_CHANGED,
    hears=Hears.PERSON,
    lane=Lane.URGENT,
    sms=Sms(
        name="account_changed",
        code="SMS_410325016",
        text="${name}您好，您的收款账户登记为尾号${tail}了。如果不是您的意思，请马上联系村干部或乡镇。",
        variables={"name": "name", "tail": "number"},
    ),
    words=_words,
    door="请告诉{name}：收款账户登记为尾号{tail}了，问一问是不是本人的意思；不是的话马上报告乡镇。",
)
