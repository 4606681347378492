"""What providers must have on file before anyone is spoken to: in production no text goes out with a demo code."""

from backend import database
from backend.settings import Environment
from backend.settings import settings as county_settings
from notifications.channels import CHANNELS
from notifications.settings import settings


def unregistered() -> list[str]:
    """Settings still to be filled in, as `SMS_TEMPLATE_CODES: submitted`; none where it is not production.

    The provider refuses a code that is not the account's, message by message; said at the start it is mended at once.
    """
    if county_settings().environment is not Environment.PRODUCTION:
        return []
    lacking = [(way, each) for way in CHANNELS.values() for each in way.templates(settings()) if not each.registered]
    return [f"{way.codes}: {each.name}" for way, each in lacking]


async def put_on_file() -> None:
    """Write down what is said by which template, for the console; whatever was there before is replaced."""
    templates = [
        (name, each.name, each.code, each.text, each.registered)
        for name, way in CHANNELS.items()
        for each in way.templates(settings())
    ]
    async with database.transaction():
        await database.execute("LOCK TABLE template_on_file IN EXCLUSIVE MODE")  # several processes start at once
        await database.execute("DELETE FROM template_on_file")
        await database.copy("template_on_file", ("channel", "name", "code", "text", "registered"), templates)
