"""POST /wxa/business/getuserphonenumber: a phone code becomes the number bound to a WeChat account."""

from typing import Any

from sandbox.stage import Stage
from sandbox.wechat.codes import CodePool
from sandbox.wechat.refusing import WeChatRefusal


def phone_number(stage: Stage, pool: CodePool, asked: dict[str, Any]) -> dict[str, Any]:
    """Return phone_info; raises WeChatRefusal 40029 for a code that is unknown, old, used or of wx.login."""
    code = pool.look(str(asked.get("code", "")))
    if asked.get("openid") and asked["openid"] != code.user.openid:
        raise WeChatRefusal(40013, "invalid openid")
    code.used = True
    as_number = stage.faults.wechat.country_code_as_number
    return {
        "errcode": 0,
        "errmsg": "ok",
        "phone_info": {
            "phoneNumber": code.phone,
            "purePhoneNumber": code.phone,
            "countryCode": 86 if as_number else "86",
            "watermark": {"timestamp": int(stage.clock.now()), "appid": stage.settings.wechat_app_id},
        },
    }
