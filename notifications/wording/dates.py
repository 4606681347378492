"""How days and months are written for people. One that is not known raises: a text must not pretend to be whole."""

from datetime import date, datetime

from backend.clock import in_county_time
from backend.workdays import is_provisional


def written_day(value: object) -> str:
    """「2026年3月2日」 from a date or its ISO text; ValueError when it is neither."""
    day = _day(value)
    return f"{day.year}年{day.month}月{day.day}日"


def written_due(value: object) -> str:
    """As `written_day`, of a term of the law's: 「2027年1月12日（暂定）」 while its holidays are not published."""
    return f"{written_day(value)}（暂定）" if is_provisional(_day(value)) else written_day(value)


def written_month(value: object) -> str:
    """「2026年3月」 from a date, 「2026-03-01」 or 「2026-03」; ValueError when it is none of them."""
    day = _day(f"{value}-01" if isinstance(value, str) and len(value) == 7 else value)
    return f"{day.year}年{day.month}月"


def written_moment(moment: datetime) -> str:
    """「2026年3月2日 09:30」 by the county's clock."""
    local = in_county_time(moment)
    return f"{written_day(local.date())} {local.hour:02d}:{local.minute:02d}"


def _day(value: object) -> date:
    if isinstance(value, datetime):
        return in_county_time(value).date()
    if isinstance(value, date):
        return value
    return date.fromisoformat(str(value)[:10])
