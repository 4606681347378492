"""What somebody outside the household owes it in support each month (赡养、抚养、扶养费), as income of the household.

An agreement or a judgment goes before the county's formula; what is really paid counts where it is more than either.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from backend.eligibility.fact import BadFact


@dataclass(frozen=True, slots=True)
class SupportFormula:
    """A county's formula: `share` percent of what the obligor's household has above its line, among those supported.

    The line is `line` percent of the standard for each of its members. Published examples: line 100 and share 50, line
    200 and share 20. Both are the county's to set; neither has a default. From `many_from` children of those supported
    on, the share is `many_share`.
    """

    line: int
    share: int
    many_from: int | None = None
    many_share: int = 0

    def __post_init__(self) -> None:
        if self.line < 0 or not 0 <= self.share <= 100 or not 0 <= self.many_share <= 100:
            raise ValueError("line is a percentage from 0 on, share one from 0 to 100")
        if self.many_from is not None and self.many_from < 1:
            raise ValueError("many_from is a number of children")

    def share_among(self, children: int | None) -> int | None:
        """The percentage where those supported have so many children; None while that is not known and matters."""
        if self.many_from is None:
            return self.share
        return None if children is None else self.many_share if children >= self.many_from else self.share


@dataclass(frozen=True, slots=True)
class MaintenanceFormula:
    """A county's formula for maintenance (抚养费、扶养费): `each` percent of the payer's income a person, `cap` in all.

    Published example: 25 for each, 50 in all. Both are the county's to set; neither has a default.
    """

    each: int
    cap: int

    def __post_init__(self) -> None:
        if not 0 <= self.each <= self.cap <= 100:
            raise ValueError("each is a percentage up to cap, cap one up to 100")


@dataclass(frozen=True, slots=True)
class Payer:
    """A parent or spouse living elsewhere who owes maintenance; amounts in fen a month, None is not yet known."""

    income_fen: int | None = None  #: of the payer alone
    maintained: int | None = None  #: how many people the payer maintains
    ours: int | None = None  #: how many of them are counted in this household
    agreed_fen: int | None = None  #: for ours together, by agreement or judgment; None where there is none
    paid_fen: int | None = None  #: what is really paid for ours


@dataclass(frozen=True, slots=True)
class Obligor:
    """One who owes support, with the household they live in; amounts in fen a month, None is not yet known."""

    income_fen: int | None = None  #: of the obligor's whole household
    members: int | None = None  #: of the obligor's household
    supported: int | None = None  #: how many people the obligor supports
    agreed_fen: int | None = None  #: by agreement or judgment; None where there is none
    paid_fen: int | None = None  #: what is really paid
    children: int | None = None  #: how many children those supported have in all, where the formula asks


def support_owed(obligor: Obligor, standard_fen: int, formula: SupportFormula) -> int | None:
    """Fen a month that count as the household's income from this obligor; None while something needed is not known.

    Rounded down to the fen, in favour of the household. Refuses negative amounts and counts below one.
    """
    _refuse_the_impossible(obligor)
    owed = obligor.agreed_fen if obligor.agreed_fen is not None else _by_formula(obligor, standard_fen, formula)
    if owed is None or obligor.paid_fen is None:
        return None
    return max(owed, obligor.paid_fen)


def maintenance_owed(payer: Payer, formula: MaintenanceFormula) -> int | None:
    """Fen a month that count as the household's income from this payer; None while something needed is not known.

    What the cap leaves is shared evenly among all whom the payer maintains. Rounded and refused as `support_owed`;
    refuses more people of ours than are maintained.
    """
    _refuse_the_impossible_payer(payer)
    owed = payer.agreed_fen if payer.agreed_fen is not None else _maintenance_by_formula(payer, formula)
    if owed is None or payer.paid_fen is None:
        return None
    return max(owed, payer.paid_fen)


def support_in_all(owed: Sequence[int | None]) -> int | None:
    """Fen a month from everybody together; None while one of them is open. From nobody it is nothing."""
    known = [fen for fen in owed if fen is not None]
    return sum(known) if len(known) == len(owed) else None


def _maintenance_by_formula(payer: Payer, formula: MaintenanceFormula) -> int | None:
    if payer.income_fen is None or payer.maintained is None or payer.ours is None:
        return None
    percent = min(formula.each * payer.maintained, formula.cap)
    return payer.income_fen * percent * payer.ours // (100 * payer.maintained)


def _by_formula(obligor: Obligor, standard_fen: int, formula: SupportFormula) -> int | None:
    share = formula.share_among(obligor.children)
    if obligor.income_fen is None or obligor.members is None or obligor.supported is None or share is None:
        return None
    above = obligor.income_fen * 100 - formula.line * standard_fen * obligor.members  # hundredths of a fen
    return max(0, above) * share // (100 * 100 * obligor.supported)


def _refuse_the_impossible(obligor: Obligor) -> None:
    _refuse_less_than_nothing(obligor.income_fen, obligor.agreed_fen, obligor.paid_fen)
    if any(count is not None and count < 1 for count in (obligor.members, obligor.supported, obligor.children)):
        raise BadFact("赡养人家里的人数、要赡养的人数和子女人数至少是1人，请检查后再填。", fact="obligor")


def _refuse_the_impossible_payer(payer: Payer) -> None:
    _refuse_less_than_nothing(payer.income_fen, payer.agreed_fen, payer.paid_fen)
    if any(count is not None and count < 1 for count in (payer.maintained, payer.ours)):
        raise BadFact("要付抚养、扶养费的人数至少是1人，请检查后再填。", fact="payer")
    if payer.maintained is not None and payer.ours is not None and payer.ours > payer.maintained:
        raise BadFact("这户里由他抚养、扶养的人，不能比他一共抚养、扶养的人还多，请检查后再填。", fact="payer")


def _refuse_less_than_nothing(*amounts: int | None) -> None:
    if any(fen is not None and fen < 0 for fen in amounts):
        raise BadFact("赡养、抚养、扶养费和收入不能小于0，请检查后再填。", fact="obligor")
