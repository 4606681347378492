"""The whole outside world: both providers on one stage, and forgetting it all."""

from sandbox.aliyun import SmsPlatform
from sandbox.settings import Settings
from sandbox.stage import Stage
from sandbox.wechat import WeChatPlatform


class World:
    """What the three servers serve."""

    def __init__(self, settings: Settings) -> None:
        self.stage = Stage(settings)
        self.aliyun = SmsPlatform(self.stage)
        self.wechat = WeChatPlatform(self.stage)

    def start(self) -> None:
        """Let time run and pushes leave; needs a running event loop."""
        self.stage.spawn(self.stage.clock.run())
        self.aliyun.start()

    def reset(self) -> None:
        """Forget everything that happened, all faults too; registrations, push URLs and seed stay."""
        self.stage.clock.forget_deeds()
        self.stage.clock.freeze(False)
        self.stage.clock.set_offset(0)
        self.stage.journal.clear()
        self.stage.faults.clear()
        self.stage.recent_phones.clear()
        self.stage.chance.seed(self.stage.settings.seed)
        self.aliyun.clear()
        self.wechat.clear()
