"""What the person and whoever acts for them try: papers, mandates, and taking it all back."""

from datetime import timedelta

from backend import applications, clock, database, relays
from backend.applications import Asked
from backend.journal import By, Deed
from backend.programmes import PhotoKind
from backend.relays import Relay
from backend.staff import Relation, Relative, declare_own_kin
from tests.backend.applications.cases import a_jpeg, hand
from tests.backend.walks.hands import Hands
from tests.people import OTHER_VILLAGE, VILLAGE


class Asking(Hands):
    """Its methods are steps of a walk: each is one try that may end in a Refusal."""

    async def submit(self) -> None:
        await applications.submit(self.case_id, by=self.speaker, facts=self.programme.told)

    async def hand_in(self) -> None:
        missing = await applications.missing(self.case)
        kind = missing[0].kind if missing and self.likely(0.9) else self.some(PhotoKind.PORTRAIT, *self.papers())
        await applications.attach(self.case_id, await self.photo(kind), self.speaker)

    async def take_out(self) -> None:
        for each in (await applications.attached(self.case_id))[:1]:
            await applications.detach(self.case_id, each.photo_id, self.speaker)

    async def promise(self) -> None:
        await applications.promise(self.case_id, self.some(PhotoKind.IDENTITY_CARD, *self.papers()), self.speaker)

    async def mandate(self) -> None:
        by = self.starter if self.starter.kind is By.CADRE else self.office.cadres[0].signature
        other = by if self.speaker.kind is By.OFFICER else self.speaker  # no door lets officers act for a person
        until = clock.today() + timedelta(days=self.some(1, 30, 300))
        await applications.give_mandate(
            self.case_id, relation="村干部", scope="申请", photo_id=await self.photo(PhotoKind.MANDATE),
            expires_on=until, by=by if self.likely(0.9) else other,
        )  # fmt: skip

    async def revoke(self) -> None:
        await applications.revoke_mandate(self.case_id, self.some(hand(self.person), self.speaker))

    async def hear(self) -> None:
        """The person is asked about the mandate, by text or by an officer, and often denies it."""
        agreed = self.likely(0.4)
        if self.likely(0.4):
            async with database.transaction():
                await applications.hear_by_text(self.person.id, agreed=agreed, by=hand(self.person))
        else:
            await applications.hear_by_call(self.case_id, self.of_township, agreed=agreed)

    async def hear_out(self) -> None:
        wants, how = self.likely(0.8), self.some(*Asked)
        await applications.hear_out(self.case_id, self.of_township, wants=wants, how=how, words="问过本人")

    async def withdraw(self) -> None:
        if self.wishes(Deed.APPLICATION_WITHDRAWN, or_likely=0.3):
            await applications.withdraw(self.case_id, self.speaker)

    async def forward(self) -> None:
        """To another township, or now and then it belongs to another county."""
        if self.wishes(Deed.APPLICATION_FORWARDED, or_likely=0.3):
            await applications.forward(self.case_id, self.some(VILLAGE, OTHER_VILLAGE), self.of_township)
        elif self.wishes(Deed.CASE_PASSED_ON, or_likely=0.1):
            await relays.hand_over(self.case_id, "湖北省郧西县民政局", "户口在郧西县", self.of_township)

    async def declare_kin(self) -> None:
        """An officer declares, late, that the person is of the family."""
        if self.wishes(Deed.KIN_CASE_FILED, or_likely=0.5):
            number = self.person.identity_number
            officer = self.chance.choice(self.office.officers)
            await declare_own_kin(officer, [Relative(Relation.PARENT, "母亲", number)])
            await applications.file_kin_of(officer.signature)

    async def relay_papers(self) -> None:
        relay = await Relay.get_or_none(application_id=self.case_id)
        if relay:
            papers = [(PhotoKind.CARE_NEED, a_jpeg(colour="blue"))]
            await relays.hand_in_papers(relay.id, clock.today(), papers, self.of_township)

    async def relay_answer(self) -> None:
        relay = await Relay.get_or_none(application_id=self.case_id)
        if relay:
            await relays.record_answer(
                relay.id, clock.today(), self.of_township, granted=self.likely(0.5), words="答复"
            )

    async def may_speak(self) -> bool:
        """Whether the hand in which it began may say yes in the person's name today."""
        if self.starter == hand(self.person) or self.programme.needs_no_mandate(self.starter):
            return True
        mandate = await applications.mandate_of(self.case_id)
        return mandate is not None and mandate.agent == self.starter and mandate.in_force_on(clock.today())
