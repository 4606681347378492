"""Publishing a sample: what anybody may see of it, to draw it again; case numbers and no names."""

from dataclasses import dataclass
from datetime import date, datetime

from backend.inquiries.sample import CountySample, SampleLine, as_list, how_many
from backend.inquiries.sampling import NoSuchSample, announced
from backend.programmes import get_programme

_SHOWN = 30


@dataclass(frozen=True)
class PublicSample:
    """The announcement, and after the draw the seed with the whole list; `commitment` is SHA-256 of the seed."""

    number: str
    programme_title: str
    ratio: int
    draws_on: date
    announced_at: datetime
    commitment: str
    drawn_at: datetime | None
    seed: str | None
    list_digest: str | None
    lines: tuple[tuple[str, bool], ...]

    @property
    def listed(self) -> str:
        """The list byte for byte as it was digested."""
        return as_list(number for number, _ in self.lines)

    @property
    def wanted(self) -> int:
        """How many of the list the ratio draws."""
        return how_many(len(self.lines), self.ratio)


async def public_samples(county: str) -> list[PublicSample]:
    """The county's latest samples without their lists, the newest first."""
    return [await _shown(each, ()) for each in await CountySample.filter(county=county).order_by("-id").limit(_SHOWN)]


async def public_sample(number: str) -> PublicSample:
    """One sample of any county with its list; NoSuchSample."""
    sample = await CountySample.get_or_none(number=number)
    if sample is None:
        raise NoSuchSample
    lines = await SampleLine.filter(sample_id=sample.id).order_by("case_number")
    return await _shown(sample, tuple((each.case_number, each.chosen) for each in lines))


async def _shown(sample: CountySample, lines: tuple[tuple[str, bool], ...]) -> PublicSample:
    told = await announced(sample)
    return PublicSample(
        sample.number, get_programme(sample.programme).title, int(told["ratio"]), sample.draws_on, sample.announced_at,
        str(told["commitment"]), sample.drawn_at, sample.seed, sample.list_digest, lines,
    )  # fmt: skip
