"""What a cell of a roster means: the ways in which offices write months, amounts, relations and the like."""

import re
from datetime import date

from backend.money import NoAmount, fen_from_yuan

_MONTH = re.compile(r"((?:19|20)\d\d)\s*[年./-]?\s*(\d{1,2})(?:\s*[月./-]?\s*(\d{1,2})?\s*日?)?")
_MOST_FEN = 100_000_000  # a million yuan a month is a slip of the hand
_RELATIONS = {
    "head": "户主 本人 申请人 本人或户主 户主本人",
    "spouse": "配偶 妻 妻子 夫 丈夫 夫妻",
    "child": "子 女 儿子 女儿 长子 次子 三子 长女 次女 三女 独生子 独生女 子女 养子 养女 继子 继女",
    "child_in_law": "儿媳 媳妇 女婿",
    "parent": "父 母 父亲 母亲 岳父 岳母 公公 婆婆 父母",
    "sibling": "兄 弟 姐 妹 哥哥 弟弟 姐姐 妹妹 兄弟 姐妹 兄弟姐妹",
    "grandchild": "孙子 孙女 外孙 外孙子 外孙女 孙子女",
}
_MARITAL = {
    "never_married": "未婚",
    "married": "已婚 有配偶 初婚 再婚 复婚 在婚",
    "divorced": "离异 离婚",
    "widowed": "丧偶",
}
_CLASSES = {"1": "视力", "2": "听力", "3": "言语", "4": "肢体", "5": "智力", "6": "精神", "7": "多重"}
_GRADES = {sign: at for at, signs in enumerate(("一1", "二2", "三3", "四4"), 1) for sign in signs}
_DIGITS = {sign: at for at, signs in enumerate(("一1Aa", "二2Bb", "三3Cc", "四4Dd", "五5Ee")) for sign in signs}
_IMPORTANT = {
    "重病患者": "病", "重度残疾人": "残", "70周岁以上老人": "老", "未成年人": "未成年", "单亲家庭成员": "单亲",
}  # fmt: skip
# In this order: 不能自理 holds 能自理, and 半失能 holds 失能.
_LEVELS = (
    ("full", ("完全丧失", "全丧失", "全护理", "不能自理")),
    ("half", ("部分", "半护理", "半失能", "半自理")),
    ("self", ("具备", "能自理", "全自理")),
    ("full", ("失能",)),
)
CARE_LEVELS = {"full": "完全丧失自理能力", "half": "部分丧失自理能力", "self": "具备自理能力"}
CARE_MODES = {"institution": "集中供养", "home": "分散供养"}
RAISING = {"home": "散居", "institution": "机构养育"}
_BY_WORD = {
    table_name: {word: code for code, words in table.items() for word in words.split()}
    for table_name, table in (("relation", _RELATIONS), ("marital", _MARITAL))
}
RELATION_TITLES = {code: words.split()[0] for code, words in _RELATIONS.items()}
CLASS_TITLES = dict(_CLASSES)
GRADE_TITLES = {1: "一级", 2: "二级", 3: "三级", 4: "四级"}
MARITAL_TITLES = {code: words.split()[0] for code, words in _MARITAL.items()}


class CellWrong(ValueError):
    """What is wrong with a cell, as a sentence without the cell's own words: it may be about a person."""


def relation(cell: str) -> str:
    """Our word for 与户主关系; "other" for whatever else is written there."""
    return _BY_WORD["relation"].get(cell, "other")


def marital(cell: str) -> str:
    """Our word for 婚姻; CellWrong for none of them."""
    if cell not in _BY_WORD["marital"]:
        raise CellWrong("婚姻状况请填未婚、已婚、离异或丧偶。")
    return _BY_WORD["marital"][cell]


def sex(cell: str) -> str:
    """Our word for 性别."""
    for code, signs in (("male", "男1"), ("female", "女2")):
        if cell and cell[0] in signs:
            return code
    raise CellWrong("性别请填男或女。")


def register_kind(cell: str) -> str:
    """Whether a household counts as urban or rural."""
    urban, rural = any(word in cell for word in ("城", "非农")), "农" in cell and "非农" not in cell
    if urban == rural:
        raise CellWrong("请填城市或农村。")
    return "urban" if urban else "rural"


def fen(cell: str) -> int:
    """An amount in yuan as fen; CellWrong for parts of a fen, nothing, less, and more than anybody is paid."""
    plain = re.sub(r"[¥￥\s]|元(/月)?$", "", cell)
    try:
        amount = fen_from_yuan(plain)
    except NoAmount as wrong:
        raise CellWrong(wrong.shown) from None
    if amount <= 0:
        raise CellWrong("金额要大于0，请核对。")
    if amount > _MOST_FEN:
        raise CellWrong("每月金额超过100万元，请核对是不是多写了几位。")
    return amount


def part(cell: str) -> int | None:
    """A part of an amount as fen; None where the office wrote 0, a stroke or 无 for nothing."""
    if re.fullmatch(r"[0.]+|[-—/／无]", cell):
        return None
    return fen(cell)


def grade(cell: str) -> str:
    """一类 to 五类, also from A类, 1档, 二等."""
    found = re.fullmatch(r"([一二三四五1-5A-Ea-e])[类档级等]?", cell)
    if found is None:
        raise CellWrong("类别请填一类、二类、三类这样。")
    return "一二三四五"[_DIGITS[found[1]]] + "类"


def care_level(cell: str) -> str:
    """Our word for 自理能力 (特困人员认定办法第二十二条)."""
    for code, words in _LEVELS:
        if any(word in cell for word in words):
            return code
    raise CellWrong("自理能力请填具备、部分丧失或者完全丧失。")


def care_mode(cell: str) -> str:
    """Our word for 供养形式."""
    return _first(cell, {"institution": "集中", "home": "分散"}, "供养形式请填集中或者分散。")


def raising(cell: str) -> str:
    """Our word for 养育方式."""
    return _first(cell, {"home": "散", "institution": "机构"}, "养育方式请填散居或者机构。")


def extra_kind(cell: str) -> str:
    """Whom an extra is for, in the words of the county's list; a closed list, for a remark may hold anything."""
    return _first(cell, _IMPORTANT, "增发类别请填重病患者、重度残疾人、70周岁以上老人、未成年人或者单亲家庭成员。")


def _first(cell: str, words: dict[str, str], wrong: str) -> str:
    found = [code for code, word in words.items() if word in cell]
    if len(found) != 1:
        raise CellWrong(wrong)
    return found[0]


def count(cell: str) -> int:
    """A number of people."""
    plain = cell.removesuffix("人")
    if not (plain.isascii() and plain.isdigit() and 1 <= int(plain) <= 30):
        raise CellWrong("人数请填1到30的整数。")
    return int(plain)


def age(cell: str) -> int:
    """Years as written."""
    plain = re.sub(r"(周)?岁$", "", cell)
    if not (plain.isascii() and plain.isdigit() and int(plain) <= 130):
        raise CellWrong("年龄请填整数。")
    return int(plain)


def month(cell: str) -> date:
    """The first of a month: 2025-01, 2025.1, 202501, 2025年1月 or any day of it."""
    found = _MONTH.fullmatch(cell)
    try:
        if found is None:
            raise ValueError
        return date(int(found[1]), int(found[2]), 1)
    except ValueError:
        raise CellWrong("年月请按“2025-01”这样填写。") from None


def day(cell: str) -> date:
    """A day: 2025-01-09, 2025.1.9, 20250109 or 2025年1月9日."""
    found = _MONTH.fullmatch(cell)
    try:
        if found is None or found[3] is None:
            raise ValueError
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        raise CellWrong("日期请按“2025-01-09”这样填写。") from None


def disability_class(cell: str) -> str:
    """ "1" visual … "7" multiple, from the word or the figure."""
    for code, word in _CLASSES.items():
        if word[:2] in cell or cell == code:
            return code
    raise CellWrong("残疾类别请填视力、听力、言语、肢体、智力、精神或多重。")


def disability_grade(cell: str) -> int:
    """1 to 4, from 一级 or 1."""
    grade = _GRADES.get(cell[:1])
    if grade is None:
        raise CellWrong("残疾等级请填一级到四级。")
    return grade
