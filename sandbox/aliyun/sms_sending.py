"""SendSms: check, accept, answer, in all the ways in which that goes wrong."""

import asyncio
from collections import Counter
from collections.abc import Mapping

from sandbox.aliyun.accounting import Accounting
from sandbox.aliyun.flow_control import FlowControl
from sandbox.aliyun.gateway import throttled
from sandbox.aliyun.magic_numbers import REFUSAL_WORDS, Answering, Behaviour, behaviour_of
from sandbox.aliyun.messages import Message, MessageStore
from sandbox.aliyun.ordering import Order, Orders
from sandbox.aliyun.receipts import Receipts
from sandbox.aliyun.refusing import BusinessRefusal
from sandbox.registrations import TemplateKind
from sandbox.stage import Stage
from sandbox.virtual_clock import beijing


class SmsSending:
    """Takes messages for phones."""

    def __init__(self, stage: Stage, store: MessageStore, receipts: Receipts, accounting: Accounting) -> None:
        self._stage, self._store, self._receipts, self.accounting = stage, store, receipts, accounting
        self.orders = Orders(stage.registrations)
        self._flow = FlowControl()
        self._throttled: Counter[str] = Counter()

    def clear(self) -> None:
        """Forget windows and what was throttled."""
        self._flow.clear()
        self._throttled.clear()

    async def send(self, params: Mapping[str, str], request_id: str) -> dict[str, str] | None:
        """Return the answer, or None to hang up; raises BusinessRefusal and GatewayRefusal."""
        order = self.orders.read(params)
        behaviour = behaviour_of(order.phones[0], self._stage.faults.numbers)
        self._throttle(order.phones[0], behaviour)
        if behaviour.accepted and behaviour.refusal:
            raise BusinessRefusal(behaviour.refusal, REFUSAL_WORDS[behaviour.refusal])
        self._check_account(order)
        biz_id = ""
        if behaviour.accepted or (behaviour.accepted is None and self._stage.chance.random() < 0.5):
            biz_id = self._accept(order)
        if behaviour.refusal:
            raise BusinessRefusal(behaviour.refusal, REFUSAL_WORDS[behaviour.refusal])
        return await self._answer(behaviour, biz_id, request_id)

    def _throttle(self, phone: str, behaviour: Behaviour) -> None:
        if self._throttled[phone] < behaviour.throttled_times:
            self._throttled[phone] += 1
            raise throttled()

    def _check_account(self, order: Order) -> None:
        faults, now = self._stage.faults.aliyun, self._stage.clock.now()
        if faults.balance_empty or self.accounting.spent_fen >= self._stage.settings.sms_balance_fen:
            raise BusinessRefusal("isv.AMOUNT_NOT_ENOUGH", "账户余额不足")
        if faults.out_of_service:
            raise BusinessRefusal("isv.OUT_OF_SERVICE", "业务停机")
        day = beijing(now).strftime("%Y%m%d") if faults.day_cap or faults.month_cap else ""
        if faults.day_cap and self.accounting.per_day[day] >= faults.day_cap:
            raise BusinessRefusal("isv.DAY_LIMIT_CONTROL", "触发日发送限额")
        month = sum(n for d, n in self.accounting.per_day.items() if d[:6] == day[:6]) if faults.month_cap else 0
        if faults.month_cap and month >= faults.month_cap:
            raise BusinessRefusal("isv.MONTH_LIMIT_CONTROL", "触发月发送限额")
        for phone in order.phones:
            if order.template.kind == TemplateKind.PROMOTION and phone in self.accounting.opted_out:
                raise BusinessRefusal("isv.CUSTOMER_REFUSED", "用户已退订推广短信")
            self._flow.check(phone, order.sign, order.template, now)

    def _accept(self, order: Order) -> str:
        now = self._stage.clock.now()
        biz_id = f"{self._stage.chance.randrange(10**17, 10**18)}^0"
        destination = f"10690{sum(order.sign.encode()) % 10**6:06d}{order.extension}"
        for phone in order.phones:
            message = Message(
                number=self._store.next_number(),
                phone=phone,
                sign=order.sign,
                template=order.template.code,
                kind=order.template.kind,
                text=order.text,
                parts=order.parts,
                out_id=order.out_id,
                biz_id=biz_id,
                accepted_at=now,
                destination=destination,
            )
            self._store.keep(message)
            self._stage.recent_phones.touch(phone)
            self.accounting.accepted(message)
            self._flow.count(phone, order.sign, order.template, now)
            behaviour = behaviour_of(phone, self._stage.faults.numbers)
            if behaviour.answering == Answering.AFTER_RECEIPT:
                self._receipts.report_now(message, behaviour)
            else:
                self._receipts.plan(message, behaviour)
        return biz_id

    async def _answer(self, behaviour: Behaviour, biz_id: str, request_id: str) -> dict[str, str] | None:
        if behaviour.answering == Answering.RESET:
            return None
        if behaviour.answering == Answering.LATE:
            await asyncio.sleep(self._stage.settings.late_answer_seconds)
        if behaviour.answering == Answering.AFTER_RECEIPT:
            await self._receipts.pusher.delivered_or(1.0)
        ok = {"Code": "OK", "Message": "OK", "RequestId": request_id}
        return ok if self._stage.faults.aliyun.no_biz_id else {**ok, "BizId": biz_id}
