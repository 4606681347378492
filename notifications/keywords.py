"""Keywords (短信口令): what a few words of a reply ask for, as elders write them.

Full-width and traditional forms, figures written out, spaces and closing dots are forgiven, and the spellings of the
dialect are listed. Whatever is not a keyword as a whole goes to a person: a word inside a sentence asks for nothing.
"""

import re
import unicodedata

from notifications.reply import Meaning

_STOP = frozenset({
    "R", "T", "TD", "退", "退订", "拒收", "T退订", "TD退订", "退订T", "退订TD", "回T", "回TD", "回R", "回复T", "回复TD",
    "回复R", "回T退订", "回TD退订", "回复T退订", "回复TD退订", "取消订阅", "停止接收", "不要发了", "别发了",
    "不要再发了", "别再发了", "不要再发短信了", "别再发短信了", "不要给我发短信了", "别给我发短信了",
})  # fmt: skip
_RESUME = frozenset({"恢复", "恢复短信", "恢复接收", "重新接收", "重新订阅", "开通短信"})
# ① and １ are 1 by then.
_STATE = frozenset({
    "1", "一", "壹", "进度", "查进度", "办得咋样", "办得咋样了", "办咋样了", "办的咋样", "办的咋样了", "办得怎么样",
    "办得怎么样了", "办好了没", "办好了吗", "办好没", "办好没有", "弄好没", "弄好了没", "批了没", "批没", "批了吗",
    "批下来没", "批下来了没", "批准了没", "办成没", "办成了没", "到哪一步了", "申请咋样了",
})  # fmt: skip
_PAID = frozenset({
    "2", "二", "贰", "两", "发钱", "发钱没", "发钱了没", "发钱了吗", "钱发了没", "钱发没", "钱发了吗", "钱到了没",
    "钱到没", "钱到了吗", "钱来没", "钱来了没", "打钱没", "打钱了没", "钱打了没", "到账没", "到账了没", "到账了吗",
    "查补贴", "补贴发了没", "补贴发没", "补贴到了没", "款到了没", "啥时候发钱", "几时发钱", "什么时候发钱",
})  # fmt: skip
_YES = frozenset({"同意", "我同意", "同意的", "是我委托的"})
_NO = frozenset({"不同意", "我不同意", "没有委托", "没委托", "我没委托", "没有委托过"})
_NOT_MINE = frozenset({
    "不是我", "不是我的", "不是本人", "我不是", "打错了", "发错了", "发错人了", "你发错了", "你们发错了", "号码错了",
    "不认识", "不认识这个人", "不认识这人", "查无此人", "换人了", "这个号换人了", "这号换人了", "我不是机主",
})  # fmt: skip
_IS_THEIRS = frozenset({
    "是", "是的", "对", "对的", "嗯", "是我", "是我的", "是本人", "本人", "我是", "我在用", "在用", "还在用",
    "是我在用", "还是我", "还是我在用",
})  # fmt: skip
_MEANINGS = {
    Meaning.STOP: _STOP, Meaning.RESUME: _RESUME, Meaning.STATE: _STATE, Meaning.PAID: _PAID, Meaning.YES: _YES,
    Meaning.NO: _NO, Meaning.NOT_MINE: _NOT_MINE,
}  # fmt: skip
# Of the keywords' characters those that are written otherwise in traditional script, and 冇, 哩 and 嘞 of the dialect.
_PLAIN = str.maketrans(
    "訂貳兩進補貼發錢沒賬帳辦樣麼來電話復複閱開錯認識這個號碼換無機會時過誰為後麽還給對冇哩嘞",
    "订贰两进补贴发钱没账账办样么来电话复复阅开错认识这个号码换无机会时过谁为后么还给对没的的",
)


def meaning_of(text: str) -> Meaning:
    """What a reply asks for; CALL_ME where it is no keyword."""
    word = _word(text)
    return next((meaning for meaning, words in _MEANINGS.items() if word in words), Meaning.CALL_ME)


def says_that_it_is_theirs(text: str) -> bool:
    """Whether it is a yes to the question whose phone this is, from who does not write the 1 that was asked for."""
    return _word(text) in _IS_THEIRS


def _word(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).translate(_PLAIN)
    return re.sub(r"[\s。.!！,，?？、~～“”\"']", "", plain).upper()
