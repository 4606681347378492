"""An application made here for another county, or elsewhere for ours (跨省通办), with a clock for each part."""

from backend.relays.day import DayWrong
from backend.relays.handing_over import (
    DecidedHere,
    OfficeMissing,
    OwnCounty,
    ReceiptWordsMissing,
    ReceivedBefore,
    hand_over,
    record_receipt,
)
from backend.relays.handover import Handover, NoSuchHandover, handover_of
from backend.relays.handover_file import handover_file
from backend.relays.opening import CaseOpened, Paper, hand_in_papers
from backend.relays.passing_on import (
    CaseNotDecided,
    NotItsTurn,
    OutcomeMissing,
    record_answer,
    record_push,
    record_telling,
)
from backend.relays.reading import (
    HandoverLine,
    RelayLine,
    get_relay,
    handovers_waiting,
    open_relays,
    phone_of,
    relay_of,
    relays_open,
)
from backend.relays.relay import NoSuchRelay, Part, Relay, Way
from backend.relays.settling_days import settle_relays
from backend.relays.taking import (
    AlreadyRelayed,
    NotRelayed,
    NotYours,
    PlaceMissing,
    Relayed,
    relayed_programmes,
    take_relay,
)

__all__ = [
    "AlreadyRelayed", "CaseNotDecided", "CaseOpened", "DayWrong", "DecidedHere", "Handover", "HandoverLine",
    "NoSuchHandover", "NoSuchRelay", "NotItsTurn", "NotRelayed", "NotYours", "OfficeMissing", "OutcomeMissing",
    "OwnCounty", "Paper", "Part", "PlaceMissing", "ReceiptWordsMissing", "ReceivedBefore", "Relay", "RelayLine",
    "Relayed", "Way", "get_relay", "hand_in_papers", "hand_over", "handover_file", "handover_of", "handovers_waiting",
    "open_relays", "phone_of", "record_answer", "record_push", "record_receipt", "record_telling", "relay_of",
    "relayed_programmes", "relays_open", "settle_relays", "take_relay",
]  # fmt: skip
