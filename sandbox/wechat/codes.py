"""Short-lived codes that a phone hands to the app: wx.login and getPhoneNumber, two separate pools."""

from collections import OrderedDict
from dataclasses import dataclass
from random import Random

from sandbox.virtual_clock import VirtualClock
from sandbox.wechat.refusing import WeChatRefusal
from sandbox.wechat.users import WeChatUser

LIFE_SECONDS = 300
MOST_CODES = 100_000
ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(slots=True)
class Code:
    """One code."""

    user: WeChatUser
    issued_at: float
    phone: str = ""
    used: bool = False


class CodePool:
    """Codes of one sort; `used_again` is the errcode of a second use."""

    def __init__(self, clock: VirtualClock, chance: Random, used_again: int) -> None:
        self._clock, self._chance, self._used_again = clock, chance, used_again
        self._codes: OrderedDict[str, Code] = OrderedDict()

    def clear(self) -> None:
        """Forget all codes."""
        self._codes.clear()

    def issue(self, user: WeChatUser, phone: str = "") -> str:
        """Return a new code."""
        text = "0" + "".join(self._chance.choices(ALPHABET, k=31))
        self._codes[text] = Code(user, self._clock.now(), phone)
        if len(self._codes) > MOST_CODES:
            self._codes.popitem(last=False)
        return text

    def look(self, text: str) -> Code:
        """Return a code that is known, young and unused; raises WeChatRefusal."""
        code = self._codes.get(text)
        if code is None or self._clock.now() - code.issued_at > LIFE_SECONDS:
            raise WeChatRefusal(40029, "invalid code")
        if code.used:
            raise WeChatRefusal(self._used_again, "code been used" if self._used_again == 40163 else "invalid code")
        return code
