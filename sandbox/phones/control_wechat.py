"""Control calls that stand for what a person does in WeChat."""

from typing import Any, Literal

from pydantic import Field
from starlette.requests import Request
from starlette.routing import Route

from sandbox.phones.asking import Asking, get, number, post
from sandbox.phones.control import PHONE
from sandbox.virtual_clock import beijing_text
from sandbox.wechat.users import Card, WeChatUser
from sandbox.world import World

NAME = Field(min_length=1, max_length=64)


class AskUser(Asking):
    """A user and what WeChat should believe of them; absent means as before."""

    user: str = NAME
    phone: str | None = Field(None, pattern=PHONE)
    blocked: bool | None = None
    main_switch: bool | None = None


class AskLogin(Asking):
    """Who logs in."""

    user: str = NAME


class AskPhoneCode(Asking):
    """Who gives which number to the app; without `phone`, the one bound to the user."""

    user: str = NAME
    phone: str | None = Field(None, pattern=PHONE)


class AskTap(Asking):
    """One answer, or several in `answers` (one popup may ask for up to five templates)."""

    user: str = NAME
    template_id: str = ""
    answer: Literal["accept", "reject"] = "accept"
    answers: dict[str, Literal["accept", "reject"]] = Field({}, max_length=5)


class AskRefuse(Asking):
    """Who switches which template off."""

    user: str = NAME
    template_id: str = Field(min_length=1)


class WeChatControl:
    """The deeds behind the calls."""

    def __init__(self, world: World) -> None:
        self._wechat = world.wechat

    def change_user(self, asked: AskUser) -> dict[str, Any]:
        """Make a user, or change one."""
        user = self._wechat.users.get(asked.user)
        if asked.phone is not None:
            self._wechat.users.give_phone(user, asked.phone)
        if asked.blocked is not None:
            user.blocked = asked.blocked
        if asked.main_switch is not None:
            user.main_switch = asked.main_switch
        return _shown_user(user)

    def login(self, asked: AskLogin) -> dict[str, str]:
        """wx.login: a code for the app."""
        user = self._wechat.users.get(asked.user)
        return {"code": self._wechat.login_codes.issue(user), "openid": user.openid}

    def phone_code(self, asked: AskPhoneCode) -> dict[str, Any]:
        """A tap on the getPhoneNumber button: a code for the app."""
        user = self._wechat.users.get(asked.user)
        if asked.phone and asked.phone != user.phone:
            self._wechat.users.give_phone(user, asked.phone)
        if not user.phone:
            return {"code": None, "wrong": "this user has no phone number"}
        return {"code": self._wechat.phone_codes.issue(user, user.phone)}

    def tap(self, asked: AskTap) -> dict[str, Any]:
        """An answer to wx.requestSubscribeMessage."""
        user = self._wechat.users.get(asked.user)
        answers = dict(asked.answers)
        if asked.template_id:
            answers[asked.template_id] = asked.answer
        if answers:
            self._wechat.tapping.answer_popup(user, {key: str(value) for key, value in answers.items()})
        return {"answers": answers, "quota": user.quota}

    def refuse(self, asked: AskRefuse) -> dict[str, Any]:
        """A template switched off in the settings."""
        user = self._wechat.users.get(asked.user)
        self._wechat.tapping.refuse(user, asked.template_id)
        return {"quota": user.quota}

    def users(self, request: Request) -> dict[str, Any]:
        """List users, newest last."""
        skip, limit = number(request, "skip", 0, 10**9), number(request, "limit", 200, 2000)
        everyone = list(self._wechat.users.by_name.values())
        return {"total": len(everyone), "users": [_shown_user(u) for u in everyone[skip : skip + limit]]}

    def inbox(self, request: Request) -> dict[str, Any]:
        """Show the subscribe messages that one user received."""
        user = self._wechat.users.by_name.get(request.query_params.get("user", ""))
        return {"messages": [_shown_card(card) for card in user.inbox] if user else []}


def wechat_control_routes(world: World) -> list[Route]:
    """Return the routes."""
    control = WeChatControl(world)
    return [
        post("/control/wechat/user", AskUser, control.change_user),
        get("/control/wechat/users", control.users),
        post("/control/wechat/login", AskLogin, control.login),
        post("/control/wechat/phone-code", AskPhoneCode, control.phone_code),
        post("/control/wechat/tap-subscribe", AskTap, control.tap),
        post("/control/wechat/refuse", AskRefuse, control.refuse),
        get("/control/wechat/inbox", control.inbox),
    ]


def _shown_user(user: WeChatUser) -> dict[str, Any]:
    return {
        "user": user.name,
        "openid": user.openid,
        "phone": user.phone,
        "blocked": user.blocked,
        "main_switch": user.main_switch,
        "quota": user.quota,
    }


def _shown_card(card: Card) -> dict[str, Any]:
    return {
        "title": card.title,
        "template_id": card.template_id,
        "lines": dict(card.lines),
        "page": card.page,
        "msgid": card.message_id,
        "arrived_at": beijing_text(card.arrived_at),
    }
