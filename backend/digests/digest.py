"""Digest (每日提醒): what an officer is told in the morning, as numbers by kind of matter."""

import json
from enum import StrEnum

from tortoise import fields
from tortoise.models import Model


class Matter(StrEnum):
    """One line of a digest, in the order in which it stands there."""

    STEP_ESCALATED = "step_escalated"
    ERRAND_ESCALATED = "errand_escalated"
    STEP_OVERDUE = "step_overdue"
    ERRAND_OVERDUE = "errand_overdue"
    LETTER_OVERDUE = "letter_overdue"
    DELEGATED_OVERDUE = "delegated_overdue"
    RELAY_OVERDUE = "relay_overdue"
    CHECK_OVERDUE = "check_overdue"
    REPORT_OVERDUE = "report_overdue"
    DENIAL_OPEN = "denial_open"
    DUTY_MISSED = "duty_missed"
    STEP_CLOSE = "step_close"
    REPORT_CLOSE = "report_close"
    CONFIRM_DELEGATED = "confirm_delegated"
    CHANGE_WAITING = "change_waiting"
    AMENDMENT_WAITING = "amendment_waiting"
    EXTENSION_ASKED = "extension_asked"
    WRITE_OFF_PROPOSED = "write_off_proposed"
    RATE_PROPOSED = "rate_proposed"
    ROSTER_OFFERED = "roster_offered"
    RECHECK_DUE = "recheck_due"
    CARD_EXPIRED = "card_expired"
    BATCH_PART = "batch_part"
    BATCH_FLAGGED = "batch_flagged"
    BATCH_TO_APPROVE = "batch_to_approve"
    BATCH_TO_RELEASE = "batch_to_release"
    BATCH_TO_EXPORT = "batch_to_export"
    BATCH_UNANSWERED = "batch_unanswered"
    UNPAID = "unpaid"
    UNPAID_LONG = "unpaid_long"
    RELAY_WITHOUT_CASE = "relay_without_case"
    REPLY_UNANSWERED = "reply_unanswered"
    CAMPAIGN_PROPOSED = "campaign_proposed"
    BATCH_GONE_OUT = "batch_gone_out"
    ROSTER_TAKEN_IN = "roster_taken_in"
    DECISION_AMENDED = "decision_amended"
    WRITTEN_OFF = "written_off"

    @property
    def shown(self) -> str:
        """As the officer reads it."""
        return _TITLES[self]

    @property
    def is_late(self) -> bool:
        """Whether a day has passed that was to be kept."""
        return self in (
            Matter.STEP_ESCALATED, Matter.ERRAND_ESCALATED, Matter.STEP_OVERDUE, Matter.ERRAND_OVERDUE,
            Matter.LETTER_OVERDUE, Matter.DELEGATED_OVERDUE, Matter.RELAY_OVERDUE, Matter.CHECK_OVERDUE,
            Matter.REPORT_OVERDUE,
        )  # fmt: skip


_TITLES = {
    Matter.STEP_ESCALATED: "超期的办件交到您这里督办",
    Matter.ERRAND_ESCALATED: "超期的上门任务交到您这里督办",
    Matter.STEP_OVERDUE: "办件已超期",
    Matter.ERRAND_OVERDUE: "上门任务超期",
    Matter.LETTER_OVERDUE: "告知书超期没有送达",
    Matter.DELEGATED_OVERDUE: "下放给乡镇的审核确认超期",
    Matter.RELAY_OVERDUE: "跨省通办超期",
    Matter.CHECK_OVERDUE: "部门核对回复超期的批次",
    Matter.REPORT_OVERDUE: "实名举报超期没有答复到人",
    Matter.DENIAL_OPEN: "本人说没有委托，要先问清本人",
    Matter.DUTY_MISSED: "错过的定时任务等您定",
    Matter.STEP_CLOSE: "办件快到期",
    Matter.REPORT_CLOSE: "实名举报快到答复期限",
    Matter.CONFIRM_DELEGATED: "下放给乡镇的低保、特困等审核确认",
    Matter.CHANGE_WAITING: "待遇变动、代领或丧葬费用等确认",
    Matter.AMENDMENT_WAITING: "更正决定等您决定",
    Matter.EXTENSION_ASKED: "延长办理时限等您批准",
    Matter.WRITE_OFF_PROPOSED: "多发核销等您审批",
    Matter.RATE_PROPOSED: "标准调整等您确认",
    Matter.ROSTER_OFFERED: "花名册等您确认导入",
    Matter.RECHECK_DUE: "待遇复核到期",
    Matter.CARD_EXPIRED: "残疾证过期，等您暂停",
    Matter.BATCH_PART: "发放名单等本乡镇确认",
    Matter.BATCH_FLAGGED: "发放批次里的核查提示等核定",
    Matter.BATCH_TO_APPROVE: "发放批次等复核",
    Matter.BATCH_TO_RELEASE: "发放批次等放款",
    Matter.BATCH_TO_EXPORT: "已放款的批次等导出",
    Matter.BATCH_UNANSWERED: "已交银行的批次还没有回单或没有回全",
    Matter.UNPAID: "退回后还没有补发的钱",
    Matter.UNPAID_LONG: "其中等了30天以上",
    Matter.RELAY_WITHOUT_CASE: "外省转来的申请还没有建立办件",
    Matter.REPLY_UNANSWERED: "乡亲来信没有答复",
    Matter.CAMPAIGN_PROPOSED: "群发等您批准",
    Matter.BATCH_GONE_OUT: "上次提醒以来交银行的批次",
    Matter.ROSTER_TAKEN_IN: "上次提醒以来导入的花名册",
    Matter.DECISION_AMENDED: "上次提醒以来更正的决定",
    Matter.WRITTEN_OFF: "上次提醒以来核销的多发",
}


class Digest(Model):
    """At most one a day and officer; none where nothing waits."""

    id = fields.UUIDField(primary_key=True)
    county = fields.CharField(6)
    officer_id = fields.UUIDField()
    day = fields.DateField()
    matters = fields.JSONField[dict[str, int]](encoder=json.dumps, decoder=json.loads)
    drawn_at = fields.DatetimeField()
    seen_at = fields.DatetimeField(null=True)

    class Meta:
        table = "digest"
        unique_together = (("officer_id", "day"),)

    @property
    def lines(self) -> list[tuple[Matter, int]]:
        """The matters with their numbers, what is late first; a word of a later version is left out."""
        return [(each, self.matters[each.value]) for each in Matter if each.value in self.matters]
