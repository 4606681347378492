"""Appropriating (登记来文): a document gives a source's money to a pool, or takes it back."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tortoise.exceptions import IntegrityError

from backend import clock, database, programmes, staff
from backend.funds.appropriation import Appropriation
from backend.funds.booking import Move, book, hold_ledger
from backend.funds.fund import FundAccount, FundKey
from backend.funds.pool import get_pool
from backend.funds.source import GIVERS, Source
from backend.funds.voucher import Voucher, VoucherKind
from backend.identifiers import new_id
from backend.journal import Signature
from backend.refusals import NotAcceptable, NotFound, NotNow
from backend.staff import Officer, Power

_MOST_FEN = 1_000_000_000_000  # 10 billion yuan: more than any county's programme is a slip of the hand
_DOCUMENT_AT_MOST, _NOTE_AT_MOST = 60, 200  # characters
_REASON_AT_LEAST = 2


class AmountImpossible(NotAcceptable):
    """Not above zero, or beyond anything a county is given."""

    sentence = "金额要大于0，并且小于100亿元，最多两位小数。请检查后再填。"


class DocumentMissing(NotAcceptable):
    """Money without a document's number cannot be proved."""

    sentence = f"请填写来文文号，最多{_DOCUMENT_AT_MOST}个字，如“洛财社〔2026〕12号”。"


class DocumentDateImpossible(NotAcceptable):
    """A document from the future, or from another age than the budget year's."""

    sentence = "来文日期不能晚于今天，也不能与资金年度相差两年以上，请检查后再填。"


class SourceGivesNothing(NotAcceptable):
    """「待落实」 is no giver."""

    sentence = "请选择资金来源：中央、省级、市级、县级或社会捐赠。"


class DocumentRecordedBefore(NotNow):
    """The same document, year, pool and source are in the books already."""

    sentence = "这份来文给这个资金盘子的钱已经登记过了，不能重复登记。登记错的，请先冲正。"


class NoSuchAppropriation(NotFound):
    """None of that id in the county, or reversed already."""

    sentence = "没有找到这笔来文，或者已经冲正，请刷新后再看。"


class ReasonMissing(NotAcceptable):
    """The books say why."""

    sentence = f"请用{_REASON_AT_LEAST}到{_NOTE_AT_MOST}个字写明原因。"


@dataclass(frozen=True)
class Document:
    """What the paper says; `fen` above zero, `takes_back` where it takes that much back."""

    number: str
    dated: date
    year: int
    pool: str
    source: Source
    fen: int
    takes_back: bool = False
    note: str = ""


async def appropriate(document: Document, officer: Officer) -> Appropriation:
    """Record a document of appropriation.

    Refuses with NoSuchPower, OutsideYourPlace, NoSuchPool, SourceGivesNothing, AmountImpossible, DocumentMissing,
    DocumentDateImpossible, YearClosed, DocumentRecordedBefore; FundsShort where it takes back more than is left.
    """
    staff.must_have(officer, Power.KEEP_FUNDS)
    staff.must_cover(officer, f"{officer.county}000000")
    get_pool(document.pool, await programmes.parameters_on(officer.county, clock.today()))
    _must_be_sound(document)
    return await record_document(officer.county, document, officer.signature, officer.id)


async def record_document(county: str, document: Document, by: Signature, recorded_by: UUID | None) -> Appropriation:
    """As `appropriate`, for a document that was checked; also what an import or a demo brings."""
    fen = -document.fen if document.takes_back else document.fen
    try:
        async with database.transaction():
            await hold_ledger(county)
            made = await Appropriation.create(
                id=new_id(), county=county, year=document.year, pool=document.pool, source=document.source,
                document=document.number.strip(), document_date=document.dated, fen=fen, note=document.note.strip(),
                recorded_by=recorded_by, recorded_at=clock.now(),
            )  # fmt: skip
            kind = VoucherKind.TAKEN_BACK if document.takes_back else VoucherKind.APPROPRIATED
            await book(county, kind, [_move(made)], by=by, year=document.year, subject_id=made.id)
    except IntegrityError as taken:
        raise DocumentRecordedBefore from taken
    return made


async def reverse(appropriation_id: UUID, officer: Officer, *, reason: str) -> Voucher:
    """冲正: undo an appropriation that was recorded wrongly by a voucher the other way round; both stay in the books.

    Refuses with NoSuchPower, OutsideYourPlace, ReasonMissing, NoSuchAppropriation, YearClosed, and FundsShort where
    its money is promised already. Of two officers at once one reverses.
    """
    staff.must_have(officer, Power.KEEP_FUNDS)
    staff.must_cover(officer, f"{officer.county}000000")
    if not _REASON_AT_LEAST <= len(reason.strip()) <= _NOTE_AT_MOST:
        raise ReasonMissing
    async with database.transaction():
        await hold_ledger(officer.county)
        reversed_now = await database.execute(
            "UPDATE appropriation SET reversed_at = $3 WHERE id = $1 AND county = $2 AND reversed_at IS NULL",
            appropriation_id, officer.county, clock.now(),
        )  # fmt: skip
        if not reversed_now:
            raise NoSuchAppropriation
        made = await Appropriation.get(id=appropriation_id)
        move = _move(made)
        first = await Voucher.get(subject_id=made.id)
        voucher = await book(
            officer.county, VoucherKind.REVERSED, [Move(move.fund, move.into, move.out_of, move.fen)],
            by=officer.signature, year=made.year, subject_id=made.id, reverses=first.id, note=reason.strip(),
        )  # fmt: skip
    assert voucher is not None, "an appropriation is never nothing"
    return voucher


async def appropriations_of(county: str, year: int) -> list[Appropriation]:
    """A year's documents, oldest first, those reversed too; a county has a few dozen a year."""
    return await Appropriation.filter(county=county, year=year).order_by("id")


def _move(made: Appropriation) -> Move:
    fund = FundKey(made.year, made.pool, made.source)
    accounts = (FundAccount.GRANTED, FundAccount.AVAILABLE)
    out_of, into = accounts if made.fen > 0 else accounts[::-1]
    return Move(fund, out_of, into, abs(made.fen))


def _must_be_sound(document: Document) -> None:
    if document.source not in GIVERS:
        raise SourceGivesNothing
    if not 0 < document.fen < _MOST_FEN:
        raise AmountImpossible
    if not 0 < len(document.number.strip()) <= _DOCUMENT_AT_MOST or len(document.note) > _NOTE_AT_MOST:
        raise DocumentMissing
    if document.dated > clock.today() or abs(document.dated.year - document.year) > 1:
        raise DocumentDateImpossible
