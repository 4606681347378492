"""Taking an errand (认领): where several cadres serve a village, one says that they see to it, or the leader says who.

It tells the others that somebody goes, and locks nobody out: who stands at the door finishes it.
"""

from uuid import UUID

from backend import clock, database
from backend.errands.errand import Errand, ErrandKind
from backend.errands.finishing import ErrandDone, NoSuchErrand
from backend.journal import Deed, Line, record
from backend.refusals import NotAcceptable, NotNow
from backend.staff import Cadre, Officer, Power, cadres_of, must_have


class TakenByAnother(NotNow):
    """A colleague sees to it; the sentence says who."""

    sentence = "这个任务已经有同事认领，请和同事商量，请对方交还以后再认领。"


class NotTakenByYou(NotNow):
    """There is nothing to give back."""

    sentence = "这个任务不是您认领的，请刷新任务列表。"


class NoCadreOfTheVillage(NotAcceptable):
    """Who does not serve the village cannot be sent there."""

    sentence = "请选择负责这个村的村干部。"


async def take(errand_id: UUID, cadre: Cadre) -> None:
    """The cadre sees to it; twice is harmless. NoSuchErrand, OutsideYourVillage, ErrandDone and TakenByAnother."""
    errand = await _open_errand(errand_id)
    await cadre.must_serve(errand.village)
    gone = errand.taken_by if errand.taken_by and await _is_gone(errand.taken_by, errand.village) else None
    async with database.transaction():
        taken = await database.execute(
            """UPDATE errand SET taken_by = $2, taken_at = $3
               WHERE id = $1 AND done_at IS NULL AND (taken_by IS NULL OR taken_by = $4)""",
            errand_id, cadre.id, clock.now(), gone,
        )  # fmt: skip
        if taken:
            await record(_line(errand, Deed.ERRAND_TAKEN), by=cadre.signature)
            return
    now = await _open_errand(errand_id)
    if now.taken_by is not None and now.taken_by != cadre.id:
        other = await Cadre.get(id=now.taken_by)
        raise TakenByAnother(f"这个任务{other.name}已经认领，请和对方商量，交还以后再认领。")


async def give_back(errand_id: UUID, cadre: Cadre) -> None:
    """Any cadre of the village may see to it again. NoSuchErrand, OutsideYourVillage, ErrandDone and NotTakenByYou."""
    errand = await _open_errand(errand_id)
    await cadre.must_serve(errand.village)
    async with database.transaction():
        given = await database.execute(
            "UPDATE errand SET taken_by = NULL, taken_at = NULL WHERE id = $1 AND done_at IS NULL AND taken_by = $2",
            errand_id, cadre.id,
        )  # fmt: skip
        if not given:
            raise NotTakenByYou
        await record(_line(errand, Deed.ERRAND_GIVEN_BACK), by=cadre.signature)


async def assign(errand_id: UUID, cadre_id: UUID | None, officer: Officer) -> None:
    """The leader says who sees to it; None: any cadre of the village again.

    Refuses with NoSuchPower, NoSuchErrand (other places' too), ErrandDone and NoCadreOfTheVillage.
    """
    must_have(officer, Power.ASSIGN_ERRAND)
    errand = await _open_errand(errand_id)
    if not officer.scope.covers(errand.village):
        raise NoSuchErrand
    if cadre_id is not None and cadre_id not in {each.id for each in await cadres_of(errand.village)}:
        raise NoCadreOfTheVillage
    async with database.transaction():
        assigned = await database.execute(
            "UPDATE errand SET taken_by = $2, taken_at = $3 WHERE id = $1 AND done_at IS NULL",
            errand_id, cadre_id, clock.now() if cadre_id else None,
        )  # fmt: skip
        if not assigned:
            raise ErrandDone
        line = _line(errand, Deed.ERRAND_ASSIGNED, cadre_id=cadre_id, due_on=errand.due_on.isoformat())
        await record(line, by=officer.signature)


async def _is_gone(cadre_id: UUID, village: str) -> bool:
    """Who has left, or serves the village no more, can give nothing back: another may take it."""
    return cadre_id not in {each.id for each in await cadres_of(village)}


async def _open_errand(errand_id: UUID) -> Errand:
    errand = await Errand.get_or_none(id=errand_id, of_children=False)
    if errand is None:
        raise NoSuchErrand
    if errand.done_at is not None:
        raise ErrandDone
    return errand


def _line(errand: Errand, deed: Deed, **facts: object) -> Line:
    return Line(
        deed, errand.county, "errand", errand.id, resident_id=errand.resident_id, village=errand.village,
        facts={"kind": ErrandKind(errand.kind).value, **facts},
    )  # fmt: skip
