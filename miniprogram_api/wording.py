"""What a form says about a field that cannot be taken, in the words of the person who filled it in."""

from collections.abc import Mapping
from typing import Any

_TITLES = {
    401: "请先登录",
    403: "没有权限",
    404: "没有找到",
    405: "不支持",
    409: "现在不能办理",
    422: "内容有误",
    429: "太频繁了",
    500: "系统出错",
    503: "暂时不能使用",
}
_SENTENCES = {
    "missing": "这一项还没有填。",
    "extra_forbidden": "多了一项不认识的内容，请更新到最新版再试。",
    "json_invalid": "提交的内容读不出来，请检查后再提交。",
    "not_text": "含有不能使用的字符，请删掉后重新输入。",
    "one_proof": "请用微信手机号授权，或填写手机号和短信验证码。",
    "string_unicode": "含有不能使用的字符，请删掉后重新输入。",
    "enum": "请从给出的选项里选一项。",
    "literal_error": "请从给出的选项里选一项。",
    "string_pattern_mismatch": "格式不对，请检查后再填。",
    "date_from_datetime_parsing": "日期请按「2026-03-02」这样的格式填。",
    "date_parsing": "日期请按「2026-03-02」这样的格式填。",
    "datetime_parsing": "时间的格式不对。",
    "datetime_from_date_parsing": "时间的格式不对。",
    "timezone_naive": "时间要带上时区。",
    "capture_time": "照片的拍摄时间不对，请检查手机的日期和时间。",
    "finite_number": "请填一个数字。",
}


def title_of(status: int) -> str:
    """A few words for a status."""
    return _TITLES.get(status, "出错了")


def sentence_for(mistake: Mapping[str, Any]) -> str:
    """A sentence for one of pydantic's errors; what was given is never repeated."""
    kind, limits = str(mistake["type"]), mistake.get("ctx") or {}
    if kind in _SENTENCES:
        return _SENTENCES[kind]
    if kind == "string_too_short":
        return "这一项还没有填完整。" if limits.get("min_length", 1) > 1 else "这一项还没有填。"
    if kind == "string_too_long":
        return f"写得太长了，最多{limits['max_length']}个字。"
    if kind.startswith("uuid"):
        return "编号不对，请返回上一页重新选择。"
    if kind.startswith(("greater_than", "less_than")):
        return "数字超出了范围，请检查后再填。"
    return "这一项填得不对，请检查后再填。"
