"""Way: all that a channel is, said once, in the channel's own file."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import time, timedelta

from backend.messages import Arrival
from notifications.channels.outcome import Channel
from notifications.message import PHONE, ChannelName, Lane
from notifications.settings import Settings
from notifications.wording import Occasion

BY_DAY = ((time(8, 0), time(20, 0)),)

Words = dict[str, str]
Windows = tuple[tuple[timedelta, int], ...]  # how long, and how many within it


@dataclass(frozen=True)
class Template:
    """What is said by a channel under one code; `registered`: the code is the account's own, not the sandbox's."""

    name: str
    code: str
    text: str
    registered: bool


def without_templates(_: Settings) -> Iterable[Template]:
    """For `templates`."""
    return ()


def without_limit(_: Settings) -> int:
    """For `most_a_day` and `most_a_second`."""
    return 0


def without_windows(_: Lane) -> Windows:
    """For `windows`."""
    return ()


@dataclass(frozen=True)
class Way:
    """One line in CHANNELS. `make` is called once a process; `fill` gives the provider's template and its words of an
    occasion, on the person's own phone or another's, or raises LookupError or ValueError."""

    name: ChannelName
    title: str  #: as staff read it
    arrival: Arrival  #: what it proves that a message of it was delivered
    make: Callable[[Settings], Channel]
    fill: Callable[[Occasion, bool, Words], tuple[str, Words]]
    receipt_late: float  #: seconds until the provider is asked; where nobody can be, the next way is tried
    seal: str = PHONE  #: the purpose for which its addresses are sealed
    by_number: bool = False  #: its messages are named by `call_number`, for the provider takes no more
    hours: tuple[tuple[time, time], ...] = BY_DAY  #: of the county, in which it may disturb
    windows: Callable[[Lane], Windows] = without_windows  #: how often one address may be spoken to
    by_clock: bool = False  #: windows of codes that are shorter than a day are the clock's
    by_template: bool = False  #: the windows are of one template each
    each_try_counts: bool = False  #: whether or not it got through
    templates: Callable[[Settings], Iterable[Template]] = without_templates  #: to be registered with the provider
    codes: str = ""  #: the setting that holds their codes
    most_a_day: Callable[[Settings], int] = without_limit
    most_a_second: Callable[[Settings], int] = without_limit  #: of the account, all processes together
