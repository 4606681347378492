"""What officers find out: at the door, in the registers, from the federation, by lot, from neighbours."""

from datetime import timedelta
from typing import Any

from backend import applications, clock, inquiries, postings
from backend.applications import State
from backend.inquiries import (
    Authorised,
    CardAnswer,
    CheckAuthorisation,
    CheckBatch,
    CheckItem,
    CountySample,
    Settled,
    Visited,
    Weighed,
)
from backend.inquiries.check import CheckRequest, CheckResult
from backend.inquiries.visit import VisitPhoto
from backend.journal import Signature
from backend.postings import Objection, PostingLine
from backend.programmes import PhotoKind
from backend.staff import Officer, Role
from tests.backend.applications.cases import hand
from tests.backend.inquiries.checks import a_reply
from tests.backend.inquiries.opinions import opined
from tests.backend.inquiries.visits import ANSWERS
from tests.backend.walks.hands import Hands
from tests.people import COUNTY

SUMS = (0, 1, 100_000, 200_000, 200_001, 440_000, 440_001)  # fen, about the caps of township and county
ITEMS = [CheckItem.VEHICLES, CheckItem.DEPOSITS]


class Inquiring(Hands):
    """Its methods are steps of a walk: each is one try that may end in a Refusal."""

    async def visit(self) -> None:
        at_county = self.case.state is State.COUNTY_REVIEW
        by = self.of_county if at_county else self.of_township
        earlier = await VisitPhoto.all().order_by("-id").first() if self.likely(0.1) else None
        found = Visited(
            visited_at=clock.now(), investigators=self._team(by), answers=ANSWERS, conclusion="与申报一致。",
            photos=[earlier.photo_id if earlier else await self.photo(PhotoKind.HOME_VISIT, by.signature)],
            signer_name="王建设", signer_relation="儿子",
            signature_photo=await self.photo(PhotoKind.VISIT_SIGNATURE, by.signature),
        )  # fmt: skip
        await inquiries.record_visit(self.case_id, found, by)

    def _team(self, by: Officer) -> list[Signature]:
        """Mostly the officer and a cadre of the village; sometimes a colleague, or nobody else."""
        here = self.office.cadres[0] if self.case.village == self.person.village else self.office.cadres[1]
        if self.likely(0.8):
            return [by.signature, here.signature]
        return [by.signature] if self.likely(0.3) else [by.signature, self.by.signature]

    async def check_card(self) -> None:
        holds, ending = self.likely(0.95), "42" if self.likely(0.9) else "44"  # 44: grade 4, a no to 护理补贴
        number = self.person.identity_number + ending
        until = clock.today().replace(year=2030) if holds else None
        answer = CardAnswer(holds, "残联12号函", number if holds else "", until)
        await inquiries.record_card_check(self.case_id, answer, self.of_township)

    async def sign(self) -> None:
        """The next who has not signed for the check of the registers."""
        unsigned = [each.id for each in await applications.who_has_not_signed(self.case) if each.id]
        letter = Authorised(
            "", "", "家人", clock.today() + timedelta(days=self.some(3, 60, 60)),
            await self.photo(PhotoKind.CHECK_AUTHORISATION), unsigned[0] if unsigned else self.person.id,
        )  # fmt: skip
        await inquiries.record_authorisation(self.case_id, letter, self.of_township)

    async def unsign(self) -> None:
        letter = await CheckAuthorisation.filter(application_id=self.case_id, revoked_at=None).first()
        if letter and self.likely(0.3):
            await inquiries.revoke_authorisation(letter.id, self.of_township)

    async def ask_registers(self) -> None:
        await inquiries.make_check_batch(ITEMS, self.of_county)

    async def reply(self) -> None:
        """A department's answer to the last file with the case in it: sometimes of one item, sometimes with a 有."""
        asked = await CheckRequest.filter(application_id=self.case_id).order_by("-id").first()
        if asked:
            batch, by = await CheckBatch.get(id=asked.batch_id), self.of_county
            cars = ("车辆、船舶", "有", "货车一辆") if self.likely(0.5) else ("车辆、船舶", "无", "")
            answers = [cars, ("存款、证券等金融资产", "无", "")]
            await inquiries.take_reply(batch.id, await a_reply(batch, by, *answers[: self.some(1, 2, 2, 2)]), by)

    async def explain(self) -> None:
        for each in await inquiries.questions_for(self.case_id, self.person):
            await inquiries.explain(self.case_id, each.result_id, "车在2024年卖了", self.person)

    async def settle(self) -> None:
        asked = await CheckRequest.filter(application_id=self.case_id).values_list("id", flat=True)
        for each in await CheckResult.filter(request_id__in=asked, flagged=True, settled=None):
            await inquiries.settle_result(each.id, self.some(*Settled), "有过户单", self.of_township)

    async def opine(self) -> None:
        given: dict[str, Any] = {"proposed_fen": self.some(*SUMS)} if self.programme.pays_once else {}
        signed = await CheckAuthorisation.filter(application_id=self.case_id, revoked_at=None).exists()
        if self.likely(0.8 if signed else 0.2):
            given["no_check_because"] = ""
        favourable = self.likely(0.9)
        found = self.programme.found
        await opined(self.case, self.of_township, favourable=favourable, facts=found, why="核实", **given)

    async def complain(self) -> None:
        who = applications.Reporter("孙举报", "13800007777") if self.likely(0.5) else None
        await applications.note_complaint(self.case_id, "听说有车", self.of_township, who)

    async def answer_complaint(self) -> None:
        for each in await applications.complaints_for(self.case, self.of_township):
            if each.answered_at is None:
                await applications.answer_complaint(each.id, self.of_township, upheld=self.likely(0.5), found="查过")
            elif each.named:
                await applications.feed_back(each.id, self.of_township, applications.FedBack.POST, "XA1")

    async def announce(self) -> None:
        tomorrow = clock.today() + timedelta(days=1)
        await inquiries.announce_sample(self.case.programme, tomorrow, self.of_county)

    async def draw(self) -> None:
        sample = await CountySample.filter(county=COUNTY, programme=self.case.programme, drawn_at=None).first()
        if sample:
            await inquiries.draw_sample(sample.id, self.of_county)

    async def post(self) -> None:
        await postings.post([self.case_id], self.of_township)

    async def object(self) -> None:
        line = await PostingLine.filter(application_id=self.case_id).order_by("-id").first()
        if line:
            await postings.object_to(line.id, "听说有车", hand(self.office.neighbour))

    async def deliberate(self) -> None:
        minutes = await self.photo(PhotoKind.MINUTES)
        weighed = Weighed(clock.today(), 12, 10, 9, 1, "多数认为困难", minutes)
        await inquiries.record_deliberation(self.case_id, weighed, self.of_township)

    async def answer(self) -> None:
        line = await PostingLine.filter(application_id=self.case_id).order_by("-id").first()
        for each in await Objection.filter(answered_at=None, posting_line_id=line.id if line else None):
            by = self.at_desk(Role.TOWNSHIP_CLERK, Role.TOWNSHIP_LEADER)
            await postings.answer(each.id, by, self.likely(0.4), "查过了")

    async def end(self) -> None:
        await postings.end_due(clock.today())
