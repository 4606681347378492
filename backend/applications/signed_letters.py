"""Signed letters (核对授权书): every adult of the household has signed for themselves, or an officer says why not."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend import clock, database
from backend.applications.application import Application
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


class LettersMissing(NotNow):
    """An adult of the household is on no letter in force, and nobody says why; `details["people"]` is how many."""

    sentence = "还有一起生活的成年人没有登记核对授权书。请补签登记；不用签的（如在外服刑），请写明原因。"


@dataclass(frozen=True)
class Unsigned:
    """A living adult of the household on the register, without a letter in force."""

    id: UUID
    name: str
    birth_date: date


def needs_letters(case: Application) -> bool:
    """Whether the economy of the household is checked, so that each adult signs for it."""
    return PhotoKind.CHECK_AUTHORISATION in get_programme(case.programme).required_kinds


async def who_has_not_signed(case: Application) -> list[Unsigned]:
    """Those whose letter is still wanted, the eldest first (policy §9.2, §18)."""
    whole = case.programme not in _OF_ONE_PERSON
    found = await database.rows(_WITHOUT, case.id, case.resident_id, clock.today(), whole)
    return [Unsigned(**each) for each in found if is_of_age(each["birth_date"], clock.today())]


async def must_all_have_signed(case: Application) -> None:
    """LettersMissing unless every adult has."""
    people = len(await who_has_not_signed(case))
    if people:
        raise LettersMissing(
            f"还有{people}名一起生活的成年人没有登记核对授权书。请补签登记；不用签的（如在外服刑），请写明原因。",
            people=people,
        )
