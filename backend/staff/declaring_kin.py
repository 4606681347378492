"""Declaring kin (近亲属备案): officers for themselves, the township for the cadres of its villages."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from backend import clock, database, journal, sealing
from backend.identifiers import new_id
from backend.refusals import NotAcceptable, NotFound
from backend.residents import normalise_identity_number
from backend.staff.cadre import Cadre, villages_served
from backend.staff.kin_declaration import DeclaredRelative, KinDeclaration, Relation
from backend.staff.officer import Officer
from backend.staff.powers import Power, must_have

_IDENTITY = "identity"  # the same purpose as the register's, else nothing would ever match
_AT_MOST = 60  # relatives; more is a list pasted by mistake


class RelativeIncomplete(NotAcceptable):
    """A line without a name, or with the same person twice."""

    sentence = "每位亲属都要填姓名、关系和身份证号，同一个人只填一次。"


class TooManyRelatives(NotAcceptable):
    """More than any family has."""

    sentence = f"近亲属最多填{_AT_MOST}位，请核对后再提交。"


class NoSuchCadre(NotFound):
    """None of that id who serves a village of the officer's places."""

    sentence = "没有找到这位村干部，请从名单里选择。"


@dataclass(frozen=True)
class Relative:
    """As it was written on the form; `identity_number` is checked here."""

    relation: Relation
    name: str
    identity_number: str


async def declare_own_kin(officer: Officer, relatives: Sequence[Relative]) -> KinDeclaration:
    """An officer's declaration; nobody named means that there is nobody to name. It supersedes the last one.

    Refuses with RelativeIncomplete, TooManyRelatives and residents.BadIdentityNumber. Source: policy §1.9.
    """
    return await _declare(officer.signature, officer.county, relatives, officer)


async def declare_kin_of_cadre(cadre_id: UUID, relatives: Sequence[Relative], officer: Officer) -> KinDeclaration:
    """What a cadre of the officer's villages declared on paper.

    Refuses with NoSuchPower and NoSuchCadre, and as `declare_own_kin`.
    """
    cadre = await cadre_of_places(cadre_id, officer)
    return await _declare(cadre.signature, cadre.county, relatives, officer)


async def cadre_of_places(cadre_id: UUID, officer: Officer) -> Cadre:
    """A cadre in office of the officer's villages, for the register. Refuses with NoSuchPower and NoSuchCadre."""
    must_have(officer, Power.KEEP_KIN_REGISTER)
    cadre = await Cadre.get_or_none(id=cadre_id, county=officer.county, left_on=None)
    if cadre is None or not any(officer.scope.covers(village) for village in await villages_served(cadre.id)):
        raise NoSuchCadre
    return cadre


async def _declare(
    declarer: journal.Signature, county: str, relatives: Sequence[Relative], officer: Officer
) -> KinDeclaration:
    checked = [(each, normalise_identity_number(each.identity_number)) for each in relatives]
    if len(checked) > _AT_MOST:
        raise TooManyRelatives
    if any(not each.name.strip() for each, _ in checked) or len({number for _, number in checked}) < len(checked):
        raise RelativeIncomplete
    now = clock.now()
    async with database.transaction():
        # Two declarations of one person at once: the second waits, then supersedes the first.
        await database.rows("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"kin {declarer.id}")
        await database.execute(
            """UPDATE kin_declaration SET superseded_at = $3
               WHERE declarer_kind = $1 AND declarer_id = $2 AND superseded_at IS NULL""",
            declarer.kind.value, declarer.id, now,
        )  # fmt: skip
        declaration = await KinDeclaration.create(
            id=new_id(), county=county, declarer_kind=declarer.kind.value, declarer_id=declarer.id,
            recorded_by=officer.id, made_at=now,
        )  # fmt: skip
        for each, number in checked:
            await DeclaredRelative.create(
                id=new_id(), county=county, declaration_id=declaration.id, relation=each.relation,
                name=each.name.strip(), identity_sealed=sealing.seal(str(number), _IDENTITY),
                identity_index=sealing.blind_index(str(number), _IDENTITY),
            )  # fmt: skip
        facts = {"relatives": len(checked)}
        line = journal.Line(
            journal.Deed.KIN_DECLARED, county, declarer.kind.value, declarer.id or declaration.id, facts=facts
        )
        await journal.record(line, by=officer.signature)
    return declaration
