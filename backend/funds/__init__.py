"""Whose money is paid out: appropriations by source, and a ledger in which every fen is somewhere."""

from backend.funds.allocation import (
    Allocation,
    AllocationRule,
    AllocationUnreadable,
    Group,
    allocate,
    largest_remainder,
    rule_for,
)
from backend.funds.appropriating import (
    AmountImpossible,
    Document,
    DocumentDateImpossible,
    DocumentMissing,
    DocumentRecordedBefore,
    NoSuchAppropriation,
    ReasonMissing,
    SourceGivesNothing,
    appropriate,
    appropriations_of,
    record_document,
    reverse,
)
from backend.funds.appropriation import Appropriation
from backend.funds.balances import Balance, available, balances
from backend.funds.booking import FundsShort, YearClosed, hold_ledger
from backend.funds.claiming import claim, end_claim
from backend.funds.closing_year import (
    CarryOverNotSet,
    EarlierYearOpen,
    YearHasCommitments,
    YearNotOver,
    close_year,
    year_is_closed,
)
from backend.funds.committing import AllocationNotSet, Commitment, commit_batch, foresee_commitment
from backend.funds.covering import NothingToCover, cover
from backend.funds.fund import Fund, FundAccount, FundKey
from backend.funds.offset_order import OffsetOrder, Withholding, end_offset, order_offset, withholdings
from backend.funds.offset_rule import OffsetRule, OffsetRuleNotSet, offset_rule
from backend.funds.overview import (
    PoolPicture,
    ProgrammePicture,
    SharePicture,
    SourcePicture,
    overview,
    shares_of,
    years_of,
)
from backend.funds.paying_out import give_back, pay_out, release
from backend.funds.pool import NoSuchPool, Pool, PoolsUnreadable, get_pool, pool_of, pools_in
from backend.funds.reading import ShownLine, must_see_funds, vouchers_for, vouchers_of_batch
from backend.funds.source import GIVERS, Source
from backend.funds.voucher import Voucher, VoucherKind, VoucherLine

__all__ = [
    "GIVERS", "Allocation", "AllocationNotSet", "AllocationRule", "AllocationUnreadable", "AmountImpossible",
    "Appropriation", "Balance", "CarryOverNotSet", "Commitment", "Document", "DocumentDateImpossible",
    "DocumentMissing", "DocumentRecordedBefore", "EarlierYearOpen", "Fund", "FundAccount", "FundKey", "FundsShort",
    "Group", "NoSuchAppropriation", "NoSuchPool", "NothingToCover", "OffsetOrder", "OffsetRule", "OffsetRuleNotSet",
    "Pool", "PoolPicture", "PoolsUnreadable", "ProgrammePicture", "ReasonMissing", "SharePicture", "ShownLine",
    "Source", "SourceGivesNothing", "SourcePicture", "Voucher", "VoucherKind", "VoucherLine", "Withholding",
    "YearClosed", "YearHasCommitments", "YearNotOver", "allocate", "appropriate", "appropriations_of", "available",
    "balances", "claim", "close_year", "commit_batch", "cover", "end_claim", "end_offset", "foresee_commitment",
    "get_pool", "give_back", "hold_ledger", "largest_remainder", "must_see_funds", "offset_rule", "order_offset",
    "overview", "pay_out", "pool_of", "pools_in", "record_document", "release", "reverse", "rule_for", "shares_of",
    "vouchers_for", "vouchers_of_batch", "withholdings", "year_is_closed", "years_of",
]  # fmt: skip
