"""Finding a person (查人) who stands at the counter: by name, ID number or phone, in one's own places, on record."""

import re
import unicodedata
from dataclasses import dataclass

from backend import database, journal
from backend.refusals import NotAcceptable
from backend.residents import IDENTITY, PHONE, Resident, normalise_identity_number, read_phone
from backend.sealing import blind_index
from backend.staff.officer import Officer
from backend.staff.powers import Power, must_have

FOUND_AT_MOST = 50  # people; of more the officer asks closer, for nobody reads a longer list at a counter
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|·)+")  # two characters or more; 买买提·艾山 too
_SHORTEST_NUMBER = 7  # digits; fewer are neither a phone nor an ID number
_SHORTEST_IDENTITY_NUMBER = 15  # digits: those of the old kind have a refusal of their own, and no phone has so many
_LAST_OF_A_PREFIX = "\U0010ffff"  # stands behind every name that begins so


class NobodyToLookFor(NotAcceptable):
    """Neither a name of two characters nor a whole number."""

    sentence = "请填姓名（至少两个字）、完整的身份证号，或者完整的电话号码。"


@dataclass(frozen=True)
class _Asked:
    how: str
    where: str
    values: tuple[object, ...]


async def find_residents(asked: str, officer: Officer) -> list[Resident]:
    """Who bears the name or a name that begins so, has the ID number, or is on file under the phone; one more than
    FOUND_AT_MOST where there are more.

    Whoever looks is on record with how, and whom it found: neighbours are curious. Refuses with NoSuchPower,
    NobodyToLookFor, residents.BadIdentityNumber and residents.BadLandline.
    """
    must_have(officer, Power.SEE_CASES)
    said = _read(asked)
    found = await database.models(
        Resident,
        f"""SELECT r.* FROM resident r WHERE r.county = $1 AND r.village LIKE $2 AND {said.where}
            ORDER BY r.name, r.village, r.birth_date, r.id LIMIT {FOUND_AT_MOST + 1}""",
        officer.county, officer.scope.like, *said.values,
    )  # fmt: skip
    async with database.transaction():
        line = journal.Line(
            journal.Deed.RESIDENT_LOOKED_UP, officer.county, "officer", officer.id,
            resident_id=found[0].id if len(found) == 1 else None,
            facts={"by": said.how, "found": [str(each.id) for each in found]},
        )  # fmt: skip
        await journal.record(line, by=officer.signature)
    return found


def _read(asked: str) -> _Asked:
    text = "".join(unicodedata.normalize("NFKC", asked).split())
    digits = sum(character.isdigit() for character in text)
    if digits >= _SHORTEST_NUMBER:
        if digits >= _SHORTEST_IDENTITY_NUMBER:
            index = blind_index(normalise_identity_number(text), IDENTITY)
            return _Asked("identity_number", "r.identity_index = $3", (index,))
        number, _ = read_phone(text)
        on_file = "r.id IN (SELECT c.resident_id FROM contact c WHERE c.phone_index = $3)"
        return _Asked("phone", on_file, (blind_index(number, PHONE),))
    if not _NAME.fullmatch(text):
        raise NobodyToLookFor
    return _Asked("name", "r.name ~>=~ $3 AND r.name ~<~ $4", (text, text + _LAST_OF_A_PREFIX))
