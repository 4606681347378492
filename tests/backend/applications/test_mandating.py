"""Mandates: the right paper of the right person, for a sensible time, and gone when revoked."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from backend import applications, clock, journal
from backend.applications import (
    MandateExpired,
    MandateMissing,
    MandateNotNeeded,
    MandatePhotoOfAnother,
    MandateTermWrong,
    MandateWordsMissing,
    NoSuchApplication,
    NotAMandatePhoto,
    State,
    WrongState,
)
from backend.evidence import NoSuchPhoto
from backend.programmes import PhotoKind
from backend.staff import OutsideYourVillage
from tests.backend.applications.cases import PROGRAMME, a_draft, a_photo, hand, mandated
from tests.people import (
    OTHER_VILLAGE,
    a_cadre,
    a_household,
    a_resident,
    an_officer,
    seed_parameters,
    some_id,
    the_map,
)

GIVEN = {"relation": "村干部", "scope": "申请高龄津贴", "expires_on": date(2027, 1, 1)}


async def test_the_paper_must_be_of_the_same_person(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    resident, neighbour, cadre = await a_resident(), await a_resident("刘大山"), await a_cadre()
    case = await a_draft(resident, by=cadre.signature)
    paper = await a_photo(neighbour, PhotoKind.MANDATE, by=cadre.signature)
    with pytest.raises(MandatePhotoOfAnother):
        await applications.give_mandate(case.id, photo_id=paper, by=cadre.signature, **GIVEN)  # type: ignore[arg-type]
    assert await applications.mandate_of(case.id) is None


async def test_the_paper_must_be_a_mandate_and_must_exist(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    resident, cadre = await a_resident(), await a_cadre()
    case = await a_draft(resident, by=cadre.signature)
    portrait = await a_photo(resident, PhotoKind.PORTRAIT, by=cadre.signature)
    for photo_id, refusal in ((portrait, NotAMandatePhoto), (some_id(), NoSuchPhoto)):
        with pytest.raises(refusal):
            await applications.give_mandate(
                case.id,
                photo_id=photo_id,
                by=cadre.signature,
                **GIVEN,  # type: ignore[arg-type]
            )


@pytest.mark.parametrize(
    ("expires_on", "fits"),
    [
        ("2026-03-01", False), ("2026-03-02", False), ("2026-03-03", True), ("2029-03-02", True),
        ("2029-03-03", False), ("9999-12-31", False),
    ],
)  # fmt: skip
async def test_the_term_lies_ahead_and_not_beyond_three_years(
    empty_database: str, at: Any, expires_on: str, fits: bool
) -> None:
    at("2026-03-02 09:30")
    resident, cadre = await a_resident(), await a_cadre()
    case = await a_draft(resident, by=cadre.signature)
    try:
        await mandated(case, resident, cadre, until=date.fromisoformat(expires_on))
    except MandateTermWrong:
        assert not fits
    else:
        assert fits


@pytest.mark.parametrize(("relation", "scope"), [("", "申请"), ("女儿", "  "), ("字" * 101, "申请")])
async def test_relation_and_scope_are_written_down(empty_database: str, relation: str, scope: str) -> None:
    with pytest.raises(MandateWordsMissing):
        await applications.give_mandate(
            some_id(), relation=relation, scope=scope, photo_id=some_id(), expires_on=date(2099, 1, 1),
            by=(await a_cadre()).signature,
        )  # fmt: skip


async def test_nobody_mandates_themselves_and_no_cadre_of_another_village(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    resident, stranger = await a_resident(), await a_cadre([OTHER_VILLAGE])
    case = await a_draft(resident)
    paper = await a_photo(resident, PhotoKind.MANDATE)
    with pytest.raises(MandateNotNeeded):
        await applications.give_mandate(case.id, photo_id=paper, by=hand(resident), **GIVEN)  # type: ignore[arg-type]
    with pytest.raises(OutsideYourVillage):
        await applications.give_mandate(
            case.id,
            photo_id=paper,
            by=stranger.signature,
            **GIVEN,  # type: ignore[arg-type]
        )


async def test_a_new_mandate_takes_the_place_of_the_old(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    resident, cadre, colleague = await a_resident(), await a_cadre(), await a_cadre()
    case = await a_draft(resident, by=cadre.signature)
    await mandated(case, resident, cadre)
    await mandated(case, resident, colleague)
    mandate = await applications.mandate_of(case.id)
    assert mandate is not None
    assert mandate.agent == colleague.signature


async def test_a_daughter_acts_by_mandate_until_her_mother_revokes_it(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-03-02 09:30")
    home = await a_household()
    mother, daughter = await a_resident(household=home), await a_resident("刘芳", household=home)
    case = await a_draft(mother, by=hand(daughter))
    with pytest.raises(MandateMissing):
        await applications.submit(case.id, by=hand(daughter))
    paper = await a_photo(mother, PhotoKind.MANDATE, by=hand(daughter))
    await applications.give_mandate(
        case.id, relation="女儿", scope="代为申请", photo_id=paper, expires_on=date(2027, 1, 1), by=hand(daughter)
    )
    await applications.submit(case.id, by=hand(daughter))
    assert (await applications.follow(case.id, hand(daughter))).application.state is State.SUBMITTED
    await applications.revoke_mandate(case.id, hand(mother))
    with pytest.raises(NoSuchApplication):
        await applications.follow(case.id, hand(daughter))
    with pytest.raises(NoSuchApplication):
        await applications.withdraw(case.id, hand(daughter))
    deeds = [entry.deed for entry in await journal.history_of(case.id)]
    assert deeds[-1] == "applications.mandate_revoked"


async def test_a_case_whose_mandate_was_revoked_is_not_accepted_but_returned(empty_database: str, at: Any) -> None:
    await seed_parameters()
    at("2026-03-02 09:30")
    resident, cadre, clerk = await a_resident(), await a_cadre(), await an_officer()
    case = await a_draft(resident, by=cadre.signature)
    await mandated(case, resident, cadre)
    await applications.submit(case.id, by=cadre.signature)
    await applications.revoke_mandate(case.id, hand(resident))
    with pytest.raises(MandateMissing):
        await applications.accept(case.id, clerk)
    returned = await applications.return_for_more(case.id, clerk, [PhotoKind.MANDATE])
    assert returned.state is State.RETURNED


async def test_a_cadre_without_mandate_neither_submits_nor_withdraws_a_persons_own_case(
    empty_database: str, at: Any
) -> None:
    await seed_parameters()
    resident, cadre = await a_resident(), await a_cadre()
    case = await a_draft(resident)
    for deed in (applications.submit(case.id, by=cadre.signature), applications.withdraw(case.id, cadre.signature)):
        with pytest.raises(MandateMissing):
            await deed


async def test_a_draft_may_be_dropped_by_whoever_began_it(empty_database: str) -> None:
    await the_map()
    cadre = await a_cadre()
    case = await applications.start(PROGRAMME, await a_resident(), by=cadre.signature)
    assert (await applications.withdraw(case.id, cadre.signature)).state is State.WITHDRAWN


async def test_no_mandate_is_given_in_a_case_that_has_ended(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    resident, cadre = await a_resident(), await a_cadre()
    case = await a_draft(resident, by=cadre.signature)
    await applications.withdraw(case.id, cadre.signature)
    with pytest.raises(WrongState):
        await mandated(case, resident, cadre)


async def test_what_is_not_there_cannot_be_revoked(empty_database: str) -> None:
    await the_map()
    resident, cadre = await a_resident(), await a_cadre()
    case = await applications.start(PROGRAMME, resident, by=cadre.signature)
    with pytest.raises(NoSuchApplication):
        await applications.revoke_mandate(some_id(), hand(resident))
    with pytest.raises(MandateMissing):
        await applications.revoke_mandate(case.id, hand(resident))


async def test_what_was_done_offline_rests_on_the_mandate_of_that_moment(empty_database: str, at: Any) -> None:
    at("2026-03-02 09:30")
    await seed_parameters()
    elder, cadre = await a_resident(), await a_cadre()
    draft = await a_draft(elder, by=cadre.signature)
    done_at = datetime(2026, 3, 2, 9, 20, tzinfo=clock.COUNTY_TIME)
    with pytest.raises(MandateMissing):
        await applications.submit(draft.id, by=cadre.signature, done_at=done_at)
    await mandated(draft, elder, cadre, until=date(2026, 3, 5))
    at("2026-03-10 09:30")
    with pytest.raises(MandateExpired) as expired:
        await applications.submit(draft.id, by=cadre.signature, done_at=done_at + timedelta(days=6))
    assert expired.value.details == {"expired_on": "2026-03-05"}
    in_time = await applications.submit(draft.id, by=cadre.signature, done_at=done_at + timedelta(days=3))
    assert in_time.state is State.SUBMITTED
