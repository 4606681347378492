"""The case page says which photo is hard to read, and which one another person handed in."""

from backend import applications, evidence
from backend.evidence import PhotoDoubt
from backend.identifiers import new_id
from backend.programmes import PhotoKind
from backend.residents import Resident
from tests.backend.applications.cases import a_draft, hand
from tests.backend.evidence.spoiled import SPOILED, a_page, jpeg
from tests.console.desks import Console, words_of
from tests.people import a_resident, seed_parameters


async def drafted_with(resident: Resident, picture: bytes) -> str:
    received = await evidence.receive(
        picture, upload_id=new_id(), resident=resident, kind=PhotoKind.IDENTITY_CARD, by=hand(resident)
    )
    draft = await a_draft(resident)
    await applications.attach(draft.id, received.photo.id, hand(resident))
    case = await applications.submit(draft.id, by=hand(resident))
    return f"/cases/{case.id}"


async def test_one_photo_for_two_people(console: Console, at: object) -> None:
    at("2026-03-02 09:30")  # type: ignore[operator]
    await seed_parameters()
    clerk = await console.desk()
    first = await drafted_with(await a_resident("刘大山"), jpeg(a_page()))
    second = await drafted_with(await a_resident("王秀英"), jpeg(SPOILED["dark"](a_page())))
    shown = words_of(await clerk.get(second))
    assert "偏暗" in shown
    assert "刘*山的一张照片相同" in shown, "however dark"
    assert "刘大山" not in shown
    assert "王*英的一张照片相同" in words_of(await clerk.get(first))
    doubt = await PhotoDoubt.get()
    answer = await clerk.post(f"/photos/doubts/{doubt.id}", case=second.rsplit("/", 1)[1], reason="两人拿了同一张证件")
    assert answer.headers["location"] == second
    assert "核实情况：两人拿了同一张证件" in words_of(await clerk.get(first))
