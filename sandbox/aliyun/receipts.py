"""Receipts: a message's state changes when its carrier answers, and the app is told by SmsReport."""

from typing import Any

from sandbox.aliyun.accounting import Accounting
from sandbox.aliyun.batch_pushing import BatchPusher
from sandbox.aliyun.magic_numbers import RECEIPT_WORDS, Behaviour
from sandbox.aliyun.messages import Message, MessageState
from sandbox.aliyun.replying import Replying
from sandbox.stage import Stage
from sandbox.virtual_clock import beijing_text

STRANGER = "19900009999"  # the other phone of forged and mistaken receipts


class Receipts:
    """Plans the receipts of each accepted message."""

    def __init__(self, stage: Stage, pusher: BatchPusher, replying: Replying, accounting: Accounting) -> None:
        self._stage, self.pusher = stage, pusher
        self._replying, self._accounting = replying, accounting

    def plan(self, message: Message, behaviour: Behaviour) -> None:
        """Schedule what will be reported about `message`."""
        settings = self._stage.settings
        if behaviour.switched_off:
            self._due(settings.switched_off_seconds, message, "DELIVERED", behaviour)
        usual = self._stage.chance.uniform(settings.receipt_delay_min_seconds, settings.receipt_delay_max_seconds)
        for receipt in behaviour.receipts if not behaviour.switched_off else ():
            delay = usual if receipt.after_seconds is None else receipt.after_seconds
            self._due(delay + receipt.gap, message, receipt.code, behaviour)

    def report_now(self, message: Message, behaviour: Behaviour) -> None:
        """Report at once: the receipt overtakes the answer."""
        self._arrive(message, behaviour.receipts[0].code, behaviour)

    def forge(self, count: int) -> None:
        """Push `count` reports about messages that were never sent."""
        now = self._stage.clock.now()
        for number in range(count):
            self.pusher.offer(
                {
                    "phone_number": STRANGER,
                    "send_time": beijing_text(now),
                    "report_time": beijing_text(now),
                    "success": True,
                    "err_code": "DELIVERED",
                    "err_msg": RECEIPT_WORDS["DELIVERED"],
                    "sms_size": "1",
                    "biz_id": f"{10**17 + number}^0",
                    "out_id": f"forged-{number}",
                }
            )

    def _due(self, seconds: float, message: Message, code: str, behaviour: Behaviour) -> None:
        self._stage.clock.after(seconds, lambda: self._arrive(message, code, behaviour))

    def _arrive(self, message: Message, code: str, behaviour: Behaviour) -> None:
        self._settle(message, code)
        self.pusher.offer(_report(message, message.phone, code))
        if self._stage.faults.aliyun.wrong_phone_receipts:
            self.pusher.offer(_report(message, STRANGER, "UNDELIV"))
        if code == "DELIVERED" and behaviour.reply:
            self._replying.answer_automatically(message, behaviour.reply)

    def _settle(self, message: Message, code: str) -> None:
        failed_before = message.state == MessageState.FAILED
        message.state = MessageState.DELIVERED if code == "DELIVERED" else MessageState.FAILED
        message.err_code = code
        message.reported_at = self._stage.clock.now()
        self._stage.recent_phones.version += 1
        if message.state == MessageState.FAILED and not failed_before:
            self._accounting.refund(message)


def _report(message: Message, phone: str, code: str) -> dict[str, Any]:
    return {
        "phone_number": phone,
        "send_time": beijing_text(message.accepted_at),
        "report_time": beijing_text(message.reported_at),
        "success": code == "DELIVERED",
        "err_code": code,
        "err_msg": RECEIPT_WORDS.get(code, code),
        "sms_size": str(message.parts),
        "biz_id": message.biz_id,
        "out_id": message.out_id,
    }
