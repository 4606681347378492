"""Money that leaves the county's account: batches, the bank's file, its return, and each person's statement."""

from backend.payouts.approving import BatchChanged, CannotApproveOwnBatch, OwnKinInBatch, approve
from backend.payouts.bank_file import BankFile
from backend.payouts.batch import Batch, BatchState, NoSuchBatch, Skipped, WrongBatchState
from backend.payouts.bounce_reason import BounceReason
from backend.payouts.discarding import discard
from backend.payouts.drawing_up import EmptyBatch, MonthNotBegun, draw_up
from backend.payouts.exporting import BankFileDiffers, NotApprovedYet, export
from backend.payouts.outdated import BatchOutdated
from backend.payouts.payout import Payout, PayoutState
from backend.payouts.reading import BatchLine, Totals, batch_lines, batches_for, get_batch, totals
from backend.payouts.return_file import ReturnFile
from backend.payouts.return_lines import OddLine, TrailerDiffers
from backend.payouts.return_text import EmptyReturnFile, ReturnFileTooLarge, SpreadsheetFile, UnreadableReturnFile
from backend.payouts.settling import FileOfAnotherBatch, NotExportedYet, ReturnReport, read_return_file
from backend.payouts.statement_line import StatementLine, statement

__all__ = [
    "BankFile", "BankFileDiffers", "Batch", "BatchChanged", "BatchLine", "BatchOutdated", "BatchState",
    "BounceReason", "CannotApproveOwnBatch", "EmptyBatch", "EmptyReturnFile", "FileOfAnotherBatch", "MonthNotBegun",
    "NoSuchBatch", "NotApprovedYet", "NotExportedYet", "OddLine", "OwnKinInBatch", "Payout", "PayoutState",
    "ReturnFile", "ReturnFileTooLarge", "ReturnReport", "Skipped", "SpreadsheetFile", "StatementLine", "Totals",
    "TrailerDiffers", "UnreadableReturnFile", "WrongBatchState", "approve", "batch_lines", "batches_for", "discard",
    "draw_up", "export", "get_batch", "read_return_file", "statement", "totals",
]  # fmt: skip
