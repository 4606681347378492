"""Errands: raised once a cause, listed by urgency, finished once by a cadre of the village."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from backend import clock, database, errands, evidence, journal
from backend.errands import (
    Errand,
    ErrandDone,
    ErrandKind,
    ErrandNoteTooLong,
    NoSuchErrand,
    NotAPhotoOfThisPerson,
    Outcome,
)
from backend.identifiers import new_id
from backend.journal import By, Signature
from backend.programmes import PhotoKind
from backend.residents import Resident
from backend.staff import OutsideYourVillage
from tests.backend.evidence.pictures import a_picture
from tests.people import OTHER_VILLAGE, VILLAGE, a_cadre, a_resident

CLOCK = Signature(By.CLOCK)


async def raised(resident: Resident, because: str = "message:1", due_on: date = date(2026, 3, 9)) -> Errand | None:
    return await errands.raise_errand(
        ErrandKind.DELIVER_MESSAGE,
        resident,
        reason="短信没送到，请上门告诉老人。",
        because=because,
        due_on=due_on,
        by=CLOCK,
    )


async def an_errand(resident: Resident) -> Errand:
    errand = await raised(resident)
    assert errand is not None
    return errand


async def a_photo(resident: Resident, cadre_id: UUID) -> UUID:
    received = await evidence.receive(
        a_picture(), upload_id=new_id(), resident=resident, kind=PhotoKind.HOME_VISIT,
        by=Signature(By.CADRE, cadre_id),
    )  # fmt: skip
    return received.photo.id


async def test_a_cause_raises_one_errand_even_at_once(empty_database: str) -> None:
    resident = await a_resident()
    outcomes = await asyncio.gather(*(raised(resident) for _ in range(4)))
    assert sum(outcome is not None for outcome in outcomes) == 1
    assert await Errand.all().count() == 1
    assert await journal.Entry.filter(deed="errands.raised").count() == 1


async def test_an_errand_falls_with_the_deed_that_raised_it(empty_database: str) -> None:
    resident = await a_resident()

    async def a_deed_that_fails() -> None:
        async with database.transaction():
            await raised(resident)
            raise ConnectionAbortedError

    with pytest.raises(ConnectionAbortedError):
        await a_deed_that_fails()
    assert await Errand.all().count() == 0
    assert await raised(resident) is not None


async def test_the_list_is_by_due_date_and_of_ones_villages(empty_database: str, at: Any) -> None:
    resident = await a_resident()
    await raised(resident, "b", date(2026, 3, 12))
    await raised(resident, "a", date(2026, 3, 9))
    await raised(await a_resident("刘大山", village=OTHER_VILLAGE), "c")
    at("2026-03-10 08:00")
    listed = await errands.open_errands([VILLAGE])
    assert [(each.person_name, each.due_on, each.overdue) for each in listed] == [
        ("王秀英", date(2026, 3, 9), True),
        ("王秀英", date(2026, 3, 12), False),
    ]
    assert listed[0].kind_title == "上门告知"
    assert await errands.open_errands([VILLAGE], after=place(listed[0])) == listed[1:]
    assert await errands.open_errands([]) == []


def place(line: errands.ErrandView) -> errands.Position:
    return errands.Position(line.due_on, line.id)


@pytest.mark.parametrize("gone", ["called off", "closed", "put off", "moved"])
async def test_a_list_goes_on_though_what_a_page_ended_with_is_gone(empty_database: str, gone: str) -> None:
    resident = await a_resident()
    for number in range(53):
        await raised(resident, f"news:{number}", date(2026, 3, 9 + number % 3))
    page = await errands.open_errands([VILLAGE])
    last = await Errand.get(id=page[-1].id)
    if gone == "called off":
        async with database.transaction():
            assert await errands.call_off([last.because], by=CLOCK) == 1
    else:
        change: dict[str, object] = {
            "closed": {"done_at": clock.now(), "outcome": "not_found"}, "put off": {"due_on": date(2027, 1, 1)},
            "moved": {"village": OTHER_VILLAGE},
        }[gone]  # fmt: skip
        await Errand.filter(id=last.id).update(**change)
    rest = [each for each in await errands.open_errands([VILLAGE], after=place(page[-1])) if each.id != last.id]
    assert (len(page), len(rest)) == (50, 3)
    assert not {each.id for each in page} & {each.id for each in rest}


async def test_a_full_day_leaves_out_what_is_less_urgent_and_says_so(empty_database: str, at: Any) -> None:
    here, there = await a_resident(village=OTHER_VILLAGE), await a_resident("刘大山")
    wanted = [
        errands.Wanted(ErrandKind.ASK_AFTER, person.county, person.village, person.id, "看看", f"hit:{number}", due_on)
        for number, (person, due_on) in enumerate(
            [(here, date(2026, 3, 9))] * 150 + [(there, date(2026, 3, 2))] * 30 + [(here, date(2026, 3, 12))] * 30
        )
    ]
    async with database.transaction():
        await errands.raise_many(wanted, by=CLOCK)
    at("2026-03-10 08:00")
    day, left_out = await errands.day_list([VILLAGE, OTHER_VILLAGE])
    assert (len(day), left_out) == (200, 10)
    assert sum(each.village == VILLAGE for each in day) == 30, "what is later elsewhere takes nobody's place"
    assert sum(each.due_on == date(2026, 3, 12) for each in day) == 20


async def test_a_finished_errand_leaves_the_list_and_is_journaled(empty_database: str) -> None:
    resident, cadre = await a_resident(), await a_cadre()
    errand = await an_errand(resident)
    photo_id = await a_photo(resident, cadre.id)
    await errands.finish(errand.id, cadre, outcome=Outcome.DONE, note=" 已当面告知。", photo_id=photo_id)
    done = await Errand.get(id=errand.id)
    assert (done.outcome, done.note, done.done_by, done.photo_id) == ("done", "已当面告知。", cadre.id, photo_id)
    assert await errands.open_errands([VILLAGE]) == []
    assert [entry.deed for entry in await journal.history_of(errand.id)] == ["errands.raised", "errands.done"]


async def test_of_two_cadres_at_once_one_finishes(empty_database: str) -> None:
    resident, cadres = await a_resident(), [await a_cadre(), await a_cadre()]
    errand, photo_id = await an_errand(resident), await a_photo(resident, cadres[0].id)
    outcomes = await asyncio.gather(
        *(errands.finish(errand.id, cadre, outcome=Outcome.DONE, photo_id=photo_id) for cadre in cadres),
        return_exceptions=True,
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["ErrandDone", "NoneType"]
    (refused,) = [outcome for outcome in outcomes if isinstance(outcome, ErrandDone)]
    assert refused.details["outcome"] == "done"


async def test_a_cadre_of_another_village_cannot_finish_it(empty_database: str) -> None:
    errand, stranger = await an_errand(await a_resident()), await a_cadre([OTHER_VILLAGE])
    with pytest.raises(OutsideYourVillage):
        await errands.finish(errand.id, stranger, outcome=Outcome.DONE, note="")


async def test_an_unknown_errand_is_refused(empty_database: str) -> None:
    with pytest.raises(NoSuchErrand):
        await errands.finish(new_id(), await a_cadre(), outcome=Outcome.DONE, note="")


async def test_a_note_that_is_a_novel_is_refused(empty_database: str) -> None:
    errand, cadre = await an_errand(await a_resident()), await a_cadre()
    with pytest.raises(ErrandNoteTooLong):
        await errands.finish(errand.id, cadre, outcome=Outcome.NOT_FOUND, note="字" * 501)


@pytest.mark.parametrize(
    ("kind", "without", "with_words"),
    [
        (ErrandKind.DELIVER_MESSAGE, errands.PhotoMissing, errands.PhotoMissing),
        (ErrandKind.CERTIFY_LIFE, errands.PhotoMissing, errands.PhotoMissing),
        (ErrandKind.COLLECT_PAPERS, errands.WordsMissing, None),
        (ErrandKind.FIX_ACCOUNT, errands.WordsMissing, None),
        (ErrandKind.CALL_BACK, errands.WordsMissing, None),
        (ErrandKind.ASK_AFTER, errands.WordsMissing, None),
        (ErrandKind.PROVE_BOARD, errands.BoardPhotoFirst, errands.BoardPhotoFirst),
    ],
)
async def test_nothing_is_done_without_its_proof(
    empty_database: str, kind: ErrandKind, without: type[Exception], with_words: type[Exception] | None
) -> None:
    resident, cadre = await a_resident(), await a_cadre()

    async def asked_for(because: str) -> UUID:
        errand = await errands.raise_errand(
            kind, resident, reason="请去看看。", because=because, due_on=date(2026, 3, 9), by=CLOCK
        )
        assert errand is not None
        return errand.id

    errand_id = await asked_for("first")
    (line,) = await errands.open_errands([VILLAGE])
    assert (line.proof, line.proof_title) == (kind.proof, kind.proof.shown)
    for note in ("", " \n"):
        with pytest.raises(without):
            await errands.finish(errand_id, cadre, outcome=Outcome.DONE, note=note)
    if with_words is not None:
        with pytest.raises(with_words):
            await errands.finish(errand_id, cadre, outcome=Outcome.DONE, note="已经办好。")
    else:
        await errands.finish(errand_id, cadre, outcome=Outcome.DONE, note="已经办好。")
        errand_id = await asked_for("second")
    if kind is not ErrandKind.PROVE_BOARD:
        await errands.finish(errand_id, cadre, outcome=Outcome.DONE, photo_id=await a_photo(resident, cadre.id))
        errand_id = await asked_for("third")
    await errands.finish(errand_id, cadre, outcome=Outcome.NOT_FOUND)  # whoever was not met cannot be shown


def test_every_kind_of_errand_has_its_proof() -> None:
    assert {each: each.proof for each in ErrandKind}.keys() == set(ErrandKind)


async def test_a_photo_of_someone_else_or_of_nobody_proves_nothing(empty_database: str) -> None:
    resident, neighbour, cadre = await a_resident(), await a_resident("刘大山"), await a_cadre()
    errand = await an_errand(resident)
    for photo_id in (await a_photo(neighbour, cadre.id), new_id()):
        with pytest.raises(NotAPhotoOfThisPerson):
            await errands.finish(errand.id, cadre, outcome=Outcome.DONE, note="", photo_id=photo_id)
    assert (await Errand.get(id=errand.id)).done_at is None


def test_every_kind_and_outcome_has_a_chinese_title() -> None:
    assert all(each.shown and not each.shown.isascii() for each in [*ErrandKind, *Outcome])


async def test_a_cadre_is_reminded_once_of_a_door_where_somebody_waits(empty_database: str, at: Any) -> None:
    at("2026-03-09 09:00")
    resident = await a_resident()
    await raised(resident, "message:1", date(2026, 3, 6))
    await raised(resident, "message:2", date(2026, 3, 9))
    await errands.raise_errand(
        ErrandKind.ASK_AFTER, resident, reason="看看", because="hit:1", due_on=date(2026, 3, 1), by=CLOCK
    )
    assert [await errands.remind_of_errands_overdue() for _ in range(2)] == [1, 0]
    (entry,) = await journal.Entry.filter(deed=journal.Deed.ERRAND_OVERDUE.value)
    assert entry.facts == {"kind": "deliver_message", "due_on": "2026-03-06"}


async def test_a_day_goes_village_by_village_and_a_leader_sees_where_it_is_late(empty_database: str, at: Any) -> None:
    here, there = await a_resident(), await a_resident("刘大山", village=OTHER_VILLAGE)
    await raised(here, "late", date(2026, 3, 5))
    await raised(here, "soon", date(2026, 3, 12))
    await raised(here, "far", date(2026, 5, 1))
    await raised(there, "there", date(2026, 3, 10))
    at("2026-03-10 08:00")
    both = [VILLAGE, OTHER_VILLAGE]
    assert [(each.village, each.due_on.day) for each in (await errands.day_list(both))[0]] == [
        (OTHER_VILLAGE, 10), (VILLAGE, 5), (VILLAGE, 12),
    ]  # fmt: skip
    assert await errands.day_list([]) == ([], 0)
    (late,) = await errands.late_by_village(both)
    assert (late.village, late.open, late.late, late.oldest_due_on) == (VILLAGE, 3, 1, date(2026, 3, 5))


async def test_an_errand_that_stays_open_comes_before_the_leader_once_and_before_the_county_once(
    empty_database: str, at: Any
) -> None:
    resident = await a_resident()
    await raised(resident, due_on=date(2026, 3, 6))  # a Friday
    await errands.raise_errand(
        ErrandKind.ASK_AFTER, resident, reason="上门了解", because="hit:1", due_on=date(2026, 3, 6), by=CLOCK
    )
    climbs = []
    for day in range(6, 16):
        at(f"2026-03-{day:02} 08:25")
        written = await asyncio.gather(errands.escalate_errands(), errands.escalate_errands())
        climbs += [day] * sum(written)
    assert climbs == [9, 11], "one and three working days late; a weekend is none; what nobody waits for never"
    entries = await journal.Entry.filter(deed=journal.Deed.ERRAND_ESCALATED.value).order_by("id")
    assert [each.facts["to"] for each in entries] == ["leader", "county"]
    county, like, beginning = "410325", f"{VILLAGE[:9]}%", UUID(int=0)
    assert await errands.escalated_since(county, like, beginning, "leader") == 1
    assert await errands.escalated_since(county, like, entries[0].id, "leader") == 0, "once"
    assert await errands.escalated_since(county, f"{OTHER_VILLAGE[:9]}%", beginning, "leader") == 0
    await Errand.all().update(done_at=clock.now())
    assert await errands.escalated_since(county, like, beginning, "leader") == 0
    assert await errands.escalate_errands() == 0
