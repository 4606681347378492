"""Hit (线索): that somebody is probably entitled, or that a case must be looked at again. It decides nothing."""

import json
from enum import StrEnum
from typing import Any

from tortoise import fields
from tortoise.models import Model


class HitRule(StrEnum):
    """Why a person is on the list."""

    ENTITLED = "entitled"
    SINGLE_PERSON_DIBAO = "single_person_dibao"
    HIGH_MEDICAL_COST = "high_medical_cost"
    ALONE_WITHOUT_SUPPORT = "alone_without_support"
    PAYMENT_FAILING = "payment_failing"
    CARD_EXPIRING = "card_expiring"
    AGE_COMING = "age_coming"
    LEFT_ASSISTANCE = "left_assistance"
    REFUSED_BEFORE = "refused_before"
    DEATH_IN_HOUSEHOLD = "death_in_household"
    NO_LONGER_FITS = "no_longer_fits"

    @property
    def shown(self) -> str:
        """As lists show it."""
        return _RULE_TITLES[self]


class HitState(StrEnum):
    """Open until somebody closes it or it is no longer true."""

    OPEN = "open"
    CLOSED = "closed"
    PASSED = "passed"


class HitOutcome(StrEnum):
    """What came of it (policy §7.3)."""

    APPLIED = "applied"
    REFUSED_BY_PERSON = "refused_by_person"
    NOT_ELIGIBLE = "not_eligible"
    ALREADY_HAS = "already_has"
    UNREACHABLE = "unreachable"

    @property
    def shown(self) -> str:
        """As the form shows it."""
        return _OUTCOME_TITLES[self]


_RULE_TITLES = {
    HitRule.ENTITLED: "可能符合、还没有申请",
    HitRule.SINGLE_PERSON_DIBAO: "重残、重病人可单独申请低保",
    HitRule.HIGH_MEDICAL_COST: "医疗费负担重",
    HitRule.ALONE_WITHOUT_SUPPORT: "老人独居、没有赡养人",
    HitRule.PAYMENT_FAILING: "钱一直打不进账户",
    HitRule.CARD_EXPIRING: "残疾证快到期",
    HitRule.AGE_COMING: "快到高龄津贴年龄档",
    HitRule.LEFT_ASSISTANCE: "退出救助不久",
    HitRule.REFUSED_BEFORE: "申请没有通过",
    HitRule.DEATH_IN_HOUSEHOLD: "家里有人去世",
    HitRule.NO_LONGER_FITS: "在领的人可能不再符合",
}
_OUTCOME_TITLES = {
    HitOutcome.APPLIED: "已经申请",
    HitOutcome.REFUSED_BY_PERSON: "本人不愿申请",
    HitOutcome.NOT_ELIGIBLE: "核实后不符合",
    HitOutcome.ALREADY_HAS: "已经在享受",
    HitOutcome.UNREACHABLE: "联系不上",
}


class Hit(Model):
    """One a person, rule and programme, for ever: found again it is refreshed, closed it rests until facts change.

    `reasons` are sentences with their articles, for officers; `at_the_door` is all that a cadre reads.
    """

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    village = fields.CharField(12)
    rule = fields.TextField()
    programme = fields.TextField(default="")
    resident_id = fields.UUIDField()
    restricted = fields.BooleanField()
    state = fields.TextField()
    reasons = fields.JSONField[list[dict[str, Any]]](encoder=json.dumps, decoder=json.loads)
    at_the_door = fields.TextField()
    data_date = fields.DateField()
    rule_version = fields.TextField()
    rule_digest = fields.TextField()
    facts_digest = fields.CharField(64)
    due_on = fields.DateField()
    found_on = fields.DateField()
    seen_on = fields.DateField()
    outcome = fields.TextField(null=True)
    note = fields.TextField(null=True)
    closed_at = fields.DatetimeField(null=True)
    closed_by = fields.UUIDField(null=True)

    class Meta:
        table = "hit"
        unique_together = (("resident_id", "rule", "programme"),)
