"""GET /sns/jscode2session: a wx.login code becomes an openid and a session key."""

from base64 import b64encode
from collections.abc import Mapping

from sandbox.stage import Stage
from sandbox.wechat.codes import CodePool
from sandbox.wechat.refusing import WeChatRefusal

LOGINS_A_MINUTE = 100


def code_to_session(stage: Stage, pool: CodePool, query: Mapping[str, str]) -> dict[str, str]:
    """Return openid and session_key, without errcode; raises WeChatRefusal in the real order of checks."""
    settings = stage.settings
    if not query.get("appid"):
        raise WeChatRefusal(41002, "appid missing")
    if query["appid"] != settings.wechat_app_id:
        raise WeChatRefusal(40013, "invalid appid")
    if not query.get("secret"):
        raise WeChatRefusal(41004, "appsecret missing")
    if query["secret"] != settings.wechat_app_secret:
        raise WeChatRefusal(40125, "invalid appsecret")
    if not query.get("js_code"):
        raise WeChatRefusal(41008, "missing code")
    code = pool.look(query["js_code"])
    user, now = code.user, stage.clock.now()
    if user.blocked:
        raise WeChatRefusal(40226, "code blocked")
    if len(user.logins) == LOGINS_A_MINUTE and now - user.logins[0] < 60:
        raise WeChatRefusal(45011, "api minute-quota reach limit, must slower, retry next minute")
    user.logins.append(now)
    code.used = True
    stage.recent_phones.touch(user.key)
    user.session_key = b64encode(stage.chance.randbytes(16)).decode()
    return {"openid": user.openid, "session_key": user.session_key}
