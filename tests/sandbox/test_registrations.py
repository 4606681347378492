"""What can be put on file: the shipped file loads, and a text that reviewers refuse is refused."""

from collections import Counter

import pytest

from sandbox.registrations import Registrations
from sandbox.settings import Settings
from tests.sandbox.clients import Control, Sms


def test_what_is_shipped_loads_and_names_nothing_twice() -> None:
    shipped = Registrations.load(Settings().registered_file)
    named = [sign.name for sign in shipped.sms_signs] + [template.code for template in shipped.sms_templates]
    named += [template.id for template in shipped.wechat_templates]
    assert len(named) > 5
    assert [name for name, count in Counter(named).items() if count > 1] == []


@pytest.mark.parametrize(
    ("text", "kind", "wrong"),
    [
        ("${name}您好，${name}的补贴到了", "notice", "stands twice"),
        ("您好${name}${what}", "notice", "side by side"),
        ("${name}", "notice", "only variables"),
        ("【民政局】您好", "notice", "for the signature"),
        ("请打13800001234", "notice", "mobile number"),
        ("您好。拒收请回复R", "notice", "as a promotion"),
        ("乡音上线了", "promotion", "unsubscribe"),
    ],
)
def test_a_text_that_reviewers_refuse_is_refused(control: Control, text: str, kind: str, wrong: str) -> None:
    template = {"code": "SMS_x", "kind": kind, "text": text}
    reply = control.web.post("/control/templates", json={"sms_templates": [template]})
    assert reply.status_code == 422
    assert wrong in reply.text


def test_a_template_registered_later_serves_at_once(sms: Sms, control: Control) -> None:
    sent = {"TemplateCode": "SMS_later", "TemplateParam": '{"what": "好消息"}'}
    assert sms.send("13800001234", **sent)["Code"] == "isv.SMS_TEMPLATE_ILLEGAL"
    control.post("templates", sms_templates=[{"code": "SMS_later", "text": "有${what}"}])
    assert sms.send("13800001234", **sent)["Code"] == "OK"
    assert control.messages("13800001234")[0]["text"] == "【嵩县民政局】有好消息"
