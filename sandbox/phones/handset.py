"""One phone as a person sees it: what it received, what was answered, and how far each message came."""

from dataclasses import dataclass

from sandbox.aliyun.calls import Call, CallState
from sandbox.aliyun.magic_numbers import MAGIC, RECEIPT_WORDS
from sandbox.aliyun.messages import Item, MessageState, Uplink
from sandbox.virtual_clock import beijing
from sandbox.wechat.users import Card
from sandbox.world import World

STATES = {MessageState.WAITING: "发送中", MessageState.DELIVERED: "已送达", MessageState.FAILED: "未送达"}


@dataclass(frozen=True, slots=True)
class Bubble:
    """One thing on the screen; `sort` is sms, call, reply or card."""

    sort: str
    moment: float
    text: str
    state: str = ""
    state_words: str = ""
    title: str = ""
    lines: tuple[tuple[str, str], ...] = ()

    @property
    def time(self) -> str:
        """Return the time as a phone shows it."""
        return beijing(self.moment).strftime("%m-%d %H:%M")


@dataclass(frozen=True, slots=True)
class Handset:
    """A phone and its thread, oldest first."""

    key: str
    smart: bool
    owner: str
    bubbles: list[Bubble]
    magic: str

    @property
    def label(self) -> str:
        """Return the number spaced for reading, or words where there is none."""
        if not self.key.isdigit():
            return self.key if self.key.startswith("0") else "未绑定手机号"  # a landline, or an openid
        return f"{self.key[:3]} {self.key[3:7]} {self.key[7:]}"


def handset(world: World, key: str, most: int) -> Handset | None:
    """Return the phone known by a number or an openid with its newest `most` bubbles, None when unknown."""
    users = world.wechat.users
    user = users.by_phone.get(key) or users.by_openid.get(key)
    if user and user.key != key:
        return None  # its number is known by now: it stands on the wall under that
    bubbles = [_bubble(item) for item in reversed(world.aliyun.store.newest(key, most))]
    if user:
        bubbles += [_card(card) for card in user.inbox]
    if not bubbles and not user:
        return None
    bubbles = sorted(bubbles, key=lambda bubble: bubble.moment)[-most:]
    ending = world.stage.faults.numbers.get(key, key[-4:])
    magic = MAGIC[ending].words if ending in MAGIC and key.isdigit() else ""
    return Handset(key, user is not None, user.name if user else "", bubbles, magic)


def _bubble(item: Item) -> Bubble:
    if isinstance(item, Uplink):
        return Bubble("reply", item.sent_at, item.text)
    if isinstance(item, Call):
        words = "响铃中" if item.state == CallState.RINGING else item.answer.words
        state = {CallState.HEARD: MessageState.DELIVERED, CallState.MISSED: MessageState.FAILED}.get(item.state)
        return Bubble("call", item.placed_at, f"来电：{item.text}", state or MessageState.WAITING, words)
    words = STATES[item.state]
    if item.state == MessageState.FAILED:
        words += f"：{RECEIPT_WORDS.get(item.err_code, '')} {item.err_code}"
    return Bubble("sms", item.accepted_at, item.text, item.state, words)


def _card(card: Card) -> Bubble:
    return Bubble("card", card.arrived_at, card.page, title=card.title, lines=tuple(card.lines))
