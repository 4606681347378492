"""Operations (运行情况): whether each duty was done in its time, and how each registered template fares."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from backend import clock, database
from backend.identifiers import lowest_id
from backend.messages.channel import Channel, channels
from backend.messages.frame_refused import FRAME_REFUSED
from backend.messages.occasion_titles import OCCASION_TITLES
from backend.staff import Officer

_DAYS = 30

# What outreach's timetable does, in the words of the office; a house test holds it beside the timetable.
DUTY_TITLES = {
    "end_notices": "结束到期的公示",
    "settle_dates": "节假日公布后重新计算暂定期限",
    "sweep_photos": "清理没有用上的照片",
    "expire_uploads": "清理没有传完的文件",
    "ask_for_the_rest": "离线办理：请村里补传",
    "give_up_waiting": "离线办理：等不到的不再等",
    "go_on_in_the_field": "离线办理：接着办",
    "draw_up_letters": "写告知书",
    "letters_brought": "登记上门送达的告知书",
    "reporters_told": "登记短信送到的实名举报答复",
    "screen_county": "全县筛查",
    "find_overpayments": "查多发",
    "note_offsets": "登记抵扣",
    "note_carriers": "给新号码归运营商",
    "tidy_up": "清理过期的个人信息",
    "keep_history": "按月整理通知记录",
    "keep_figures": "清晨统计号码、送达和资金预测",
    "escalate_overdue": "超期督办",
    "escalate_errands": "上门任务超期督办",
    "draw_up_digests": "工作人员每日提醒",
    "warn_of_steps_due": "办件快到期提醒",
    "remind_of_papers": "提醒补材料",
    "certify_visited": "登记上门认证",
    "warn_of_certification": "生存认证到期提醒",
    "ask_for_board_photos": "催公示栏照片",
    "warn_of_suspension": "快暂停提醒",
    "remind_of_rechecks": "复核到期提醒",
    "remind_of_agreements": "提醒代领协议到期",
    "care_agreements": "催签养育协议",
    "suspend_uncertified": "暂停未认证的待遇",
    "remind_of_cards": "证件到期提醒",
    "tell_of_new_amounts": "告知新标准",
    "check_numbers": "核对手机号码",
    "errands_overdue": "上门任务超期提醒",
    "compare_statement": "和短信服务商对账",
    "chain_journal": "流水账入链",
    "run_campaigns": "群发",
    "poll_receipts": "补查短信回执",
}
_OUTCOMES = {
    "done": "办完",
    "failed": "没办成，会再试",
    "skipped": "错过了，等下一次",
    "asked": "错过了，等县里说要不要补办",
    "declined": "县里说这次不补办",
    None: "正在办",
}


@dataclass(frozen=True)
class DutyDone:
    """The last time that a duty was due; `outcome` None while it is being done."""

    duty: str
    due_at: datetime
    finished_at: datetime | None
    outcome: str | None
    touched: int | None
    tries: int
    id: UUID
    answered_by: UUID | None

    @property
    def title(self) -> str:
        """In the words of the office; a duty of a later version stands as it is."""
        return DUTY_TITLES.get(self.duty, self.duty)

    @property
    def shown(self) -> str:
        """How it went."""
        if self.outcome == "asked" and self.answered_by is not None:
            return "县里说要补办，白天就办"
        return _OUTCOMES[self.outcome]

    @property
    def is_asked(self) -> bool:
        """Whether an officer has to say whether it is still to be done."""
        return self.outcome == "asked" and self.answered_by is None


@dataclass(frozen=True)
class Template:
    """`sent` and `withdrawn` are of the last thirty days; None for cards, which several occasions share, and
    for a text with a link, which is counted with the one without."""

    channel: Channel
    name: str
    code: str
    text: str
    registered: bool
    sent: int | None
    withdrawn: int | None

    @property
    def title(self) -> str:
        """What it is about."""
        about, linked = self.name.removesuffix("_link"), "（带链接）" if self.name.endswith("_link") else ""
        shown = {"neutral": "他人电话转告", "progress": "申请进度通知", "payment": "补贴到账通知"}.get(about)
        return (shown or OCCASION_TITLES.get(about, about)) + linked


async def duties_done(officer: Officer) -> list[DutyDone]:
    """Each duty once, of the house or the officer's county, the one that was due
    longest ago on top: a duty that nobody does stands there."""
    found = await database.rows(
        """SELECT DISTINCT ON (duty) duty, due_at, finished_at, outcome, touched, tries, id, answered_by FROM duty_run
           WHERE county IN ('', $1) ORDER BY duty, due_at DESC""",
        officer.county,
    )
    return sorted((DutyDone(**row) for row in found), key=lambda each: each.due_at)


async def templates() -> list[Template]:
    """Everything that is said, as outreach put it on file at its last start."""
    found = await database.rows(
        """SELECT t.*, used.sent, used.withdrawn FROM template_on_file t LEFT JOIN (
               SELECT channel, CASE WHEN own_phone THEN occasion ELSE 'neutral' END AS name,
                      count(*) FILTER (WHERE attempts > 0) AS sent, count(*) FILTER (WHERE code = ANY ($2)) AS withdrawn
               FROM message WHERE id > $1 AND channel NOT IN (SELECT name FROM channel WHERE arrival = 'card')
               GROUP BY 1, 2) AS used
             ON used.channel = t.channel AND used.name = t.name
           ORDER BY t.channel, t.name""",
        lowest_id(clock.real_now() - timedelta(days=_DAYS)), list(FRAME_REFUSED),
    )  # fmt: skip
    known = await channels()
    return [Template(**{**row, "channel": known[row["channel"]]}) for row in found]
