"""What of a change the law leaves open: from which month, how much, for how long. The numbers are in the rule file and
the county's parameters."""

from datetime import date, timedelta

from backend import clock, eligibility, programmes
from backend.entitlements.award import Award
from backend.entitlements.award_change import AwardChange, Reason
from backend.entitlements.award_fact import FactKind
from backend.entitlements.month import month_of, months_after
from backend.entitlements.noting import facts_of
from backend.entitlements.standing import standing_of
from backend.entitlements.stopping_month import earliest_stop
from backend.refusals import NotAcceptable, NotNow

_AHEAD = 12  # months: no promise for longer than the yearly re-check
_FEN_AT_MOST = 10_000_000  # a month; above it somebody typed fen for yuan


class MonthImpossible(NotAcceptable):
    """Before the first month, too far ahead, or earlier than the law lets the change begin."""

    sentence = "变动不能从这个月起，请检查后再填。"


class AmountImpossible(NotAcceptable):
    """Not above zero, what holds from that month on anyway, or beyond any benefit of the county."""

    sentence = "每月金额要大于0、不超过10万元，并且与现在的不同。"


class AmountByAge(NotNow):
    """Age and the county's rates decide."""

    sentence = "这项待遇按年龄和县里的标准计发，金额不能单独调整。年龄有误请更正登记信息。"


class RunByOthers(NotNow):
    """优抚 is paid by the veterans' office."""

    sentence = "这项待遇由其他部门发放，这里只登记，不能变动。"


class StoppedAlready(NotNow):
    """Nothing is owed from that month on anyway."""

    sentence = "这项待遇从这个月起已经停发，请刷新后再看。"


class NotSuspended(NotNow):
    """There is nothing to resume."""

    sentence = "这项待遇没有暂停，不需要恢复。"


class NoGrace(NotAcceptable):
    """Only where the rule file has one, and not longer than the county lets it be."""

    sentence = "这项待遇没有渐退期。"


class GraceTooLong(NotAcceptable):
    """Longer than the county lets it be (原则上不超过6个月)."""

    sentence = "渐退期超过了县里规定的月数。"


class NoticeFirst(NotNow):
    """The law wants a notice in the village before this stop."""

    sentence = "这项待遇停发前要先在村里公示，期满没有异议再确认。"


async def must_be_lawful(change: AwardChange, award: Award) -> None:
    """Refuses with the refusals above; asked when a change is proposed, and again when it is confirmed."""
    if award.read_only:
        raise RunByOthers
    match change.kind, change.month:
        case FactKind.ADJUSTED, date() as month:
            _must_fit(month, award)
            await _must_be_an_amount(change, award)
        case FactKind.RESUMED, date() as month:
            if award.suspended_from is None:
                raise NotSuspended
            if month < award.suspended_from:
                raise MonthImpossible("恢复的月份不能早于暂停的月份。")
            _must_fit(month, award)
            await _must_not_reach_far_back(change, award, month)
        case FactKind.GRACE, date() as month:
            _must_fit(month, award)
            await _must_be_a_grace(change, award, month)
        case FactKind.STOPPED, date() as month:
            _must_fit(month, award)
            await _must_not_stop_early(change, award, month)
        case _:
            raise MonthImpossible


def must_be_posted(change: AwardChange, award: Award) -> None:
    """NoticeFirst unless the notice that the law wants before a stop has hung for its days."""
    days = eligibility.procedure(award.programme, clock.today()).last_month.posted_days
    if not days or change.kind is not FactKind.STOPPED:
        return
    over = change.posted_on + timedelta(days=days) if change.posted_on else None
    if over is None or clock.today() < over:
        raise NoticeFirst(f"停发前要先在村里公示{days}天，期满没有异议再确认。")


def _must_fit(month: date, award: Award) -> None:
    first = max(award.from_month, award.paid_here_from)
    if not first <= month <= months_after(month_of(clock.today()), _AHEAD):
        raise MonthImpossible
    if award.stopped_from is not None and month >= award.stopped_from:
        raise StoppedAlready


async def _must_be_an_amount(change: AwardChange, award: Award) -> None:
    if award.monthly_fen is None:
        raise AmountByAge
    if change.fen is None or not 0 < change.fen <= _FEN_AT_MOST:
        raise AmountImpossible
    facts = await facts_of(award)
    now, then = standing_of(facts), standing_of([*facts, change.told])
    if (now.steps, now.fen) == (then.steps, then.fen):
        raise AmountImpossible


async def _must_be_a_grace(change: AwardChange, award: Award, month: date) -> None:
    grace = eligibility.procedure(award.programme, clock.today()).grace
    if grace is None or award.monthly_fen is None:
        raise NoGrace
    rates = await programmes.parameters_on(award.county, month)
    at_most, how = (
        rates.get(key, programmes.get_declaration(key).default) for key in (grace.parameter, grace.amount_parameter)
    )
    if not 1 <= len(change.amounts) <= int(str(at_most)):
        raise GraceTooLong(f"渐退期要在1到{at_most}个月之间。")
    falling = all(later < earlier for earlier, later in zip(change.amounts, change.amounts[1:], strict=False))
    fits = falling if how == "stepped" else set(change.amounts) == {award.monthly_fen}
    if not fits or not all(0 < fen <= award.monthly_fen for fen in change.amounts):
        rule = "逐月递减，并且不超过原来的金额" if how == "stepped" else "照原来的金额全额发"
        raise AmountImpossible(f"按县里的规定，渐退期内要{rule}。")


async def _must_not_stop_early(change: AwardChange, award: Award, month: date) -> None:
    """Only who obtained it by fraud is stopped for months gone by (policy §13.2, §13.4)."""
    first = await earliest_stop(award)
    if change.reason is not Reason.FRAUD and month < first:
        raise MonthImpossible(f"按规定最早从{first.year}年{first.month}月起停发。")


async def _must_not_reach_far_back(change: AwardChange, award: Award, month: date) -> None:
    """A card issued anew pays back so many months at the most as the county has set (policy §5.4)."""
    rates = await programmes.parameters_on(award.county, clock.today())
    at_most = rates.get("dis.reissue_backpay_months")
    if change.reason is not Reason.CARD_RENEWED or at_most is None:
        return
    first = months_after(month_of(clock.today()), -int(str(at_most)))
    if month < first:
        raise MonthImpossible(f"换领残疾证的最多补发{at_most}个月，最早从{first.year}年{first.month}月起恢复。")
