"""Money that leaves the county's account: batches, the bank's file, its return, and each person's statement."""

from backend.payouts.ageing import AgeGroup, UnpaidMonth, ageing, ageing_of, unpaid_months
from backend.payouts.approving import (
    ApprovedByYou,
    CannotApproveOwnBatch,
    HandledInBatch,
    NobodyLeft,
    OwnKinInBatch,
    approve,
)
from backend.payouts.balance import MonthBalance, balance_of
from backend.payouts.bank_file import BankFile, DoesNotFit
from backend.payouts.batch import Batch, BatchState, NoSuchBatch, Skipped, WrongBatchState
from backend.payouts.batch_roster import batch_roster
from backend.payouts.batch_title import batch_title
from backend.payouts.bounce_reason import BounceReason
from backend.payouts.chain import BatchChanged, ChainCheck, account_digests, check_chain
from backend.payouts.closed_month import MonthClosed
from backend.payouts.comparing import Difference, DifferenceLine, DifferenceTotal, difference_lines, differences
from backend.payouts.confirming import NotConfirmedYet, Part, confirm_part, part_lines, parts_of, parts_to_confirm
from backend.payouts.deciding_flags import FlagDecided, FlagReasonMissing, NoSuchFlag, decide_flag
from backend.payouts.discarding import discard
from backend.payouts.drawing_up import EmptyBatch, MonthNotBegun, draw_up
from backend.payouts.exporting import BankFileDiffers, NotApprovedYet, NotReleasedYet, export
from backend.payouts.files_read import FileRead, files_read
from backend.payouts.flag import FlagDecision, FlagKind
from backend.payouts.flags import Flagged, FlagsOpen, FlagTotal, flag_totals, flagged
from backend.payouts.last_look import ListMoved
from backend.payouts.layout import Layout, LayoutGone, get_layout, layouts
from backend.payouts.on_the_way import payout_title
from backend.payouts.outdated import BatchOutdated
from backend.payouts.overtaken import WITHHELD
from backend.payouts.owed_after_all import OwedAfterAll, owed_after_all
from backend.payouts.payout import Payout, PayoutState
from backend.payouts.programmes_paid import programmes_paid
from backend.payouts.reading import (
    BatchLine,
    Totals,
    batch_lines,
    batch_numbered,
    batches_for,
    get_batch,
    latest_batches,
    people_in,
    totals,
)
from backend.payouts.receiving import Received, received
from backend.payouts.releasing import ReleasedByAThird, release
from backend.payouts.return_file import ReturnFile
from backend.payouts.return_lines import OddLine, TrailerDiffers
from backend.payouts.return_text import EmptyReturnFile, ReturnFileTooLarge, UnreadableReturnFile
from backend.payouts.settling import FileOfAnotherBatch, NotExportedYet, ReturnReport, read_return_file
from backend.payouts.signing_rule import SigningRuleUnreadable
from backend.payouts.statement_line import StatementLine, statement
from backend.payouts.telling import Told
from backend.payouts.verifying import AlteredBatch, BatchesVerified, verify_batches
from backend.payouts.waiting import MoneyWaiting, money_waiting

__all__ = [
    "WITHHELD", "AgeGroup", "AlteredBatch", "ApprovedByYou", "BankFile", "BankFileDiffers", "Batch", "BatchChanged",
    "BatchLine", "BatchOutdated", "BatchState", "BatchesVerified", "BounceReason", "CannotApproveOwnBatch",
    "ChainCheck", "Difference", "DifferenceLine", "DifferenceTotal", "DoesNotFit", "EmptyBatch", "EmptyReturnFile",
    "FileOfAnotherBatch", "FileRead", "FlagDecided", "FlagDecision", "FlagKind", "FlagReasonMissing", "FlagTotal",
    "Flagged", "FlagsOpen", "HandledInBatch", "Layout", "LayoutGone", "ListMoved", "MoneyWaiting", "MonthBalance",
    "MonthClosed", "MonthNotBegun", "NoSuchBatch", "NoSuchFlag", "NobodyLeft", "NotApprovedYet", "NotConfirmedYet",
    "NotExportedYet", "NotReleasedYet", "OddLine", "OwedAfterAll", "OwnKinInBatch", "Part", "Payout", "PayoutState",
    "Received", "ReleasedByAThird", "ReturnFile", "ReturnFileTooLarge", "ReturnReport", "SigningRuleUnreadable",
    "Skipped", "StatementLine", "Told", "Totals", "TrailerDiffers", "UnpaidMonth", "UnreadableReturnFile",
    "WrongBatchState", "account_digests", "ageing", "ageing_of", "approve", "balance_of", "batch_lines",
    "batch_numbered", "batch_roster", "batch_title", "batches_for", "check_chain", "confirm_part", "decide_flag",
    "difference_lines", "differences", "discard", "draw_up", "export", "files_read", "flag_totals", "flagged",
    "get_batch", "get_layout", "latest_batches", "layouts", "money_waiting", "owed_after_all", "part_lines", "parts_of",
    "parts_to_confirm", "payout_title", "people_in", "programmes_paid", "read_return_file", "received", "release",
    "statement", "totals", "unpaid_months", "verify_batches",
]  # fmt: skip
