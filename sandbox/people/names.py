"""Names: the surnames of Henan by frequency, given names by generation and sex, a few rare characters."""

from random import Random

from sandbox.people.drawing import Urn, one_of
from sandbox.people.rows import Sex

# Per mille of the people of Henan, rounded; surnames with the same share stand together.
_SINGLE_SURNAMES = (
    (98, "王"), (94, "张"), (93, "李"), (60, "刘"), (42, "陈"), (40, "杨"), (37, "赵"), (29, "郭"),
    (24, "孙"), (22, "马"), (17, "吴"), (16, "朱"), (15, "宋"), (14, "徐周"), (13, "许黄"), (12, "胡高韩"),
    (11, "程董"), (10, "冯"), (9, "任魏"), (8, "丁姚谢贾"), (7, "曹牛崔范田"), (6, "杜何孟梁郑常史"),
    (5, "付段石武袁侯"), (4, "邢吕薛安乔樊申雷"), (3, "尚万闫温翟关苏路党郝"),
    (2, "柴余毛邵靳苗潘裴屈庞"), (1, "仝阮雒姬"), (0.6, "逯仵"), (0.4, "禄"), (0.3, "亓"),
)  # fmt: skip
_COMPOUND_SURNAMES = (
    (0.7, "欧阳"), (0.9, "上官"), (0.6, "司马"), (0.3, "诸葛"), (0.4, "皇甫"), (0.1, "尉迟"), (0.1, "令狐"),
)  # fmt: skip
SURNAMES: Urn[str] = Urn(
    [(surname, share) for share, together in _SINGLE_SURNAMES for surname in together]
    + [(surname, share) for share, surname in _COMPOUND_SURNAMES]
)

# (born before that year, first characters of a given name, last characters)
_MALE = (
    (1950, "天长永德富金万全根文保福国振新", "福山林财有顺成喜贵德才保娃柱栓庆发来法印"),
    (1970, "建国文志新红卫宏保忠学大春明社", "国军民林山生平安伟成旺强福堂亮锋周有立欣"),
    (1985, "晓建海向红新志永宏少俊利延军战", "峰伟强涛波辉勇刚军阳飞鹏超杰锋兵锁现伟东"),
    (2000, "亚世鹏佳向帅旭晨孟少明宗浩冠", "飞博龙鹏杰阳凯帅磊豪楠辉珂恒超辰森浩"),
    (9999, "子梓浩宇一奕俊铭嘉泽晨沐承思", "轩涵豪博宇泽睿辰阳硕航然诚熙恒琛烨霖"),
)
_FEMALE = (
    (1950, "秀桂玉凤兰金春素爱香翠月大小雪花", "英兰花珍荣莲枝梅娥芝琴云香芳妮叶桃菊"),
    (1970, "秀桂玉春爱海素红雪凤改月小彩香", "玲英霞芳琴梅娟荣萍红香云花丽敏焕妮粉"),
    (1985, "晓丽红艳海雪小会春亚燕利俊静", "霞丽娟敏艳红玲萍芳娜燕芬云华利粉芹霞"),
    (2000, "亚梦佳静晓孟慧莹雨文楠珂冰雅", "洁婷丽莹雪楠娜珂静瑶佳蕊琪丹倩鸽歌"),
    (9999, "梓雨子欣一思诗语佳可紫沐若奕", "涵萱彤怡妍琪菲瑶诺悦汐晗曦玥桐冉溪"),
)
# How often a given name has a single character, by the same generations.
_SINGLE = (0.10, 0.16, 0.34, 0.36, 0.10)

RARE_CHARACTERS = "㛃𠮷犇喆堃淼䶮𬭚㵘赟昇翀嫘禤祎"
_RARE_SHARE = 0.002
# What a bank's old code page makes of what it cannot write.
_BANK_SPELLING = str.maketrans({"㛃": "洁", "𠮷": "吉", "䶮": "衍", "𬭚": "惇", "㵘": "漫"})
_BANK_SUBSTITUTES_SHARE = 0.5


def surname(lots: Random) -> str:
    """A surname by its frequency in Henan."""
    return SURNAMES.draw(lots)


def full_name(lots: Random, family: str, sex: Sex, born_in: int, mothers_family: str = "") -> str:
    """A name for someone of that family; a modern child's can carry the mother's surname as well."""
    if sex == "female" and born_in < 1938 and len(family) == 1 and lots.random() < 0.03:
        return f"{family}{surname(lots)}氏"  # wives of that age were written down by husband's and father's name
    given = _given(lots, sex, born_in)
    if len(family) == len(mothers_family) == 1 and born_in >= 2005 and lots.random() < 0.02:
        return family + mothers_family + given
    return family + given


def _given(lots: Random, sex: Sex, born_in: int) -> str:
    generations = _MALE if sex == "male" else _FEMALE
    at = next(i for i, (before, _, _) in enumerate(generations) if born_in < before)
    _, firsts, lasts = generations[at]
    last = one_of(lots, RARE_CHARACTERS if lots.random() < _RARE_SHARE else lasts)
    if lots.random() < _SINGLE[at]:
        return last
    return one_of(lots, firsts) + last


def as_the_bank_spells_it(lots: Random, name: str) -> str:
    """The name as a bank writes it: half of the branches cannot write the rarest characters."""
    spelt = name.translate(_BANK_SPELLING)
    return spelt if spelt != name and lots.random() < _BANK_SUBSTITUTES_SHARE else name
