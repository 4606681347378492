"""A walk: what the case waits for now is mostly tried next, by whoever sits at the desk; sometimes anything at all."""

import asyncio
import random
from copy import copy

from backend import applications, clock, inquiries
from backend.applications import State
from backend.inquiries import CheckState, CountySample, SampleLine
from backend.journal import Deed, Entry
from backend.postings import Objection, PostingLine
from backend.programmes import get_programme
from backend.refusals import Refusal
from tests.backend.walks.asking import Asking
from tests.backend.walks.deciding import Deciding
from tests.backend.walks.inquiring import Inquiring
from tests.backend.walks.living import Living
from tests.backend.walks.wishing import TOWARDS
from tests.people import COUNTY

# What else happens to a case where it stands, so that most tries lead somewhere.
ASIDE: dict[State, tuple[str, ...]] = {
    State.DRAFT: ("take_out", "submit", "promise", "mandate", "revoke", "wait", "hear"),
    State.SUBMITTED: (
        "return_it", "sign", "hear", "forward", "refuse", "complain", "answer_complaint", "unsign", "revoke"
    ),
    State.RETURNED: ("hand_in", "mandate", "take_out", "submit", "wait", "withdraw", "would_not", "refuse"),
    State.ACCEPTED: (
        "sign", "sign", "extend", "extend", "hear", "opine", "post", "unsign", "advise", "wait", "change_desk",
        "would_not",
    ),
    State.POSTED: ("object", "object", "object", "hear", "extend", "change_desk", "change_desk"),
    State.OBJECTED: ("deliberate", "opine", "post", "advise", "sign", "extend", "object", "visit", "change_desk"),
    State.COUNTY_REVIEW: (
        "send_back", "send_back", "complain", "answer_complaint", "refuse", "extend", "hear", "visit", "change_desk"
    ),
    State.CONFIRMED: ("propose_amendment", "decide_amendment", "wait", "change_desk"),
    State.REFUSED: ("propose_amendment", "decide_amendment", "wait", "change_desk", "go_on"),
    State.NOT_ACCEPTED: ("propose_amendment", "decide_amendment", "wait", "change_desk", "go_on"),
    State.TERMINATED: ("propose_amendment", "decide_amendment", "wait", "change_desk"),
}  # fmt: skip
# What may come in the same moment as what the case waits for.
AT_ONCE: dict[State, tuple[str, ...]] = {
    State.DRAFT: ("hand_in", "submit", "revoke", "hear", "withdraw"),
    State.RETURNED: ("hand_in", "submit", "revoke", "hear", "withdraw", "refuse"),
    State.SUBMITTED: ("forward", "return_it", "refuse", "accept", "hear", "revoke", "withdraw", "complain"),
    State.ACCEPTED: ("post", "hear", "withdraw", "advise", "declare_kin", "complain", "extend"),
    State.POSTED: ("object", "end", "hear", "withdraw", "extend"),
    State.OBJECTED: ("object", "answer", "advise", "end", "withdraw", "deliberate"),
    State.COUNTY_REVIEW: ("complain", "hear", "declare_kin", "send_back", "refuse", "withdraw", "decide", "die"),
    State.CONFIRMED: ("propose_amendment", "decide_amendment", "die"),
    State.REFUSED: ("propose_amendment", "decide_amendment", "go_on"),
}
ANYTHING = [
    *dict.fromkeys(step for steps in ASIDE.values() for step in steps), "submit", "accept", "check_card", "give_aid",
    "grant", "recognise", "relay_papers", "relay_answer", "escalate", "declare_kin",
    "hear_out", "ask_registers", "reply", "explain", "settle", "answer", "end", "announce", "draw", "pay", "die",
    *["at_once"] * 12,
]  # fmt: skip


class Walk(Asking, Inquiring, Deciding, Living):
    """`step` is one try by its name; what it tries may end in a Refusal."""

    async def next_step(self) -> str:
        """Mostly what the case waits for, or what this walk wishes for."""
        chance = self.chance.random()
        if self.wish is Deed.APPLICATION_CONFIRMED and self.likely(0.9):
            return await self.waits_for()
        if self.wish and (towards := TOWARDS.get(self.wish, {}).get(self.case.state)) and self.likely(0.5):
            return self.chance.choice(towards)
        if chance < 0.68:
            return await self.waits_for()
        return self.chance.choice(ASIDE.get(self.case.state, ANYTHING) if chance < 0.91 else ANYTHING)

    async def waits_for(self) -> str:
        """What would bring it on."""
        match self.case.state:
            case State.DRAFT | State.RETURNED:
                return await self._papers_wait_for()
            case State.SUBMITTED:
                return "accept" if await self.may_speak() else "return_it"
            case State.ACCEPTED | State.OBJECTED:
                return await self._township_waits_for()
            case State.POSTED:
                return self.some("wait", "end")
            case State.COUNTY_REVIEW:
                return await self._county_waits_for()
            case State.CONFIRMED:
                if self.case.papers_follow:
                    return "hand_in"
                return self.some("pay", "pay", "propose_amendment") if self.programme.pays else "propose_amendment"
        return "decide_amendment"

    async def _papers_wait_for(self) -> str:
        if self.case.came_from_elsewhere:
            return "relay_papers"
        lacking = await applications.missing(self.case) and not get_programme(self.case.programme).urgent
        return "hand_in" if lacking else "submit" if await self.may_speak() else "mandate"

    async def _township_waits_for(self) -> str:
        """In the order of the procedure, or in haste; a check of the registers that somebody signed for is carried
        through.
        """
        if self.likely(0.15):
            return self.some("opine", "post")
        if self.case.state is State.OBJECTED:
            lines = await PostingLine.filter(application_id=self.case_id).values_list("id", flat=True)
            if await Objection.filter(posting_line_id__in=lines, answered_at=None).exists():
                return await self._objection_waits_for()
        if await self._is_to_be_heard():
            return "hear_out"
        if inquiries.needs_visit(self.case) and not await inquiries.was_visited(self.case_id, inquiries.Level.TOWNSHIP):
            return "visit"
        if inquiries.needs_card_check(self.case.programme) and not await inquiries.last_card_check(self.case_id):
            return "check_card"
        checked = await inquiries.check_state(self.case_id)
        if applications.needs_letters(self.case) and checked in (CheckState.WAITING, CheckState.OPEN):
            return self._check_waits_for(checked)
        opinion = await inquiries.last_opinion(self.case_id)
        if not inquiries.needs_opinion(self.case) or (opinion and opinion.favourable and self.likely(0.6)):
            return "post"
        return "opine"

    async def _objection_waits_for(self) -> str:
        """What the township finds out anew, what it thinks then, and the answer; sometimes the answer off the desk."""
        if not self.programme.looks_again or self.likely(0.3):
            return "answer"
        raised = await Entry.filter(subject_id=self.case_id, deed=Deed.OBJECTION_RAISED).order_by("-id").first()
        since = Entry.filter(subject_id=self.case_id, id__gt=raised.id if raised else None)
        done = set(await since.values_list("deed", flat=True))
        if not done & {Deed.HOUSEHOLD_VISITED, Deed.DELIBERATED}:
            return self.some("visit", "visit", "deliberate")
        return "answer" if Deed.FIRST_OPINION_GIVEN in done else "opine"

    def _check_waits_for(self, checked: CheckState) -> str:
        return (
            self.some("settle", "settle", "explain")
            if checked is CheckState.OPEN
            else self.some("ask_registers", "reply")
        )

    async def _county_waits_for(self) -> str:
        if await applications.advice_against(self.case) is not None and self.likely(0.9):
            return self.some("send_back", "send_back", "refuse")
        if self.likely(0.2):
            return "decide"
        if await self._is_to_be_heard():
            return "hear_out"
        if self.likely(0.3) and await applications.lives_with_kin(self.case):
            return "visit"
        line = await SampleLine.get_or_none(application_id=self.case_id)
        if not self.programme.sampled or (line and not line.chosen):
            return self.some("decide", "decide", "visit")
        if line is None:
            open_ = await CountySample.filter(county=COUNTY, programme=self.case.programme, drawn_at=None).first()
            return "announce" if open_ is None else "draw" if open_.draws_on <= clock.today() else "wait"
        return "decide" if await inquiries.was_visited(self.case_id, inquiries.Level.COUNTY) else "visit"

    async def _is_to_be_heard(self) -> bool:
        denied = await applications.denied_mandate(self.case_id)
        return denied is not None and denied.settled_at is None

    async def at_once(self) -> None:
        """Two hands in the same moment. Which is faster the engine says, not the seed: what must hold, holds anyway."""
        other = copy(self)
        other.chance = random.Random(self.chance.random())
        waits, comes = await self.waits_for(), self.chance.choice(AT_ONCE.get(self.case.state, ("hear",)))
        if waits in ("wait", "change_desk"):
            waits = comes
        newest = await Entry.all().order_by("-id").first()
        both = await asyncio.gather(self.step(waits), other.step(comes), return_exceptions=True)
        if newest and "declare_kin" in (waits, comes):
            self.in_one_moment |= {each.id for each in await Entry.filter(id__gt=newest.id)}
        for ended in both:
            if isinstance(ended, BaseException) and not isinstance(ended, Refusal):
                raise ended

    async def step(self, name: str) -> None:
        """Try it."""
        await getattr(self, name)()
