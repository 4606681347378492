"""POST /cgi-bin/message/subscribe/send: one accepted tap is one message."""

from typing import Any

from sandbox.registrations import WeChatTemplate
from sandbox.stage import Stage
from sandbox.virtual_clock import beijing
from sandbox.wechat.field_rules import obeys
from sandbox.wechat.refusing import WeChatRefusal
from sandbox.wechat.users import Card, Users, WeChatUser

MESSAGES_A_DAY = 10_000_000
FIRST_MESSAGE_ID = 4_000_000_000_000_000_000  # 19 digits: more than a JavaScript number or a double can hold


class SubscribeMessages:
    """Delivers cards to the users' phones."""

    def __init__(self, stage: Stage, users: Users) -> None:
        self._stage, self._users = stage, users
        self.clear()

    def clear(self) -> None:
        """Forget the counts; message ids begin anew."""
        self.sent = 0
        self._sent_on: dict[str, int] = {}
        self.accepted: dict[str, int] = {}  # by openid

    def send(self, asked: dict[str, Any]) -> tuple[dict[str, Any], WeChatUser, Card]:
        """Return the answer, who got the card, and the card; raises WeChatRefusal."""
        user = self._users.by_openid.get(str(asked.get("touser", "")))
        if user is None:
            raise WeChatRefusal(40003, "invalid openid")
        template = self._template(str(asked.get("template_id", "")))
        page = str(asked.get("page") or "")
        pages = self._stage.registrations.wechat_pages
        if page and pages and page.split("?")[0].lstrip("/") not in pages:
            raise WeChatRefusal(41030, "invalid page")
        lines = _checked_lines(template, asked.get("data"))
        self._spend(user, template)
        card = self._deliver(user, template, lines, page)
        return {"errcode": 0, "errmsg": "ok", "msgid": int(card.message_id)}, user, card

    def _template(self, template_id: str) -> WeChatTemplate:
        for template in self._stage.registrations.wechat_templates:
            if template.id == template_id:
                return template
        raise WeChatRefusal(40037, "invalid template_id")

    def _spend(self, user: WeChatUser, template: WeChatTemplate) -> None:
        has_quota = user.quota.get(template.id, 0) > 0
        refused = self._stage.faults.wechat.always_43101 or not user.main_switch or template.id in user.refused
        if refused or not has_quota:
            raise WeChatRefusal(43101, "user refuse to accept the msg")
        day = beijing(self._stage.clock.now()).strftime("%Y%m%d")
        if self._sent_on.get(day, 0) >= MESSAGES_A_DAY:
            raise WeChatRefusal(45009, "reach max api daily quota limit")
        self._sent_on[day] = self._sent_on.get(day, 0) + 1
        if not template.long_term:
            user.quota[template.id] -= 1

    def _deliver(self, user: WeChatUser, template: WeChatTemplate, lines: list[tuple[str, str]], page: str) -> Card:
        self.sent += 1
        self.accepted[user.openid] = self.accepted.get(user.openid, 0) + 1
        message_id = str(FIRST_MESSAGE_ID + self.sent)
        card = Card(template.title, lines, page, template.id, message_id, self._stage.clock.now())
        user.inbox.append(card)
        self._stage.recent_phones.touch(user.key)
        return card


def _checked_lines(template: WeChatTemplate, data: object) -> list[tuple[str, str]]:
    if not isinstance(data, dict):
        raise WeChatRefusal(47003, "argument invalid! data is invalid")
    for key in data:
        if key not in template.fields:
            raise WeChatRefusal(47003, f"argument invalid! data.{key} is not defined in template")
    lines = []
    for key, label in template.fields.items():
        given = data.get(key)
        value = given.get("value") if isinstance(given, dict) else None
        if not obeys(key, value, template.choices.get(key)):
            raise WeChatRefusal(47003, f"argument invalid! data.{key}.value invalid")
        lines.append((label, str(value)))
    return lines
