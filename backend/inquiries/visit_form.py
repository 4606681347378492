"""The form of a household visit (入户调查表): what is asked at every door, so that visits can be compared."""

from collections.abc import Mapping
from dataclasses import dataclass

from backend.refusals import NotAcceptable

_NUMBER_AT_MOST = 99
_TEXT_AT_MOST = 300  # characters


class FormIncomplete(NotAcceptable):
    """Questions left open, or answered with what is no answer; `details["open"]` names them."""

    sentence = "调查表没有填完整，请补上。"


@dataclass(frozen=True)
class Asked:
    """One question; `choices` by stored word, a number up to 99 where `is_number`, otherwise words."""

    key: str
    title: str
    choices: Mapping[str, str] | None = None
    is_number: bool = False
    optional: bool = False


# What 民发〔2021〕57号 art. 16 sends investigators to see: who lives there, how, from what, and what neighbours say.
# The printed form is the province's; the county may want more.
VISIT_FORM: tuple[Asked, ...] = (
    Asked("people_living_there", "实际一起生活的人数", is_number=True),
    Asked(
        "house",
        "住房",
        {"own": "自有", "rented": "租住", "lent": "借住", "collective": "集体或机构提供", "none": "没有固定住处"},
    ),
    Asked("house_condition", "房屋状况", {"good": "较好", "plain": "一般", "poor": "简陋", "unsafe": "疑似危房"}),
    Asked(
        "living",
        "主要生活来源",
        {"work": "务工", "farming": "务农", "family": "亲属供养", "pension": "养老金", "aid": "救助", "none": "没有"},
    ),
    Asked("able_to_work", "有劳动能力的人数", is_number=True),
    Asked("vehicle_seen", "是否见到机动车或大型农机", {"no": "没有", "yes": "有"}),
    Asked("illness_seen", "家中是否有病人或残疾人", {"no": "没有", "yes": "有"}),
    Asked("neighbours_asked", "走访邻居户数", is_number=True),
    Asked("neighbours_say", "邻里反映", optional=True),
    Asked("differs", "与申报不一致的地方", optional=True),
)


def findings_of(answers: Mapping[str, str]) -> dict[str, str | int]:
    """The answers as kept; FormIncomplete names every question that has none or a wrong one, all at once."""
    kept: dict[str, str | int] = {}
    open_ones = []
    for asked in VISIT_FORM:
        text = answers.get(asked.key, "").strip()
        if not text and asked.optional:
            continue
        if not _is_answer(asked, text):
            open_ones.append(asked.title)
            continue
        kept[asked.key] = int(text) if asked.is_number else text
    if open_ones:
        raise FormIncomplete(f"调查表没有填完整，请补上：{'、'.join(open_ones)}。", open=open_ones)
    return kept


def read_out(findings: Mapping[str, object]) -> list[tuple[str, str]]:
    """Question and answer as people read them, in the form's order."""
    return [
        (asked.title, asked.choices.get(str(findings[asked.key]), "—") if asked.choices else str(findings[asked.key]))
        for asked in VISIT_FORM
        if asked.key in findings
    ]


def _is_answer(asked: Asked, text: str) -> bool:
    if asked.choices is not None:
        return text in asked.choices
    if asked.is_number:
        return text.isascii() and text.isdigit() and len(text) < 4 and int(text) <= _NUMBER_AT_MOST
    return 0 < len(text) <= _TEXT_AT_MOST
