"""WeChat as a whole: what it remembers of our app, and the parts that work on it."""

from sandbox.stage import Stage
from sandbox.wechat.codes import CodePool
from sandbox.wechat.event_pushing import EventPusher
from sandbox.wechat.subscribe_messages import SubscribeMessages
from sandbox.wechat.tapping import Tapping
from sandbox.wechat.tokens import Tokens
from sandbox.wechat.url_links import UrlLinks
from sandbox.wechat.users import Users


class WeChatPlatform:
    """One mini program at WeChat."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.users = Users(stage.settings.wechat_app_id, stage.settings.seed)
        self.login_codes = CodePool(stage.clock, stage.chance, used_again=40163)
        self.phone_codes = CodePool(stage.clock, stage.chance, used_again=40029)
        self.tokens = Tokens(stage)
        self.messages = SubscribeMessages(stage, self.users)
        self.links = UrlLinks(stage)
        self.pusher = EventPusher(stage)
        self.tapping = Tapping(stage, self.pusher)

    def clear(self) -> None:
        """Forget everything that happened."""
        for part in (self.users, self.login_codes, self.phone_codes, self.tokens, self.messages, self.links):
            part.clear()
