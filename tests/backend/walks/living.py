"""What life does to a case meanwhile: a death, a year without a sign of life, a refusal that goes on to other help."""

from datetime import timedelta

from backend import applications, clock, database, entitlements
from backend.applications import Application, State
from backend.entitlements import Award
from backend.journal import Deed
from backend.programmes import get_programme
from tests.backend.applications.cases import hand
from tests.backend.walks.hands import Hands
from tests.people import COUNTY

_KINDS = """
SELECT kind, photo_id FROM application_photo WHERE application_id = $1 AND kind = ANY ($2) ORDER BY kind, photo_id
"""


class Living(Hands):
    """Its methods are steps of a walk: each is one try that may end in a Refusal."""

    async def die(self) -> None:
        if self.wishes(Deed.DEATH_RECORDED, or_likely=0.3):
            await entitlements.stop_for_death(self.person.id, clock.today(), self.of_township, reason="村里上报")

    async def let_a_year_pass(self) -> None:
        """Where money runs that wants a sign of life, nobody gives one for longer than the period."""
        award = await Award.get_or_none(application_id=self.case_id)
        if self.case.state is State.CONFIRMED and award and award.certification_due_on:
            moment = clock.in_county_time(clock.now()) + timedelta(days=400)
            self.travel(f"{moment:%Y-%m-%d %H:%M}")
            await entitlements.suspend_uncertified(COUNTY)

    async def certify(self) -> None:
        """Seen at the door: what was held back for want of that runs again, whole."""
        award = await Award.get_or_none(application_id=self.case_id)
        if award:
            await entitlements.certify_life(award.id, self.chance.choice(self.office.cadres).signature)
            award = await Award.get(id=award.id)
            assert award.suspended_from is None or award.suspended_from >= clock.today(), "held back though seen alive"

    async def go_on(self) -> None:
        """The refused asks for the next help: its papers come along, and nobody without a say begins it."""
        after = applications.next_after(self.case.programme)
        if not after:
            return
        by, programme = self.speaker, self.chance.choice(after)
        begun: Application = await applications.go_on(self.case_id, programme, by)
        assert by != hand(self.office.neighbour), "begun by somebody who has no part in it"
        wanted = [each.value for each in get_programme(programme).required_kinds]
        theirs, own = [await database.rows(_KINDS, each, wanted) for each in (begun.id, self.case_id)]
        assert begun.state is not State.DRAFT or theirs == own, "papers were left behind"
