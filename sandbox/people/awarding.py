"""Gives a village's places in the programmes to its people, each place to someone who fits it."""

from collections.abc import Iterator, Sequence
from datetime import date
from random import Random

from sandbox.people.beneficiaries import (
    OLD_AGE_ALLOWANCE_SHARE,
    Quota,
    award,
    dibao_members,
    youfu_members,
)
from sandbox.people.home import Home
from sandbox.people.households import Kind
from sandbox.people.means import Support
from sandbox.people.rows import Beneficiary, Programme, RegisterKind

# Who is asked first when places for dibao are given out: smaller is sooner.
_LESS_PRESSING: dict[Kind, float] = {
    "elder_alone": 0.4, "left_behind": 0.5, "single_parent": 0.5, "alone": 0.6, "elder_couple": 0.7,
}  # fmt: skip
_DIBAO: dict[RegisterKind, Programme] = {"urban": "urban_dibao", "rural": "rural_dibao"}


class Awarding:
    """One village's running benefits, and by household key what supports its household."""

    def __init__(self, lots: Random, as_of: date, homes: Sequence[Home], quota: Quota) -> None:
        """The first homes are those of the destitute, as many as the quota has places for them."""
        self._lots = lots
        self._as_of = as_of
        self.supports: dict[int, Support] = {}
        others = homes[quota.tekun :]
        self.awards = [
            *self._tekun(homes[: quota.tekun]),
            *self._dibao(others, "urban", quota.urban_dibao),
            *self._dibao(others, "rural", quota.rural_dibao),
            *self._youfu(others, quota.youfu),
            *self._old_age_allowance(homes),
        ]

    def _tekun(self, homes: Sequence[Home]) -> Iterator[Beneficiary]:
        for home in homes:
            self.supports[home.key] = "destitute"
            yield award(self._lots, self._as_of, home.candidates()[0], "tekun")

    def _dibao(self, homes: Sequence[Home], kind: RegisterKind, places: int) -> Iterator[Beneficiary]:
        pressing = [home for home in self._most_pressing_first(homes) if home.register_kind == kind]
        chosen = dibao_members([home.candidates() for home in pressing], places)
        for home, members in zip(pressing, chosen, strict=False):  # the quota ends before the homes do
            self.supports[home.key] = "dibao"
            for member in members:
                yield award(self._lots, self._as_of, member, _DIBAO[kind])

    def _youfu(self, homes: Sequence[Home], places: int) -> Iterator[Beneficiary]:
        everyone = [person for home in homes for person in home.candidates()]
        for person in youfu_members(self._lots, everyone, places):
            yield award(self._lots, self._as_of, person, "youfu")

    def _old_age_allowance(self, homes: Sequence[Home]) -> Iterator[Beneficiary]:
        for person in (person for home in homes for person in home.candidates()):
            if person.age >= 80 and self._lots.random() < OLD_AGE_ALLOWANCE_SHARE:
                yield award(self._lots, self._as_of, person, "old_age_allowance")

    def _most_pressing_first(self, homes: Sequence[Home]) -> list[Home]:
        ranked = sorted(
            (self._lots.random() * _LESS_PRESSING.get(home.plan.kind, 1.0), at) for at, home in enumerate(homes)
        )
        return [homes[at] for _, at in ranked]
