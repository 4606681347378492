"""A household's reckoning on paper (家庭经济状况试算): every line with its article, and that it decides nothing."""

from collections.abc import Sequence
from pathlib import Path

from backend import clock, places, printing
from backend.eligibility import ConditionOutcome, Outcome, Reckoned
from backend.money import yuan
from backend.staff import Officer

_TEMPLATE = Path(__file__).with_name("reckoning.typ")
_WORDS = {Outcome.YES: "符合", Outcome.NO: "不符合", Outcome.UNKNOWN: "待核实"}
_SUPPORT = "协议或判决的先按协议，没有的按县里的办法，实际给得多的按实际。"
_INCOME_ARTICLE = "《最低生活保障审核确认办法》第十三条"
_OPEN = "还定不下来"


async def print_reckoning(reckoned: Reckoned, people: Sequence[str], officer: Officer) -> bytes:
    """The PDF; `people` are the members' names in the sheet's order, whose keys are 1, 2, 3."""
    verdict, heads = reckoned.verdict, reckoned.home.members_counted
    at_least = "至少 " if verdict.at_least else ""
    facts = {
        "county": await places.name_of(officer.county + "000000"),
        "today": clock.today().isoformat(),
        "programme": verdict.name,
        "outcome": _WORDS[verdict.outcome],
        "members": _OPEN if heads is None else f"{heads}人",
        "per_capita": _yuan(reckoned.per_capita_fen),
        "amount": "—" if verdict.outcome is Outcome.NO else at_least + _yuan(verdict.amount_fen),
        "basis": verdict.amount_basis or "",
        "version": verdict.rule_version,
        "lines": _lines(reckoned, people),
        "conditions": [
            {"outcome": _word(each), "said": each.sentence, "article": each.article} for each in verdict.conditions
        ],
    }
    return await printing.print_pdf(_TEMPLATE, facts)


def _lines(reckoned: Reckoned, people: Sequence[str]) -> list[dict[str, str]]:
    named = {str(number): name for number, name in enumerate(people, 1)}
    lines = [(named[each.key], each.sentence, "", each.article) for each in reckoned.home.standings]
    lines += [
        (f"第{each.entry + 1}笔收入", each.sentence, _cell(each.monthly_fen), each.article)
        for each in reckoned.income.lines
    ]
    lines += [
        (f"第{number}位赡养人", _SUPPORT, _cell(fen), _INCOME_ARTICLE) for number, fen in enumerate(reckoned.owed, 1)
    ]
    lines += [("财产", each.sentence, "", each.article) for each in reckoned.owned.lines]
    lines += [(f"增发：{named[each.key]}", each.sentence, "", each.article) for each in reckoned.extra.lines]
    return [dict(zip(("title", "said", "fen", "article"), line, strict=True)) for line in lines]


def _word(condition: ConditionOutcome) -> str:
    return "要核实" if condition.review else _WORDS[condition.outcome]


def _cell(fen: int | None) -> str:
    return "不知道" if fen is None else yuan(fen)


def _yuan(fen: int | None) -> str:
    return _OPEN if fen is None else f"{yuan(fen)} 元"
