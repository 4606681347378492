"""People who use WeChat on a smartphone, as far as WeChat knows them."""

from base64 import urlsafe_b64encode
from collections import OrderedDict, deque
from dataclasses import dataclass, field
from hashlib import sha256

MOST_USERS = 100_000


@dataclass(slots=True)
class Card:
    """A subscribe message as the phone shows it; `lines` are (label, value)."""

    title: str
    lines: list[tuple[str, str]]
    page: str
    template_id: str
    message_id: str
    arrived_at: float


@dataclass(slots=True)
class WeChatUser:
    """One person; `quota` is how many one-time messages each template may still send."""

    name: str
    openid: str
    phone: str = ""
    blocked: bool = False
    main_switch: bool = True
    session_key: str = ""
    quota: dict[str, int] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    logins: deque[float] = field(default_factory=lambda: deque(maxlen=100))
    inbox: deque[Card] = field(default_factory=lambda: deque(maxlen=100))

    @property
    def key(self) -> str:
        """Return what the wall of phones knows the user's phone by."""
        return self.phone or self.openid


class Users:
    """All users, found by the name a test gives them, by openid or by phone."""

    def __init__(self, app_id: str, seed: int) -> None:
        self._salt = f"{app_id}/{seed}/"
        self.clear()

    def clear(self) -> None:
        """Forget everyone."""
        self.by_name: OrderedDict[str, WeChatUser] = OrderedDict()
        self.by_openid: dict[str, WeChatUser] = {}
        self.by_phone: dict[str, WeChatUser] = {}

    def get(self, name: str) -> WeChatUser:
        """Return the user called `name`, made at the first mention, always with the same openid."""
        if (user := self.by_name.get(name)) is None:
            user = WeChatUser(name, self._openid(name))
            self.by_name[name] = user
            self.by_openid[user.openid] = user
            if len(self.by_name) > MOST_USERS:
                self._forget(self.by_name.popitem(last=False)[1])
        return user

    def give_phone(self, user: WeChatUser, phone: str) -> None:
        """Bind `phone` to the user's WeChat."""
        self._forget_phone(user)
        user.phone = phone
        self.by_phone[phone] = user

    def _openid(self, name: str) -> str:
        return "o" + urlsafe_b64encode(sha256((self._salt + name).encode()).digest()).decode()[:27]

    def _forget(self, user: WeChatUser) -> None:
        self.by_openid.pop(user.openid, None)
        self._forget_phone(user)

    def _forget_phone(self, user: WeChatUser) -> None:
        if self.by_phone.get(user.phone) is user:
            del self.by_phone[user.phone]
