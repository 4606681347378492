"""What each kind of field of a subscribe message may hold."""

import re
from collections.abc import Callable

CLOCK = r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?"
MONTH, MONTH_DAY = "(?:0?[1-9]|1[0-2])", r"(?:0?[1-9]|[12]\d|3[01])"
DAY = rf"(?:\d{{4}}年{MONTH}月{MONTH_DAY}日|\d{{4}}[-/.]{MONTH}[-/.]{MONTH_DAY})"
TIME = rf"(?:{DAY}\s?)?{CLOCK}"
DATE = rf"{DAY}(?:\s?{CLOCK})?"
CHINESE = "〇㐀-鿿\U00020000-\U000323af"
UNSENDABLE = re.compile("[\r\n\ud800-\udfff]")
KIND = re.compile(r"([a-z_]+?)\d*")

RULES: dict[str, Callable[[str], bool]] = {
    "thing": lambda value: len(value) <= 20,
    "number": lambda value: len(value) <= 32 and _is(r"-?\d+(\.\d+)?", value),
    "letter": lambda value: _is(r"[A-Za-z]{1,32}", value),
    "symbol": lambda value: len(value) <= 5 and not re.search(rf"[\w{CHINESE}]", value),
    "character_string": lambda value: _is(r"[\x21-\x7e]{1,32}", value),
    "time": lambda value: _is(rf"{TIME}(?:\s?~\s?{TIME})?|{DATE}(?:\s?~\s?{DATE})?", value),
    "date": lambda value: _is(rf"{DATE}(?:\s?~\s?{DATE})?", value),
    "amount": lambda value: _is(r"[¥￥$€£]?\d{1,10}(\.\d+)?元?", value),
    "phone_number": lambda value: _is(r"[\d+()\-#* ]{1,17}", value),
    "car_number": lambda value: len(value) <= 8,
    "name": lambda value: _is(rf"[{CHINESE}·]{{1,10}}|[^\d{CHINESE}]{{1,20}}", value),
    "phrase": lambda value: _is(rf"[{CHINESE}]{{1,5}}", value),
}


def obeys(key: str, value: object, choices: list[str] | None) -> bool:
    """Tell whether `value` may stand under `key`, such as `thing1`."""
    if not isinstance(value, str) or not value.strip() or UNSENDABLE.search(value):
        return False
    if choices is not None:
        return value in choices
    match = KIND.fullmatch(key)
    rule = RULES.get(match[1]) if match else None
    return rule(value) if rule else len(value) <= 20


def _is(pattern: str, value: str) -> bool:
    return re.fullmatch(pattern, value) is not None
