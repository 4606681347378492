"""What a notice may show of a person: a whitelist, filled once at posting."""

from collections.abc import Sequence
from datetime import date
from typing import cast

from backend.applications import Application
from backend.inquiries import FirstOpinion
from backend.money import short_yuan
from backend.privacy import masked_name
from backend.residents import Resident, age_on, is_of_age

_A_SUM_FOR_ONE = ("disability_living", "disability_care")  # 国发〔2015〕52号: name, kind and amount, nothing else


def shown_name(resident: Resident, at_home: Resident | None, on: date) -> str:
    """王秀英 is 王*英: neighbours know who is meant, a stranger who photographs the board does not.

    A minor is not named: 「王*英家未成年人」, after the grown-up `at_home` (policy §13.1).
    """
    if is_of_age(resident.birth_date, on):
        return masked_name(resident.name)
    return f"{masked_name(at_home.name)}家未成年人" if at_home else "未成年人"


def shown_detail(
    application: Application, resident: Resident, opinion: FirstOpinion | None, parameters: dict[str, object], on: date
) -> str:
    """高龄津贴: the age band, 「80—89周岁」; 低保: people and the amount meant, such as 「3人，拟每月保障120元」.

    临时救助: the sum meant, without its cause; 两项补贴: the amount; 特困: the first opinion.

    Source: policy §13.1, §22.5; 民发〔2021〕57号 art. 19, 43号 art. 15.
    """
    if application.programme == "old_age_allowance":
        bands = cast(Sequence[Sequence[int]], parameters.get("aged.bands", ()))
        return age_band(age_on(resident.birth_date, on), [int(band[0]) for band in bands])
    if opinion is None:
        return ""
    if opinion.proposed_fen is not None:
        return f"拟救助{short_yuan(opinion.proposed_fen)}元"
    verdict = opinion.judged
    if application.programme in _A_SUM_FOR_ONE:
        return f"拟每月补贴{short_yuan(verdict.amount_fen or 0)}元"
    members = verdict.facts.get("members_counted")
    return f"{members}人，拟每月保障{short_yuan(verdict.amount_fen or 0)}元" if members else "初审同意"


def age_band(age: int, starts: Sequence[int]) -> str:
    """The band of `starts` (rising first ages of bands) that an age of full years lies in; empty below the first."""
    reached = [start for start in starts if start <= age]
    if not reached:
        return ""
    later = [start for start in starts if start > age]
    return f"{reached[-1]}—{later[0] - 1}周岁" if later else f"{reached[-1]}周岁及以上"
