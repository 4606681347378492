"""Part: what an officer did in which cases, of what one person never does two of in one case (policy §18)."""

from dataclasses import dataclass
from uuid import UUID

from backend import database
from backend.journal import By
from backend.refusals import NotAllowed
from backend.staff import Officer

# Rows of a later room, read as rows. Who asked, or took in what was answered, saw what registers and the federation
# say: an investigator, too. A no is the county's where the case lay there; the journal knows.
_PARTS = """
SELECT part, application_id FROM (
SELECT 'investigated' AS part, v.application_id FROM visit_investigator i JOIN household_visit v ON v.id = i.visit_id
WHERE i.hand_kind = $1 AND i.hand_id = $2
UNION SELECT 'investigated', r.application_id FROM check_request r JOIN check_batch b ON b.id = r.batch_id
WHERE b.made_by = $2
UNION SELECT 'investigated', r.application_id FROM check_request r JOIN check_reply p ON p.batch_id = r.batch_id
WHERE p.read_by = $2
UNION SELECT 'investigated', application_id FROM card_check WHERE recorded_by = $2
UNION SELECT 'investigated', application_id FROM deliberation WHERE recorded_by = $2
UNION SELECT 'investigated', application_id FROM non_cooperation WHERE recorded_by = $2
UNION SELECT 'opined', application_id FROM first_opinion WHERE officer_id = $2
UNION SELECT 'opined', application_id FROM decision WHERE officer_id = $2 AND kind = 'advised'
UNION SELECT 'decided', d.application_id FROM decision d
WHERE d.officer_id = $2 AND (d.kind IN ('confirmed', 'amended') OR d.kind IN ('refused', 'terminated') AND (
    SELECT j.facts -> 'stands' ->> 'state' FROM journal_entry j
    WHERE j.subject_id = d.application_id AND j.facts ? 'stands' AND j.at < d.at ORDER BY j.id DESC LIMIT 1
) = 'county_review')
) AS parts WHERE $3::uuid IS NULL OR application_id = $3
"""


class AnotherDecides(NotAllowed):
    """Who investigated or gave the first opinion does not say the county's no either."""

    sentence = "这件申请您调查过，或者提过初审意见，按规定要由另一位同事决定。"


@dataclass(frozen=True)
class Part:
    """Cases by what the officer did in them, in this role or an earlier one."""

    investigated: frozenset[UUID]
    opined: frozenset[UUID]
    decided: frozenset[UUID]  #: for the county, be it by an amendment


async def part_of(officer: Officer, application_id: UUID | None = None) -> Part:
    """All that the officer did so far, or what in one case."""
    found = await database.rows(_PARTS, By.OFFICER.value, officer.id, application_id)

    def cases(part: str) -> frozenset[UUID]:
        return frozenset(each["application_id"] for each in found if each["part"] == part)

    return Part(cases("investigated"), cases("opined"), cases("decided"))


async def must_only_decide(application_id: UUID, officer: Officer) -> None:
    """AnotherDecides for who investigated the case or gave a first opinion in it."""
    part = await part_of(officer, application_id)
    if part.investigated or part.opined:
        raise AnotherDecides
