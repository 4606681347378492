"""County sample (县级抽查): which cases the county visits itself, drawn so that anybody can draw it again."""

import hashlib
from collections.abc import Collection, Iterable

from tortoise import fields
from tortoise.models import Model


class CountySample(Model):
    """`commitment` is published with the announcement; `seed` is None until the draw reveals it."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    number = fields.CharField(40, unique=True)
    programme = fields.TextField()
    ratio = fields.IntField()
    draws_on = fields.DateField()
    seed_sealed = fields.BinaryField()
    commitment = fields.TextField()
    announced_by = fields.UUIDField()
    announced_at = fields.DatetimeField()
    drawn_by = fields.UUIDField(null=True)
    drawn_at = fields.DatetimeField(null=True)
    seed = fields.TextField(null=True)
    list_digest = fields.TextField(null=True)

    class Meta:
        table = "county_sample"


class SampleLine(Model):
    """A case on the list of a draw; a case is on one list only."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    sample_id = fields.UUIDField()
    application_id = fields.UUIDField(unique=True)
    case_number = fields.TextField()
    chosen = fields.BooleanField()

    class Meta:
        table = "sample_line"


def chosen_of(seed: str, numbers: Collection[str], ratio: int) -> set[str]:
    """The draw itself, to be redone by anybody: those with the smallest SHA-256 of 「seed|case number」.

    As many as `how_many`: never fewer than the law wants are visited.
    """
    ranked = sorted(numbers, key=lambda number: digest_of(f"{seed}|{number}"))
    return set(ranked[: how_many(len(ranked), ratio)])


def how_many(listed: int, ratio: int) -> int:
    """`ratio` percent, rounded up."""
    return -(-listed * ratio // 100)


def digest_of(text: str) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def digest_of_list(numbers: Iterable[str]) -> str:
    """Of the list as it is published."""
    return digest_of(as_list(numbers))


def as_list(numbers: Iterable[str]) -> str:
    """The case numbers in order, one a line, with no line break after the last."""
    return "\n".join(sorted(numbers))
