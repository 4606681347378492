"""Sampling (抽查): announced in advance with the seed's commitment, drawn over the list as it stands on the day."""

import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn
from uuid import UUID

from tortoise.exceptions import IntegrityError

from backend import clock, database, journal, programmes, sealing, staff
from backend.applications import Application, State
from backend.identifiers import new_id
from backend.inquiries.sample import CountySample, SampleLine, chosen_of, digest_of, digest_of_list
from backend.journal import Deed, Entry, Line
from backend.refusals import NotAcceptable, NotFound, NotNow
from backend.staff import Officer, Power

_SEED = "sample seed"  # what it is sealed for
# Where each programme's ratio stands. 特困: at least 30 by law (民发〔2021〕43号 art. 16); 低保: the county's.
RATIO_OF = {"tekun": "tekun.sample_ratio", "rural_dibao": "dibao.sample_ratio", "urban_dibao": "dibao.sample_ratio"}
_DEFAULT_RATIO = 30
_AT_LEAST = {"tekun": 30}
_PAGE = 30


class NotSampled(NotAcceptable):
    """A programme without county sampling, or a day that is not in the future."""

    sentence = "请选择要抽查的待遇，抽取日期至少在明天：抽查要事先公布。"


class SampleOpen(NotNow):
    """One announcement of a programme at a time."""

    sentence = "这项待遇已经公布了一次抽查，还没有抽取，请先抽取。"


class NoSuchSample(NotFound):
    """None of this county."""

    sentence = "没有找到这次抽查，请刷新后再选。"


class NotYetDrawn(NotNow):
    """Before the announced day, or with nobody on the list."""

    sentence = "还没有到公布的抽取日期，或者还没有送到县里的申请，请到时再抽取。"


class DrawnBefore(NotNow):
    """A colleague was faster."""

    sentence = "这次抽查已经抽取过了，结果不能再改。"


class SeedChanged(NotNow):
    """What is on record is not what was announced: somebody changed it; this is in the journal now."""

    sentence = "种子、比例或者日期和公布的对不上，可能被改动过，不能抽取。已留下记录，请联系审计。"


@dataclass(frozen=True)
class SampleProof:
    """What holds of a drawn sample, each by itself."""

    seed_was_committed: bool
    list_is_whole: bool
    draw_is_right: bool
    listed: int
    chosen: int

    @property
    def holds(self) -> bool:
        """All of it."""
        return self.seed_was_committed and self.list_is_whole and self.draw_is_right


async def announce_sample(programme: str, draws_on: date, officer: Officer) -> CountySample:
    """Publish that cases of a programme will be drawn on a later day, with the commitment to a seed nobody has seen.

    Refuses with NoSuchPower, NotSampled and SampleOpen.
    """
    staff.must_have(officer, Power.DRAW_SAMPLE)
    if programme not in RATIO_OF or draws_on <= clock.today():
        raise NotSampled
    rates = await programmes.parameters_on(officer.county, clock.today())
    ratio = max(int(str(rates.get(RATIO_OF[programme], _DEFAULT_RATIO))), _AT_LEAST.get(programme, 1))
    seed = secrets.token_hex(16)
    number = f"CC-{officer.county}-{clock.today():%Y%m%d}-{programme}"
    try:
        async with database.transaction():
            sample = await CountySample.create(
                id=new_id(), county=officer.county, number=number, programme=programme, ratio=ratio,
                draws_on=draws_on, seed_sealed=sealing.seal(seed, _SEED), commitment=digest_of(seed),
                announced_by=officer.id, announced_at=clock.now(),
            )  # fmt: skip
            facts = {"number": number, "ratio": ratio, "draws_on": draws_on, "commitment": sample.commitment}
            await journal.record(_line(sample, Deed.SAMPLE_ANNOUNCED, **facts), by=officer.signature)
    except IntegrityError as already:
        await _tell_who_announced(programme, officer, already)
    return sample


async def draw_sample(sample_id: UUID, officer: Officer) -> CountySample:
    """Freeze the list of all cases with the county that no draw has had yet, and draw; the seed is revealed.

    Refuses with NoSuchPower, NoSuchSample, DrawnBefore, NotYetDrawn, and SeedChanged, which is journaled.
    """
    staff.must_have(officer, Power.DRAW_SAMPLE)
    sample = await get_sample(sample_id, officer)
    try:
        async with database.transaction():
            return await _draw(sample, officer)
    except SeedChanged:
        async with database.transaction():
            await journal.record(_line(sample, Deed.SAMPLE_SEED_CHANGED, number=sample.number), by=officer.signature)
        raise


async def get_sample(sample_id: UUID, officer: Officer) -> CountySample:
    """A sample of the officer's county; NoSuchPower, NoSuchSample."""
    staff.must_have(officer, Power.SEE_CASES)
    sample = await CountySample.get_or_none(id=sample_id, county=officer.county)
    if sample is None:
        raise NoSuchSample
    return sample


async def samples_for(officer: Officer) -> list[CountySample]:
    """The county's latest samples; NoSuchPower."""
    staff.must_have(officer, Power.SEE_CASES)
    return await CountySample.filter(county=officer.county).order_by("-id").limit(_PAGE)


async def sample_lines(sample: CountySample) -> list[SampleLine]:
    """The frozen list."""
    return await SampleLine.filter(sample_id=sample.id).order_by("case_number")


async def prove_sample(number: str) -> SampleProof:
    """Redo a draw from what was published; NoSuchSample where there is none, or it is not drawn yet.

    Seed, ratio and list are held against what the journal says of them.
    """
    sample = await CountySample.get_or_none(number=number)
    if sample is None or sample.drawn_at is None:
        raise NoSuchSample
    told, drawn = await announced(sample), await _drawn(sample)
    lines, seed = await sample_lines(sample), sample.seed or ""
    numbers = [each.case_number for each in lines]
    chosen = {each.case_number for each in lines if each.chosen}
    return SampleProof(
        seed_was_committed=digest_of(seed) == told["commitment"],
        list_is_whole=digest_of_list(numbers) == sample.list_digest == drawn.facts["list_digest"],
        draw_is_right=chosen_of(seed, numbers, int(told["ratio"])) == chosen and sample.ratio == told["ratio"],
        listed=len(numbers),
        chosen=len(chosen),
    )


async def proof_for(sample: CountySample, officer: Officer) -> SampleProof | None:
    """For its page, None before the draw; that it holds no more goes on record when somebody first sees it."""
    if sample.drawn_at is None:
        return None
    proof, drawn = await prove_sample(sample.number), await _drawn(sample)
    known = Entry.filter(subject_id=sample.id, deed=Deed.SAMPLE_SEED_CHANGED.value, id__gt=drawn.id)
    if not proof.holds and not await known.exists():
        async with database.transaction():
            await journal.record(_line(sample, Deed.SAMPLE_SEED_CHANGED, number=sample.number), by=officer.signature)
    return proof


async def _drawn(sample: CountySample) -> Entry:
    return await Entry.get(subject_id=sample.id, deed=Deed.SAMPLE_DRAWN.value)


async def _tell_who_announced(programme: str, officer: Officer, why: Exception) -> NoReturn:
    stands = await CountySample.get_or_none(county=officer.county, programme=programme, drawn_at=None)
    if stands is None:  # drawn in the very moment
        raise SampleOpen from why
    who = await staff.who_and_when(stands.announced_by, stands.announced_at)
    raise SampleOpen(f"这项待遇已经公布了一次抽查（{who}），还没有抽取，请先抽取。") from why


async def _draw(sample: CountySample, officer: Officer) -> CountySample:
    held = await CountySample.select_for_update().get(id=sample.id)
    if held.drawn_at is not None:
        who = await staff.who_and_when(held.drawn_by, held.drawn_at)
        raise DrawnBefore(f"这次抽查已经抽取过了（{who}），结果不能再改，请刷新后查看。")
    seed, told = sealing.unseal(held.seed_sealed, _SEED), await announced(held)
    as_told = (told["commitment"], told["ratio"], told["draws_on"])
    if (digest_of(seed), held.ratio, held.draws_on.isoformat()) != as_told:
        raise SeedChanged
    waiting = Application.filter(county=held.county, programme=held.programme, state=State.COUNTY_REVIEW)
    had = await SampleLine.filter(county=held.county).values_list("application_id", flat=True)
    cases = {str(each.case_number): each for each in await waiting.exclude(id__in=list(had)).order_by("case_number")}
    if clock.today() < held.draws_on or not cases:
        raise NotYetDrawn
    chosen, digest = chosen_of(seed, cases, held.ratio), digest_of_list(cases)
    await database.execute(
        "UPDATE county_sample SET drawn_by = $2, drawn_at = $3, seed = $4, list_digest = $5 WHERE id = $1",
        held.id, officer.id, clock.now(), seed, digest,
    )  # fmt: skip
    for number, case in cases.items():
        await SampleLine.create(
            id=new_id(), county=held.county, sample_id=held.id, application_id=case.id, case_number=number,
            chosen=number in chosen,
        )  # fmt: skip
    facts = {"number": held.number, "listed": len(cases), "chosen": len(chosen), "seed": seed, "list_digest": digest}
    lines = [_line(held, Deed.SAMPLE_DRAWN, **facts)]
    lines += [cases[number].line(Deed.CASE_SAMPLED, sample_id=held.id) for number in sorted(chosen)]
    await journal.record_many(lines, by=officer.signature)
    return await CountySample.get(id=held.id)


async def announced(sample: CountySample) -> dict[str, Any]:
    """What was announced, as the journal has it, whose chain no one rewrites unseen; not the row's own word for it."""
    return (await Entry.get(subject_id=sample.id, deed=Deed.SAMPLE_ANNOUNCED.value)).facts


def _line(sample: CountySample, deed: Deed, **facts: object) -> Line:
    return Line(deed, sample.county, "county_sample", sample.id, facts={"programme": sample.programme, **facts})
