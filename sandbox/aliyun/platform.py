"""Aliyun SMS and voice as a whole: what it remembers, and the parts that work on it."""

from sandbox.aliyun.accounting import Accounting
from sandbox.aliyun.batch_pushing import BatchPusher
from sandbox.aliyun.calling import Calling
from sandbox.aliyun.gateway import Gateway
from sandbox.aliyun.messages import MessageStore
from sandbox.aliyun.receipts import Receipts
from sandbox.aliyun.replying import Replying
from sandbox.aliyun.sms_sending import SmsSending
from sandbox.stage import Stage


class SmsPlatform:
    """One account at Aliyun."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.store = MessageStore()
        self.accounting = Accounting(stage.settings)
        self.gateway = Gateway(stage)
        self.reports = BatchPusher(stage, "SmsReport", stage.settings.sms_report_url)
        self.uplinks = BatchPusher(stage, "SmsUp", stage.settings.sms_up_url)
        self.replying = Replying(stage, self.uplinks, self.store, self.accounting)
        self.receipts = Receipts(stage, self.reports, self.replying, self.accounting)
        self.sending = SmsSending(stage, self.store, self.receipts, self.accounting)
        self.call_reports = BatchPusher(stage, "VoiceReport", stage.settings.voice_report_url)
        self.calling = Calling(stage, self.store, self.call_reports, self.accounting)

    def start(self) -> None:
        """Begin to push."""
        self.stage.spawn(self.reports.run())
        self.stage.spawn(self.uplinks.run())
        self.stage.spawn(self.call_reports.run())

    def clear(self) -> None:
        """Forget everything that happened."""
        for part in (
            self.store, self.accounting, self.reports, self.uplinks, self.sending, self.call_reports, self.calling
        ):  # fmt: skip
            part.clear()
        self.gateway.reset()
