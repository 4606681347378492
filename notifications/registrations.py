"""What providers must have on file before anyone is spoken to: in production no text goes out with a demo code."""

from backend.settings import Environment
from backend.settings import settings as county_settings
from notifications.settings import settings
from notifications.wording import NEUTRAL, OCCASIONS, Hears


def unregistered() -> list[str]:
    """Settings still to be filled in, as `SMS_TEMPLATE_CODES: submitted`; none where it is not production.

    The provider refuses a code that is not the account's, message by message; said at the start it is mended at once.
    """
    if county_settings().environment is not Environment.PRODUCTION:
        return []
    texts = {NEUTRAL.name, *(occasion.sms.name for occasion in OCCASIONS.values())}
    called = {NEUTRAL.name, *(occasion.sms.name for occasion in OCCASIONS.values() if occasion.hears is Hears.PERSON)}
    calls = called if settings().voice_calls else set()
    cards = {occasion.wechat.card.name for occasion in OCCASIONS.values() if occasion.wechat is not None}
    return [
        *(f"SMS_TEMPLATE_CODES: {name}" for name in sorted(texts - set(settings().sms_template_codes))),
        *(f"VOICE_TEMPLATE_CODES: {name}" for name in sorted(calls - set(settings().voice_template_codes))),
        *(f"WECHAT_TEMPLATE_IDS: {name}" for name in sorted(cards - set(settings().wechat_template_ids))),
    ]
