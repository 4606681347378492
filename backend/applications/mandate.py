"""Mandate (委托书): that somebody may act for a person in one case, on paper, until a day."""

from datetime import date, datetime

from tortoise import fields
from tortoise.models import Model

from backend import clock, journal


class Mandate(Model):
    """At most one unrevoked mandate a case (a constraint); the last day in force is `expires_on`.

    `agreed` is the person's own word when asked, None until they were heard. Where it was no, `wants` is whether they
    want what was asked for in their name, as an officer heard it later.
    """

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    application_id = fields.UUIDField()
    principal_id = fields.UUIDField()
    agent_kind = fields.TextField()
    agent_id = fields.UUIDField()
    relation = fields.TextField()
    scope = fields.TextField()
    photo_id = fields.UUIDField()
    given_at = fields.DatetimeField()
    expires_on = fields.DateField()
    revoked_at = fields.DatetimeField(null=True)
    heard_at = fields.DatetimeField(null=True)
    heard_by = fields.TextField(null=True)
    agreed = fields.BooleanField(null=True)
    heard_officer = fields.UUIDField(null=True)
    settled_at = fields.DatetimeField(null=True)
    settled_by = fields.UUIDField(null=True)
    settled_how = fields.TextField(null=True)
    wants = fields.BooleanField(null=True)
    settled_words = fields.TextField(null=True)

    class Meta:
        table = "mandate"

    @property
    def agent(self) -> journal.Signature:
        """Who may act."""
        return journal.Signature(journal.By(self.agent_kind), self.agent_id)

    def in_force_on(self, day: date) -> bool:
        """Whether it holds on `day`."""
        return self.revoked_at is None and day <= self.expires_on

    def held_at(self, moment: datetime) -> bool:
        """Whether it held then, whatever became of it since; one that the person never gave held never."""
        if self.agreed is False:
            return False
        day = clock.in_county_time(moment).date()
        return day <= self.expires_on and (self.revoked_at is None or moment < self.revoked_at)
