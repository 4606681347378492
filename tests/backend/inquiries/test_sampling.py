"""County samples: committed to before the list, drawn once, at least what the law wants, and redone by anybody."""

import asyncio
import hashlib
import math
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend import clock, entitlements, inquiries, postings, sealing
from backend.applications import Application
from backend.inquiries import CountySample, SampleLine, chosen_of
from backend.journal import Deed, Entry
from backend.staff import NoSuchPower, Officer, Role
from tests.backend.inquiries.opinions import ALONE, dibao_accepted, opined
from tests.backend.inquiries.visits import visited
from tests.people import a_resident, an_officer, seed_parameters, some_id


@given(st.sets(st.from_regex(r"MZ-410325-2026-[0-9]{6}", fullmatch=True), max_size=40), st.integers(1, 100), st.text())
@settings(max_examples=40, deadline=None)
def test_never_fewer_than_the_ratio_and_always_the_same(numbers: set[str], ratio: int, seed: str) -> None:
    drawn = chosen_of(seed, sorted(numbers), ratio)
    assert drawn <= numbers
    assert len(drawn) == math.ceil(len(numbers) * ratio / 100)
    assert drawn == chosen_of(seed, sorted(numbers, reverse=True), ratio)


async def in_review(at: Any, clerk: Officer, leader: Officer, *names: str) -> list[Application]:
    """特困 cases that wait for the county since 10 March."""
    at("2026-03-02 09:30")
    cases = [await dibao_accepted(await a_resident(name), clerk, "tekun") for name in names]
    for case in cases:
        await visited(case, clerk)
        await opined(case, leader, facts=ALONE)
    await postings.post([case.id for case in cases], leader)
    at("2026-03-10 09:30")
    await postings.end_due(clock.today())
    return cases


async def test_a_sample_from_the_announcement_to_the_decision(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    reviewer, visitor = await an_officer(Role.COUNTY_REVIEWER), await an_officer(Role.COUNTY_REVIEWER, name="周敏")
    with pytest.raises(NoSuchPower):
        await inquiries.announce_sample("tekun", date(2026, 3, 10), clerk)
    for wrong in (("moon", date(2026, 3, 10)), ("tekun", date(2026, 3, 2))):
        with pytest.raises(inquiries.NotSampled):
            await inquiries.announce_sample(*wrong, reviewer)
    sample = await inquiries.announce_sample("tekun", date(2026, 3, 10), reviewer)
    assert (sample.ratio, sample.seed) == (30, None)
    with pytest.raises(inquiries.SampleOpen):
        await inquiries.announce_sample("tekun", date(2026, 3, 11), reviewer)
    with pytest.raises(inquiries.NotYetDrawn):
        await inquiries.draw_sample(sample.id, reviewer)
    cases = await in_review(at, clerk, leader, "王秀英", "刘大山", "李玉珍", "赵四")
    with pytest.raises(inquiries.SampleFirst):
        await entitlements.grant(cases[0].id, reviewer)
    # A seed put in afterwards is not the one committed to, whatever the row says of itself.
    honest = await CountySample.get(id=sample.id)
    other = "0" * 32
    await CountySample.filter(id=sample.id).update(
        seed_sealed=sealing.seal(other, "sample seed"), commitment=hashlib.sha256(other.encode()).hexdigest()
    )
    with pytest.raises(inquiries.SeedChanged):
        await inquiries.draw_sample(sample.id, reviewer)
    assert await Entry.filter(subject_id=sample.id, deed=Deed.SAMPLE_SEED_CHANGED.value).count() == 1
    await CountySample.filter(id=sample.id).update(seed_sealed=honest.seed_sealed, commitment=honest.commitment)
    another = await an_officer(Role.COUNTY_REVIEWER, name="另一位")
    drawing = [inquiries.draw_sample(sample.id, each) for each in (reviewer, another)]
    drawn, late = sorted(
        await asyncio.gather(*drawing, return_exceptions=True), key=lambda each: isinstance(each, Exception)
    )
    assert isinstance(drawn, CountySample)
    assert isinstance(late, inquiries.DrawnBefore)
    faster = reviewer if drawn.drawn_by == reviewer.id else another
    assert f"（{faster.name}，" in late.shown
    lines = await inquiries.sample_lines(drawn)
    chosen = [each for each in lines if each.chosen]
    assert (len(lines), len(chosen)) == (4, 2)
    assert hashlib.sha256(str(drawn.seed).encode()).hexdigest() == sample.commitment
    # Without a word of ours: who has the seed and the numbers draws the same.
    ranked = sorted(lines, key=lambda each: hashlib.sha256(f"{drawn.seed}|{each.case_number}".encode()).hexdigest())
    assert {each.case_number for each in ranked[:2]} == {each.case_number for each in chosen}
    assert (await inquiries.prove_sample(sample.number)).holds
    # The county visits those drawn, and only then decides; the others need no visit.
    first = await Application.get(id=chosen[0].application_id)
    with pytest.raises(inquiries.SampledVisitFirst):
        await entitlements.grant(first.id, reviewer)
    await visited(first, visitor)
    await entitlements.grant(first.id, reviewer)
    spared = next(each for each in lines if not each.chosen)
    assert (await entitlements.grant(spared.application_id, reviewer)).monthly_fen == 57_200 + 32_000
    await SampleLine.filter(id=chosen[1].id).update(chosen=False)
    proof = await inquiries.prove_sample(sample.number)
    assert (proof.draw_is_right, proof.list_is_whole, proof.holds) == (False, True, False)
    with pytest.raises(inquiries.SampledVisitFirst):
        await entitlements.grant(chosen[1].application_id, reviewer)  # a row that says otherwise lets nobody escape


async def test_nothing_announced_or_drawn_is_changed_afterwards_unseen(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()
    clerk, leader = await an_officer(), await an_officer(Role.TOWNSHIP_LEADER)
    reviewer, auditor = await an_officer(Role.COUNTY_REVIEWER), await an_officer(Role.AUDITOR)
    sample = await inquiries.announce_sample("tekun", date(2026, 3, 10), reviewer)
    row = CountySample.filter(id=sample.id)
    await in_review(at, clerk, leader, "王秀英", "刘大山", "李玉珍", "赵四")
    for changed in ({"ratio": 1}, {"draws_on": date(2026, 3, 9)}):
        await row.update(**changed)
        with pytest.raises(inquiries.SeedChanged):
            await inquiries.draw_sample(sample.id, reviewer)
        await row.update(ratio=30, draws_on=date(2026, 3, 10))
    drawn = await inquiries.draw_sample(sample.id, reviewer)
    assert (await inquiries.proof_for(drawn, auditor)).holds  # type: ignore[union-attr]
    first, *others = await inquiries.sample_lines(drawn)
    await SampleLine.filter(id=first.id).delete()
    numbers = [each.case_number for each in others]
    for each in others:  # a draw over the shorter list that is right in itself
        chosen = each.case_number in chosen_of(str(drawn.seed), numbers, 30)
        await SampleLine.filter(id=each.id).update(chosen=chosen)
    await row.update(list_digest=hashlib.sha256("\n".join(numbers).encode()).hexdigest())
    proof = await inquiries.prove_sample(sample.number)
    assert (proof.seed_was_committed, proof.list_is_whole, proof.holds) == (True, False, False)
    await row.update(seed="0" * 32)
    noted = Entry.filter(subject_id=sample.id, deed=Deed.SAMPLE_SEED_CHANGED.value)
    before = await noted.count()
    for _ in range(2):
        seen = await inquiries.proof_for(await CountySample.get(id=sample.id), auditor)
        assert seen is not None
        assert not seen.seed_was_committed
    assert await noted.count() == before + 1, "on record, once"


async def test_of_what_was_never_announced_there_is_nothing_to_draw_show_or_prove(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()
    reviewer = await an_officer(Role.COUNTY_REVIEWER)
    sample = await inquiries.announce_sample("tekun", date(2026, 3, 10), reviewer)
    unknown = "CC-410325-20260101-tekun"
    asked = (
        lambda: inquiries.get_sample(some_id(), reviewer), lambda: inquiries.draw_sample(some_id(), reviewer),
        lambda: inquiries.public_sample(unknown), lambda: inquiries.prove_sample(unknown),
        lambda: inquiries.prove_sample(sample.number),
    )  # fmt: skip
    for ask in asked:
        with pytest.raises(inquiries.NoSuchSample):
            await ask()
    assert await Entry.filter(deed=Deed.SAMPLE_DRAWN.value).count() == 0
