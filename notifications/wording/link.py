"""Link: a short link in a text, for who has the mini program and can do there what is asked."""

from collections.abc import Callable
from dataclasses import dataclass

from backend.journal import Entry
from backend.links import links_begin_with
from backend.settings import Environment
from backend.settings import settings as settings_of_county
from notifications.settings import settings

PAGE = "pages/home/index"  # of the mini program; what it shows it shows to who has signed in
TOKEN = "token"  # the word of a text that is filled with the end of a link
TOKEN_TYPE = "characterWithNumber2"  # the provider's name for digits and letters


@dataclass(frozen=True)
class Link:
    """`text` is the occasion's text said with a link; `query` is what the mini program opens of an entry.

    The provider takes no address in a variable, so the county's own, {address}, is part of what is registered, and the
    end of each link is filled in.
    """

    code: str  #: the sandbox's and the demo's
    text: str
    query: Callable[[Entry], str]

    def as_registered(self, name: str) -> str | None:
        """The text; None where the county has no address, or in production no code of its own under that name."""
        begin = links_begin_with()
        if settings_of_county().environment is Environment.PRODUCTION and name not in settings().sms_template_codes:
            return None
        return self.text.replace("{address}/s/", begin) if begin else None
