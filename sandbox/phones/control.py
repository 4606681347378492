"""Control calls about time, faults, registrations, and what was sent."""

from typing import Any, Literal

from pydantic import Field
from starlette.requests import Request
from starlette.routing import Route

from sandbox.aliyun.calls import Call
from sandbox.aliyun.magic_numbers import MAGIC
from sandbox.aliyun.messages import Message
from sandbox.faults import AliyunFaults, WeChatFaults
from sandbox.phones.asking import Asking, get, number, post
from sandbox.registrations import Registrations
from sandbox.virtual_clock import beijing, beijing_text
from sandbox.world import World

PHONE = r"^1[3-9]\d{9}$"


class AskClock(Asking):
    """How to move time, in seconds; `gateway` says which clock a request's Timestamp is held against."""

    offset_seconds: float | None = None
    advance_seconds: float | None = None
    freeze: bool | None = None
    gateway: Literal["either", "virtual"] | None = None


class AskFaults(Asking):
    """Faults to set; what is not named stays, `clear` begins from none."""

    clear: bool = False
    wechat: dict[str, Any] = {}
    aliyun: dict[str, Any] = {}
    numbers: dict[str, str] = {}


class AskPushUrls(Asking):
    """Where pushes go; empty means none, absent means as before."""

    sms_report: str | None = None
    sms_up: str | None = None
    voice_report: str | None = None
    wechat: str | None = None


class AskReply(Asking):
    """An elder's answer."""

    phone: str = Field(pattern=PHONE)
    text: str = Field(min_length=1, max_length=500)


class Nothing(Asking):
    """An empty body."""


class Control:
    """The deeds behind the calls."""

    def __init__(self, world: World) -> None:
        self._world, self._stage = world, world.stage

    def clock(self, asked: AskClock) -> dict[str, Any]:
        """Move the clock."""
        clock = self._stage.clock
        if asked.offset_seconds is not None:
            clock.set_offset(asked.offset_seconds)
        if asked.advance_seconds is not None:
            clock.advance(asked.advance_seconds)
        if asked.freeze is not None:
            clock.freeze(asked.freeze)
        if asked.gateway is not None:
            self._world.aliyun.gateway.follows = asked.gateway
        return self.time()

    def time(self) -> dict[str, Any]:
        """Tell the time."""
        clock = self._stage.clock
        now = beijing(clock.now()).isoformat(timespec="milliseconds")
        return {"now": now, "offset_seconds": clock.offset_seconds, "frozen": clock.frozen}

    def faults(self, asked: AskFaults) -> dict[str, Any]:
        """Set faults; raises pydantic.ValidationError on unknown ones."""
        faults = self._stage.faults
        before = (WeChatFaults(), AliyunFaults()) if asked.clear else (faults.wechat, faults.aliyun)
        wechat = WeChatFaults.model_validate({**before[0].model_dump(), **asked.wechat})
        aliyun = AliyunFaults.model_validate({**before[1].model_dump(), **asked.aliyun})
        numbers = asked.numbers if asked.clear else {**faults.numbers, **asked.numbers}
        faults.wechat, faults.aliyun, faults.numbers = wechat, aliyun, numbers
        self._once()
        return faults.model_dump()

    def _once(self) -> None:
        faults = self._stage.faults
        if faults.wechat.token_revoked:
            faults.wechat.token_revoked = False
            self._world.wechat.tokens.revoke()
        if faults.aliyun.forged_receipts:
            self._world.aliyun.receipts.forge(faults.aliyun.forged_receipts)
            faults.aliyun.forged_receipts = 0

    def templates(self, more: Registrations) -> dict[str, int]:
        """Register signatures and templates."""
        registrations = self._stage.registrations
        registrations.add(more)
        self._world.aliyun.sending.orders.register(registrations)
        self._world.aliyun.calling.register(registrations)
        return {
            "sms_signs": len(registrations.sms_signs),
            "sms_templates": len(registrations.sms_templates),
            "voice_templates": len(registrations.voice_templates),
            "wechat_templates": len(registrations.wechat_templates),
        }

    def push_urls(self, asked: AskPushUrls) -> dict[str, str]:
        """Set where pushes go."""
        aliyun, wechat = self._world.aliyun, self._world.wechat
        named = (
            (aliyun.reports, asked.sms_report), (aliyun.uplinks, asked.sms_up),
            (aliyun.call_reports, asked.voice_report),
        )  # fmt: skip
        for pusher, url in named:
            pusher.url = pusher.url if url is None else url
        wechat.pusher.url = wechat.pusher.url if asked.wechat is None else asked.wechat
        return {
            "sms_report": aliyun.reports.url,
            "sms_up": aliyun.uplinks.url,
            "voice_report": aliyun.call_reports.url,
            "wechat": wechat.pusher.url,
        }

    def reset(self, asked: Nothing) -> dict[str, bool]:
        """Begin anew."""
        self._world.reset()
        return {"ok": True}

    def reply(self, asked: AskReply) -> dict[str, str]:
        """Answer from a phone."""
        uplink = self._world.aliyun.replying.answer(asked.phone, asked.text)
        return {"phone": uplink.phone, "text": uplink.text, "dest_code": uplink.destination}

    def journal(self, request: Request) -> dict[str, Any]:
        """Show requests and pushes above a number, and all counts."""
        journal = self._stage.journal
        since, limit = number(request, "since", 0, 10**12), number(request, "limit", 1000, 10_000)
        return {
            "last": journal.last_number,
            "entries": journal.since(since, limit),
            "totals": journal.totals(),
        }

    def sms(self, request: Request) -> dict[str, Any]:
        """Show accepted messages above a number, of one phone or of all."""
        since, limit = number(request, "since", 0, 10**12), number(request, "limit", 1000, 10_000)
        store, phone = self._world.aliyun.store, request.query_params.get("phone")
        source = store.messages(phone) if phone else [m for m in store.order if isinstance(m, Message)]
        found = [_shown(message) for message in source if message.number > since]
        return {"last": store.last_number, "messages": found[:limit]}

    def calls(self, request: Request) -> dict[str, Any]:
        """Show the calls to one phone, or to all."""
        store, phone = self._world.aliyun.store, request.query_params.get("phone")
        source = store.calls(phone) if phone else [call for call in store.order if isinstance(call, Call)]
        return {"calls": [_shown_call(call) for call in source]}

    def accounting(self, request: Request) -> dict[str, Any]:
        """Show what a test asserts."""
        wechat, calling = self._world.wechat.messages, self._world.aliyun.calling
        return {
            **self._world.aliyun.accounting.figures(),
            "wechat_total_accepted": wechat.sent,
            "calls_placed": calling.placed,
            "calls_per_phone_outid_max": max(calling.per_out_id.values(), default=0),
            "calls_outside_hours": calling.outside_hours,
        }


def control_routes(world: World) -> list[Route]:
    """Return the routes."""
    control = Control(world)
    return [
        post("/control/clock", AskClock, control.clock),
        get("/control/clock", lambda _: control.time()),
        post("/control/faults", AskFaults, control.faults),
        get("/control/faults", lambda _: world.stage.faults.model_dump()),
        post("/control/templates", Registrations, control.templates),
        get("/control/templates", lambda _: world.stage.registrations.model_dump(mode="json")),
        post("/control/push-urls", AskPushUrls, control.push_urls),
        post("/control/reset", Nothing, control.reset),
        post("/control/reply", AskReply, control.reply),
        get("/control/journal", control.journal),
        get("/control/sms", control.sms),
        get("/control/calls", control.calls),
        get("/control/accounting", control.accounting),
        get("/control/magic-numbers", lambda _: {ending: b.words for ending, b in MAGIC.items()}),
    ]


def _shown_call(call: Call) -> dict[str, Any]:
    return {
        "number": call.number,
        "phone": call.phone,
        "text": call.text,
        "template": call.template,
        "out_id": call.out_id,
        "call_id": call.call_id,
        "placed_at": beijing_text(call.placed_at),
        "state": call.state,
        "status_code": call.answer.status if call.ended_at else None,
        "seconds": call.seconds if call.ended_at else 0,
        "key": call.answer.key if call.ended_at else "",
    }


def _shown(message: Message) -> dict[str, Any]:
    return {
        "number": message.number,
        "phone": message.phone,
        "text": message.text,
        "parts": message.parts,
        "kind": message.kind,
        "template": message.template,
        "out_id": message.out_id,
        "biz_id": message.biz_id,
        "accepted_at": beijing_text(message.accepted_at),
        "state": message.state,
        "err_code": message.err_code,
        "reported_at": beijing_text(message.reported_at) if message.reported_at else None,
    }
