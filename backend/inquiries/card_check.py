"""Card check (残联核对): the federation says whether the applicant holds a disability card, of what class and grade."""

from datetime import date
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from backend import clock, eligibility
from backend.applications import Application
from backend.eligibility import Actor, FactValue
from backend.residents import CARD_CLASSES

#: As the card prints them.
CARD_TITLES = {
    "1": "视力", "2": "听力", "3": "言语", "4": "肢体", "5": "智力", "6": "精神", "7": "多重",
}  # fmt: skip
#: What the card answers and nobody types.
OF_THE_CARD = ("has_disability_card", "card_valid", "disability_class", "disability_grade")


class CardCheck(Model):
    """The last one of a case counts; `valid_to` is the card's last day."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    application_id = fields.UUIDField()
    holds = fields.BooleanField()
    disability_class = fields.TextField(null=True, source_field="class")
    grade = fields.IntField(null=True)
    valid_to = fields.DateField(null=True)
    number_differs = fields.BooleanField(default=False)
    words = fields.TextField()
    recorded_by = fields.UUIDField()
    recorded_at = fields.DatetimeField()

    class Meta:
        table = "card_check"

    def facts(self, on: date) -> dict[str, FactValue]:
        """What it means for the law on a day."""
        if not self.holds or self.valid_to is None:
            return {"has_disability_card": False}
        grade = {} if self.grade is None else {"disability_grade": self.grade}
        known: dict[str, FactValue] = {"has_disability_card": True, "card_valid": on <= self.valid_to, **grade}
        return known | {"disability_class": CARD_CLASSES[str(self.disability_class)]}


def needs_card_check(programme: str) -> bool:
    """Whether the programme's procedure of today asks the federation."""
    return any(step.actor is Actor.FEDERATION for step in eligibility.procedure(programme, clock.today()).steps)


async def last_card_check(application_id: UUID) -> CardCheck | None:
    """The federation's latest word in the case."""
    return await CardCheck.filter(application_id=application_id).order_by("-id").first()


async def card_facts(case: Application) -> dict[str, FactValue]:
    """The facts that the federation's word settles in a case; empty where it is not asked, or has not answered."""
    answered = await last_card_check(case.id) if needs_card_check(case.programme) else None
    return answered.facts(clock.today()) if answered else {}
