"""Cases as officers meet them: with a mandate, a phone, an account, on the notice, objected to."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend import applications, evidence, postings
from backend.applications import Application
from backend.errands import Errand, ErrandKind, raise_errand
from backend.journal import By, Signature
from backend.residents import Resident
from backend.staff import Officer, Role
from tests.backend.applications.cases import a_draft, mandated, submitted
from tests.people import OTHER_TOWNSHIP, OTHER_VILLAGE, VILLAGE, a_cadre, a_resident, an_identity_number, an_officer

PHONE, ACCOUNT = "13812345678", "6228480000000000018"


@dataclass(frozen=True)
class Foreign:
    """Everything that there is in the other township, none of it for a clerk of the first."""

    resident: Resident
    case: Application
    posted: Application
    photo: UUID
    objection: UUID
    errand: Errand


async def an_elder(name: str = "王秀英", village: str = VILLAGE) -> tuple[Resident, str]:
    """With ID number, phone and account, none of which any page may show; and the ID number."""
    number = an_identity_number(date(1942, 5, 6))
    elder = await a_resident(name, village=village, identity_number=number, phone=PHONE, account=ACCOUNT)
    return elder, number


async def by_a_cadre(elder: Resident) -> Application:
    """Submitted for her by a cadre with her mandate."""
    cadre = await a_cadre([elder.village], name="李建国")
    draft = await a_draft(elder, by=cadre.signature)
    await mandated(draft, elder, cadre)
    return await applications.submit(draft.id, by=cadre.signature)


async def posted(elder: Resident, clerk: Officer) -> Application:
    """On the village's board since today."""
    case = await submitted(elder)
    await applications.accept(case.id, clerk)
    await postings.post([case.id], clerk)
    return await Application.get(id=case.id)


async def objected(case: Application, words: str = "听说她有退休工资。") -> UUID:
    """Somebody says that the posted case is not right; the objection's id."""
    line = await postings.line_of(case.id)
    assert line is not None
    neighbour = await a_resident("刘大山", village=case.village)
    return (await postings.object_to(line.id, words, Signature(By.RESIDENT, neighbour.id))).id


async def elsewhere() -> Foreign:
    """Cases, photos, a notice with an objection and an errand in the other township; its name is 田湖."""
    clerk = await an_officer(Role.TOWNSHIP_CLERK, OTHER_TOWNSHIP, name="田湖的人")
    first, second = await a_resident("钱田湖", village=OTHER_VILLAGE), await a_resident("孙田湖", village=OTHER_VILLAGE)
    waiting, hanging = await submitted(first), await posted(second, clerk)
    photo = await evidence.Photo.filter(resident_id=first.id).first()
    errand = await raise_errand(
        ErrandKind.CALL_BACK, first, reason="给钱田湖回电话", because="test", due_on=date(2026, 3, 9),
        by=Signature(By.CLOCK),
    )  # fmt: skip
    assert photo is not None
    assert errand is not None
    return Foreign(first, waiting, hanging, photo.id, await objected(hanging, "田湖的异议"), errand)
