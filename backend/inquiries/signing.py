"""Signing (授权签字): a check is whole only when every adult of the household has signed for themselves."""

from backend import clock
from backend.applications import Application
from backend.inquiries.check import CheckAuthorisation
from backend.refusals import NotNow
from backend.residents import Resident, is_of_age

# 特困 looks at one person: the others who sign are those who owe them support, wherever they live (policy §2.2).
_OF_ONE_PERSON = ("tekun",)


class LettersMissing(NotNow):
    """An adult of the household is on no letter in force, and nobody says why; `details["people"]` is how many."""

    sentence = "还有一起生活的成年人没有登记核对授权书。请补签登记；不用签的（如在外服刑），请写明原因。"


async def who_has_not_signed(case: Application) -> list[Resident]:
    """The living adults of the applicant's household on the register without a letter in force (policy §9.2, §18)."""
    applicant = await Resident.get(id=case.resident_id)
    household = Resident.filter(household_id=applicant.household_id, deceased_on=None).order_by("birth_date", "id")
    wanted = [applicant] if case.programme in _OF_ONE_PERSON else await household
    letters = CheckAuthorisation.filter(
        application_id=case.id, revoked_at=None, valid_from__lte=clock.today(), valid_until__gte=clock.today()
    )
    signed = {each.identity_index for each in await letters}
    return [each for each in wanted if is_of_age(each.birth_date, clock.today()) and each.identity_index not in signed]


async def must_all_have_signed(case: Application) -> None:
    """LettersMissing unless every adult has."""
    people = len(await who_has_not_signed(case))
    if people:
        raise LettersMissing(
            f"还有{people}名一起生活的成年人没有登记核对授权书。请补签登记；不用签的（如在外服刑），请写明原因。",
            people=people,
        )
