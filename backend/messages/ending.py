"""Ending (结果): what the code that a message ended with means, in the words of the office.

Outreach's own codes are said in words alone, a provider's with its code: by that the provider is asked about it. What
is not known here stands as it came.
"""

# Outreach's own; a house test holds the list beside the code.
_OWN = {
    "cancelled": "群发取消了",
    "deceased": "本人已去世",
    "expired": "过了时候，不再发",
    "heard": "听到了",
    "heard_and_pressed_1": "听到了，按了1",
    "never_arrived": "发了几次，服务商都没有收到",
    "no_receipt": "一直没有回执",
    "not_packable": "内容填不进模板",
    "phone_closed": "号码退订或停用了",
    "read": "已在小程序里看过，不用再发",
    "superseded": "有了更新的消息，不再发",
    "unknown_for_good": "有没有发出查不到",
    "waited_too_long": "服务商一直不收，改用别的办法",
}
# help.aliyun.com documents 101346, 101347 and 55085, and WeChat's 43101. The carriers' own codes are theirs to explain;
# these are the common ones.
_THEIRS = {
    "MK:0001": "空号", "MN:0001": "空号", "MI:0001": "空号", "INVALID_NUMBER": "号码无效",
    "isv.MOBILE_NUMBER_ILLEGAL": "号码无效", "MOBILE_NOT_ON_SERVICE": "停机或空号", "MK:0005": "停机",
    "MK:0013": "停机", "MK:0010": "一直没有接收", "EXPIRED": "一直没有接收", "MK:0023": "关机",
    "MOBILE_IN_BLACK": "号码在黑名单里", "MBBLACK": "号码在黑名单里", "DB:0144": "号码在黑名单里",
    "isv.CUSTOMER_REFUSED": "本人在服务商处退订", "CONTENT_KEYWORD": "运营商不收这段文字",
    "isv.SMS_TEMPLATE_ILLEGAL": "模板没有报备好", "isv.TTS_TEMPLATE_ILLEGAL": "模板没有报备好",
    "isv.SMS_SIGNATURE_ILLEGAL": "签名没有报备好", "isv.SMS_SIGN_ILLEGAL": "签名没有报备好",
    "isv.SIGN_STATE_ILLEGAL": "签名没有报备好", "43101": "没有订阅或已用完",
}  # fmt: skip
CALL_ENDS = {
    "200000": "听到最后", "200001": "中途挂断", "200002": "占线", "200003": "没人接", "200004": "空号",
    "200005": "打不通、拒接或被拦截", "200007": "不在服务区", "200008": "没有按键", "200010": "关机", "200011": "停机",
    "300000": "按了键",
}  # fmt: skip
# What went as it should says nothing more.
_NOTHING = frozenset({"DELIVERED", "OK", "ok", "success", "0"})


def ending_of(code: str | None) -> str:
    """Blank where there is nothing to say."""
    if code is None or code in _NOTHING:
        return ""
    if code in _OWN:
        return _OWN[code]
    meaning = _THEIRS.get(code) or CALL_ENDS.get(code)
    return f"{meaning}，{code}" if meaning else code
