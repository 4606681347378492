"""Appeal (救济途径): how to ask again after a decision, and until which day, counted from when the person was told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from backend import clock
from backend.applications.story import Happened
from backend.journal import Deed
from backend.workdays import after_days, after_months

_REVIEW_DAYS, _LAWSUIT_MONTHS = 60, 6  # from knowing of the decision (《社会救助暂行办法》 art. 65; policy §12)
_OR_ASK = "也可以先问乡镇或县民政局。"
#: To the person, before anybody knows on which day the letter will arrive.
APPEAL = (
    f"如不同意，可以在收到通知之日起{_REVIEW_DAYS}日内申请行政复议，"
    f"或在{_LAWSUIT_MONTHS}个月内向人民法院起诉；{_OR_ASK}"
)


def appeal_in_writing(county_name: str) -> str:
    """As a letter has it: to whom, until when (policy §12, §18).

    The county's own government reviews what its bureau decides, and what one of its townships does (行政复议法 2023).
    """
    return (
        f"如不同意本决定，可以在收到本告知书之日起{_REVIEW_DAYS}日内向{county_name}人民政府申请行政复议，"
        f"或在{_LAWSUIT_MONTHS}个月内向人民法院起诉；{_OR_ASK}"
    )


@dataclass(frozen=True)
class Appeal:
    """The last days; one that falls on a rest day runs on, so that a calendar not published yet only makes it later."""

    told_on: date
    review_until: date
    lawsuit_until: date

    @property
    def sentence(self) -> str:
        """To the person, with the days."""
        return (
            f"告知书{_day(self.told_on)}送到。如不同意，申请行政复议最晚到{_day(self.review_until)}，"
            f"直接向人民法院起诉最晚到{_day(self.lawsuit_until)}；{_OR_ASK}"
        )


def appeal_from(told_on: date) -> Appeal:
    """Until when a decision may be appealed that the person was told of on that day of the county."""
    return Appeal(told_on, after_days(told_on, _REVIEW_DAYS).day, after_months(told_on, _LAWSUIT_MONTHS).day)


def appeal_in(happened: Sequence[Happened]) -> Appeal | None:
    """Of the case's latest letter; None while it has not been delivered."""
    letters: dict[str, Appeal | None] = {}  # a letter that another has replaced may be opened after it
    for entry in happened:
        facts = entry.facts or {}
        if entry.deed == Deed.LETTER_DRAWN_UP.value:
            letters[facts["letter_id"]] = None
        elif entry.deed == Deed.LETTER_DELIVERED.value:
            # A cadre without signal tells of it days later; what was recorded before it named the day was told at once.
            told_on = facts.get("told_on") or clock.in_county_time(entry.at).date().isoformat()
            letters[facts["letter_id"]] = appeal_from(date.fromisoformat(told_on))
    return list(letters.values())[-1] if letters else None


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
