"""What a person does on the phone with a subscription: tap accept or reject, or refuse later in the settings."""

from sandbox.stage import Stage
from sandbox.wechat.event_pushing import EventPusher
from sandbox.wechat.users import WeChatUser


class Tapping:
    """Changes quota and tells the app."""

    def __init__(self, stage: Stage, pusher: EventPusher) -> None:
        self._stage, self._pusher = stage, pusher

    def answer_popup(self, user: WeChatUser, answers: dict[str, str]) -> None:
        """Answer wx.requestSubscribeMessage: each accepted template may send one message more."""
        items = []
        for template_id, answer in answers.items():
            if answer == "accept":
                user.quota[template_id] = user.quota.get(template_id, 0) + 1
                user.refused.discard(template_id)
            items.append({"TemplateId": template_id, "SubscribeStatusString": answer, "PopupScene": "0"})
        self._pusher.event(user.openid, "subscribe_msg_popup_event", items)

    def refuse(self, user: WeChatUser, template_id: str) -> None:
        """Switch a template off in the phone's settings: what was granted is gone."""
        user.refused.add(template_id)
        user.quota.pop(template_id, None)
        item = {"TemplateId": template_id, "SubscribeStatusString": "reject"}
        self._pusher.event(user.openid, "subscribe_msg_change_event", [item])
