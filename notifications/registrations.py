"""What providers must have on file before anyone is spoken to: in production no text goes out with a demo code."""

from collections.abc import Iterator

from backend import database
from backend.settings import Environment
from backend.settings import settings as county_settings
from notifications.message import ChannelName
from notifications.settings import settings
from notifications.wording import NEUTRAL, OCCASIONS, Hears

Template = tuple[str, str, str, str, bool]


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


async def put_on_file() -> None:
    """Write down what is said by which template, for the console; whatever was there before is replaced."""
    templates = list(_templates())
    async with database.transaction():
        await database.execute("LOCK TABLE template_on_file IN EXCLUSIVE MODE")  # several processes start at once
        await database.execute("DELETE FROM template_on_file")
        await database.copy("template_on_file", ("channel", "name", "code", "text", "registered"), templates)


def _templates() -> Iterator[Template]:
    given = settings()
    texts = {each.name: each for each in (NEUTRAL, *(occasion.sms for occasion in OCCASIONS.values()))}
    called = {NEUTRAL.name, *(each.sms.name for each in OCCASIONS.values() if each.hears is Hears.PERSON)}
    for sms in texts.values():
        yield ChannelName.SMS.value, sms.name, sms.template, sms.text, sms.name in given.sms_template_codes
        if given.voice_calls and sms.name in called:
            script, known = sms.spoken, sms.name in given.voice_template_codes
            yield ChannelName.VOICE.value, sms.name, script.template, script.text, known
    cards = {each.wechat.card for each in OCCASIONS.values() if each.wechat is not None}
    for card in sorted(cards, key=lambda each: each.name):
        yield ChannelName.WECHAT.value, card.name, card.template, "", card.name in given.wechat_template_ids
