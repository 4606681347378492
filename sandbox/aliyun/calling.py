"""SingleCallByTts: check, take, ring, and tell the app by VoiceReport."""

import json
import re
from collections import deque
from collections.abc import Mapping
from typing import Any

from sandbox.aliyun.accounting import Accounting
from sandbox.aliyun.batch_pushing import BatchPusher
from sandbox.aliyun.calls import TIME_BLOCKED, Call, CallState, answer_of
from sandbox.aliyun.messages import MessageStore
from sandbox.aliyun.refusing import BusinessRefusal
from sandbox.aliyun.templates import LINK
from sandbox.registrations import VARIABLE, Registrations
from sandbox.stage import Stage
from sandbox.virtual_clock import beijing, beijing_text

PHONE = re.compile(r"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}")
LONGEST_PARAM, LONGEST_OUT_ID = 249, 15
# Rolling from the first call, success or failure alike; unlike the windows of texts.
WINDOWS = ((60, 1, "分钟"), (3600, 5, "小时"), (86_400, 20, "天"))
OPENS, CLOSES = 8, 21  # Beijing time outside of which carriers connect no such call


class Calling:
    """Takes calls for phones, one each."""

    def __init__(self, stage: Stage, store: MessageStore, pusher: BatchPusher, accounting: Accounting) -> None:
        self._stage, self._store, self.pusher, self._accounting = stage, store, pusher, accounting
        self.register(stage.registrations)
        self.clear()

    def clear(self) -> None:
        """Forget all calls and windows."""
        self.placed = 0
        self.outside_hours = 0
        self.per_out_id: dict[tuple[str, str], int] = {}
        self._recent: dict[str, deque[float]] = {}

    def register(self, registrations: Registrations) -> None:
        """Look up templates here from now on."""
        self._texts = {template.code: template.text for template in registrations.voice_templates}

    def call(self, params: Mapping[str, str], request_id: str) -> dict[str, str]:
        """Return the answer; raises BusinessRefusal."""
        phone = params["CalledNumber"]
        if not PHONE.fullmatch(phone):
            raise BusinessRefusal("isv.MOBILE_NUMBER_ILLEGAL", "号码格式错误")
        text, play_times = self._script(params), _within(params.get("PlayTimes", "3"), "PlayTimes", 1, 3)
        _within(params.get("Volume", "100"), "Volume", 0, 100)
        _within(params.get("Speed", "0"), "Speed", -500, 500)
        out_id = params.get("OutId", "")
        if len(out_id.encode()) > LONGEST_OUT_ID:
            raise BusinessRefusal("isv.INVALID_PARAMETERS", "OutId长度超过限制")
        self._check_money()
        self._check_windows(phone)
        placed = self._place(phone, params["TtsCode"], text, play_times, out_id)
        ok = {"Code": "OK", "Message": "OK", "RequestId": request_id}
        return ok if self._stage.faults.aliyun.no_biz_id else {**ok, "CallId": placed.call_id}

    def _script(self, params: Mapping[str, str]) -> str:
        text = self._texts.get(params["TtsCode"])
        if text is None:
            raise BusinessRefusal("isv.TTS_TEMPLATE_ILLEGAL", "语音模板不合法")
        try:
            values = json.loads(params.get("TtsParam") or "{}")
        except ValueError:
            values = None
        if not isinstance(values, dict) or not all(isinstance(value, str) for value in values.values()):
            raise BusinessRefusal("isv.INVALID_JSON_PARAM", "参数格式错误，请修改为字符串值")
        if missing := [name for name in VARIABLE.findall(text) if not values.get(name)]:
            raise BusinessRefusal("isv.TEMPLATE_MISSING_PARAMETERS", f"模板变量缺少对应参数值：{missing[0]}")
        if sum(map(len, values.values())) > LONGEST_PARAM:
            raise BusinessRefusal("isv.PARAM_LENGTH_LIMIT", "变量总长度超过限制")
        if any(LINK.search(value) for value in values.values()):
            raise BusinessRefusal("isv.PARAM_NOT_SUPPORT_URL", "变量不支持传入URL")
        return VARIABLE.sub(lambda found: values[found[1]], text)

    def _check_money(self) -> None:
        if self._stage.faults.aliyun.balance_empty:
            raise BusinessRefusal("isv.AMOUNT_NOT_ENOUGH", "账户余额不足")

    def _check_windows(self, phone: str) -> None:
        now = self._stage.clock.now()
        recent = self._recent.setdefault(phone, deque(maxlen=WINDOWS[-1][1]))
        for seconds, permits, name in WINDOWS:
            if sum(moment > now - seconds for moment in recent) >= permits:
                raise BusinessRefusal("isv.BUSINESS_LIMIT_CONTROL", f"触发{name}级流控Permits:{permits}")
        recent.append(now)

    def _place(self, phone: str, template: str, text: str, play_times: int, out_id: str) -> Call:
        now, chance = self._stage.clock.now(), self._stage.chance
        call_id = f"{chance.randrange(10**11, 10**12)}^{chance.randrange(10**11, 10**12)}"
        answer = answer_of(phone, self._stage.faults.numbers)
        hour = beijing(now).hour
        if not OPENS <= hour < CLOSES:
            answer, self.outside_hours = TIME_BLOCKED, self.outside_hours + 1
        call = Call(self._store.next_number(), phone, template, text, play_times, out_id, call_id, now, answer=answer)
        self._store.keep(call)
        self._accounting.called(call)
        self._stage.recent_phones.touch(phone)
        self.placed += 1
        self.per_out_id[phone, out_id] = self.per_out_id.get((phone, out_id), 0) + 1
        settings = self._stage.settings
        rings = chance.uniform(settings.call_report_min_seconds, settings.call_report_max_seconds)
        self._stage.clock.after(rings, lambda: self._end(call))
        return call

    def _end(self, call: Call) -> None:
        call.state = CallState.HEARD if call.answer.status == "200000" else CallState.MISSED
        call.ended_at = self._stage.clock.now()
        self._stage.recent_phones.version += 1
        self.pusher.offer(_report(call))


def _report(call: Call) -> dict[str, Any]:
    placed, ended = beijing_text(call.placed_at), beijing_text(call.ended_at)
    return {
        "call_id": call.call_id,
        "callee": call.phone,
        "caller": "037900000000",
        "out_id": call.out_id,
        "status_code": call.answer.status,
        "status_msg": call.answer.words,
        "duration": str(call.seconds),
        "originate_time": placed,
        "ring_time": placed,
        "start_time": placed if call.seconds else "",
        "end_time": ended,
        "hangup_direction": "1",
        "dtmf": call.answer.key,
        "voice_type": "voice_tts",
    }


def _within(text: str, name: str, lowest: int, highest: int) -> int:
    try:
        value = int(text[:9])
    except ValueError:
        value = lowest - 1
    if not lowest <= value <= highest:
        raise BusinessRefusal("isv.INVALID_PARAMETERS", f"{name}不合法")
    return value
