"""Seeing awards: an officer's own places, and children's only for those who handle children."""

from uuid import UUID

from backend import database, staff
from backend.entitlements.award import Award, NoSuchAward
from backend.programmes import OF_CHILDREN
from backend.staff import Officer, Power


async def award_for(award_id: UUID, officer: Officer) -> Award:
    """The award; NoSuchPower, and NoSuchAward also for other places and for children who are not theirs to see."""
    staff.must_have(officer, Power.SEE_CASES)
    award = await Award.get_or_none(id=award_id, county=officer.county, village__startswith=officer.scope.prefix)
    if award is None or award.programme in hidden_from(officer):
        raise NoSuchAward
    return award


async def agreement_photo_withheld(photo_id: UUID, officer: Officer) -> bool:
    """Whether the photo shows an agreement about a child's award that the officer is told nothing of."""
    found = await database.rows(
        """SELECT FROM award a WHERE a.programme = ANY ($2) AND a.id IN (
               SELECT award_id FROM care_agreement WHERE $1 IN (carer_photo_id, organ_photo_id)
               UNION ALL SELECT award_id FROM payee_agreement WHERE photo_id = $1)""",
        photo_id,
        list(hidden_from(officer)),
    )
    return bool(found)


def hidden_from(officer: Officer) -> tuple[str, ...]:
    """Programmes whose awards the officer does not see: children's files are restricted (policy §13.1, §14)."""
    return () if staff.has_power(officer, Power.HANDLE_CHILDREN) else OF_CHILDREN
