"""Signed letters (核对授权书): the household's adults and the obligors have signed, or an officer says why not."""

from dataclasses import dataclass
from uuid import UUID

from backend import clock, database
from backend.applications.application import Application
from backend.applications.obligor import obligors_in, obligors_sign, spouses_sign, still_to_be_named
from backend.programmes import PhotoKind, get_programme
from backend.refusals import NotNow
from backend.residents import is_of_age

# 特困 looks at one person: the others who sign are those who owe them support, wherever they live (policy §2.2).
_OF_ONE_PERSON = ("tekun",)
# The letters are kept by the room that asks the registers; a case is not taken on without them all the same.
_WITHOUT = """
SELECT r.id, r.name, r.birth_date FROM resident me JOIN resident r ON r.household_id = me.household_id
WHERE me.id = $2 AND r.deceased_on IS NULL AND ($4 OR r.id = me.id)
  AND NOT EXISTS (SELECT FROM check_authorisation w WHERE w.application_id = $1 AND w.revoked_at IS NULL
                  AND w.identity_index = r.identity_index AND $3 BETWEEN w.valid_from AND w.valid_until)
ORDER BY r.birth_date, r.id
"""
# An obligor whose number nobody knew has it from the letter: it is theirs by their id.
_OBLIGORS_WITH = """
SELECT o.id FROM named_obligor o JOIN check_authorisation w ON w.application_id = o.application_id
WHERE o.application_id = $1 AND o.struck_at IS NULL AND w.revoked_at IS NULL
  AND (w.obligor_id = o.id OR w.identity_index = o.identity_index) AND $2 BETWEEN w.valid_from AND w.valid_until
"""


class LettersMissing(NotNow):
    """Somebody who must sign is on no letter in force, and nobody says why; `details["people"]` is how many."""

    sentence = "还有成年家人或者法定义务人没有登记核对授权书。请补签登记；不用签的（如在外服刑），请写明原因。"


@dataclass(frozen=True)
class Unsigned:
    """Who has no letter in force: a living adult of the household, a named obligor, or one whom nobody has named.

    `id` is of the resident or the obligor; None where nobody is on file yet, and then `name` says who is meant.
    """

    id: UUID | None
    name: str


def needs_letters(case: Application) -> bool:
    """Whether the economy of the household is checked, so that each adult signs for it."""
    return PhotoKind.CHECK_AUTHORISATION in get_programme(case.programme).required_kinds


async def who_has_not_signed(case: Application) -> list[Unsigned]:
    """Those whose letter is still wanted: the household, the eldest first, then obligors (policy §2.2, §9.2, §18)."""
    whole = case.programme not in _OF_ONE_PERSON
    found = await database.rows(_WITHOUT, case.id, case.resident_id, clock.today(), whole)
    grown = [each for each in found if is_of_age(each["birth_date"], clock.today())]
    return [*(Unsigned(each["id"], each["name"]) for each in grown), *await _obligors_without(case)]


async def must_all_have_signed(case: Application) -> None:
    """LettersMissing unless everybody has who must."""
    unsigned = await who_has_not_signed(case)
    if unsigned:
        people = len(unsigned)
        raise LettersMissing(
            f"还有{people}人没有登记核对授权书（一起生活的成年人、法定义务人）。请补签登记；"
            "不用签的（如在外服刑），请写明原因。",
            people=people,
        )


async def _obligors_without(case: Application) -> list[Unsigned]:
    """Where they sign: named ones without a letter, spouses who sign with them, and those of whom only the number is
    known.
    """
    if not await obligors_sign(case):
        return []
    named = await obligors_in(case.id)
    signed = {each["id"] for each in await database.rows(_OBLIGORS_WITH, case.id, clock.today())}
    unsigned = [Unsigned(each.id, each.name) for each in named if each.id not in signed]
    if await spouses_sign(case):
        with_spouse = {each.spouse_of for each in named}
        unsigned += [
            Unsigned(None, f"{each.name}的配偶") for each in named if each.married and each.id not in with_spouse
        ]
    nameless = still_to_be_named(case, named)
    return [*unsigned, *(Unsigned(None, f"第{each + 1}位还没有登记姓名的义务人") for each in range(nameless))]
