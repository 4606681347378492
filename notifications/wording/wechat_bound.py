"""A WeChat account now acts for the person: if it was not they, they must learn of it at once."""

from backend.journal import Deed
from notifications.message import Lane
from notifications.wording.occasion import Hears, Occasion, Sms

WECHAT_BOUND = Occasion(
    code="wechat_bound",
    deed=Deed.WECHAT_BOUND,
    hears=Hears.PERSON,
    lane=Lane.URGENT,
    sms=Sms(
        name="wechat_bound",
        code="SMS_410325017",
        text="${name}您好，有微信绑定了您的身份，可以查看和办理您的事。如果不是您本人，请马上联系乡镇。",
        variables={"name": "name"},
    ),
    words=lambda told: {"name": told.name},
    door="请告诉{name}：有微信绑定了本人的身份，问一问是不是本人；不是的话马上报告乡镇。",
    concerns=lambda entry: entry.resident_id is not None,  # a cadre's own binding is told to nobody
)
