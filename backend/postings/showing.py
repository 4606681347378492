"""What a notice may show of a person: a whitelist, filled once at posting."""

from collections.abc import Sequence
from datetime import date
from typing import cast

from backend.applications import Application
from backend.privacy import masked_name
from backend.residents import Resident, age_on


def shown_name(resident: Resident) -> str:
    """王秀英 is 王*英: neighbours know who is meant, a stranger who photographs the board does not."""
    return masked_name(resident.name)


def shown_detail(application: Application, resident: Resident, parameters: dict[str, object], on: date) -> str:
    """高龄津贴: the age band, such as 「80—89周岁」; 低保: how many people, such as 「3人」 (policy §13.1, §22.5)."""
    if application.programme == "old_age_allowance":
        bands = cast(Sequence[Sequence[int]], parameters.get("aged.bands", ()))
        return age_band(age_on(resident.birth_date, on), [int(band[0]) for band in bands])
    members = ((application.verdict or {}).get("facts") or {}).get("members_counted")
    return f"{members}人" if members else ""


def age_band(age: int, starts: Sequence[int]) -> str:
    """The band of `starts` (rising first ages of bands) that an age of full years lies in; empty below the first."""
    reached = [start for start in starts if start <= age]
    if not reached:
        return ""
    later = [start for start in starts if start > age]
    return f"{reached[-1]}—{later[0] - 1}周岁" if later else f"{reached[-1]}周岁及以上"
