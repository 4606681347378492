"""Who already receives what: 31,937 people at full scale, and the old-age allowance of most beyond 80."""

from collections.abc import Sequence
from datetime import date
from random import Random
from typing import NamedTuple

from sandbox.people.divisions import Settlement, scaled
from sandbox.people.drawing import Urn, between, one_of, shares
from sandbox.people.rows import Beneficiary, Programme

URBAN_DIBAO = 7_100
RURAL_DIBAO = 20_338
TEKUN = 2_833
YOUFU = 1_666  # 优抚 and old party members: run by others since 2018, imported read-only
OLD_AGE_ALLOWANCE_SHARE = 0.875

# Fen a month. Old-age allowance and dibao after Luoyang's published rates; urban classes and youfu by size.
OLD_AGE_RATES = ((100, 300_00), (90, 100_00), (80, 50_00))
RURAL_CLASSES: Urn[int] = Urn([(420_00, 2), (220_00, 5), (190_00, 3)])
URBAN_CLASSES: Urn[int] = Urn([(600_00, 2), (380_00, 5), (300_00, 3)])
TEKUN_BASIC = 572_00
TEKUN_CARE: Urn[int] = Urn([(80_00, 7), (320_00, 2), (800_00, 1)])  # full, partial, no self-care
_OLDEST_AWARD = date(2012, 1, 1)
_OLDEST_ALLOWANCE = date(2019, 1, 1)


class Quota(NamedTuple):
    """How many people of one village receive each programme."""

    urban_dibao: int
    rural_dibao: int
    tekun: int
    youfu: int


class Candidate(NamedTuple):
    """Someone alive and registered here who could receive something."""

    person_key: int
    male: bool
    age: int
    birth_date: date


def quotas(settlements: Sequence[Settlement], scale: float) -> list[Quota]:
    """The county's beneficiaries over its villages, by the size of their urban and rural registers."""
    urban = [float(place.urban_households) for place in settlements]
    rural = [float(place.households - place.urban_households) for place in settlements]
    # A hamlet of two households has no room for someone who lives alone without kin.
    roomy = [homes if homes > 2 else 0.0 for homes in rural]
    split = (
        shares(scaled(total, scale), weights)
        for total, weights in ((URBAN_DIBAO, urban), (RURAL_DIBAO, rural), (TEKUN, roomy), (YOUFU, rural))
    )
    return [Quota(*row) for row in zip(*split, strict=True)]


def dibao_members(households: Sequence[Sequence[Candidate]], quota: int) -> list[list[Candidate]]:
    """Whole households in the order given until the quota is full; of the last one only the oldest.

    Raises ValueError where the households hold fewer people than the quota.
    """
    chosen: list[list[Candidate]] = []
    left = quota
    for household in households:
        if not left:
            break
        members = sorted(household, key=lambda member: -member.age)[:left]
        chosen.append(members)
        left -= len(members)
    if left:
        raise ValueError(f"{left} of {quota} places for dibao found nobody")
    return chosen


def youfu_members(lots: Random, candidates: Sequence[Candidate], quota: int) -> list[Candidate]:
    """Old soldiers and party members: men beyond 60 first, then any man grown up, then anyone."""
    ranked = sorted(
        (not (c.male and c.age >= 60), not (c.male and c.age >= 18), lots.random(), c.person_key, c) for c in candidates
    )
    return [row[-1] for row in ranked[:quota]]


def award(lots: Random, as_of: date, person: Candidate, programme: Programme) -> Beneficiary:
    """A running award of that programme for the person, begun when the law allowed it at the earliest."""
    birthday_80 = date(person.birth_date.year + 80, person.birth_date.month, 1)
    earliest = max(birthday_80, _OLDEST_ALLOWANCE) if programme == "old_age_allowance" else _OLDEST_AWARD
    # Most apply within half a year of turning 80; other awards began some time in the last decade.
    spread = 6 if programme == "old_age_allowance" else _months_between(earliest, as_of)
    begun = _month_after(max(earliest, person.birth_date.replace(day=1)), between(lots, 0, spread))
    from_month = min(begun, as_of.replace(day=1))
    amount = _amount(lots, programme, person.age)
    return Beneficiary(person.person_key, programme, from_month, amount, programme == "youfu")


def _amount(lots: Random, programme: Programme, age: int) -> int:
    if programme == "old_age_allowance":
        return next(rate for from_age, rate in OLD_AGE_RATES if age >= from_age)
    if programme == "tekun":
        return TEKUN_BASIC + TEKUN_CARE.draw(lots)
    if programme == "youfu":
        return one_of(lots, (480_00, 560_00, 720_00, 790_00, 1_060_00))
    return (RURAL_CLASSES if programme == "rural_dibao" else URBAN_CLASSES).draw(lots)


def _months_between(earlier: date, later: date) -> int:
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def _month_after(month: date, months: int) -> date:
    years, index = divmod(month.month - 1 + months, 12)
    return date(month.year + years, index + 1, 1)
